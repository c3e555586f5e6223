"""An edition made from an earlier one."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from portal.search.engine import build as building
from portal.search.engine import cache
from portal.search.engine.build import build
from portal.search.engine.by_whoosh import WhooshEdition
from portal.search.engine.document import Document
from portal.search.engine.edition import Edition
from portal.search.engine.manifest import ArraysSeal, IndexSeal, unseal
from portal.search.grammar import parse
from tests.unit.search.conftest import WEIGHTS, case

ORIGINAL = [
    case(f"d{number}", f"Kasus {number}", "pelayanan desa", "batang", 2000 + number) for number in range(9)
]


class Editions:
    """Builds one edition upon the other."""

    def __init__(self, root: Path) -> None:
        self.folders: list[Path] = []
        self._root = root

    def __call__(self, documents: Sequence[Document], weights: dict[str, float] = WEIGHTS) -> Edition:
        folder = self._root / f"g{len(self.folders)}"
        build(folder, documents, weights=weights, previous=self.folders[-1] if self.folders else None)
        self.folders.append(folder)
        return Edition.open(folder)


@pytest.fixture
def editions(tmp_path: Path) -> Editions:
    """Nine documents are published."""
    made = Editions(tmp_path)
    made(ORIGINAL)
    return made


def names(edition: Edition, text: str = "") -> list[str]:
    return [hit.key for hit in edition.search(parse(text), sort="nama", limit=50).hits]


def changed(number: int, body: str) -> list[Document]:
    new = case(f"d{number}", f"Kasus {number}", body, "batang", 2000 + number)
    return [new if document.key == new.key else document for document in ORIGINAL]


def test_a_changed_document_is_found_by_its_new_words_only(editions: Editions) -> None:
    second = editions(changed(3, "sampah"))

    assert names(second, "sampah") == ["d3"]
    assert "d3" not in names(second, "pelayanan")
    assert len(second) == 9


def test_a_changed_document_is_one_small_segment(editions: Editions) -> None:
    editions(changed(3, "sampah"))

    arrays = unseal(editions.folders[1] / cache.FOLDER, ArraysSeal)
    assert list(arrays.segments.values()) == [1, 0]
    places = [path for path in editions.folders[1].rglob("places.npy") if path.stat().st_nlink == 2]
    assert len(places) == 1


def test_a_removed_document_is_gone(editions: Editions) -> None:
    second = editions([document for document in ORIGINAL if document.key != "d3"])

    assert names(second) == [f"d{number}" for number in range(9) if number != 3]


def test_all_documents_can_be_removed_and_others_added(editions: Editions) -> None:
    assert names(editions([])) == []
    assert names(editions([case("new", "Baru", "sampah", "batang", 2020)])) == ["new"]


def test_nothing_changed_gives_the_same_edition(editions: Editions) -> None:
    second = editions(ORIGINAL)

    assert names(second, "pelayanan") == [f"d{number}" for number in range(9)]


def test_an_edition_serves_while_earlier_ones_are_swept_away(editions: Editions) -> None:
    first = Edition.open(editions.folders[0])
    plain = WhooshEdition.open(editions.folders[0])
    for number in range(1, 12):
        edition = editions(changed(0, f"edisi {number}"))
        shutil.rmtree(editions.folders[number - 1])

    assert names(edition, "edisi 11")[0] == "d0"
    assert names(first, "kasus") == names(plain, "kasus") == [f"d{number}" for number in range(9)]


def test_segments_do_not_become_many(editions: Editions) -> None:
    documents = list(ORIGINAL)
    for number in range(1, 30):
        documents.append(case(f"n{number}", "Baru", "x", "batang", 1999))
        edition = editions(documents)

    arrays = unseal(editions.folders[-1] / cache.FOLDER, ArraysSeal)
    assert len(arrays.segments) <= building.MAX_SEGMENTS
    assert len(names(edition)) == 38


def test_other_weights_mean_a_new_start(editions: Editions) -> None:
    editions(ORIGINAL, {"title": 1.0, "body": 1.0})

    assert unseal(editions.folders[1], IndexSeal).weights == {"title": 1.0, "body": 1.0}
    assert {path.stat().st_nlink for path in editions.folders[1].rglob("*.npy")} == {1}


def test_a_damaged_edition_is_not_built_upon(editions: Editions) -> None:
    next(editions.folders[0].glob("*.pst")).write_bytes(b"")

    assert names(editions(changed(3, "sampah")), "sampah") == ["d3"]


def test_arrays_that_the_edition_before_lost_are_made_again(editions: Editions) -> None:
    cache.drop(editions.folders[0])

    assert names(editions(changed(3, "sampah")), "pelayanan") == [f"d{n}" for n in range(9) if n != 3]


def test_a_build_that_fails_leaves_nothing_locked(
    editions: Editions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    documents = changed(3, "sampah")
    with monkeypatch.context() as patch:
        patch.setattr(building, "read", full_disk)
        with pytest.raises(OSError, match="No space left"):
            editions(documents)
    shutil.rmtree(tmp_path / "g1")

    assert names(editions(documents), "sampah") == ["d3"]


@pytest.mark.parametrize("key", ["", "two\nlines"])
def test_a_key_is_one_line(tmp_path: Path, key: str) -> None:
    with pytest.raises(ValueError, match="one line"):
        build(tmp_path / "g", [Document(key, {})], weights=WEIGHTS)


def test_a_text_may_not_be_called_as_a_field_of_the_index(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="all"):
        build(tmp_path / "g", [], weights={"all": 1.0})
