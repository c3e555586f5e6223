"""A worker that is killed loses nothing: each of its jobs is done once, by whoever comes after."""

from __future__ import annotations

import pytest

from tests.integration.jobs.killing import torture
from tests.make import Maker


@pytest.mark.both_engines
def test_jobs_whose_workers_are_killed_are_each_done_once(make: Maker) -> None:
    found = torture(make, rounds=5, entries=24, cases=2, seed=5)  # enough that no worker runs out of work

    assert (found.lost, found.twice, found.halves) == (0, 0, 0), found
    assert found.mid_job >= 1, found
