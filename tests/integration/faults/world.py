"""A portal in a folder of its own, copied for every try."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from portal.access import Role
from portal.accounts import sessions
from portal.accounts.models import Account, Membership
from portal.backup.layout import Places
from portal.config import Settings
from portal.db import transaction
from portal.editing import revisions
from portal.errors import PortalError
from portal.evidence import About, register
from tests import databases, postgresql
from tests.databases import Kept
from tests.integration.evidence.conftest import multipart, typed
from tests.make import SETTINGS, Maker, reader
from tests.unit.evidence import papers

OPD = "Disdukcapil"


class Refused(PortalError):
    """A form was not taken; carries what its sender read."""


@dataclass
class World:
    """A portal in a folder of its own."""

    root: Path
    apps: list[Flask] = field(default_factory=list)
    later: timedelta = timedelta(0)  # by how much its clock has moved on

    @cached_property
    def maker(self) -> Maker:
        return Maker(self.root)

    @property
    def settings(self) -> Settings:
        return self.maker.settings(two_step_roles=(), evidence_keep_free_mb=1)

    @property
    def instance(self) -> Path:
        return self.root / "instance"

    @property
    def places(self) -> Places:
        return Places.of(self.settings, self.root)

    @cached_property
    def app(self) -> Flask:
        """The portal; its clock can be moved on."""
        app = self.maker.app(two_step_roles=(), evidence_keep_free_mb=1)
        app.config["WTF_CSRF_ENABLED"] = False
        machine = app.extensions["clock"]
        app.extensions["clock"] = lambda: machine() + self.later
        register(app, "plan", find=lambda _session, _number: About(OPD, "Rencana", "/rencana/1"))
        return app

    @contextmanager
    def inside(self) -> Iterator[Session]:
        """A look into its database."""
        with self.app.app_context(), Session(self.app.extensions["engine"]) as session:
            yield session

    def post(self, path: str, **given: Any) -> None:
        """The operator sends a form; raises Refused with the sentence of the answer."""
        client = reader(self.app)
        with self.app.app_context(), transaction() as session:
            account = session.get_one(Account, 2)
            now: datetime = self.app.extensions["clock"]()
            token = sessions.open_session(session, account, now=now, user_agent="", has_second_step=True)
        with client.session_transaction() as cookie:
            cookie["_user_id"] = token
        answer = client.post(path, **given)
        if answer.status_code != 303:
            raise Refused(f"{answer.status_code} {answer.text.partition('<h1>')[2].partition('</h1>')[0]}")

    def close(self) -> None:
        self.maker.close()


@dataclass
class Base:
    """A portal that is copied for every try."""

    root: Path
    kept: Kept

    def copy(self, root: Path) -> World:
        """The same portal in another folder."""
        shutil.copytree(self.root, root)
        (root / "settings.toml").write_text(databases.named(SETTINGS, root), "utf-8")
        if postgresql.is_wanted():
            self.kept.put(root / "instance")
        return World(root)


def make_base(root: Path) -> Base:
    """The small library, published, with a curator, an operator, a paper and an order to publish."""
    world = World(root)
    world.maker.library(["jempol", "gemas"])
    world.maker.publish()
    with world.app.app_context(), transaction() as session:
        now = world.app.extensions["clock"]()
        for number, role, opd in ((1, Role.CURATOR, None), (2, Role.OPERATOR, OPD)):
            account = Account(id=number, username=role.value, name="Sari", created_at=now)
            account.memberships = [
                Membership(role=role, opd=opd, since=now.date() - timedelta(days=9), kind="definitif")
            ]
            session.add(account)
        session.flush()
        revisions.note_files(session, world.settings)
    upload(world, papers.jpg(), "lama.jpg", "foto")
    kept = databases.keep(world.instance) if postgresql.is_wanted() else Kept()
    world.app.extensions["engine"].dispose()
    world.close()
    return Base(root, kept)


def upload(world: World, file: bytes, name: str, kind: str) -> None:
    """The operator sends a paper."""
    body, content_type = multipart(typed(file, name, kind=kind, number="1" if kind == "sk" else ""))
    world.post("/bukti/baru?subjek=plan:1", data=body, content_type=content_type)
