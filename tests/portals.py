"""Portals for tests, made once and moved into the folder of each test that asks for one.

Making a portal takes longer than most tests: some 300 address rules, 200 templates and as many statements to
compile. What a test changes on its portal (configuration, extensions, client) is put back when it is closed;
what must be changed before the first page (rules, hooks) needs a portal of its own from `create_app`.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache

from portal import config, create_app
from portal.config import Settings
from portal.db import open_engine, place
from portal.evidence import open_store
from tests import databases

FOLDERS = {"content", "index", "instance", "database"}
_idle: defaultdict[str, list[tuple[Flask, State]]] = defaultdict(list)
_lent: dict[int, tuple[str, State]] = {}


class State:
    """What a new portal has that a test may change."""

    def __init__(self, app: Flask) -> None:
        self.config = dict(app.config)
        self.extensions = _copied(app.extensions)
        self.views = dict(app.view_functions)
        self.client = app.test_client_class

    def give_back(self, app: Flask, settings: Settings) -> None:
        """Make the portal as it was, at the place that these settings say."""
        app.config.clear()
        app.config.update(self.config, SECRET_KEY=config.secret_key(settings.instance))
        app.extensions.clear()
        app.extensions.update(_copied(self.extensions))
        app.extensions.update(settings=settings, evidence_store=open_store(settings))
        app.view_functions.clear()
        app.view_functions.update(self.views)
        app.test_client_class = self.client
        # the engine stays, with the statements it has compiled; its connections lead to the new place
        engine = open_engine(place(settings))
        if hasattr(app.extensions["engine"].dialect, "default_isolation_level"):
            app.extensions["engine"].pool = engine.pool
        else:  # it was never connected, so it does not know its server yet
            app.extensions["engine"] = engine


class Compiled(BytecodeCache):
    """Templates compiled once for all the portals of a process."""

    def __init__(self) -> None:
        self.templates: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give back what was compiled from the same source."""
        if bucket.key in self.templates:
            bucket.bytecode_from_string(self.templates[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self.templates[bucket.key] = bucket.bytecode_to_string()


_compiled = Compiled()


def open_portal(settings: Settings) -> Flask:
    """A portal with these settings, as a new one would be."""
    settings = databases.at(settings)
    kind = settings.model_dump_json(exclude=FOLDERS)
    if _idle[kind]:
        app, state = _idle[kind].pop()
        state.give_back(app, settings)
    else:
        config.secret_key(settings.instance)  # as a start does
        app = create_app(settings)
        app.jinja_env.bytecode_cache = _compiled
        state = State(app)
    _lent[id(app)] = (kind, state)
    return app


def close_portal(app: Flask) -> None:
    """Close its database; the portal is there for the next test."""
    app.extensions["engine"].dispose()
    if id(app) in _lent:
        kind, state = _lent.pop(id(app))
        _idle[kind].append((app, state))


def _copied(extensions: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.copy() if isinstance(value, dict | list) else value for name, value in extensions.items()
    }
