"""Claims, verdicts, what is sent, the government's sheet, the letter: who may, and what counts."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.access import Actor
from portal.iid import desk as desks
from portal.iid.assessing import Assessed
from portal.iid.models import DeskRow
from portal.iid.scoring import Row
from portal.records.changes import signed
from portal.register import Innovation, seasons
from portal.register.models import ClaimSheet, Season
from portal.taxonomy.iid import IID
from tests.integration.iid.conftest import OPD, Desk
from tests.unit.evidence import papers

pytestmark = pytest.mark.both_engines("iid")


def assessed(desk: Desk, number: int, version: str = "iid-2026") -> Assessed:
    """An innovation of the season, by a version of the rules."""
    with desk.office.inside() as session:
        found = desks.load(
            session, session.get_one(Season, desk.season), IID.get().version(version), only=number
        )
        return found.innovations[0]


def row(desk: Desk, number: int, no: str) -> Row:
    return next(one for one in assessed(desk, number).rows if one.indicator.no == no)


def upload(desk: Desk, number: int, no: str, who: str = "operator", **typed: Any) -> int:
    """A paper that is said to prove an indicator; its number."""
    fields = {"kind": "laporan", "dated": "2025-09-01", "year": "2025", **typed}
    file = (io.BytesIO(papers.pdf()), f"{no}.pdf")
    address = f"/bukti/baru?subjek=innovation:{number}"
    answer = desk.office.post(who, address, file=file, again="y", **fields)
    assert answer.status_code == 303, answer.text
    paper = int(answer.location.rpartition("/")[2])
    key = f"innovation:{number}"
    linked = {"indicator": no, "marked": "", "page": "", "subjek": [key], f"halaman-{key}": "1"}
    assert desk.office.post(who, f"/bukti/{paper}/kaitan", **linked).status_code == 303
    return paper


def send(desk: Desk, who: str, path: str, **typed: str) -> Any:
    """Somebody fills in a form of the desk; the answer."""
    return desk.office.fill(who, f"/iid/{desk.season}{path}", **typed)


def test_a_measure_that_people_type_gives_the_level_and_counts_once_a_paper_is_there(desk: Desk) -> None:
    number = desk.enter()

    assert (
        send(desk, "operator", f"/inovasi/{number}/28/klaim", number="1", claimed="", note="").status_code
        == 303
    )
    without = row(desk, number, "28")
    upload(desk, number, "28")
    with_paper = row(desk, number, "28")

    assert without.proposed == with_paper.level == 3
    assert without.points == 0
    assert with_paper.points == 6


def test_a_figure_that_no_measure_has_is_refused_and_nothing_is_lost(desk: Desk) -> None:
    number = desk.enter()

    over = send(desk, "operator", f"/inovasi/{number}/29/klaim", number="120", claimed="", note="Rekap 2025")
    basis = send(
        desk, "operator", f"/inovasi/{number}/33/klaim", choice="", number="500", claimed="", note=""
    )

    assert over.status_code == basis.status_code == 422
    assert "Angka ini di luar yang mungkin." in over.text
    assert "Rekap 2025" in over.text
    assert "Pilih dahulu dasar kemanfaatannya." in basis.text


def test_who_claims_does_not_verify_and_a_lower_level_says_why_and_stays_as_work(desk: Desk) -> None:
    number = desk.enter()
    upload(desk, number, "35", kind="foto")
    path = f"/inovasi/{number}/35"
    send(desk, "kurator", f"{path}/klaim", number="5", claimed="", note="")

    own = send(desk, "kurator", f"{path}/verifikasi", level="3", note="")
    nothing = desk.page("kurator", "/verifikasi")
    send(desk, "operator", f"{path}/klaim", number="5", claimed="3", note="")
    waits, told = desk.page("kurator", "/verifikasi"), desk.office.get("kurator", "/tugas").text
    silent = send(desk, "kurator", f"{path}/verifikasi", level="1", note="")
    done = send(desk, "kurator", f"{path}/verifikasi", level="1", note="Videonya hanya memuat dua unsur.")

    assert own.status_code == 403
    assert "Tidak ada klaim yang menunggu Anda." in nothing
    assert "35 Video inovasi daerah" in waits
    assert "1 klaim musim 2026" in told
    assert "1 klaim" not in desk.office.get("kurator", "/tugas").text
    assert silent.status_code == 422
    assert "Tulis mengapa tingkatnya lebih rendah" in silent.text
    assert done.status_code == 303
    found = row(desk, number, "35")
    assert (found.claimed, found.verified, found.lost) == (3, 1, 2)
    assert found.points == 4
    page = desk.page("operator", "/pekerjaan")
    assert "kehilangan 8 poin" in page
    assert "Videonya hanya memuat dua unsur." in page


def test_the_difference_goes_on_to_the_next_season_until_the_level_is_won_back(desk: Desk) -> None:
    number = desk.enter()
    upload(desk, number, "35", kind="foto")
    send(desk, "operator", f"/inovasi/{number}/35/klaim", number="5", claimed="", note="")
    send(desk, "kurator", f"/inovasi/{number}/35/verifikasi", level="1", note="Hanya memuat dua unsur.")

    desk.season = desk.open(2027)
    assert "Belum ikut musim 2027." in desk.page("operator", "/pekerjaan")

    def act(session: Session, one: Innovation, actor: Actor) -> None:
        season = seasons.get(session, desk.season)
        seasons.enter(session, one, season, "Videonya dibuat ulang.", actor=actor)

    desk.register.change("operator", number, act)
    assert "Sekarang tingkat 0." in desk.page("operator", "/pekerjaan")
    send(desk, "operator", f"/inovasi/{number}/35/klaim", number="5", claimed="", note="")
    assert "Sudah tercapai di musim 2027." in desk.page("operator", "/pekerjaan")


def test_a_claim_that_changes_asks_for_a_new_verdict(desk: Desk) -> None:
    number = desk.enter()
    upload(desk, number, "19")
    send(desk, "operator", f"/inovasi/{number}/19/klaim", choice="daring", claimed="", note="")
    send(desk, "kurator", f"/inovasi/{number}/19/verifikasi", level="3", note="")

    send(desk, "operator", f"/inovasi/{number}/19/klaim", choice="manual", claimed="", note="")

    found = row(desk, number, "19")
    assert (found.verified, found.level) == (None, 1)


def test_other_rules_change_the_score_and_no_row(desk: Desk) -> None:
    number = desk.enter(begun_on=date(2024, 12, 20), trial_on=date(2025, 1, 10))
    upload(desk, number, "32")

    def rows() -> list[tuple[Any, ...]]:
        with desk.office.inside() as session:
            return [(one.no, one.number, one.claimed) for one in session.query(DeskRow)]

    before = rows()
    levels = [
        [row.level for row in assessed(desk, number, version).rows] for version in ("iid-2026", "iid-2027")
    ]

    assert levels[0] == levels[1]
    assert rows() == before
    desk.office.pass_days(400)  # January comes, and no paper moves
    assert [row.level for row in assessed(desk, number).rows] == levels[0]


def test_holding_an_innovation_needs_a_reason_and_takes_it_out_of_the_reckoning(desk: Desk) -> None:
    number = desk.enter(claimed_score=Decimal(84))
    path = f"/inovasi/{number}/putusan"

    refused = desk.office.post("kurator", f"/iid/{desk.season}{path}", decision="tahan", reason="")
    held = desk.office.post(
        "kurator", f"/iid/{desk.season}{path}", decision="tahan", reason="Buktinya belum lengkap."
    )

    assert (refused.status_code, held.status_code) == (422, 303)
    page = desk.page("kurator")
    assert "Tidak Dapat Dinilai" in page
    assert "Buktinya belum lengkap." in page
    assert desk.office.post("operator", f"/iid/{desk.season}{path}", decision="kirim").status_code == 403


def test_a_closed_season_takes_no_claims(desk: Desk) -> None:
    number = desk.enter()
    kurator = desk.office.actor("kurator")
    with desk.office.inside() as session:
        seasons.close(session, session.get_one(Season, desk.season), actor=kurator)

    answer = send(desk, "operator", f"/inovasi/{number}/28/klaim", number="1", claimed="", note="")

    assert answer.status_code == 422
    assert "sudah ditutup" in answer.text


def test_the_sheet_of_the_government_names_owner_and_day_and_its_owner_fills_it_in(desk: Desk) -> None:
    filled = {"opd": OPD, "post": "Sekretaris", "due": "2026-11-25", "value": "", "claimed": "", "note": ""}
    early = desk.office.get("operator", f"/iid/{desk.season}/pemda/8/isi")
    assert send(desk, "kurator", "/pemda/8/isi", **filled).status_code == 303

    waits = desk.office.get("operator", "/tugas").text
    given = {**filled, "value": "WTP (2025)", "claimed": "3"}
    assert send(desk, "operator", "/pemda/8/isi", **given).status_code == 303
    moved = send(desk, "operator", "/pemda/8/isi", **{**given, "opd": "Dinkes"})

    assert early.status_code == 403
    assert moved.status_code == 403
    assert "Isi indikator pemerintah daerah" in waits
    assert "Isi indikator pemerintah daerah" not in desk.office.get("operator", "/tugas").text
    page = desk.page("kurator", "/pemda")
    assert "4,5 dari 63 poin" in page
    assert "WTP (2025)" in page
    assert "1,80" in desk.page("kurator")


def test_it_is_a_simulation_until_somebody_has_compared_the_letter_and_again_when_that_is_taken_back(
    desk: Desk,
) -> None:
    desk.season = desk.open(2027)
    desk.enter(applied_on=date(2026, 5, 5))
    assert "Rentang 2027 belum diketahui; dipakai rentang 2026." in desk.page("kurator")

    letter = {"number": "400/1/BSKDN", "dated": "2026-11-01", "note": ""}
    half = send(desk, "kurator", "/surat", **letter, applied_from="2025-01-01", applied_until="")
    days = {"applied_from": "2025-01-01", "applied_until": "2026-12-31"}
    assert send(desk, "kurator", "/surat", **letter, **days).status_code == 303

    assert half.status_code == 422
    page = desk.page("kurator")
    assert "dicocokkan dengan surat 400/1/BSKDN" in page
    assert "Simulasi" not in page
    assert "Hitungan sendiri, bukan nilai resmi." in page
    assert "Diterapkan dalam rentang tahun ini." in page
    assert desk.office.get("operator", f"/iid/{desk.season}/surat").status_code == 403

    taken = desk.office.post("kurator", f"/iid/{desk.season}/surat/batal", reason="Suratnya diralat.")
    assert taken.status_code == 303
    assert "Simulasi, bukan nilai resmi." in desk.page("kurator")


def test_the_official_sheet_gives_claims_and_verdicts_and_next_years_work(desk: Desk) -> None:
    number = desk.enter()
    rows = [
        {"indicator": 16, "claimed": "3", "verified": "3", "note": ""},
        {"indicator": 17, "claimed": "6", "verified": "4", "note": "Peran belum tertulis."},
        {"indicator": 35, "claimed": "11", "verified": "4", "note": ""},  # no level of it
    ]
    kurator = desk.office.actor("kurator")
    with desk.office.inside() as session:
        sheet = ClaimSheet(innovation_id=number, kind="iid-indikator", rows=rows, **signed(kurator))
        session.add(sheet)

    answer = desk.office.post("kurator", f"/iid/{desk.season}/inovasi/{number}/lembar")

    assert answer.status_code == 303
    assert assessed(desk, number).maturity == 3 + 4
    page = desk.page("operator", "/pekerjaan")
    assert "kehilangan 2 poin" in page
    assert "Peran belum tertulis." in page
    assert desk.office.post("operator", f"/iid/{desk.season}/inovasi/{number}/lembar").status_code == 403
