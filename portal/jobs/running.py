"""The process that does jobs: one a machine, beside the web server or alone.

A server's worker starts it when nobody on this machine runs one, and it ends with that worker: the pipe
between them closes, however the worker dies. Another worker then starts the next.
"""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.db import transaction
from portal.disk import private_folder
from portal.jobs import queue
from portal.jobs.worker import Worker

LOCK = "jobs.lock"
TICK = 1.0  # seconds
GRACE = 10.0  # seconds for what runs to end once a stop is asked for
THREADS = 2  # a paper need not wait for a publication
SWEEP_EVERY = 3_600.0  # seconds
STUCK = 75  # exit status: started again, this may go well


@dataclass
class Round:
    """What is done again and again, beside the jobs; it is short, and may ask for a job."""

    seconds: float
    do: Callable[[Session], object]
    next: float = 0.0  # of the monotonic clock


def every(app: Flask, seconds: float, do: Callable[[Session], object]) -> None:
    """Have the process that does jobs call this in a transaction, at its start and every so many seconds."""
    app.extensions.setdefault("rounds", []).append(Round(seconds, do))


@contextmanager
def alone(instance: Path) -> Iterator[bool]:
    """Be the one process of this machine that does jobs; False where there is one already."""
    private_folder(instance)
    descriptor = os.open(instance / LOCK, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            is_alone = True
        except BlockingIOError:
            is_alone = False
        yield is_alone
    finally:
        os.close(descriptor)


def run(app: Flask, *, with_parent: bool) -> None:
    """Do jobs until a signal says stop, or (`with_parent`) until the standard input closes."""
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    if with_parent:
        Thread(target=_wait_for_end_of_input, args=(stop,), daemon=True).start()
    workers = [Worker(app, stop) for _ in range(THREADS)]
    threads = [Thread(target=worker.run, daemon=True, name="jobs") for worker in workers]
    for thread in threads:
        thread.start()
    rounds = [Round(SWEEP_EVERY, queue.sweep), *app.extensions.get("rounds", [])]
    while not stop.wait(TICK):
        go_round(app, rounds)
        if any(worker.is_overdue() for worker in workers):
            app.logger.error("a job does not end; the process is left")
            _leave(workers, STUCK)
    until = time.monotonic() + GRACE
    for thread in threads:
        thread.join(max(0.0, until - time.monotonic()))
    if any(thread.is_alive() for thread in threads):
        _leave(workers, 0)


def _leave(workers: list[Worker], status: int) -> None:
    """End at once; what runs is left to others."""
    for worker in workers:
        with suppress(SQLAlchemyError):
            worker.give_back()
    os._exit(status)


def _wait_for_end_of_input(stop: Event) -> None:
    while os.read(0, 1_024):
        pass
    stop.set()


def go_round(app: Flask, rounds: list[Round]) -> None:
    """Do each whose time has come; one that fails is tried at its next time, and hinders none."""
    for one in rounds:
        if time.monotonic() < one.next:
            continue
        one.next = time.monotonic() + one.seconds
        try:
            with app.app_context(), transaction() as session:
                one.do(session)
        except SQLAlchemyError as error:
            app.logger.error("a round of the queue's process failed", exc_info=error)


def start(app: Flask) -> Thread:
    """From a worker of the server: see that this machine has a process that does jobs."""
    settings: Settings = app.extensions["settings"]
    thread = Thread(target=keep, args=(settings, Event()), daemon=True, name="jobs")
    thread.start()
    return thread


def keep(settings: Settings, stop: Event) -> None:
    """Start the process whenever nobody on this machine runs one; ends when `stop` is set."""
    child: subprocess.Popen[bytes] | None = None
    while not stop.wait(TICK):
        if child is not None and child.poll() is None:
            continue
        with alone(settings.instance) as is_free:
            pass
        child = _start_process() if is_free else None
    if child is not None and child.stdin is not None:
        child.stdin.close()
        child.wait()


def _start_process() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "portal", "jobs", "run", "--with-parent"]
    return subprocess.Popen(command, stdin=subprocess.PIPE)
