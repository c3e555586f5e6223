"""Writes people and their trail until it is killed; prints each number once it is acknowledged."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from portal import create_app
from portal.access import command_actor
from portal.accounts import people
from portal.accounts.people import Person
from portal.clock import now
from portal.config import Settings
from portal.db import transaction
from tests import databases


def main(root: Path) -> None:
    """Add people for ever."""
    folders: dict[str, Any] = {name: root / name for name in ("content", "index", "instance")}
    app = create_app(databases.at(Settings(government="batang", name="Tiru", **folders)))
    with app.app_context():
        number = 0
        while True:
            number += 1
            with transaction() as session:
                person = Person(f"orang-{sys.argv[2]}-{number}", f"Orang {number}")
                account = people.add(session, person, actor=command_actor("kill"), now=now())
            print(account.id, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
