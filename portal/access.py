"""Who may do what: every endpoint says it with @allow, and what says nothing is refused."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, current_app, request

from portal.errors import Forbidden

View = TypeVar("View", bound=Callable[..., Any])


class Role(StrEnum):
    """Whom an endpoint serves."""

    ANYONE = "siapa saja"


def allow(*roles: Role) -> Callable[[View], View]:
    """Declare who may call a view."""

    def mark(view: View) -> View:
        view.allowed_roles = frozenset(roles)  # type: ignore[attr-defined]
        return view

    return mark


def allowed_roles(app: Flask, endpoint: str) -> frozenset[Role]:
    """The roles an endpoint declares; empty for one that declares nothing."""
    return getattr(app.view_functions[endpoint], "allowed_roles", frozenset())


def init_app(app: Flask) -> None:
    """Refuse every endpoint that does not say whom it serves."""
    allow(Role.ANYONE)(app.view_functions["static"])

    @app.before_request
    def check() -> None:
        endpoint = request.endpoint
        if endpoint is not None and Role.ANYONE not in allowed_roles(current_app, endpoint):
            raise Forbidden("Halaman ini belum dibuka untuk siapa pun.")
