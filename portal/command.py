"""The command `portal`: every room hangs its commands here."""

from __future__ import annotations

import sys

import click

from portal.errors import InvalidContent, PortalError


@click.group()
@click.version_option(package_name="tiru", prog_name="portal")
def portal() -> None:
    """Tiru: portal pengetahuan dan pembanding inovasi daerah."""


def main() -> None:
    """Run the command; an expected error is one sentence and exit code 1."""
    from portal.accounts.cli import user
    from portal.adoption.cli import plan
    from portal.audit.cli import audit
    from portal.publishing.cli import content, publish, status
    from portal.search.cli import search
    from portal.start import serve
    from portal.web.cli import db

    for command in (content, publish, status, search, db, serve, user, audit, plan):
        portal.add_command(command)
    try:
        portal()
    except InvalidContent as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        print("Tidak diterbitkan. Terbitan lama tetap dipakai.", file=sys.stderr)
        sys.exit(1)
    except PortalError as error:
        print(error, file=sys.stderr)
        sys.exit(1)
