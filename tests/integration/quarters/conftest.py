"""The office with a register."""

from __future__ import annotations

from tests.integration.register.conftest import Office, Register, office, peopled, register

__all__ = ["Office", "Register", "office", "peopled", "register"]
