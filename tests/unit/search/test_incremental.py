"""An edition made from an earlier one."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from portal.search.engine import build as building
from portal.search.engine.build import amend, build
from portal.search.engine.document import Document
from portal.search.engine.edition import Edition
from portal.search.grammar import parse
from tests.unit.search.conftest import WEIGHTS, case

ORIGINAL = [
    case(f"d{number}", f"Kasus {number}", "pelayanan desa", "batang", 2000 + number) for number in range(9)
]


@pytest.fixture(autouse=True)
def _segments_stay_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "ALWAYS_WHOLE", 0)


@pytest.fixture
def first(tmp_path: Path) -> Edition:
    build(tmp_path / "g0", ORIGINAL, weights=WEIGHTS)
    return Edition.open(tmp_path / "g0")


def names(edition: Edition, text: str = "") -> list[str]:
    return [hit.key for hit in edition.search(parse(text), sort="nama", limit=50).hits]


def test_a_changed_document_is_found_by_its_new_words_only(first: Edition, tmp_path: Path) -> None:
    amend(tmp_path / "g1", [case("d3", "Kasus 3", "sampah", "batang", 2003)], previous=first)
    second = Edition.open(tmp_path / "g1")

    assert names(second, "sampah") == ["d3"]
    assert "d3" not in names(second, "pelayanan")
    assert len(second) == 9


def test_a_removed_document_is_gone(first: Edition, tmp_path: Path) -> None:
    amend(tmp_path / "g1", [], previous=first, removed={"d3", "unknown"})

    assert names(Edition.open(tmp_path / "g1")) == [f"d{number}" for number in range(9) if number != 3]


def test_all_documents_can_be_removed(first: Edition, tmp_path: Path) -> None:
    amend(tmp_path / "g1", [], previous=first, removed={f"d{number}" for number in range(9)})

    assert names(Edition.open(tmp_path / "g1")) == []


def test_unchanged_files_are_linked_not_copied(first: Edition, tmp_path: Path) -> None:
    build(
        tmp_path / "g1",
        [*ORIGINAL, case("new", "Baru", "sampah", "batang", 2020)],
        weights=WEIGHTS,
        previous=first,
    )

    places = [path for path in (tmp_path / "g1").rglob("places.npy") if path.stat().st_nlink == 2]
    assert len(places) == 1


def test_an_edition_serves_while_earlier_ones_are_swept_away(first: Edition, tmp_path: Path) -> None:
    edition = first
    for number in range(1, 12):
        amend(tmp_path / f"g{number}", [case("d0", f"Edisi {number}", "x", "batang", 1999)], previous=edition)
        shutil.rmtree(tmp_path / f"g{number - 1}")
        edition = Edition.open(tmp_path / f"g{number}")

    assert names(edition, "edisi 11") == ["d0"]
    assert names(first, "kasus") == [f"d{number}" for number in range(9)]


def test_segments_do_not_become_many(first: Edition, tmp_path: Path) -> None:
    edition = first
    for number in range(1, 30):
        amend(tmp_path / f"g{number}", [case(f"n{number}", "Baru", "x", "batang", 1999)], previous=edition)
        edition = Edition.open(tmp_path / f"g{number}")

    assert len(edition.manifest.segments) <= building.MAX_SEGMENTS
    assert len(names(edition)) == 38


def test_other_weights_mean_a_new_start(first: Edition, tmp_path: Path) -> None:
    build(tmp_path / "g1", ORIGINAL, weights={"title": 1.0, "body": 1.0}, previous=first)

    assert Edition.open(tmp_path / "g1").manifest.weights == {"title": 1.0, "body": 1.0}


def test_a_build_that_fails_leaves_nothing_locked(
    first: Edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(building, "write_lists", full_disk)
        with pytest.raises(OSError, match="No space left"):
            amend(tmp_path / "g1", [case("new", "Baru", "sampah", "batang", 2020)], previous=first)
    shutil.rmtree(tmp_path / "g1")
    amend(tmp_path / "g1", [case("new", "Baru", "sampah", "batang", 2020)], previous=first)

    assert names(Edition.open(tmp_path / "g1"), "sampah") == ["new"]


def test_two_segments_of_the_same_name_are_not_taken_for_one(tmp_path: Path) -> None:
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder, word in zip(folders, ("antre", "loket"), strict=True):
        random.seed(7)  # the store draws its names by chance, so equal seeds make equal names
        build(folder, [Document("d", {"text": word}, excerpt=word)], weights={"text": 1.0})

    editions = [Edition.open(folder) for folder in folders]

    names = [{path.name for path in (folder / "segments").iterdir()} for folder in folders]
    assert names[0] == names[1]
    assert [[hit.key for hit in edition.search(parse("loket")).hits] for edition in editions] == [[], ["d"]]
