"""A request reads one edition from its first look to its last; without one, content/ itself."""

from __future__ import annotations

import shutil
from pathlib import Path
from threading import Barrier, Thread

import pytest
from flask import Flask

from portal import edition
from portal.cases import CASES, Shelf
from portal.generations import current
from portal.publishing.publish import PARTS
from portal.regions import INSTRUMENTS, REGIONS
from portal.yamlfiles import Report
from tests.make import Maker


def slugs(app: Flask) -> list[str]:
    with app.test_request_context("/"):
        return list(CASES.get())


def test_a_request_keeps_its_edition_while_another_is_published(make: Maker) -> None:
    make.library(["jempol"])
    make.publish()
    app = make.app()

    with app.test_request_context("/"):
        before = list(CASES.get())
        make.case("gemas")
        make.publish()

        assert list(CASES.get()) == before == ["jempol"]
        assert list(REGIONS.get()) == ["contoh", "teladan"]
    assert slugs(app) == ["gemas", "jempol"]


def test_every_part_comes_back_as_it_was_stored(make: Maker) -> None:
    make.library()
    make.publish()
    folder = current(make.index)
    assert folder is not None

    assert {part.name for part in PARTS} == {path.stem for path in folder.glob("*.json")} - {
        "concept_counts",
        "kept",
        "entries",
        "yaml",
        "similarity",
    }
    for part in PARTS:
        again = make.root / "lagi"
        again.mkdir(exist_ok=True)
        part.store(again, part.load(folder))
        assert (again / f"{part.name}.json").read_bytes() == (folder / f"{part.name}.json").read_bytes()
    assert INSTRUMENTS.load(folder)["ipp"].versions[0].bands[0].lower == 4.01


def test_a_part_is_decoded_once_for_an_edition(make: Maker) -> None:
    make.library()
    make.publish()
    app = make.app()

    with app.test_request_context("/"):
        first = CASES.get()
    with app.test_request_context("/"):
        assert CASES.get() is first


def test_content_is_read_once_however_many_threads_wait_for_it(
    make: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.library(["jempol"])
    app, readings, all_there = make.app(), [], Barrier(8)
    read = CASES.read

    def count(content: Path, report: Report) -> Shelf:
        readings.append(content)
        return read(content, report)

    monkeypatch.setattr(CASES, "read", count)

    def ask() -> None:
        all_there.wait(30)
        assert slugs(app) == ["jempol"]

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert len(readings) == 1


def test_what_was_being_served_is_served_on_while_its_edition_is_taken_away(
    make: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.library(["jempol"])
    make.publish()
    app = make.app()
    before = slugs(app)
    shutil.rmtree(make.index)

    monkeypatch.setattr(CASES, "read", lambda *_: pytest.fail("content/ was read while readers wait"))

    assert slugs(app) == before


def test_without_an_edition_the_files_are_read_and_changes_are_seen(make: Maker) -> None:
    make.library(["jempol"])
    app = make.app()

    assert slugs(app) == ["jempol"]
    make.case("gemas")
    assert slugs(app) == ["gemas", "jempol"]


def test_without_an_edition_a_broken_file_is_left_out(make: Maker) -> None:
    make.library(["jempol", "gemas"])
    make.file("cases/teladan/gemas.md", "rusak")

    assert slugs(make.app()) == ["jempol"]


def test_a_damaged_part_is_read_from_the_files_and_the_edition_is_put_out_of_use(
    make: Maker, caplog: pytest.LogCaptureFixture
) -> None:
    make.library(["jempol"])
    make.publish()
    folder = current(make.index)
    assert folder is not None
    (folder / "cases.json").write_bytes((folder / "cases.json").read_bytes()[:100])
    app = make.app()

    assert slugs(app) == ["jempol"]
    assert "is damaged (cases)" in caplog.text
    assert current(make.index) is None


def test_outside_a_request_the_edition_in_use_is_read(make: Maker) -> None:
    make.library(["jempol"])
    make.publish()
    app = make.app()

    with app.app_context():
        assert edition.in_use() == current(make.index)
        assert list(CASES.get()) == ["jempol"]
        make.case("gemas")
        make.publish()
        assert list(CASES.get()) == ["gemas", "jempol"]
