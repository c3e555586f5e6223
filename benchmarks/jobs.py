"""The queue: workers killed in the middle of jobs, and what an idle worker costs.

    bin/bench jobs                    200 kills
    bin/bench jobs --rounds 20        fewer
    bin/bench jobs --postgresql       on PostgreSQL instead of SQLite

Counted are jobs that did not end well or whose effect is not there (lost), effects made more than once
(twice), and intentions or files left over. A killed job is taken up by the next worker.
"""

from __future__ import annotations

import argparse
import os
import resource
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Timer

from portal.jobs.worker import Worker
from tests import postgresql
from tests.integration.jobs.killing import torture
from tests.make import Maker, making

IDLE = 20.0  # seconds
PER_KILL, CASES = 2, 40


def idle_cost(maker: Maker) -> float:
    """Milliseconds of processor time that a worker with nothing to do takes in a second."""
    stop = Event()
    Timer(IDLE, stop.set).start()
    before, began = _cpu(), time.monotonic()
    Worker(maker.app(), stop).run()
    return 1_000 * (_cpu() - before) / (time.monotonic() - began)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Kill, count, and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--postgresql", action="store_true")
    given = parser.parse_args()
    with ExitStack() as stack:
        if given.postgresql:
            os.environ[postgresql.VARIABLE] = "postgresql"
            stack.callback(postgresql.start_server().stop)
        maker = stack.enter_context(contextmanager(making)(Path(stack.enter_context(TemporaryDirectory()))))
        began = time.monotonic()
        entries = given.rounds * PER_KILL
        found = torture(maker, rounds=given.rounds, entries=entries, cases=CASES, seed=given.seed)
        print(f"{found}; {time.monotonic() - began:.0f} s on {maker.app().extensions['engine'].dialect.name}")
        print(f"an idle worker: {idle_cost(maker):.2f} ms of processor time a second")


if __name__ == "__main__":
    main()
