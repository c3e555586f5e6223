"""Changing files of `content/` from the browser: files, edition and trail change together, or not at all.

No single transaction spans them. So a room writes its intention into the database first (a row of its own, or
an entry in the trail), with a digest of each file as it is to be. Whatever dies in between leaves files that
are old or new, each whole; the next change asks `recover_files` what the last one wrote.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import TypeVar

from sqlalchemy.orm import Session

from portal.config import Settings
from portal.publishing.publish import publish
from portal.publishing.steps import Tell, silent
from portal.publishing.writing import clear_leftovers, put_back, replaced

LANE = "content"  # of jobs that publish: one at a time
Transaction = Callable[[], AbstractContextManager[Session]]
Begun = TypeVar("Begun")
Done = TypeVar("Done")


def change_files(
    transaction: Transaction,
    settings: Settings,
    texts: Mapping[Path, str],
    *,
    begin: Callable[[Session], Begun],
    finish: Callable[[Session, Begun], Done],
    undo: Callable[[Session, Begun], object],
    tell: Tell = silent,
) -> Done:
    """Put texts in the places of files and publish; the content lock must be held.

    The intention is stored by `begin` before any file is touched, and taken back by `undo` where the gate
    refuses (because of whichever file) or the disk fails; the files are then as they were.
    """
    with transaction() as session:
        begun = begin(session)
    try:
        with ExitStack() as stack:
            for path, text in texts.items():
                stack.enter_context(replaced(path, text))
            publish(settings, tell=tell)
    except BaseException:
        with transaction() as session:
            undo(session, begun)
        raise
    with transaction() as session:
        return finish(session, begun)


def recover_files(promised: Mapping[Path, str]) -> set[Path]:
    """Which of its files a change that died wrote: unless it is all of them, they are put back.

    `promised` holds the digest that each file was to have, whole or its beginning.
    """
    written = {path for path, digest in promised.items() if _digest(path).startswith(digest)}
    for path in promised:
        if path in written and len(written) < len(promised):
            put_back(path)
        clear_leftovers(path)
    return written


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
