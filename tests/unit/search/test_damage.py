"""Damage is noticed when an edition is opened, and what is only damaged in the arrays stops no search."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from portal.errors import SearchNotReady
from portal.search.engine import cache, manifest
from portal.search.engine.by_whoosh import WhooshEdition
from portal.search.engine.edition import Edition
from portal.search.engine.manifest import ArraysSeal, IndexSeal, unseal
from portal.search.grammar import parse

Harm = Callable[[Path], None]


def truncate(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0x10
    file.write_bytes(content)


def empty(file: Path) -> None:
    file.write_bytes(b"")


def files_below(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.stat().st_size)


def whooshs_own(folder: Path) -> list[Path]:
    return [
        path
        for path in files_below(folder)
        if cache.FOLDER not in path.parts and not path.name.endswith("WRITELOCK")
    ]


@pytest.fixture
def folder(library: Edition, tmp_path: Path) -> Path:
    """The folder of a small edition."""
    assert len(library) == 5
    return tmp_path / "edition0"


@pytest.mark.parametrize("harm", [truncate, flip, empty, Path.unlink])
def test_damage_to_any_file_of_the_arrays_is_noticed_and_whoosh_answers(folder: Path, harm: Harm) -> None:
    for file in files_below(folder / cache.FOLDER):
        content = file.read_bytes()
        harm(file)

        with pytest.raises(SearchNotReady):
            Edition.open(folder)
        assert WhooshEdition.open(folder).search(parse("izin")).total == 2

        file.write_bytes(content)
    assert len(Edition.open(folder)) == 5


@pytest.mark.parametrize("harm", [truncate, flip, empty, Path.unlink])
def test_damage_to_any_file_of_whoosh_is_noticed(folder: Path, harm: Harm) -> None:
    for file in whooshs_own(folder):
        content = file.read_bytes()
        harm(file)

        with pytest.raises(SearchNotReady):
            Edition.open(folder)
        with pytest.raises(SearchNotReady):
            WhooshEdition.open(folder)

        file.write_bytes(content)
    assert len(WhooshEdition.open(folder)) == 5


@pytest.mark.parametrize("harm", [truncate, empty, Path.unlink])
@pytest.mark.parametrize("kind", [files_below, whooshs_own])
def test_damage_to_a_large_edition_is_noticed_by_its_sizes(
    folder: Path, harm: Harm, kind: Callable[[Path], list[Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(manifest, "MAPPED_FROM", 0)
    harm(max(kind(folder), key=lambda file: file.stat().st_size))

    with pytest.raises(SearchNotReady):
        Edition.open(folder)


def test_changed_content_of_a_large_edition_is_found_by_reading_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(manifest, "MAPPED_FROM", 0)
    file = next(folder.rglob("documents.npy"))
    flip(file)

    arrays = folder / cache.FOLDER
    assert unseal(arrays, ArraysSeal).damaged(arrays) == [str(file.relative_to(arrays))]


@pytest.mark.parametrize("kind", [ArraysSeal, IndexSeal])
def test_an_edition_of_another_format_is_not_ready(
    folder: Path, kind: type[ArraysSeal] | type[IndexSeal]
) -> None:
    file = next(folder.rglob(kind.NAME))
    file.write_text(file.read_text().replace(f'"format":{kind.FORMAT}', '"format":999'))

    with pytest.raises(SearchNotReady, match="versi lain"):
        Edition.open(folder)


def test_a_folder_without_an_edition_is_not_ready(tmp_path: Path) -> None:
    for kind in (Edition, WhooshEdition):
        with pytest.raises(SearchNotReady):
            kind.open(tmp_path)
