"""What `portal serve` does first: make what is missing, publish, and say what stands in the way."""

from __future__ import annotations

import socket

import pytest

from portal import generations
from portal.db import open_engine
from portal.db.upgrading import is_newest
from portal.errors import InvalidContent, PortalError
from portal.generations import DiskFull, current
from portal.start import prepare, refuse_taken
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
