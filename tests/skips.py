"""Say aloud what was skipped and why; with STRICT=1 a skip is a failure."""

from __future__ import annotations

import os

import pytest


class Skips:
    """Gathers the skips of a run, of all its worker processes."""

    def __init__(self) -> None:
        self.reasons: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a skipped test."""
        if report.skipped:
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
            self.reasons[report.nodeid] = reason

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail a strict run that skipped something."""
        is_worker = hasattr(session.config, "workerinput")
        if self.reasons and os.environ.get("STRICT") == "1" and not is_worker:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """List what was skipped."""
        if self.reasons:
            terminalreporter.section("dilewati")
            for test, reason in sorted(self.reasons.items()):
                terminalreporter.line(f"{test}: {reason}")


def pytest_configure(config: pytest.Config) -> None:
    """Join the run."""
    config.pluginmanager.register(Skips(), "skips")
