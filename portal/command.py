"""The command `portal`: every room hangs its commands here."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from importlib import import_module

import click

from portal.disk import OTHERS, why
from portal.errors import InvalidContent, PortalError

COMMANDS = {
    "content": "portal.publishing.cli",
    "publish": "portal.publishing.cli",
    "status": "portal.publishing.cli",
    "sehat": "portal.home.cli",
    "search": "portal.search.cli",
    "search-cache": "portal.search.cli",
    "misses": "portal.search.cli",
    "user": "portal.accounts.cli",
    "audit": "portal.audit.cli",
    "opd": "portal.government.cli",
    "indicators": "portal.benchmark.cli",
    "plan": "portal.adoption.cli",
    "register": "portal.register.cli",
    "iid": "portal.iid.cli",
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
    """Run the command; an expected error is one sentence and exit code 1.

    What it writes (database, journals, index, archives, papers) is for its owner only.
    """
    os.umask(OTHERS)
    code, lines = _run()
    try:
        sys.stdout.flush()
    except OSError as error:
        code, lines = 1, (f"Hasilnya tidak dapat ditulis: {why(error)}.",)
        if error.errno == errno.EPIPE:  # whoever reads no further, as head does, knows
            lines = ()
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what is left in the buffer has a place to go
    with suppress(OSError):
        for line in lines:
            print(line, file=sys.stderr, flush=True)
    sys.exit(code)


def _run() -> tuple[int | str | None, tuple[object, ...]]:
    """The exit code of the command, and what is to be said of an error."""
    try:
        portal()
    except SystemExit as left:
        return left.code, ()
    except InvalidContent as error:
        return 1, (*error.problems, "Tidak diterbitkan. Terbitan lama tetap dipakai.")
    except PortalError as error:
        return 1, (error,)
    except OSError as error:
        what = (
            f"Perintah ini berhenti: {error.filename}" if error.filename else "Hasilnya tidak dapat ditulis"
        )
        return 1, (f"{what}: {why(error)}.",)
    except Exception as error:
        if not (sentence := _of_database(error)):
            raise
        return 1, (sentence,)
    return 0, ()


def _of_database(error: Exception) -> str:
    """What is to be said of a database that cannot be used; nothing for a fault of ours."""
    from sqlalchemy.exc import DBAPIError

    from portal.db.troubles import is_expected, told

    return told(error) if isinstance(error, DBAPIError) and is_expected(error) else ""
