"""The press: child processes that set documents, few at a time, none for longer than it may.

A document that takes too long is given up and its child ended; the portal's own threads only wait, and
not many of them. A child is kept for the next document. A forked process starts children of its own.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock
from typing import Any

from portal.documents import compositor
from portal.errors import Busy, PortalError
from portal.places import Places

AT_WORK, WAITING = 2, 4  # in one process
SECONDS = 20  # for one document
CHUNK = 1024 * 1024


class DocumentBusy(Busy):
    """All presses are at work."""

    title = "Banyak dokumen sedang disusun"


class TooLong(PortalError):
    """A document took more time than it may."""

    status = 503
    title = "Dokumen terlalu lama disusun"


class NotSet(Exception):
    """The typesetter refused the document; the text is the typesetter's."""


def busy() -> DocumentBusy:
    """What a reader is told when all presses are at work."""
    return DocumentBusy("Banyak dokumen sedang disusun. Tunggu beberapa detik, lalu coba lagi.")


class Compositor:
    """One child process, while it works on one document."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self.process = process
        self.seconds = seconds
        self.until = time.monotonic() + seconds

    def set(self, asked: dict[str, Any]) -> tuple[bytes, list[str]]:
        """The PDF of a document and the typesetter's warnings. Raises NotSet and TooLong."""
        line = json.dumps(asked | {"seconds": int(self.seconds)}, ensure_ascii=True)
        try:
            os.set_blocking(self._to, True)
            _write_all(self._to, line.encode("ascii") + b"\n")
            said, made = self._answer()
        except (OSError, EOFError):  # it was ended: too much time of the processor, or memory
            raise TooLong(
                "Dokumen ini terlalu berat untuk disusun sekarang. Persempit isinya, lalu coba lagi."
            ) from None
        if "error" in said:
            raise NotSet(said["error"])
        return made, said["warnings"]

    def _answer(self) -> tuple[dict[str, Any], bytes]:
        held = bytearray()
        while (end := held.find(b"\n")) < 0:
            held += self._read()
        said = json.loads(held[:end])
        made = held[end + 1 :]
        while len(made) < said.get("size", 0):
            made += self._read()
        return said, bytes(made)

    def _read(self) -> bytes:
        left = self.until - time.monotonic()
        if left <= 0 or not select.select([self._from], [], [], left)[0]:
            raise TimeoutError
        piece = os.read(self._from, CHUNK)
        if not piece:
            raise EOFError
        return piece

    @property
    def _to(self) -> int:
        return _pipe(self.process.stdin)

    @property
    def _from(self) -> int:
        return _pipe(self.process.stdout)


class Press:
    """The children of this process that wait for work, and the places for documents."""

    def __init__(self) -> None:
        self._places = Places(AT_WORK, WAITING, busy)
        self._idle: list[subprocess.Popen[bytes]] = []
        self._foreign: list[subprocess.Popen[bytes]] = []
        self._lock = Lock()

    @contextmanager
    def compositor(self, seconds: float) -> Iterator[Compositor]:
        """A child for one document. Raises DocumentBusy."""
        with self._places.one():
            process = self._take()
            try:
                yield Compositor(process, seconds)
            except NotSet:
                self._give_back(process)
                raise
            except BaseException:
                _end(process)  # in the middle of something
                raise
            self._give_back(process)

    def close(self) -> None:
        """End the children that wait."""
        while self._idle:
            _end(self._idle.pop())

    def forget(self) -> None:
        """In a forked process: its parent's children are not ours to use, nor to wait for."""
        self._foreign += self._idle
        self._idle, self._lock = [], Lock()
        self._places = Places(AT_WORK, WAITING, busy)

    def _take(self) -> subprocess.Popen[bytes]:
        with self._lock:
            while self._idle:
                process = self._idle.pop()
                if process.poll() is None:
                    return process
                _end(process)
        command = [sys.executable, "-P", "-E", "-s", compositor.__file__]
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env={"RAYON_NUM_THREADS": "2"},
            cwd="/",
        )

    def _give_back(self, process: subprocess.Popen[bytes]) -> None:
        with self._lock:
            self._idle.append(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()


def _pipe(pipe: Any) -> int:
    return int(pipe.fileno())


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


PRESS = Press()
atexit.register(PRESS.close)
os.register_at_fork(after_in_child=PRESS.forget)
