"""The small library, published, with curators at their desks."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.access import Role
from tests.conftest import shelf as shelf  # where tests of other rooms look for it
from tests.conftest import stock as stock
from tests.integration.editing.desk import NOW, Desk, make_account
from tests.make import Maker


@pytest.fixture
def portal(shelf: Maker) -> Flask:
    """The portal over the small library, on the morning of 22 November 2026."""
    app = shelf.app()
    app.extensions["clock"] = lambda: NOW
    return app


@pytest.fixture
def sit_down(portal: Flask) -> Callable[..., Desk]:
    """Sits a person with roles down at a desk; without roles, somebody who has not signed in."""

    def sit(username: str, *roles: Role) -> Desk:
        return Desk(portal, make_account(portal, username, *roles))

    return sit


@pytest.fixture
def curator(sit_down: Callable[..., Desk]) -> Desk:
    """Sari, a curator."""
    return sit_down("sari", Role.CURATOR)


@pytest.fixture
def session(portal: Flask) -> Iterator[Session]:
    """A look into the database."""
    with Session(portal.extensions["engine"]) as found:
        yield found
