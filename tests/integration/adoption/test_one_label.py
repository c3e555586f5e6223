"""A column is called by one label, said beside it: the form, the trail, the sheet and the paper read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from portal.adoption import trail
from portal.adoption.exports import plan_document
from portal.adoption.models import Plan
from portal.government import our_government
from portal.records import labels
from tests.integration.adoption.conftest import TODAY, Office

OLD, NEW = "Jabatan penanggung jawab", "Jabatan pemangku rencana"


@pytest.fixture
def renamed(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """The portal as it starts when the label stands otherwise in the model."""
    said = Plan.__table__.c.owner_post.info
    monkeypatch.setitem(said, "label", replace(said["label"], text=NEW))
    monkeypatch.setitem(office.app.extensions, "audit_words", dict(office.app.extensions["audit_words"]))
    labels._labels.cache_clear()
    trail.describe(office.app)
    yield office
    monkeypatch.undo()
    labels._labels.cache_clear()


def test_another_label_in_the_model_changes_form_trail_sheet_and_paper(renamed: Office) -> None:
    plan_id = renamed.propose()
    address = f"/rencana/{plan_id}/ubah/penanggung-jawab"
    saved = renamed.fill("operator", address, owner_post="Kepala Bidang Pelayanan")
    assert saved.status_code == 303

    form = renamed.get("operator", address).text
    renamed.submitted(plan_id)
    changes = renamed.get("auditor", f"/audit?subjek=plan:{plan_id}").text
    sheet = renamed.get("operator", "/rencana.csv").text.splitlines()[0]
    with renamed.inside() as session:
        plan = session.get_one(Plan, plan_id)
        paper = plan_document(plan, our_government(), page_address="https://contoh.test", today=TODAY)

    assert NEW in form
    assert f"<dt>{NEW}</dt>" in changes
    assert f'"{NEW}"' in sheet.split(",")
    assert NEW in [fact.label for fact in paper.facts]
    assert all(OLD not in shown for shown in (form, changes, sheet))
