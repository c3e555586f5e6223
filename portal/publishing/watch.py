"""Republish when content/ changes: a look every minute, in development every second.

Publishing runs in a process of its own, so that readers' threads are never held up, and the lock in
`generations` lets one of several workers build while the others find the work done.
"""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
import time

from flask import Flask

from portal import clock, generations
from portal.config import Settings
from portal.publishing.publish import signature, status
from portal.search.index import arrays_stamp, is_sound

log = logging.getLogger(__name__)
TICK = 1.0  # seconds
RETRY = 10.0  # seconds between attempts while content/ is refused and nothing is published
BUILD_TIMEOUT = 1_800  # seconds


def start(app: Flask) -> threading.Thread:
    """Watch from a thread that ends with its process."""
    settings: Settings = app.extensions["settings"]
    thread = threading.Thread(target=watch, args=(settings, threading.Event()), daemon=True, name="content")
    thread.start()
    return thread


def run_publish() -> None:
    """Publish in a process of its own; its problems go to the log, and to the health page by STATUS."""
    _run("content was not published", "publish")


def _run(failure: str, *arguments: str) -> bool:
    command = [sys.executable, "-m", "portal", *arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=BUILD_TIMEOUT, check=False)
    except subprocess.TimeoutExpired:
        log.error("%s: it took more than %s seconds and was stopped", failure, BUILD_TIMEOUT)
        return False
    if done.returncode:
        log.error("%s: %s", failure, done.stderr.strip()[:2_000])
    return done.returncode == 0


def _mend_arrays(settings: Settings) -> bool:
    """Make the arrays of the edition in use where they are missing; False where that fails."""
    in_use = generations.current(settings.index)
    if in_use is None or arrays_stamp(in_use) is not None or not is_sound(in_use):
        return True
    return _run("the arrays of the search were not made", "search-cache", "build")


def watch(settings: Settings, stop: threading.Event) -> None:
    """Each second see whether an edition with its arrays is in use; each look, whether content/ or the month
    has changed.

    Ends when `stop` is set.
    """
    seen = _state(settings)
    last_look = time.monotonic()
    next_mending = 0.0
    while not stop.wait(TICK):
        if time.monotonic() >= next_mending and not _mend_arrays(settings):
            next_mending = time.monotonic() + RETRY
        is_missing = generations.current(settings.index) is None
        is_due = time.monotonic() - last_look >= (
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
            run_publish()
            if status(settings)["content"] != "failed":  # a full disk is tried again at the next look
                seen = now
            if generations.current(settings.index) is None and stop.wait(RETRY):
                return


def _state(settings: Settings) -> tuple[int, int]:
    """What an edition depends on: the files, and the month by which statuses age."""
    return signature(settings.content), clock.date_in(settings.time_zone).month
