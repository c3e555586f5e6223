"""People: who they are, which roles they hold in which OPD, and how they sign in."""

from collections.abc import Callable

from flask import Flask, current_app
from sqlalchemy.orm import Session

OpdNames = Callable[[], dict[str, str]]

__all__ = ["coaches", "init_app", "opd_names", "position_of"]


def opd_names() -> dict[str, str]:
    """The agencies, code to name; told by the room that knows them, which stands above this one."""
    names: OpdNames = current_app.extensions["opd_names"]
    return names()


def position_of(session: Session, account_id: int | None) -> str:
    """A person's position (jabatan) as on letters; empty where it is not known."""
    from portal.accounts.models import Account

    account = session.get(Account, account_id) if account_id is not None else None
    return account.position if account else ""


def coaches(session: Session) -> dict[str, tuple[str, ...]]:
    """Who coaches each agency today, by its code; the names in order."""
    from portal import clock
    from portal.accounts import queries

    return queries.coaches(session, clock.today())


def init_app(app: Flask, *, opd_names: OpdNames) -> None:
    """Open the room."""
    from portal.accounts import first, identity, menu
    from portal.accounts.views import blueprint, imports, links, own, people, sign_in, sso  # noqa: F401

    app.extensions.update(opd_names=opd_names, sign_in_again=sign_in.sign_in_again)
    identity.init_app(app)
    app.register_blueprint(blueprint)
    menu.init_app(app)
    app.extensions.setdefault("start_notes", []).append(first.note_for_start(app))
