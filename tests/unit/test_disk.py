"""What the portal keeps is for its owner only, whoever made the folder and however."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from portal.disk import private_folder
from portal.errors import PortalError


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_folder_is_closed_to_others(tmp_path: Path) -> None:
    private_folder(tmp_path / "instance" / "demo")

    assert mode(tmp_path / "instance" / "demo") == 0o700


def test_an_open_folder_and_the_files_in_it_are_closed(tmp_path: Path) -> None:
    folder = tmp_path / "instance"
    folder.mkdir()
    folder.chmod(0o755)
    for name, rights in (("portal.sqlite3", 0o644), ("portal.sqlite3-wal", 0o666), ("secret", 0o600)):
        (folder / name).write_text("rahasia")
        (folder / name).chmod(rights)

    private_folder(folder)

    assert mode(folder) == 0o700
    assert {mode(path) for path in folder.iterdir()} == {0o600}


def test_a_link_in_the_folder_does_not_reach_out_of_it(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_text("")
    outside.chmod(0o644)
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance" / "link").symlink_to(outside)

    private_folder(tmp_path / "instance")

    assert mode(outside) == 0o644


def test_a_folder_that_cannot_be_closed_stops_the_portal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "instance"
    folder.mkdir()
    folder.chmod(0o755)
    monkeypatch.setattr(Path, "chmod", lambda *_args, **_more: None)  # a disk that keeps no rights

    with pytest.raises(PortalError, match=r"dapat dibuka pengguna lain.*chmod 700"):
        private_folder(folder)


def test_somebody_elses_folder_stops_the_portal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "instance"
    folder.mkdir()
    folder.chmod(0o755)

    def refuse(*_args: object, **_more: object) -> None:
        raise PermissionError(1, os.strerror(1))

    monkeypatch.setattr(Path, "chmod", refuse)

    with pytest.raises(PortalError, match="tidak dapat ditutup"):
        private_folder(folder)
