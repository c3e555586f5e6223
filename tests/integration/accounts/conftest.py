"""Fixtures of the people tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.accounts.world import World, build
from tests.portals import close_portal


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A portal without anybody."""
    made = build(tmp_path / "world")
    yield made
    close_portal(made.app)
