"""Fixtures of the people tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.accounts.databases import make_empty
from tests.integration.accounts.world import World, build


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database."""
    return make_empty(tmp_path_factory.mktemp("empty"))


@pytest.fixture
def world(tmp_path: Path, empty: Path) -> World:
    """A portal without anybody."""
    return build(tmp_path / "world", empty)
