"""What an edition consists of: its segments, field weights, pivot, and every file's size and sum."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from zlib import crc32

from portal.errors import SearchNotReady

FORMAT = 2  # raise it when files of an older format can no longer be read
NAME = "edition.json"
MAPPED_FROM = 48 << 20
"""Editions of fewer bytes are read into memory: then a damaged disk cannot hurt a running search."""

_CHUNK = 1 << 20
_VOLATILE = {NAME, "MAIN_WRITELOCK"}


@dataclass(frozen=True, slots=True)
class Part:
    """One segment of an edition."""

    name: str
    size: int
    deleted: int = 0


@dataclass(frozen=True, slots=True)
class Manifest:
    """The contents of an edition's folder."""

    weights: dict[str, float]
    pivot: float
    documents: int  # those that can be found
    segments: tuple[Part, ...]
    sort_names: tuple[str, ...]
    files: dict[str, tuple[int, int]]  # name in the folder -> bytes, CRC-32

    @property
    def is_mapped(self) -> bool:
        """Whether the files are large enough to be mapped rather than read."""
        return sum(size for size, _ in self.files.values()) >= MAPPED_FROM


def write_manifest(folder: Path, manifest: Manifest, previous: tuple[Path, Manifest] | None) -> None:
    """Write the manifest, the last file of an edition; sums of files linked from an earlier are kept."""
    files = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_file() and name not in _VOLATILE:
            files[name] = _known(path, name, previous) or (path.stat().st_size, _sum(path))
    complete = asdict(replace(manifest, files=files))
    (folder / NAME).write_text(json.dumps({"format": FORMAT, **complete}), encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest and see that every file has its size."""
    try:
        whole = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if whole.pop("format") != FORMAT:
            raise SearchNotReady("Indeks pencarian dibuat oleh versi lain dan perlu dibuat ulang.")
        manifest = Manifest(
            weights=whole["weights"],
            pivot=whole["pivot"],
            documents=whole["documents"],
            segments=tuple(Part(**part) for part in whole["segments"]),
            sort_names=tuple(whole["sort_names"]),
            files={name: (size, total) for name, (size, total) in whole["files"].items()},
        )
        wrong = [name for name, (size, _) in manifest.files.items() if (folder / name).stat().st_size != size]
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise SearchNotReady("Indeks pencarian rusak dan sedang dibuat ulang.") from problem
    if wrong:
        raise SearchNotReady(f"Indeks pencarian rusak ({wrong[0]}) dan sedang dibuat ulang.")
    return manifest


def damaged_files(folder: Path, manifest: Manifest) -> list[str]:
    """Files whose content is not what was written; reads everything."""
    return [name for name, (_, total) in manifest.files.items() if _sum(folder / name) != total]


def _known(path: Path, name: str, previous: tuple[Path, Manifest] | None) -> tuple[int, int] | None:
    if previous is None or name not in previous[1].files:
        return None
    return previous[1].files[name] if path.samefile(previous[0] / name) else None


def _sum(path: Path) -> int:
    total = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            total = crc32(chunk, total)
    return total
