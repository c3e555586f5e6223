"""The portal of the evidence tests, and where its backups go."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.backup.layout import Places
from portal.config import Settings
from tests import databases
from tests.integration.evidence.conftest import _app, _content, _operator, _settings, _sign_in

__all__ = ["_app", "_content", "_operator", "_settings", "_sign_in"]


@pytest.fixture(name="here")
def _here(evidence_settings: Settings, tmp_path: Path) -> Places:
    """The portal that is backed up."""
    (tmp_path / "settings.toml").write_text('government = "batang"\nname = "Tiru"\n')
    return Places.of(evidence_settings, tmp_path)


@pytest.fixture(name="there")
def _there(evidence_settings: Settings, tmp_path: Path) -> Places:
    """An empty machine."""
    root = tmp_path / "mesin-lain"
    root.mkdir()
    (root / "settings.toml").write_text('government = "batang"\nname = "Tiru"\n')
    moved = evidence_settings.model_copy(
        update={"content": root / "content", "index": root / "index", "instance": root / "instance"}
    )
    databases.make_room(moved.instance)
    return Places.of(databases.at(moved), root)
