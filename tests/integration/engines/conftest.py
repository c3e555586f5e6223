"""Databases for the tests of what holds on both kinds of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from portal.db import open_engine
from tests import databases
from tests.integration.accounts.conftest import world
from tests.integration.adoption.conftest import office, peopled
from tests.integration.visits.conftest import visits
from tests.postgresql import is_wanted

__all__ = ["office", "peopled", "visits", "world"]
# What only a server can show is run by the second part of bin/test.
collect_ignore = [] if is_wanted() else ["test_server.py"]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """A database at the newest migration."""
    databases.empty().put(tmp_path / "instance")
    opened = open_engine(databases.where(tmp_path / "instance"))
    yield opened
    opened.dispose()
