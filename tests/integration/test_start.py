"""What `portal serve` does first: make what is missing, publish, and say what stands in the way."""

from __future__ import annotations

import os
import socket
import stat
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from portal import config, generations
from portal.command import main
from portal.db import open_engine
from portal.db.upgrading import is_newest
from portal.errors import InvalidContent, PortalError
from portal.generations import DiskFull, current
from portal.start import copy_content, prepare, refuse_taken, serve
from tests import databases
from tests.make import Maker


def test_a_first_start_makes_secret_database_and_edition(make: Maker) -> None:
    make.library(["jempol"])

    prepare(make.settings())

    assert (make.root / "instance" / "secret").exists()
    engine = open_engine(databases.where(make.root / "instance"))
    assert is_newest(engine)
    engine.dispose()
    assert make.client().get("/cari?q=warga").status_code == 200


def test_a_second_start_changes_nothing(make: Maker) -> None:
    make.library(["jempol"])
    prepare(make.settings())
    before, secret = current(make.index), (make.root / "instance" / "secret").read_text("ascii")

    prepare(make.settings())

    assert (current(make.index), (make.root / "instance" / "secret").read_text("ascii")) == (before, secret)


def test_broken_content_does_not_stop_a_start_that_has_an_edition_to_serve(
    make: Maker, capsys: pytest.CaptureFixture[str]
) -> None:
    make.library(["jempol"])
    prepare(make.settings())
    before = current(make.index)
    make.case("jempol", title="")

    prepare(make.settings())

    assert current(make.index) == before
    told = capsys.readouterr().err
    assert "content/cases/teladan/jempol.md:3: 'title' tidak boleh kosong" in told
    assert "terbitan lama tetap dipakai" in told


def test_broken_content_stops_the_very_first_start(make: Maker) -> None:
    make.library(["jempol"])
    make.case("jempol", title="")

    with pytest.raises(InvalidContent):
        prepare(make.settings())


def test_a_full_disk_does_not_stop_a_start_that_has_an_edition_to_serve(
    make: Maker, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make.library(["jempol"])
    prepare(make.settings())
    make.case("baru")
    monkeypatch.setattr(generations, "MIN_FREE", 1 << 62)

    prepare(make.settings())

    assert "Ruang simpan hampir penuh" in capsys.readouterr().err
    assert make.client().get("/inovasi/jempol").status_code == 200


def test_a_full_disk_stops_the_very_first_start_with_a_sentence(
    make: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.library(["jempol"])
    monkeypatch.setattr(generations, "MIN_FREE", 1 << 62)

    with pytest.raises(DiskFull, match="Ruang simpan"):
        prepare(make.settings())


def test_every_order_of_starts_leaves_what_is_kept_to_its_owner_only(
    make: Maker,
) -> None:
    make.library(["jempol"])
    instance = make.root / "instance"
    instance.mkdir()
    instance.chmod(0o755)  # as a demo before 0.2 left it
    (instance / "portal.sqlite3").touch(0o644)
    old = os.umask(0o022)
    try:
        demo = config.load(make.root, {"DEMO": "1"})
        copy_content(demo)
        prepare(config.load(make.root, {"DEMO": "1"}))
        assert not open_to_others(instance)
        prepare(make.settings())
    finally:
        os.umask(old)

    assert not open_to_others(instance)
    assert stat.S_IMODE(make.index.stat().st_mode) == 0o700


def open_to_others(folder: Path) -> list[Path]:
    """What others may reach: below a folder that is closed nothing is."""
    found = []
    for path in [folder, *folder.iterdir()]:
        if path.lstat().st_mode & 0o077:
            found.append(path)
    return found


def test_a_command_writes_for_its_owner_only(make: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["portal", "--version"])
    old = os.umask(0o022)
    try:
        with pytest.raises(SystemExit):
            main()
        (make.root / "new").touch()
    finally:
        os.umask(old)

    assert stat.S_IMODE((make.root / "new").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("host", "proxies", "is_told"),
    [
        ("127.0.0.1", 0, False),
        ("::1", 0, False),
        ("0.0.0.0", 0, True),
        ("10.1.2.3", 0, True),
        ("10.1.2.3", 1, False),
    ],
)
def test_a_portal_that_others_reach_without_a_proxy_says_so_at_its_start(
    host: str, proxies: int, is_told: bool, make: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.library(["jempol"])
    monkeypatch.setenv("PORTAL_ROOT", str(make.root))
    monkeypatch.setenv("PORTAL_TRUSTED_PROXIES", str(proxies))
    monkeypatch.setattr("portal.start.refuse_taken", lambda *_: None)
    monkeypatch.setattr("portal.start.prepare", lambda *_: None)
    monkeypatch.setattr("portal.web.gunicorn.run", lambda *_: None)

    done = CliRunner().invoke(serve, ["--host", host])

    assert done.exit_code == 0
    assert ("deploy/nginx.conf" in done.output) is is_told


@pytest.mark.enable_socket
def test_a_port_that_is_taken_is_told_with_another_one_to_try() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(PortalError, match=rf"{port}: sudah dipakai.*PORT={port + 1} bin/serve"):
            refuse_taken("127.0.0.1", port)


@pytest.mark.enable_socket
def test_a_free_port_is_not_refused() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    refuse_taken("127.0.0.1", port)
