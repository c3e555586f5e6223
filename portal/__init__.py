"""Tiru: the innovation benchmarking and knowledge portal of a local government."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

# Before numpy is loaded: its linear algebra takes a thread for each core, and these wait for one another by
# spinning. With other work on two cores, eigenvectors of 458 columns took 3.4 s of the processor, not 0.04.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def create_app(settings: object | None = None) -> Flask:
    """Open the rooms and put them under one roof."""
    from portal import access, clock, config, db, publishing, web
    from portal.db import presence

    chosen = settings if isinstance(settings, config.Settings) else config.load()
    presence.require(chosen)
    app = Flask("portal.web")
    app.extensions["settings"] = chosen
    app.config.update(
        SECRET_KEY=config.known_secret(chosen.instance),
        MAX_CONTENT_LENGTH=1024 * 1024,
        SEND_FILE_MAX_AGE_DEFAULT=0,
        TRAP_HTTP_EXCEPTIONS=False,
        TRUSTED_HOSTS=chosen.hosts,
    )
    app.debug = chosen.development
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    clock.init_app(app)
    db.init_app(app, db.place(chosen))
    web.init_app(app)
    _open_rooms(app)
    access.init_app(app)
    app.before_request(web.once.watch)  # behind the door, which knows who sends a form
    web.addresses.stand_below(app)
    app.extensions["watch"] = publishing.watch.start
    app.extensions["warm"] = publishing.warm.warm
    return app


@contextmanager
def opened(*, begins: bool = False) -> Iterator[Flask]:
    """The portal for a command: in its context, its connections closed at the end.

    `begins`: where there has never been a portal, its empty database is made first, as `portal serve` does.
    """
    from portal import config
    from portal.db import beginning, presence

    settings = config.load()
    if begins and not presence.check(settings):
        beginning.stand_ready(settings)
    app = create_app(settings)
    try:
        with app.app_context():
            yield app
    finally:
        app.extensions["engine"].dispose()


def _open_rooms(app: Flask) -> None:
    """Open every room, the lower storeys first."""
    from portal import (
        accounts,
        audit,
        benchmark,
        briefs,
        cases,
        editing,
        evidence,
        government,
        guides,
        home,
        jobs,
        pages,
        records,
        regions,
        search,
    )

    jobs.init_app(app)
    audit.init_app(app)
    records.init_app(app)
    accounts.init_app(app, opd_names=government.opd_names)
    lower = (evidence, regions, government, cases, search, pages, guides, home)
    for room in (*lower, benchmark, briefs, editing):
        room.init_app(app)
    _open_offices(app)


def _open_offices(app: Flask) -> None:
    """Open the rooms in which offices work, the lower storeys first."""
    from portal import (
        adoption,
        contests,
        dashboards,
        demo,
        harvest,
        iid,
        keeping,
        notices,
        portfolio,
        quarters,
        register,
        seasons,
        visits,
    )

    records_of_work = (
        adoption,
        harvest,
        portfolio,
        visits,
        keeping,
        register,
        iid,
        seasons,
        contests,
        quarters,
    )
    for room in (*records_of_work, notices, dashboards, demo):
        room.init_app(app)
    app.extensions["adopted_by"] = adoption.adopted_by
