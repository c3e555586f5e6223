"""Faults on purpose: an error, a full disk, a dead disk or a kill at the k-th thing that is written.

Counted below one folder are files opened for writing, made folders, writes, syncs, renames and links; and, of
the database, each statement that changes something and each commit. SQLite's own writes are its own business:
what it says when they fail stands for them.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any
from unittest import mock

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import OperationalError

KILLED = 137
WRITES = ("INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "ALTER")
_GROWING = frozenset({"open", "write", "mkdir", "statement", "commit"})


class Fault(StrEnum):
    """What goes wrong at a point."""

    NONE = "count"
    ONCE = "one error"  # EIO, and all goes well again
    FULL = "full disk"  # from here on nothing that needs room
    DEAD = "dead disk"  # from here on nothing at all
    KILL = "kill"  # the process ends here and now


class Injector:
    """Counts points, and fails at one of them."""

    def __init__(self, root: Path, fault: Fault = Fault.NONE, at: int = 0) -> None:
        self.root, self.fault, self.at = str(root), fault, at
        self.points: list[str] = []
        self.hits = 0

    @property
    def kinds(self) -> Counter[str]:
        """How many points of each kind there were."""
        return Counter(point.partition(" ")[0] for point in self.points)

    def is_ours(self, path: object) -> bool:
        """Does this path, or the file behind this descriptor, lie below the folder?"""
        if isinstance(path, int):
            try:
                path = os.readlink(f"/proc/self/fd/{path}")
            except OSError:
                return False
        try:
            return os.path.abspath(os.fsdecode(path)).startswith(self.root)  # type: ignore[arg-type]
        except TypeError:
            return False

    def pass_point(self, kind: str, what: object) -> None:
        """Count a point; raises OSError where it is to fail."""
        code = self._code(kind, what)
        if code:
            raise OSError(code, os.strerror(code))

    def pass_sql(self, connection: Connection, kind: str, what: str) -> None:
        """The same for the database, whose driver raises an error of its own."""
        code = self._code(kind, what)
        if code:
            said = "database or disk is full" if code == errno.ENOSPC else "disk I/O error"
            raise OperationalError(what, {}, connection.dialect.loaded_dbapi.OperationalError(said))

    def _code(self, kind: str, what: object) -> int:
        self.points.append(f"{kind} {what}")
        number = len(self.points)
        if self.fault is Fault.NONE or number < self.at or (self.fault is Fault.ONCE and number > self.at):
            return 0
        if self.fault is Fault.KILL:
            os._exit(KILLED)
        if self.fault is Fault.FULL and kind not in _GROWING:
            return 0
        self.hits += 1
        return errno.ENOSPC if self.fault is Fault.FULL else errno.EIO


class _Watched:
    """A file whose writes are points."""

    def __init__(self, file: Any, injector: Injector) -> None:
        self._file, self._injector = file, injector

    def write(self, content: Any) -> Any:
        try:
            self._injector.pass_point("write", self._file.name)
        except OSError:
            self._file.write(content[: len(content) // 2])
            raise
        return self._file.write(content)

    def writelines(self, lines: Any) -> None:
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __enter__(self) -> _Watched:
        self._file.__enter__()
        return self

    def __exit__(self, *given: object) -> Any:
        return self._file.__exit__(*given)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._file)

    def __next__(self) -> Any:
        return next(self._file)


@contextmanager
def injected(injector: Injector) -> Iterator[Injector]:
    """Let everything that is written in this process pass the injector."""
    with mock.patch.multiple(
        os,
        fsync=_on_path(injector, "sync", os.fsync),
        replace=_on_path(injector, "rename", os.replace),
        rename=_on_path(injector, "rename", os.rename),
        link=_on_path(injector, "link", os.link),
        mkdir=_on_path(injector, "mkdir", os.mkdir),
        write=_on_path(injector, "write", os.write),
        open=_os_open(injector),
    ), mock.patch.object(io, "open", _opening(injector)), mock.patch.object(
        builtins, "open", _opening(injector)
    ), _statements(injector):  # fmt: skip
        yield injector


def _on_path(injector: Injector, kind: str, original: Callable[..., Any]) -> Callable[..., Any]:
    def call(first: Any, *rest: Any, **named: Any) -> Any:
        if injector.is_ours(first):
            injector.pass_point(kind, first)
        return original(first, *rest, **named)

    return call


def _os_open(injector: Injector) -> Callable[..., int]:
    original = os.open

    def call(path: Any, flags: int, *rest: Any, **named: Any) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) and injector.is_ours(path):
            injector.pass_point("open", path)
        return original(path, flags, *rest, **named)

    return call


def _opening(injector: Injector) -> Callable[..., Any]:
    original = io.open

    def call(file: Any, mode: str = "r", *rest: Any, **named: Any) -> Any:
        if not set(mode) & set("wax+") or not injector.is_ours(file):
            return original(file, mode, *rest, **named)
        if not isinstance(file, int):  # a descriptor was counted when it was opened
            injector.pass_point("open", file)
        return _Watched(original(file, mode, *rest, **named), injector)

    return call


@contextmanager
def _statements(injector: Injector) -> Iterator[None]:
    def statement(connection: Connection, _cursor: object, text: str, *_rest: object) -> None:
        if text.lstrip().upper().startswith(WRITES):
            injector.pass_sql(connection, "statement", text.split("\n", 1)[0][:60])

    def commit(connection: Connection) -> None:
        if connection.get_execution_options().get("is_write"):
            injector.pass_sql(connection, "commit", "")

    event.listen(Engine, "before_cursor_execute", statement)
    event.listen(Engine, "commit", commit)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", statement)
        event.remove(Engine, "commit", commit)
