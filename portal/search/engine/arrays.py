"""Arrays in files: written once, read by memory map or, where small, into memory."""

from __future__ import annotations

import os
import weakref
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


class ByteFile:
    """Bytes of a file, a stretch at a time: what is read lies in the system's cache, not in the process."""

    def __init__(self, path: Path):
        self._descriptor = os.open(path, os.O_RDONLY)
        weakref.finalize(self, os.close, self._descriptor)

    def __getitem__(self, stretch: slice) -> bytes:
        return os.pread(self._descriptor, stretch.stop - stretch.start, stretch.start)


def read_bytes(path: Path, *, mapped: bool) -> bytes | ByteFile:
    """Read a file of bytes, or open it for reading in stretches."""
    return ByteFile(path) if mapped and path.stat().st_size > SMALL else path.read_bytes()
