"""What stands in the way of a start is one sentence, an exit code, and nothing made anew."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from portal import command, config
from portal.db import presence
from portal.start import prepare
from portal.web import gunicorn
from tests import databases
from tests.conftest import ROOT
from tests.make import SETTINGS, Maker
from tests.postgresql import is_wanted

pytestmark = pytest.mark.both_engines("db")


@pytest.fixture(name="office")
def _office(small: Maker, make: Maker) -> Maker:
    """A portal that was started before."""
    shutil.copytree(small.root, make.root, ignore=shutil.ignore_patterns("instance"), dirs_exist_ok=True)
    databases.make_room(make.root / "instance")
    (make.root / "settings.toml").write_text(databases.named(SETTINGS, make.root), "utf-8")
    prepare(make.settings())
    return make


@pytest.fixture(name="start")
def _start(
    make: Maker, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[object, str]]:
    """Runs `portal serve`, or another command; gives its exit code and what it said."""

    def run(*words: str) -> tuple[object, str]:
        monkeypatch.setenv("PORTAL_ROOT", str(make.root))
        monkeypatch.setattr(sys, "argv", ["portal", *(words or ("serve",))])
        monkeypatch.setattr("portal.start.refuse_taken", lambda _host, _port: None)
        monkeypatch.setattr(gunicorn, "run", lambda *_: None)
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            command.main()
        return left.value.code, capsys.readouterr().err

    return run


def listing(make: Maker) -> dict[str, bytes]:
    """Every file of the portal but its index."""
    files = (path for path in make.root.rglob("*") if path.is_file() and "search_index" not in path.parts)
    return {str(path): path.read_bytes() for path in files}


def settings_of(make: Maker, more: str) -> None:
    path = make.root / "settings.toml"
    path.write_text(f"{path.read_text('utf-8')}\n{more}\n", "utf-8")


def newer(make: Maker) -> None:
    with databases.behind(make.root / "instance") as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))


def lose(make: Maker) -> None:
    """The database is gone, as after a slip of the hand."""
    instance = make.root / "instance"
    if is_wanted():
        databases.create(instance)
    for path in instance.glob(f"{databases.FILE}*"):
        path.unlink()


def empty(make: Maker) -> None:
    if is_wanted():
        databases.create(make.root / "instance")
    else:
        (make.root / "instance" / databases.FILE).write_bytes(b"")


def lose_all_but_evidence(make: Maker) -> None:
    lose(make)
    (make.root / "instance/secret").unlink()
    (make.root / "instance/evidence/ab").mkdir(parents=True)
    (make.root / "instance/evidence/ab" / ("c" * 62)).write_bytes(b"x")


def settings_become_a_folder(make: Maker) -> None:
    (make.root / "settings.toml").unlink()
    (make.root / "settings.toml").mkdir()


def lose_content_and_edition(make: Maker) -> None:
    shutil.rmtree(make.content)
    shutil.rmtree(make.index)


HARM: dict[str, tuple[Callable[[Maker], object], str]] = {
    "the database is gone": (lose, "kunci rahasia portal ini masih ada"),
    "the database was emptied": (empty, "portal restore BERKAS"),
    "only evidence is left": (lose_all_but_evidence, "berkas bukti portal ini masih ada"),
    "a newer database": (newer, "9999 oleh versi portal yang lebih baru"),
    "settings that are no TOML": (lambda make: settings_of(make, "nama = = 1"), "bukan TOML, lihat baris"),
    "an unknown setting": (lambda make: settings_of(make, "nama = 1"), "'nama' tidak dikenal"),
    "settings that are no text": (
        lambda make: (make.root / "settings.toml").write_bytes(b"\xff\xfe"), "bukan teks UTF-8",
    ),
    "settings that are a folder": (
        settings_become_a_folder,
        "itu folder, bukan berkas",
    ),
    "no content and no edition": (
        lose_content_and_edition, "Folder isi",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HARM)
def test_what_stands_in_the_way_is_one_sentence_and_nothing_is_made_anew(
    name: str, office: Maker, start: Callable[..., tuple[object, str]]
) -> None:
    harm, sentence = HARM[name]
    harm(office)
    before = listing(office)

    code, said = start()

    assert code == 1
    assert sentence in said
    assert (said.count("\n"), "Traceback" in said) == (1, False)
    after = listing(office)
    assert {path: content for path, content in after.items() if not path.endswith(("-shm", "-wal"))} == {
        path: content for path, content in before.items() if not path.endswith(("-shm", "-wal"))
    }


def test_a_file_that_is_no_database_is_one_sentence(
    office: Maker, start: Callable[..., tuple[object, str]]
) -> None:
    databases.spoil(office.root / "instance")

    code, said = start()

    assert (code, said.count("\n")) == (1, 1)
    assert "tidak terjangkau" in said if is_wanted() else "berkasnya rusak atau bukan basis data" in said


def test_a_disk_that_can_only_be_read_is_one_sentence(
    office: Maker, start: Callable[..., tuple[object, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    (office.content / "cases/teladan/jempol.md").write_bytes(
        (office.content / "cases/teladan/jempol.md").read_bytes().replace(b'"Jempol"', b'"Jempol Lain"')
    )

    def refuse(path: Any, *_rest: Any, **_named: Any) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))

    shutil.rmtree(office.index)
    monkeypatch.setattr(os, "mkdir", refuse)

    code, said = start()

    assert (code, said.count("\n")) == (1, 1)
    assert "disknya hanya dapat dibaca" in said


def test_without_content_the_edition_goes_on_being_served(
    office: Maker, start: Callable[..., tuple[object, str]]
) -> None:
    shutil.rmtree(office.content)

    code, said = start()

    assert code in (0, None)
    assert "Folder isi" in said
    assert "terbitan lama tetap dipakai" in said


def test_a_new_portal_is_made_where_there_was_none(
    make: Maker, start: Callable[..., tuple[object, str]]
) -> None:
    make.library(["jempol"])

    assert start("status")[0] in (0, None)  # commands before the first start leave nothing that looks lost
    assert start("search", "warga")[0] == 1
    assert start()[0] in (0, None)
    assert presence.check(make.settings())


def test_commands_do_not_make_a_lost_database_anew_either(
    office: Maker, start: Callable[..., tuple[object, str]]
) -> None:
    lose(office)

    for words in (
        ["plan", "list"],
        ["audit", "verify"],
        ["jobs", "list"],
        ["sehat"],
        ["user", "list"],
        ["db", "upgrade"],
    ):
        code, said = start(*words)
        assert code != 0, words
        assert "Traceback" not in said, words

    assert not (office.root / "instance" / databases.FILE).exists()
    assert config.known_secret(office.root / "instance")


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["status"], ["sehat", "--json"]])
def test_an_output_that_takes_nothing_is_one_sentence(words: list[str], office: Maker) -> None:
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PORTAL_ROOT": str(office.root)}
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "portal", *words],
            stdout=full, stderr=subprocess.PIPE, text=True, env=environ, check=False,
        )  # fmt: skip

    assert done.returncode == 1
    assert done.stderr == "Hasilnya tidak dapat ditulis: ruang simpan penuh.\n"


def test_a_reader_that_stops_reading_is_no_error_to_tell(office: Maker) -> None:
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PORTAL_ROOT": str(office.root)}
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "portal", "--help"],
        stdout=writing, stderr=subprocess.PIPE, text=True, env=environ, check=False,
    )  # fmt: skip
    os.close(writing)

    assert (done.returncode, done.stderr) == (1, "")
