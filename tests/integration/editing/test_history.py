"""The history of a case: who, when, why, what; and the way back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import Role
from portal.audit.models import AuditEntry
from portal.editing.models import CaseDraft, CaseRevision
from tests.integration.editing.desk import Desk
from tests.make import Maker

pytestmark = pytest.mark.both_engines("editing", "publishing")

FILE = "cases/teladan/jempol.md"


def publish(desk: Desk, title: str, slug: str = "jempol") -> None:
    form = desk.form(f"/sunting/{slug}")
    form.set(title=title)
    desk.send(form, aksi="simpan")
    last = desk.form(f"/sunting/{slug}/terbit")
    last.set(alasan=f"Menjadi <i>{title}</i>")
    assert desk.send(last).status_code == 303


def test_the_history_tells_who_when_and_why(curator: Desk) -> None:
    publish(curator, "Judul Dua")
    publish(curator, "Judul Tiga")

    page = curator.get("/sunting/jempol/riwayat").text

    assert page.index("Revisi 3") < page.index("Revisi 2") < page.index("Revisi 1")
    assert "Menjadi &lt;i&gt;Judul Tiga&lt;/i&gt;" in page
    assert "Sari" in page
    assert "22 November 2026" in page


def test_a_revision_shows_what_it_changed_and_its_whole_text(curator: Desk) -> None:
    publish(curator, "Judul Dua")
    publish(curator, "Judul Tiga")

    page = curator.get("/sunting/jempol/riwayat/3").text

    assert "<del>Dua</del>" in page
    assert "<ins>Tiga</ins>" in page
    assert "Naskah lengkap revisi ini" in page


def test_an_older_version_comes_back_as_a_draft_and_is_not_published_blindly(
    shelf: Maker, curator: Desk, session: Session
) -> None:
    publish(curator, "Judul Dua")
    now = (shelf.content / FILE).read_bytes()

    answer = curator.press("/sunting/jempol/riwayat/1", "/sunting/jempol/riwayat/1/kembalikan")
    form = curator.form("/sunting/jempol")

    assert answer.location == "/sunting/jempol"
    assert form.get("title") == "Jempol"
    assert (shelf.content / FILE).read_bytes() == now
    assert session.scalars(select(CaseDraft.origin).where(CaseDraft.state == "terbuka")).one() == "revisi:1"


def test_a_draft_that_is_open_is_set_aside_when_an_older_version_comes_back(
    curator: Desk, session: Session
) -> None:
    publish(curator, "Judul Dua")
    form = curator.form("/sunting/jempol")
    form.set(title="Sedang ditulis")
    curator.send(form, aksi="simpan")

    curator.press("/sunting/jempol/riwayat/1", "/sunting/jempol/riwayat/1/kembalikan")

    assert curator.form("/sunting/jempol").get("title") == "Jempol"
    kept = session.scalars(select(CaseDraft.sheet).where(CaseDraft.state == "dibuang")).one()
    assert "Sedang ditulis" in kept


def test_an_auditor_reads_the_history_and_changes_nothing(
    curator: Desk, sit_down: Callable[..., Desk], session: Session
) -> None:
    publish(curator, "Judul Dua")
    auditor = sit_down("agus", Role.AUDITOR)

    listed, shown = auditor.get("/sunting/jempol/riwayat"), auditor.get("/sunting/jempol/riwayat/2")

    assert (listed.status_code, shown.status_code) == (200, 200)
    assert "Kembalikan versi ini" not in shown.text
    assert "Riwayat" in auditor.get("/inovasi/jempol").text
    assert '/sunting/jempol"' not in auditor.get("/inovasi/jempol").text
    assert session.scalars(select(CaseDraft).where(CaseDraft.state == "terbuka")).all() == []


def test_a_revision_that_does_not_exist_is_not_found(curator: Desk) -> None:
    assert curator.get("/sunting/jempol/riwayat/1").status_code == 404
    assert curator.get("/sunting/jempol/riwayat/99999999999999999999").status_code == 404
    assert curator.get("/sunting/tidak-ada/riwayat").status_code == 404


def test_a_text_found_in_a_file_waits_until_a_curator_approves_it(
    shelf: Maker, curator: Desk, session: Session
) -> None:
    publish(curator, "Judul Dua")
    shelf.change(FILE, "Judul Dua", "Judul dari git")
    publish(curator, "Gemas Baru", "gemas")

    waiting = curator.get("/sunting").text
    refused = curator.press("/sunting/jempol/riwayat/3", "/sunting/jempol/riwayat/3/setujui")
    form = curator.form("/sunting/jempol/riwayat/3", "/sunting/jempol/riwayat/3/setujui")
    form.set(alasan="Perbaikan ejaan oleh Bapperida")
    approved = curator.send(form)
    again = curator.send(form)

    assert "Berubah di luar portal" in waiting
    assert refused.status_code == 422
    assert approved.location == "/sunting/jempol/riwayat"
    assert (again.status_code, again.location) == (303, approved.location)  # a form is taken once
    assert "Berubah di luar portal" not in curator.get("/sunting").text
    found = session.scalars(select(CaseRevision).where(CaseRevision.slug == "jempol")).all()[-1]
    assert (found.kind, found.approved_by, found.account) == ("berkas", "Sari", "di luar portal")
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "editing.approve")).one()
    assert (entry.actor, entry.reason) == ("Sari", "Perbaikan ejaan oleh Bapperida")
