"""Papers that everybody may read are set once: kept in a folder, named by what they are made from."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Lock

from portal.documents.press import busy
from portal.places import WAIT_SECONDS

MOST = 1_000  # papers in a folder; further ones are made each time
_SAME = tuple(Lock() for _ in range(32))  # who wants the same paper waits for it, and does not set it too


def kept(folder: Path, digest: str, make: Callable[[], bytes], *, ending: str = "pdf") -> bytes:
    """The paper of this digest, made where the folder lacks it. Raises DocumentBusy, and what `make` does."""
    path = folder / f"{digest}.{ending}"
    with suppress(OSError):
        return path.read_bytes()
    same = _SAME[int(digest[:4], 16) % len(_SAME)]
    if not same.acquire(timeout=WAIT_SECONDS):
        raise busy()
    try:
        with suppress(OSError):
            return path.read_bytes()
        made = make()
        with suppress(OSError):  # no room, or the edition was swept meanwhile: then it is not kept
            _keep(path, made)
        return made
    finally:
        same.release()


def _keep(path: Path, made: bytes) -> None:
    if not path.parent.is_dir():
        path.parent.mkdir()  # the edition's folder itself is not made anew
    if len(os.listdir(path.parent)) >= MOST:
        return
    new = path.with_name(f"{secrets.token_hex(8)}.new")
    try:
        new.write_bytes(made)
        os.replace(new, path)
    finally:
        new.unlink(missing_ok=True)
