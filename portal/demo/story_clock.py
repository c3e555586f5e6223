"""The clock of the demo's story."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from flask import Flask

from portal import clock


class StoryClock:
    """Moves the app's clock, so that what the services write carries the day of the story."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self.real: Callable[[], datetime] = app.extensions["clock"]
        self.today = clock.local(self.real()).date()

    @contextmanager
    def days_ago(self, days: int) -> Iterator[date]:
        """Let the services live that many days ago."""
        moment = self.real() - timedelta(days=days)
        self._app.extensions["clock"] = lambda: moment
        try:
            yield clock.local(moment).date()
        finally:
            self._app.extensions["clock"] = self.real
