"""People: who they are, which roles they hold in which OPD, and how they sign in."""

from collections.abc import Callable

from flask import Flask, current_app

OpdNames = Callable[[], dict[str, str]]

__all__ = ["init_app", "opd_names"]


def opd_names() -> dict[str, str]:
    """The agencies, code to name; told by the room that knows them, which stands above this one."""
    names: OpdNames = current_app.extensions["opd_names"]
    return names()


def init_app(app: Flask, *, opd_names: OpdNames) -> None:
    """Open the room."""
    from portal.accounts import first, identity, menu
    from portal.accounts.views import blueprint, imports, links, own, people, sign_in, sso  # noqa: F401

    app.extensions["opd_names"] = opd_names
    identity.init_app(app)
    app.register_blueprint(blueprint)
    menu.init_app(app)
    app.extensions.setdefault("start_notes", []).append(first.note_for_start(app))
