"""The commands of figures and reports."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from portal.benchmark.cli import indicators
from portal.dashboards.cli import report
from portal.errors import RuleViolation
from tests.make import Maker

HEAD = "Wilayah;Indikator;Nilai;Tahun;Satuan;Versi instrumen;Judul sumber;Penerbit;Alamat sumber"
ROW = "teladan;kemiskinan;6,9;2025;%;;Profil 2025;BPS;https://bps.example.id/2025"


@pytest.fixture
def portal(make: Maker, monkeypatch: pytest.MonkeyPatch) -> Maker:
    """A portal of its own, found by commands."""
    make.library()
    make.publish()
    make.app()
    monkeypatch.setenv("PORTAL_ROOT", str(make.root))
    return make


def run(*words: str) -> str:
    """What the command `portal indicators` prints."""
    done = CliRunner().invoke(indicators, list(words), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_indicators_are_previewed_and_written_only_when_asked(portal: Maker, tmp_path: Path) -> None:
    table = tmp_path / "angka.csv"
    table.write_text(f"{HEAD}\n{ROW}\nteladan;kemiskinan;;2025;%;;;;\n", "utf-8")
    file = portal.content / "regions/teladan.yaml"
    before = file.read_text("utf-8")

    said = run("import", str(table))
    untouched = file.read_text("utf-8")
    done = run("import", str(table), "--write", "--reason", "Angka BPS yang baru.")

    assert "baris 3 ditolak" in said
    assert "1 akan ditulis, 0 sama, 1 ditolak." in said
    assert untouched == before
    assert "1 angka ditulis dan diterbitkan." in done
    assert "value: 6.9" in file.read_text("utf-8")


@pytest.mark.usefixtures("portal")
def test_an_export_is_imported_without_a_change(tmp_path: Path) -> None:
    for name in ("angka.xlsx", "angka.csv"):
        run("export", str(tmp_path / name))

        assert "0 akan ditulis, 2 sama, 0 ditolak." in run("import", str(tmp_path / name))


@pytest.mark.usefixtures("portal")
def test_writing_without_a_reason_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "angka.csv"
    table.write_text(f"{HEAD}\n{ROW}\n", "utf-8")

    with pytest.raises(RuleViolation, match="alasan"):
        run("import", str(table), "--write")


@pytest.mark.usefixtures("portal")
def test_a_month_is_written_as_pdf_and_workbook(tmp_path: Path) -> None:
    for name, start in (("laporan.pdf", b"%PDF"), ("laporan.xlsx", b"PK")):
        out = tmp_path / name

        done = CliRunner().invoke(report, ["month", "2025-10", "--out", str(out)], catch_exceptions=False)

        assert done.exit_code == 0
        assert out.read_bytes().startswith(start)
    with pytest.raises(RuleViolation, match="berakhir"):
        CliRunner().invoke(report, ["month", "2025-10", "--out", "laporan.txt"], catch_exceptions=False)
