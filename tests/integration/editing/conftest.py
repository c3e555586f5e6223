"""The small library, published, with curators at their desks."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.access import Role
from tests import databases
from tests.integration.editing.desk import NOW, Desk, make_account
from tests.make import SETTINGS, Maker, making


@pytest.fixture(scope="session")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Maker]:
    """The small library, published, with its empty database; copied by every test that changes it."""
    for maker in making(tmp_path_factory.mktemp("stock")):
        maker.library()
        maker.publish()
        maker.app()
        maker.close()
        yield maker


@pytest.fixture
def shelf(stock: Maker, make: Maker) -> Maker:
    """The small library, published."""
    shutil.copytree(stock.root, make.root, dirs_exist_ok=True)
    if not databases.exists(make.root / "instance"):  # on PostgreSQL it is not among the files
        databases.empty().put(make.root / "instance")
    (make.root / "settings.toml").write_text(databases.named(SETTINGS, make.root), "utf-8")
    return make


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
