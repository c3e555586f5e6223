"""The commands, as an administrator types them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal.command import portal
from portal.errors import PortalError
from tests.make import SETTINGS, Maker

ROOT = Path(__file__).parents[3]


def _portal(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PORTAL_ROOT": str(root)}
    command = [sys.executable, "-m", "portal", *words]
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=False)


def _run(root: Path, *words: str) -> Result:
    """The command in this process, which is a tenth of the work of starting one."""
    return CliRunner().invoke(portal, words, env={"PORTAL_ROOT": str(root)})


@pytest.fixture(name="office")
def _office(small: Maker, tmp_path: Path) -> Path:
    """A portal with the small library and an empty database."""
    root = tmp_path / "kantor"
    shutil.copytree(small.content, root / "content")
    (root / "settings.toml").write_text(SETTINGS, "utf-8")
    assert _run(root, "db", "upgrade").exit_code == 0
    return root


def test_a_portal_moves_to_an_empty_machine_and_its_search_is_made_again(
    office: Path, tmp_path: Path
) -> None:
    other = tmp_path / "mesin-baru"
    other.mkdir()
    shutil.copy(office / "settings.toml", other)
    archive = tmp_path / "cadangan.tar"

    made = _portal(office, "backup", str(archive))
    again = _run(office, "backup", str(archive))
    restored = _portal(other, "restore", str(archive))
    twice = _run(other, "restore", str(archive))
    found = _run(other, "search", "antre")

    assert (made.returncode, restored.returncode) == (0, 0)
    assert "SHA-256:" in made.stdout
    assert isinstance(again.exception, PortalError)
    assert str(again.exception).endswith("sudah ada dan tidak ditimpa. Pilih nama lain.")
    assert "Isi sudah diterbitkan." in restored.stdout
    assert isinstance(twice.exception, PortalError)
    assert "sudah ada basis data" in str(twice.exception)
    assert int(found.stdout.split()[0]) > 0


def test_a_check_of_the_evidence_says_what_it_found(office: Path) -> None:
    checked, swept = _run(office, "evidence", "check"), _run(office, "evidence", "sweep")

    assert checked.stdout.strip() == "0 berkas bukti diperiksa, 0 rusak atau hilang."
    assert swept.stdout.strip() == "0 sisa unggahan dihapus."


def test_a_backup_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    shutil.copy(ROOT / "settings.toml", tmp_path)

    answer = _portal(tmp_path, "restore", str(tmp_path / "tidak-ada.tar"))

    assert answer.returncode == 1
    assert "tidak dapat dibaca" in answer.stderr
    assert not (tmp_path / "instance" / "portal.sqlite3").exists()
