"""A damaged edition is noticed when it is opened, whatever the damage."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from portal.errors import SearchNotReady
from portal.search.engine import manifest
from portal.search.engine.edition import Edition


def truncate(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0x10
    file.write_bytes(content)


def empty(file: Path) -> None:
    file.write_bytes(b"")


def files_of(edition: Edition) -> list[Path]:
    return sorted(path for path in edition.folder.rglob("*") if path.is_file() and path.stat().st_size)


@pytest.mark.parametrize("harm", [truncate, flip, empty, Path.unlink])
def test_damage_to_any_file_is_noticed(library: Edition, harm: Callable[[Path], None]) -> None:
    for file in files_of(library):
        if "WRITELOCK" in file.name:
            continue
        content = file.read_bytes()
        harm(file)

        with pytest.raises(SearchNotReady):
            Edition.open(library.folder)

        file.write_bytes(content)
    assert len(Edition.open(library.folder)) == 5


@pytest.mark.parametrize("harm", [truncate, empty, Path.unlink])
def test_damage_to_a_large_edition_is_noticed_by_its_sizes(
    library: Edition, harm: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(manifest, "MAPPED_FROM", 0)
    harm(max(files_of(library), key=lambda file: file.stat().st_size))

    with pytest.raises(SearchNotReady):
        Edition.open(library.folder)


def test_changed_content_of_a_large_edition_is_found_by_reading_it(
    library: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(manifest, "MAPPED_FROM", 0)
    file = next(library.folder.rglob("documents.npy"))
    flip(file)

    assert Edition.open(library.folder).damage() == [str(file.relative_to(library.folder))]


def test_an_edition_of_another_format_is_not_ready(library: Edition) -> None:
    file = library.folder / manifest.NAME
    file.write_text(file.read_text().replace(f'"format": {manifest.FORMAT}', '"format": 999'))

    with pytest.raises(SearchNotReady, match="versi lain"):
        Edition.open(library.folder)


def test_a_folder_without_an_edition_is_not_ready(tmp_path: Path) -> None:
    with pytest.raises(SearchNotReady):
        Edition.open(tmp_path)
