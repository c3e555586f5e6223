"""Seals: what a folder holds of the index or of its arrays, and every file's size and sum."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar, TypeVar
from zlib import crc32

from pydantic import BaseModel, ValidationError

from portal.errors import SearchNotReady

MAPPED_FROM = 48 << 20
"""Files of fewer bytes together are read into memory: then a damaged disk cannot hurt a running search."""

_CHUNK = 1 << 20


class Seal(BaseModel, frozen=True):
    """Facts about a folder, and its files: name -> bytes, CRC-32."""

    NAME: ClassVar[str]
    FORMAT: ClassVar[int]  # raise it when files of an older format can no longer be read

    format: int = 0
    files: dict[str, tuple[int, int]] = {}

    @property
    def is_mapped(self) -> bool:
        """Whether the files are large enough to be mapped rather than read."""
        return sum(size for size, _ in self.files.values()) >= MAPPED_FROM

    def damaged(self, folder: Path) -> list[str]:
        """Files whose content is not what was written; reads everything."""
        return [name for name, (_, total) in self.files.items() if _sum(folder / name) != total]


class IndexSeal(Seal, frozen=True):
    """What Whoosh's files were made with."""

    NAME = "edition.json"
    FORMAT = 3

    weights: dict[str, float]


class ArraysSeal(Seal, frozen=True):
    """What the arrays are of: segments in Whoosh's order, with how many documents were deleted from each."""

    NAME = "arrays.json"
    FORMAT = 1

    pivot: float
    documents: int  # those that can be found
    segments: dict[str, int]
    sort_names: tuple[str, ...]


AnySeal = TypeVar("AnySeal", bound=Seal)


def seal(folder: Path, facts: Seal, known: Mapping[str, tuple[int, int]]) -> None:
    """Write the seal, the last file of its folder; `known` are sums of files linked from elsewhere."""
    files = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_file() and not name.endswith("WRITELOCK"):
            files[name] = known.get(name) or (path.stat().st_size, _sum(path))
    sealed = facts.model_copy(update={"files": files, "format": facts.FORMAT})
    (folder / facts.NAME).write_text(sealed.model_dump_json(), encoding="utf-8")


def unseal(folder: Path, kind: type[AnySeal]) -> AnySeal:
    """Read a seal, and see that every file has its size, and of small folders that it has its sum.

    Raises SearchNotReady for every kind of damage.
    """
    try:
        found = kind.model_validate_json((folder / kind.NAME).read_bytes())
        if found.format != kind.FORMAT:
            raise SearchNotReady("Indeks pencarian dibuat oleh versi lain dan perlu dibuat ulang.")
        sizes = {name: size for name, (size, _) in found.files.items()}
        wrong = [name for name, size in sizes.items() if (folder / name).stat().st_size != size]
        if not wrong and not found.is_mapped:
            wrong = found.damaged(folder)
    except (OSError, ValidationError) as problem:
        raise SearchNotReady("Indeks pencarian rusak dan perlu dibuat ulang.") from problem
    if wrong:
        raise SearchNotReady(f"Indeks pencarian rusak ({wrong[0]}) dan perlu dibuat ulang.")
    return found


def _sum(path: Path) -> int:
    total = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            total = crc32(chunk, total)
    return total
