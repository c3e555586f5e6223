"""The command `portal`: every room hangs its commands here."""

from __future__ import annotations

import errno
import os
import sys
from importlib import import_module

import click

from portal.errors import InvalidContent, PortalError

COMMANDS = {
    "content": "portal.publishing.cli",
    "publish": "portal.publishing.cli",
    "status": "portal.publishing.cli",
    "search": "portal.search.cli",
    "search-cache": "portal.search.cli",
    "misses": "portal.search.cli",
    "user": "portal.accounts.cli",
    "audit": "portal.audit.cli",
    "opd": "portal.government.cli",
    "indicators": "portal.benchmark.cli",
    "plan": "portal.adoption.cli",
    "register": "portal.register.cli",
    "telaahan": "portal.briefs.cli",
    "report": "portal.dashboards.cli",
    "periksa": "portal.editing.cli",
    "evidence": "portal.evidence.cli",
    "backup": "portal.backup.cli",
    "restore": "portal.backup.cli",
    "db": "portal.backup.database_cli",
    "jobs": "portal.jobs.cli",
    "notices": "portal.notices.cli",
    "init": "portal.init",
    "handbook": "portal.handbook",
    "serve": "portal.start",
}


class Rooms(click.Group):
    """Commands by name; a room is imported when its command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        """Every command, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of a room, or None."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(COMMANDS[cmd_name]), cmd_name.replace("-", "_"))
        return command


@click.group(cls=Rooms)
@click.version_option(package_name="tiru", prog_name="portal")
def portal() -> None:
    """Tiru: portal pengetahuan dan pembanding inovasi daerah."""


def main() -> None:
    """Run the command; an expected error is one sentence and exit code 1."""
    try:
        try:
            portal()
        finally:
            _flush()
    except InvalidContent as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        print("Tidak diterbitkan. Terbitan lama tetap dipakai.", file=sys.stderr)
        sys.exit(1)
    except PortalError as error:
        print(error, file=sys.stderr)
        sys.exit(1)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        print("Hasilnya tidak dapat ditulis: ruang simpan di tujuan penuh.", file=sys.stderr)
        sys.exit(1)
    except Exception as error:
        from sqlalchemy.exc import OperationalError

        from portal.db.engines import is_away, told

        if not isinstance(error, OperationalError) or not is_away(error):
            raise
        print(told(error), file=sys.stderr)
        sys.exit(1)


def _flush() -> None:
    """Write what is still held back, so that a full disk is told by us and not by the interpreter's end."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left goes nowhere
        raise
