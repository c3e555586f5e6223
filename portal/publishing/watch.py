"""Republish when content/ changes: told by the system's file events, and by a look now and then.

One process of a machine watches, the one that holds the lock WATCH.lock; another takes over when it ends.
Publishing runs in a process of its own, so that readers' threads are never held up, and none is ended while
its work goes on (`steps.alive`).
"""

from __future__ import annotations

import fcntl
import logging
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import watchfiles
from flask import Flask

from portal import clock, generations
from portal.config import Settings
from portal.publishing.publish import status
from portal.publishing.tally import signature
from portal.search.index import arrays_stamp, is_sound

log = logging.getLogger(__name__)
LOCK = "WATCH.lock"
TICK = 1.0  # seconds
RETRY = 10.0  # seconds between attempts while content/ is refused and nothing is published
STALLED = 600.0  # seconds without a sign of life after which a publication is ended
QUIET = 300  # milliseconds without a further change after which changes are looked at


def start(app: Flask) -> threading.Thread:
    """Watch from a thread that ends with its process."""
    settings: Settings = app.extensions["settings"]
    thread = threading.Thread(
        target=_stand_by, args=(settings, threading.Event()), daemon=True, name="content"
    )
    thread.start()
    return thread


def _stand_by(settings: Settings, stop: threading.Event) -> None:
    """Watch as soon as nobody else does."""
    while not stop.wait(TICK):
        with suppress(OSError), _alone(settings) as is_mine:
            if is_mine:
                watch(settings, stop, Events(settings.content, stop))


@contextmanager
def _alone(settings: Settings) -> Iterator[bool]:
    """Whether nobody else on this machine watches; the kernel frees the lock when its holder dies."""
    with (settings.index / LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


class Events:
    """What the system tells of changes below content/; where it tells nothing, looks must do."""

    def __init__(self, content: Path, stop: threading.Event) -> None:
        self._changed = threading.Event()
        threading.Thread(target=self._listen, args=(content, stop), daemon=True, name="events").start()

    def take(self) -> bool:
        """Whether something has changed since the last time."""
        if not self._changed.is_set():
            return False
        self._changed.clear()
        return True

    def _listen(self, content: Path, stop: threading.Event) -> None:
        try:
            for _ in watchfiles.watch(
                content, stop_event=stop, debounce=QUIET, step=QUIET, raise_interrupt=False, watch_filter=None
            ):
                self._changed.set()
        except (
            OSError,
            RuntimeError,
        ) as error:  # too many folders for the system, a share that tells nothing
            log.warning(
                "the system tells nothing of changes in content/ (%s); it is looked at instead", error
            )


def run_publish(lock: Path) -> None:
    """Publish in a process of its own; its problems go to the log, and to the health page by STATUS."""
    _run("content was not published", lock, "publish")


def _run(failure: str, lock: Path, *arguments: str) -> bool:
    """Run a command of the portal to its end; one that gives no sign of life for long is ended."""
    command = [sys.executable, "-m", "portal", *arguments]
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said)
        began = clock.machine().timestamp()
        while process.poll() is None:
            with suppress(subprocess.TimeoutExpired):
                process.wait(TICK or 1.0)
            if (
                process.returncode is None
                and clock.machine().timestamp() - max(began, _touched(lock)) > STALLED
            ):
                process.kill()
                log.error("%s: no sign of life for %s seconds, so it was stopped", failure, int(STALLED))
        if process.returncode > 0:
            said.seek(0)
            log.error("%s: %s", failure, said.read(8_000).decode("utf-8", "replace").strip()[:2_000])
    return process.returncode == 0


def _touched(lock: Path) -> float:
    try:
        return lock.stat().st_mtime
    except OSError:
        return 0.0


def _mend_arrays(settings: Settings) -> bool:
    """Make the arrays of the edition in use where they are missing; False where that fails."""
    in_use = generations.current(settings.index)
    if in_use is None or arrays_stamp(in_use) is not None or not is_sound(in_use):
        return True
    lock = settings.index / generations.LOCK
    return _run("the arrays of the search were not made", lock, "search-cache", "build")


def watch(settings: Settings, stop: threading.Event, events: Events | None = None) -> None:
    """Each second see whether an edition with its arrays is in use; at each event, and each look, whether
    content/ or the month has changed.

    Ends when `stop` is set.
    """
    seen = _state(settings)
    last_look = time.monotonic()
    next_mending = 0.0
    while not stop.wait(TICK):
        if time.monotonic() >= next_mending and not _mend_arrays(settings):
            next_mending = time.monotonic() + RETRY
        is_missing = generations.current(settings.index) is None
        is_due = (events is not None and events.take()) or time.monotonic() - last_look >= (
            TICK if settings.development else settings.content_check_seconds
        )
        if not is_missing and not is_due:
            continue
        last_look = time.monotonic()
        try:
            now = _state(settings)
        except OSError as error:
            log.error("content could not be looked at: %s", error)
            continue
        if is_missing or now != seen:
            run_publish(settings.index / generations.LOCK)
            if status(settings)["content"] != "failed":  # a full disk is tried again at the next look
                seen = now
            if generations.current(settings.index) is None and stop.wait(RETRY):
                return


def _state(settings: Settings) -> tuple[int, int]:
    """What an edition depends on: the files, and the month by which statuses age."""
    return signature(settings.content), clock.date_in(settings.time_zone).month
