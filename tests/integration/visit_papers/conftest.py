"""A portal in which visits are written straight into the tables."""

from __future__ import annotations

from tests.integration.adoption.conftest import office, peopled

__all__ = ["office", "peopled"]
