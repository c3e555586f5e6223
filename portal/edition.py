"""The edition in use: what `publish` last made of `content/`, and how rooms read their part of it.

An edition is a folder below `search_index/`, named by the fingerprint of what is in it; the file
CURRENT names the one in use. It holds one JSON file a part, the rendered articles and the search index.
Without any edition each part is read from `content/` itself: slower, the same pages.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Any, Generic, TypeVar

from flask import current_app, g, has_request_context
from pydantic import TypeAdapter

from portal.config import Settings
from portal.disk import is_leftover
from portal.generations import current, discard
from portal.yamlfiles import Report

T = TypeVar("T")


def settings() -> Settings:
    """The settings of the running portal."""
    value: Settings = current_app.extensions["settings"]
    return value


def in_use() -> Path | None:
    """The edition this request reads: one and the same from its first look to its last."""
    if not has_request_context():
        return current(settings().index)
    if "edition" not in g:
        g.edition = current(settings().index)
    folder: Path | None = g.edition
    return folder


def papers() -> Path | None:
    """Where papers that everybody may read are kept as long as the edition is; None without an edition."""
    folder = in_use()
    return folder / "papers" if folder is not None else None


def report_damage(folder: Path, what: str) -> None:
    """Put a damaged edition out of use, so that the next look at content/ builds it again."""
    current_app.logger.warning("edition %s is damaged (%s) and will be built again", folder.name, what)
    discard(folder)


class Part(Generic[T]):
    """One part of the library: how it is read from files, stored in an edition and got by a room."""

    def __init__(self, name: str, kind: Any, read: Callable[[Path, Report], T]) -> None:
        self.name = name
        self.read = read
        self._adapter: TypeAdapter[T] = TypeAdapter(kind)
        self._lock = Lock()
        self._cached: tuple[str, T] | None = None

    def store(self, folder: Path, value: T) -> None:
        """Write the value into a new edition's folder."""
        (folder / f"{self.name}.json").write_bytes(self._adapter.dump_json(value, by_alias=True))

    def load(self, folder: Path) -> T:
        """Read the value from an edition's folder."""
        return self._adapter.validate_json((folder / f"{self.name}.json").read_bytes())

    def get(self) -> T:
        """The value in the edition in use; decoded once per edition and process, however many wait for it."""
        folder, here = in_use(), settings()
        cached = self._cached
        if folder is None and cached is not None and cached[0].startswith(f"{here.index}/"):
            return cached[1]  # the edition was taken away under us, and another is being made
        key = str(folder) if folder else f"{here.content}@{_stamp(here.content)}"
        if cached is not None and cached[0] == key:
            return cached[1]
        with self._lock:
            cached = self._cached  # others waited for the lock too: one of them has read it
            if cached is not None and cached[0] == key:
                return cached[1]
            value = self._load_or_read(folder)
            self._cached = (key, value)
        return value

    def _load_or_read(self, folder: Path | None) -> T:
        if folder is not None:
            try:
                return self.load(folder)
            except (OSError, ValueError):
                report_damage(folder, self.name)
        return self.read(settings().content, Report())


def _stamp(content: Path) -> int:
    """A number that changes when a file of `content/` does; only used while nothing is published.

    A request walks the files once: what it reads belongs together.
    """
    if has_request_context() and "content_stamp" in g:
        known: int = g.content_stamp
        return known
    files = (path for path in content.rglob("*") if path.is_file() and not is_leftover(path))
    newest = [path.stat().st_mtime_ns for path in files]
    stamp = hash((len(newest), max(newest, default=0)))
    if has_request_context():
        g.content_stamp = stamp
    return stamp
