"""The commands, as an administrator types them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.make import SETTINGS, Maker

ROOT = Path(__file__).parents[3]


def _portal(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PORTAL_ROOT": str(root)}
    command = [sys.executable, "-m", "portal", *words]
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=False)


@pytest.fixture(name="office")
def _office(small: Maker, tmp_path: Path) -> Path:
    """A portal with the small library and an empty database."""
    root = tmp_path / "kantor"
    shutil.copytree(small.content, root / "content")
    (root / "settings.toml").write_text(SETTINGS, "utf-8")
    assert _portal(root, "db", "upgrade").returncode == 0
    return root


def test_a_portal_moves_to_an_empty_machine_and_its_search_is_made_again(
    office: Path, tmp_path: Path
) -> None:
    other = tmp_path / "mesin-baru"
    other.mkdir()
    shutil.copy(office / "settings.toml", other)
    archive = tmp_path / "cadangan.tar"

    made = _portal(office, "backup", str(archive))
    again = _portal(office, "backup", str(archive))
    restored = _portal(other, "restore", str(archive))
    twice = _portal(other, "restore", str(archive))
    found = _portal(other, "search", "antre")

    assert (made.returncode, again.returncode, restored.returncode, twice.returncode) == (0, 1, 0, 1)
    assert "SHA-256:" in made.stdout
    assert again.stderr.strip().endswith("sudah ada dan tidak ditimpa. Pilih nama lain.")
    assert "Isi sudah diterbitkan." in restored.stdout
    assert "sudah ada basis data" in twice.stderr
    assert int(found.stdout.split()[0]) > 0


def test_a_check_of_the_evidence_says_what_it_found(office: Path) -> None:
    checked, swept = _portal(office, "evidence", "check"), _portal(office, "evidence", "sweep")

    assert checked.stdout.strip() == "0 berkas bukti diperiksa, 0 rusak atau hilang."
    assert swept.stdout.strip() == "0 sisa unggahan dihapus."


def test_a_backup_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    shutil.copy(ROOT / "settings.toml", tmp_path)

    answer = _portal(tmp_path, "restore", str(tmp_path / "tidak-ada.tar"))

    assert answer.returncode == 1
    assert "tidak dapat dibaca" in answer.stderr
    assert not (tmp_path / "instance" / "portal.sqlite3").exists()
