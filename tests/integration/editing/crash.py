"""Publishes in a process of its own, again and again, so that a test can kill it anywhere in between.

Run as: python -m tests.integration.editing.crash ROOT
Prints the number of each revision that was acknowledged.
"""

from __future__ import annotations

import sys
from pathlib import Path

from portal import config, create_app
from portal.access import Actor, Role
from portal.db import transaction
from portal.editing import door, storage
from portal.editing.door import Order
from portal.editing.models import RevisionKind

SLUG = "jempol"


def main(root: Path) -> None:
    """Publish one new title after another."""
    settings = config.load(root, {})
    app = create_app(settings)
    actor = Actor(account_id=1, name="Sari", roles=frozenset({Role.CURATOR}))
    path = storage.place_for(settings.content, "teladan", SLUG)
    with app.app_context():
        number = 0
        while True:
            number += 1
            text = storage.read_text(path)
            start = text.index("\ntitle: ")
            end = text.index("\n", start + 1)
            new = f'{text[:start]}\ntitle: "Judul {number}"{text[end:]}'
            order = Order(SLUG, "teladan", new, storage.digest_of(text), RevisionKind.EDITED, f"ke-{number}")
            done = door.publish_change(transaction, settings, actor, order)
            print(done, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
