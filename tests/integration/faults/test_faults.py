"""An error at every k-th write, sync, rename and statement: as before or as after, told, and nothing half."""

from __future__ import annotations

import gc
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faulty import Fault
from tests.integration.faults.operations import OPERATIONS
from tests.integration.faults.trying import course_of, fill_up, sweep
from tests.integration.faults.world import Base, make_base
from tests.patience import IS_LONG, some
from tests.postgresql import is_wanted

pytestmark = [
    pytest.mark.both_engines("publishing"),
    # Whoosh leaves its files to the collector where a build fails.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
TRIED = [
    name for name in OPERATIONS if name != "migrate" or not is_wanted()
]  # it begins from a file of SQLite
FAULTS = [Fault.ONCE, Fault.FULL, Fault.DEAD, Fault.KILL]


@pytest.fixture(name="base", scope="module")
def _base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    return make_base(tmp_path_factory.mktemp("dasar") / "portal")


@pytest.fixture(autouse=True)
def _collect() -> Iterator[None]:
    """Let the collector close what Whoosh left, here and not in a test that comes after."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.mark.timeout(3_600 if IS_LONG else 120)
@pytest.mark.parametrize("name", TRIED)
def test_a_fault_at_any_point_leaves_the_old_state_or_the_new_one(
    name: str, base: Base, tmp_path: Path
) -> None:
    course = course_of(OPERATIONS[name], base, tmp_path)
    points = some(course.telling, 3)

    for number, at in enumerate(points):
        faults = FAULTS if IS_LONG else [FAULTS[number % len(FAULTS)]]
        assert sweep(course, base, tmp_path, faults, [at]).findings == []


@pytest.mark.parametrize("name", ["save"] if is_wanted() else ["save", "migrate"])
def test_a_disk_that_fills_up_inside_the_database_leaves_the_old_state_or_the_new_one(
    name: str, base: Base, tmp_path: Path
) -> None:
    course = course_of(OPERATIONS[name], base, tmp_path)

    for limit in some(range(0, 640 * 1024, 4096), 2):
        assert list(fill_up(course, base, tmp_path, limit)) == []
