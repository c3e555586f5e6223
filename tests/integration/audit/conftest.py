"""Fixtures of the audit tests."""

from __future__ import annotations

from tests.integration.accounts.conftest import world

__all__ = ["world"]
