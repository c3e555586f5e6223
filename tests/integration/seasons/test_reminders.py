"""Seasons: both windows are kept, reminders follow them to the right post, nobody hears the same twice."""

from __future__ import annotations

import re
from datetime import date, timedelta
from importlib import import_module
from io import BytesIO

import docx
import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from pypdf import PdfReader

from portal.notices.models import Notice
from portal.register import seasons
from portal.register.models import Season, Window
from tests.integration.adoption.conftest import IDS, NOW, TODAY
from tests.integration.notices.conftest import gather
from tests.integration.seasons.conftest import OPD, Office, Open, Register

pytestmark = pytest.mark.both_engines("seasons", "notices")
CLOSES = TODAY + timedelta(days=20)
ASKED = "Ikutkan inovasi yang sudah disahkan"


def told(office: Office, name: str) -> list[tuple[str, date | None]]:
    """What somebody is being reminded of in seasons: words and day."""
    with office.inside() as session:
        found = session.query(Notice).filter_by(account_id=IDS[name], kind="musim", ended_at=None)
        return [(one.what, one.due) for one in found.order_by(Notice.id)]


def extend(office: Office, season_id: int, closes: date, **letter: object) -> None:
    """The curator extends a season."""
    curator = office.actor("kurator")
    with office.inside() as session:
        season = session.get_one(Season, season_id)
        values = {"year": season.year, "opens": season.opens, "closes": closes, "note": "", **letter}
        seasons.save(session, season, values, version=season.version, actor=curator)


def test_a_season_that_is_extended_by_three_weeks_moves_its_reminders_and_keeps_both_windows(
    office: Office, open_season: Open
) -> None:
    number = open_season(2026, opens=TODAY, closes=CLOSES, letter="Surat A")
    gather(office)
    assert told(office, "operator") == [(f"{ASKED} (sebulan terakhir)", CLOSES)]

    later = CLOSES + timedelta(days=21)
    extend(office, number, later, letter="Surat B", letter_on=TODAY)
    gather(office)

    assert told(office, "operator") == []
    page = office.get("operator", f"/musim/{number}").text
    assert re.findall(r"Surat [AB]", page)[:2] == ["Surat A", "Surat B"]
    office.pass_days(11)
    gather(office)
    assert told(office, "operator") == [(f"{ASKED} (sebulan terakhir)", later)]
    with office.inside() as session:
        windows = [(one.closes, one.letter) for one in session.get_one(Season, number).windows]
    assert windows == [(CLOSES, "Surat A"), (later, "Surat B")]


def test_each_mark_is_told_once_and_only_to_whom_it_concerns(
    office: Office, register: Register, open_season: Open
) -> None:
    number = open_season(2026, opens=TODAY, closes=CLOSES)
    heard = []
    for _ in range(21):
        gather(office)
        heard += [words for words, _ in told(office, "operator") if words not in heard]
        office.pass_days(1)

    marks = [words.partition("(")[2].rstrip(")") for words in heard]
    assert marks == [
        "sebulan terakhir",
        "dua pekan terakhir",
        "sepekan terakhir",
        "tiga hari terakhir",
        "hari terakhir",
    ]
    assert all(words.startswith(ASKED) for words, _ in told(office, "kepala"))
    assert told(office, "pembaca") == told(office, "auditor") == []

    entered = register.endorsed()
    register.change(
        "operator",
        entered,
        lambda s, one, who: seasons.enter(s, one, s.get_one(Season, number), "", actor=who),
    )
    gather(office)
    assert told(office, "operator") == []
    assert len(told(office, "operator-lain")) == 1


def test_the_letter_and_the_text_for_a_chat_name_who_has_not(
    office: Office, register: Register, open_season: Open
) -> None:
    number = open_season(2026, opens=TODAY, closes=CLOSES, letter="Surat A")
    entered = register.endorsed()
    register.change(
        "operator",
        entered,
        lambda s, one, who: seasons.enter(s, one, s.get_one(Season, number), "", actor=who),
    )
    page = office.get("kurator", f"/musim/{number}/siapa-belum").text
    draft = office.get("kurator", f"/musim/{number}/siapa-belum.docx")
    printed = office.get("kurator", f"/musim/{number}/siapa-belum.pdf")

    file = docx.Document(BytesIO(draft.data))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    assert "Dinas Kesehatan" in " ".join(cells)
    assert "Dinas Kependudukan dan Pencatatan Sipil" not in " ".join(cells)
    assert PdfReader(BytesIO(printed.data)).pages
    assert "https://wa.me/?text=" in page
    assert OPD not in page.partition("Belum (")[2].partition("</p>")[0]


def test_the_calendar_of_a_person_holds_the_day_of_a_season_far_ahead(
    office: Office, open_season: Open
) -> None:
    open_season(2027, opens=TODAY + timedelta(days=100), closes=TODAY + timedelta(days=150))
    page = office.post("operator", "/pemberitahuan/kalender").text
    address = re.findall(r"/kalender/[\w-]+\.ics", page)[0]

    diary = office.app.test_client().get(address).text

    day = (TODAY + timedelta(days=150)).strftime("%Y%m%d")
    assert f"DTSTART;VALUE=DATE:{day}" in diary
    assert ASKED in diary.replace("\r\n ", "")


def test_steps_are_marked_by_whose_they_are_and_days_that_people_set_stay(
    office: Office, open_season: Open
) -> None:
    number = open_season(2027)
    assert "menunggu jendela" in office.get("pembaca", f"/musim/{number}").text
    refused = office.post("operator", f"/musim/{number}/langkah/minta-usulan", note="")
    done = office.post("kurator", f"/musim/{number}/langkah/minta-usulan", note="Surat 12")
    moved = office.post("kurator", f"/musim/{number}/langkah/bimtek/tenggat", due="2027-02-05")
    owed = office.post("kurator", f"/musim/{number}/langkah/unggah", note="")

    assert [one.status_code for one in (refused, done, moved, owed)] == [403, 303, 303, 403]
    page = office.get("pembaca", f"/musim/{number}").text
    assert "Surat 12" in page
    assert "5 Februari 2027" in page


def test_the_year_shows_what_is_open_what_comes_and_what_nobody_opened(
    office: Office, open_season: Open
) -> None:
    open_season(2026, opens=TODAY, closes=CLOSES)
    open_season(2026, kind="krenova")
    page = office.get("pembaca", "/musim?tahun=2026").text

    assert "IID 2026" in page.partition("Berikutnya")[0]
    assert "Unggah ke aplikasi resmi" in page.partition("Berikutnya")[2]
    unopened = page.partition("Belum dibuka untuk 2026")[2]
    assert "KIPP" in unopened
    assert "Krenova" not in unopened


def test_days_that_stood_before_windows_were_kept_become_windows(office: Office, open_season: Open) -> None:
    number = open_season(2026, opens=TODAY, closes=CLOSES)
    later = CLOSES + timedelta(days=21)
    extend(office, number, later)
    place = "portal.migrations.versions.0250_seasons_of_many_kinds"
    step = import_module(place)
    with office.inside() as session:
        session.query(Window).delete()
        session.flush()
        with Operations.context(MigrationContext.configure(session.connection())):
            step._keep_windows()

    with office.inside() as session:
        windows = session.get_one(Season, number).windows
        assert [(one.closes, one.at) for one in windows] == [(CLOSES, NOW), (later, NOW)]
