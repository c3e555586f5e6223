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
    command = [sys.executable, "-m", "portal", "publish"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=BUILD_TIMEOUT, check=False)
    except subprocess.TimeoutExpired:
        log.error("publishing took more than %s seconds and was stopped", BUILD_TIMEOUT)
        return
    if done.returncode:
        log.error("content was not published: %s", done.stderr.strip()[:2_000])


def watch(settings: Settings, stop: threading.Event) -> None:
    """Each second see whether an edition is in use; each look, whether content/ or the month has changed.

    Ends when `stop` is set.
    """
    seen = _state(settings)
    last_look = time.monotonic()
    while not stop.wait(TICK):
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
