"""Jobs in tests: done at once, by the worker of the portal itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.jobs.worker import Worker


def do_jobs(app: Flask) -> int:
    """Do every job that is due; gives how many there were."""
    worker, count = Worker(app, Event()), 0
    while worker.work_one():
        count += 1
    return count


def led_on(client: FlaskClient, answer: TestResponse) -> TestResponse:
    """Where a form leads whose work is a job: that is done, and its page asked once more."""
    if answer.status_code != 303 or not answer.location.startswith("/pekerjaan/"):
        return answer
    do_jobs(client.application)
    return client.get(answer.location)


@contextmanager
def working(app: Flask) -> Iterator[None]:
    """Do jobs beside a server, as `portal jobs run` does."""
    stop = Event()
    thread = Thread(target=Worker(app, stop).run, daemon=True)
    thread.start()
    yield
    stop.set()
    thread.join()
