"""Arrays in files: written once, read by memory map or, where small, into memory."""

from __future__ import annotations

import mmap
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

SMALL = 1 << 16
"""Files up to this many bytes are read whole: a memory map would cost more than it saves."""


def write_array(path: Path, values: ArrayLike, kind: DTypeLike) -> None:
    """Write `<path>.npy`."""
    np.save(path.with_name(path.name + ".npy"), np.ascontiguousarray(values, dtype=kind), allow_pickle=False)


def read_array(path: Path, *, mapped: bool) -> NDArray[Any]:
    """Read `<path>.npy`; plain arrays, because slices of numpy's own memory maps are slow."""
    file = path.with_name(path.name + ".npy")
    if not mapped or file.stat().st_size <= SMALL:
        loaded: NDArray[Any] = np.load(file, allow_pickle=False)
        return loaded
    return np.asarray(np.load(file, mmap_mode="r", allow_pickle=False))


def read_bytes(path: Path, *, mapped: bool) -> bytes | mmap.mmap:
    """Read a file of bytes, or map it."""
    if not mapped or path.stat().st_size <= SMALL:
        return path.read_bytes()
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
