"""The desk of a season: its score and why, what if, and the command that prints it."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from portal import opened
from portal.db import transaction
from portal.errors import NotFound
from portal.iid.cli import iid as command
from portal.register.cli import register
from portal.register.models import Season
from tests.integration.iid.conftest import TODAY, Desk
from tests.integration.register.test_importing import Run
from tests.make import Maker
from tests.unit.register.files import EXPORT, book, row

pytestmark = pytest.mark.both_engines("iid")
AFFAIRS = (
    "Kesehatan",
    "Pendidikan",
    "Pekerjaan Umum dan Penataan Ruang",
    "Perumahan Rakyat dan Kawasan Permukiman",
    "Sosial",
    "Pangan",
    "Perdagangan",
)


def sample() -> bytes:
    """Eight that may be reported and bring 528 points, one twice, three that may not, a row of sums."""
    entry = partial(row, government="Kabupaten Contoh")
    lines: list[list[Any]] = [list(EXPORT)]
    for place, affair in enumerate((*AFFAIRS, "Kesehatan")):
        lines.append(entry(f"INOVASI {place}", affair=affair, score=["87", "45,00 ", 66][place % 3]))
    lines[-1][10] = 528 - (87 + 45 + 66 + 87 + 45 + 66 + 87)
    lines.append(entry("inovasi  1", affair="Pendidikan", score="45"))
    lines.append(entry("UJI SAJA", stage="Uji Coba", affair="Ketenteraman dan Ketertiban Umum", score="90"))
    lines.append(entry("SUDAH LAMA", applied="01-02-2019", score="90"))
    lines.append(entry("BARU SEKALI", applied="01-02-2026", score="90"))
    return book([*lines, ["Jumlah : 12", *[""] * 17]])


@pytest.fixture(name="run")
def _run(make: Maker, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command in a portal of its own, and answers its JSON object."""
    make.library([])
    monkeypatch.setenv("PORTAL_ROOT", str(make.root))

    def run(*args: str) -> Any:
        done = CliRunner().invoke(command, ["score", *args, "--json"], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return json.loads(done.output)

    return run


def test_a_file_scores_by_each_version_what_was_worked_out_by_hand(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "ekspor.xlsx"
    file.write_bytes(sample())

    found = {
        version: run("--version", version, "--from", str(file), "--spd", "50")
        for version in ("iid-2025", "iid-2026", "iid-2027")
    }

    assert [(one["version"], one["score"], one["class"]) for one in found.values()] == [
        ("iid-2025", None, None),
        ("iid-2026", 38.82, "Kurang Inovatif"),
        ("iid-2027", 35.09, "Kurang Inovatif"),
    ]
    parts = found["iid-2026"]["parts"]
    assert (parts["sum"], parts["sent"], parts["divisor"], parts["number"]) == (528.0, 8, 12, 3.04)
    assert len(parts["basic_missing"]) == 1
    assert parts["not_eligible"] == ["UJI SAJA", "SUDAH LAMA", "BARU SEKALI"]
    assert found["iid-2027"]["parts"]["number"] == 0
    assert any("dipakai rentang 2026" in mark for mark in found["iid-2027"]["marks"])


def test_the_open_season_scores_an_imported_list_as_its_file_does(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "ekspor.xlsx"
    file.write_bytes(sample())
    taken = ["import", str(file), "--write", "--reason", "Ekspor aplikasi IID (contoh)."]
    assert CliRunner().invoke(register, taken, catch_exceptions=False).exit_code == 0
    with opened(), transaction() as session:
        session.add(Season(year=2026))

    found = [run("--version", version, "--spd", "50") for version in ("iid-2026", "iid-2027")]

    assert [(one["score"], one["class"]) for one in found] == [
        (38.82, "Kurang Inovatif"),
        (35.09, "Kurang Inovatif"),
    ]
    assert sorted(found[0]["parts"]["not_eligible"]) == ["BARU SEKALI", "SUDAH LAMA", "UJI SAJA"]
    assert run("--year", "2026", "--spd", "50") == found[0]
    unknown = CliRunner().invoke(command, ["score", "--year", "2031"])
    assert isinstance(unknown.exception, NotFound)


def test_the_season_scores_what_its_record_proves_and_says_that_it_is_a_simulation(desk: Desk) -> None:
    number = desk.enter(affair="1.02", video="https://video.contoh.go.id/1", claimed_score=Decimal(87))
    desk.enter(title="Masih Baru", applied_on=TODAY)

    page = desk.page("kurator")
    mine = desk.page("operator", f"/inovasi/{number}")

    assert "Simulasi, bukan nilai resmi." in page
    assert "87 (dari berkas)" in page
    assert "Diterapkan sesudah rentang tahun ini" in page
    assert "Tautan video ada; unsurnya belum dihitung." in mine
    assert "Tim pelaksana belum diisi." in mine


def test_what_if_by_address_changes_the_score_and_stores_nothing(desk: Desk) -> None:
    number = desk.enter(affair="1.02", claimed_score=Decimal(84))

    before, tried, after = (desk.page("kurator", path) for path in ("", f"?tahan={number}", ""))

    assert "2,80" in before
    assert "−2,80 dari yang diputuskan" in tried
    assert "2,80" in after
    assert "bila begini" not in after


def test_somebody_of_another_opd_reads_the_score_but_no_innovation_of_this_one(desk: Desk) -> None:
    number = desk.enter(claimed_score=Decimal(84))

    page = desk.page("operator-lain")

    assert "2,80" in page
    assert "Antar KTP" not in page
    answer = desk.office.get("operator-lain", f"/iid/{desk.season}/inovasi/{number}")
    assert answer.status_code == 403


def test_a_year_whose_rule_nobody_knows_scores_nothing(desk: Desk) -> None:
    desk.season = desk.open(2025)
    desk.enter(claimed_score=Decimal(84))

    assert "belum diketahui, jadi tidak ada skor" in desk.page("kurator")


def test_only_an_innovation_of_the_season_is_led_to_its_desk(desk: Desk) -> None:
    numbers = {"before any": desk.register.endorsed(title="Belum ikut"), "entered": desk.enter(title="Ikut")}
    link = "/iid/{0}/inovasi/{1}".format

    led = {
        why: link(desk.season, number) in desk.office.get("kepala", f"/register/{number}").text
        for why, number in numbers.items()
    }

    assert led == {"before any": False, "entered": True}
