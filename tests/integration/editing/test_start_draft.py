"""A local case from a text, such as the Markdown of a finished plan."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import editing
from portal.access import Actor, Role
from portal.audit.models import AuditEntry
from portal.db import transaction
from portal.editing.models import CaseDraft
from portal.errors import InvalidContent
from tests.integration.editing.desk import Desk, make_account
from tests.make import case_text

TEXT = """\
---
title: "Antre KTP: lebih cepat"
region: contoh
owner: Disdukcapil
origin_plan: "12"
---

## Masalah

Warga antre.

## Hasil

Antrean 15 menit.
"""


def begin(app: Flask, text: str, actor: Actor | None = None) -> CaseDraft:
    with app.app_context(), transaction() as session:
        return editing.start_draft(session, actor or Actor(name="Operator"), text, "rencana:12")


def test_a_text_with_keys_missing_becomes_a_draft_with_an_address_of_its_own(
    portal: Flask, session: Session
) -> None:
    draft = begin(portal, TEXT)

    assert (draft.slug, draft.origin, draft.state, draft.base_digest) == (
        "antre-ktp-lebih-cepat", "rencana:12", "terbuka", "",
    )  # fmt: skip
    entry = session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.subject, entry.actor) == (
        "editing.start", "case:antre-ktp-lebih-cepat", "Operator",
    )  # fmt: skip


def test_a_curator_takes_it_over_and_sees_where_it_came_from(portal: Flask, curator: Desk) -> None:
    draft = begin(portal, TEXT)

    listed = curator.get("/sunting").text
    curator.press("/sunting", f"/sunting/draf/{draft.id}/ambil")
    page = curator.get("/sunting/antre-ktp-lebih-cepat").text
    form = curator.form("/sunting/antre-ktp-lebih-cepat")

    assert "asal: rencana 12" in listed
    assert "Asal: rencana 12." in page
    assert form.get("title") == "Antre KTP: lebih cepat"
    assert form.get("province") == "Jawa Tengah"
    assert form.get("bagian-3") == "Antrean 15 menit."
    saved = curator.send(form, aksi="simpan")
    assert saved.status_code == 303


def test_the_plan_it_grew_out_of_stays_in_the_file(portal: Flask, curator: Desk, session: Session) -> None:
    draft = begin(portal, TEXT)
    curator.press("/sunting", f"/sunting/draf/{draft.id}/ambil")
    form = curator.form("/sunting/antre-ktp-lebih-cepat")

    curator.send(form, aksi="simpan")

    assert '"origin_plan":"12"' in session.scalars(select(CaseDraft.sheet)).one()


def test_an_address_that_is_used_gets_a_number(portal: Flask) -> None:
    first = begin(portal, case_text("jempol"))
    second = begin(portal, case_text("jempol"))

    assert (first.slug, second.slug) == ("jempol-2", "jempol-3")


@pytest.mark.parametrize(
    ("title", "slug"), [("Baru", "baru-2"), ("!!!", "kasus"), ("É" * 100, "e" * 60), ("../../etc", "etc")]
)
def test_every_title_gets_an_address_that_can_be_one(portal: Flask, title: str, slug: str) -> None:
    draft = begin(portal, TEXT.replace('"Antre KTP: lebih cepat"', f"'{title}'"))

    assert draft.slug == slug


def test_a_text_that_is_no_case_file_is_refused(portal: Flask, session: Session) -> None:
    with pytest.raises(InvalidContent):
        begin(portal, "bukan kasus")

    assert session.scalars(select(CaseDraft)).all() == []


def test_one_curator_may_start_several(portal: Flask) -> None:
    number = make_account(portal, "sari", Role.CURATOR)
    actor = Actor(account_id=number, name="Sari", roles=frozenset({Role.CURATOR}))

    slugs = [begin(portal, TEXT, actor).slug for _ in range(3)]

    assert slugs == ["antre-ktp-lebih-cepat", "antre-ktp-lebih-cepat-2", "antre-ktp-lebih-cepat-3"]
