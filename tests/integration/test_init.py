"""An installed wheel runs outside the checkout, in a folder that `portal init` has made."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from portal.errors import PortalError
from portal.init import make_folder, shipped
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, unpacked as an installer would."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index",
         "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT)],
        check=True,
        capture_output=True,
    )  # fmt: skip
    [wheel] = folder.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(folder / "site")
    return folder / "site"


def run(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(installed)}
    return subprocess.run(
        [sys.executable, "-m", "portal", *arguments],
        cwd=folder,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_wheel_makes_a_folder_in_which_its_commands_work(
    installed: Path, published: Path, tmp_path: Path
) -> None:
    made = run(installed, tmp_path, "init", "tiru")
    shutil.copytree(published / "search_index", tmp_path / "tiru/search_index", dirs_exist_ok=True)
    checked = run(installed, tmp_path / "tiru", "content", "check")
    upgraded = run(installed, tmp_path / "tiru", "db", "upgrade")

    assert (made.returncode, made.stderr) == (0, "")
    assert checked.returncode == upgraded.returncode == 0, checked.stderr + upgraded.stderr
    assert (tmp_path / "tiru/instance/portal.sqlite3").is_file()
    assert not (installed / "instance").exists()


def test_the_wheel_outside_such_a_folder_names_what_is_missing(installed: Path, tmp_path: Path) -> None:
    told = run(installed, tmp_path, "content", "check")

    assert told.returncode == 1
    assert told.stderr == f"Berkas pengaturan {tmp_path}/settings.toml tidak ada.\n"


def test_the_wheel_carries_both_licences(installed: Path) -> None:
    [record] = installed.glob("*.dist-info")

    assert (record / "licenses/LICENSE").is_file()
    assert (record / "licenses/content/LICENSE.md").is_file()


def test_nothing_is_written_into_a_folder_that_holds_something(tmp_path: Path) -> None:
    (tmp_path / "surat.txt").write_text("penting")

    with pytest.raises(PortalError, match="tidak kosong; tidak ada yang ditulis"):
        make_folder(tmp_path, shipped())

    assert [path.name for path in tmp_path.iterdir()] == ["surat.txt"]


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("")

    with pytest.raises(PortalError, match=r"berkas/tiru tidak dapat dibuat"):
        make_folder(tmp_path / "berkas" / "tiru", shipped())
