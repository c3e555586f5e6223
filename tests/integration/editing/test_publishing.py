"""From the form to readers: what a curator publishes, and what stays as it was when the gate refuses."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import generations
from portal.editing.models import ApprovedSite, CaseDraft, CasePublication, CaseRevision
from tests.integration.editing.desk import Desk
from tests.make import Maker

FILE = "cases/teladan/jempol.md"


def confirm(desk: Desk, slug: str = "jempol"):
    return desk.form(f"/sunting/{slug}/terbit")


def test_a_curator_changes_a_case_and_readers_see_it(
    shelf: Maker, portal: Flask, curator: Desk, session: Session
) -> None:
    other = (shelf.content / "cases/teladan/gemas.md").read_bytes()
    form = curator.form("/sunting/jempol")
    form.set(title="Jempol Baru", results__0__after="1.500,5")

    checked = curator.send(form, aksi="terbit")
    last = confirm(curator)
    last.set(alasan="Angka dari laporan dinas 2026")
    published = curator.send(last)

    assert (checked.status_code, checked.location) == (303, "/sunting/jempol/terbit")
    assert (published.status_code, published.location) == (303, "/inovasi/jempol")
    page = curator.get("/inovasi/jempol").text
    assert "Jempol Baru" in page
    assert "1.500,5" in page
    assert (shelf.content / "cases/teladan/gemas.md").read_bytes() == other
    revisions = session.scalars(select(CaseRevision).where(CaseRevision.slug == "jempol")).all()
    assert [(one.number, one.kind, one.account) for one in revisions] == [
        (1, "awal", "di luar portal"),
        (2, "sunting", "Sari"),
    ]
    assert revisions[1].text == (shelf.content / FILE).read_text("utf-8")
    assert session.scalars(select(CaseDraft.state)).all() == ["terbit"]
    assert session.scalars(select(CasePublication)).all() == []
    assert session.scalars(select(ApprovedSite)).all() == []
    assert generations.current(shelf.index) is not None
