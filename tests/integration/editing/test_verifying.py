"""Verification source by source: the queue, what a curator found, and what takes a check away again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import Role
from portal.editing import checking
from portal.editing.models import CaseRevision
from tests.integration.editing.desk import NOW, Desk
from tests.make import Maker, case_text, front, sources

FILE = "cases/teladan/jempol.md"
PAGE = "/sunting/jempol/verifikasi"
QUEUE = "/sunting/pemeriksaan"


def check(desk: Desk, **found: str) -> int:
    form = desk.form(PAGE)
    form.set(**{f"temuan-{mark}": value for mark, value in found.items()})
    return desk.send(form).status_code


def test_what_a_curator_found_is_written_into_the_file_and_the_history(
    shelf: Maker, curator: Desk, session: Session
) -> None:
    form = curator.form(PAGE)
    form.set(**{"temuan-s1": "confirmed", "temuan-s2": "gone", "catatan": "Halaman <b>kedua</b> hilang"})

    answer = curator.send(form)

    assert (answer.status_code, answer.location) == (303, QUEUE)
    text = (shelf.content / FILE).read_text("utf-8")
    assert "checked: {date: 2026-11-22, by: kurator, found: confirmed}" in text
    assert "checked: {date: 2026-11-22, by: kurator, found: gone}" in text
    newest = session.scalars(select(CaseRevision).where(CaseRevision.slug == "jempol")).all()[-1]
    assert newest.kind == "verifikasi"
    assert newest.reason == "s1 cocok, s2 halaman hilang. Halaman <b>kedua</b> hilang"
    assert "Halaman &lt;b&gt;kedua&lt;/b&gt; hilang" in curator.get("/sunting/jempol/riwayat").text


def test_a_case_says_verified_only_when_every_key_source_was_opened(curator: Desk) -> None:
    before = curator.get("/inovasi/jempol").text
    check(curator, s2="confirmed")
    between = curator.get("/inovasi/jempol").text
    check(curator, s1="confirmed")
    after = curator.get("/inovasi/jempol").text

    assert "Disusun dari arsip halaman web, November 2026" in before
    assert "Diverifikasi" not in before + between
    assert "Diverifikasi kurator 22 November 2026" in after


def test_a_page_that_is_gone_never_makes_a_case_verified(curator: Desk) -> None:
    check(curator, s1="gone")

    page = curator.get("/inovasi/jempol").text

    assert "Diverifikasi" not in page
    assert "halaman hilang" in page


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        ({}, "Pilih dahulu hasilnya"),
        ({"temuan-s9": "confirmed"}, "tidak dikenal"),
        ({"temuan-s1": "bagus"}, "tidak dikenal"),
        ({"temuan-s1": "confirmed", "catatan": "x" * 1001}, "Catatan paling panjang 1000 huruf"),
    ],
    ids=str,
)
def test_a_check_without_looking_or_of_nothing_is_refused_and_keeps_what_was_typed(
    shelf: Maker, curator: Desk, found: dict[str, str], sentence: str
) -> None:
    before = (shelf.content / FILE).read_bytes()
    form = curator.form(PAGE)
    form.set(**found)

    answer = curator.send(form)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert found.get("catatan", "") in answer.text
    assert (shelf.content / FILE).read_bytes() == before


def test_the_queue_shows_the_claim_beside_the_quote_and_forgets_what_was_checked(
    shelf: Maker, curator: Desk
) -> None:
    read = {"date": "2026-11-21", "how": "archive"}
    quotes = [{"source": "s1", "text": "Sudah 1.400 warga"}]
    shelf.file(
        FILE,
        case_text(
            sources=[{**sources(2)[0], "read": read}, sources(2)[1]],
            results=[{**front()["results"][0], "quotes": quotes}],
        ),
    )
    shelf.publish()

    page = curator.get(QUEUE).text
    check(curator, s1="confirmed")

    assert "Sudah 1.400 warga" in page
    assert "warga terlayani" in page
    assert "belum dapat diukur" in page
    assert "Sudah 1.400 warga" not in curator.get(QUEUE).text


def test_only_who_may_publish_sees_the_queue(sit_down: Callable[..., Desk]) -> None:
    assert sit_down("baca", Role.READER).get(QUEUE).status_code == 403
    assert sit_down("audit", Role.AUDITOR).get(PAGE).status_code == 403


@pytest.mark.parametrize(
    ("change", "stays"),
    [
        ({"results-0-after": "1.500"}, False),
        ({"results-0-kind": "claimed"}, False),
        ({"status": "unknown"}, False),
        ({"sources-0-url": "https://kabar.example.id/berita/99"}, False),
        ({"title": "Judul Lain"}, True),
        ({"summary": "Ringkasan lain tanpa angka."}, True),
    ],
    ids=str,
)
def test_who_changes_what_was_checked_takes_the_check_away(
    shelf: Maker, curator: Desk, change: dict[str, str], stays: bool
) -> None:
    check(curator, s1="confirmed")
    form = curator.form("/sunting/jempol")
    form.set(**{name.replace("-", "__"): value for name, value in change.items()})
    curator.send(form, aksi="simpan")
    last = curator.form("/sunting/jempol/terbit")
    last.set(alasan="Dibetulkan")

    answer = curator.send(last)

    assert answer.status_code == 303
    assert ("checked:" in (shelf.content / FILE).read_text("utf-8")) is stays


def test_a_draft_of_ones_own_takes_the_checks_over(curator: Desk) -> None:
    form = curator.form("/sunting/jempol")
    form.set(title="Sedang ditulis")
    curator.send(form, aksi="simpan")

    check(curator, s1="confirmed")
    page = curator.get("/sunting/jempol").text
    draft = curator.form("/sunting/jempol")

    assert "sudah diubah sejak draf Anda dimulai" not in page
    assert draft.get("title") == "Sedang ditulis"
    assert draft.get("sources-0-checked") == "2026-11-22 kurator cocok"


def test_a_revision_of_release_0_1_0_comes_back_in_todays_form(
    shelf: Maker, curator: Desk, session: Session
) -> None:
    old = (shelf.content / FILE).read_text("utf-8")
    old = old.replace(
        'compiled: {"date": "2026-11-21", "source": "archive"}',
        "verified: 2026-11-21\nreview_due: 2027-11-21",
    )
    curator.get("/sunting/jempol/riwayat")
    check(curator, s1="confirmed")
    revision = session.scalars(select(CaseRevision).where(CaseRevision.slug == "jempol")).first()
    assert revision is not None
    revision.text = old
    session.commit()

    answer = curator.press("/sunting/jempol/riwayat/1", "/sunting/jempol/riwayat/1/kembalikan")

    assert answer.status_code == 303
    assert curator.form("/sunting/jempol").get("compiled") == "2026-11-21 arsip"


def test_the_time_for_one_check_is_told_only_when_it_was_measured(session: Session) -> None:
    def checked_at(minutes: int) -> None:
        session.add(
            CaseRevision(
                slug="jempol", number=100 + minutes, path=FILE, text="", digest="", kind="verifikasi",
                account_id=1, account="Sari", at=NOW + timedelta(minutes=minutes), reason="",
            )
        )  # fmt: skip

    for minutes in (0, 3, 6, 10, 13):
        checked_at(minutes)
    session.flush()
    assert checking.upkeep(session, []).minutes is None
    checked_at(200)
    session.flush()
    assert checking.upkeep(session, []).minutes is None
    checked_at(204)
    session.flush()
    assert checking.upkeep(session, []).minutes == 3
