"""The shell around every page: layout, headers, errors, id-ID figures and dates, places for panels."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

from portal.web import (
    addresses,
    chat,
    cookies,
    errors,
    figures,
    forms,
    fresh,
    headers,
    held,
    once,
    panels,
    qr,
    security_log,
    static,
)
from portal.web.lazy_rule import LazyRule

__all__ = ["addresses", "init_app", "once"]


class RowNumber(IntegerConverter):
    """A number in an address that a database can hold; a longer one is an address that does not exist."""

    def __init__(self, rules: Map, fixed_digits: int = 0, min: int = 0, max: int = 2**63 - 1) -> None:
        super().__init__(rules, fixed_digits=fixed_digits, min=min, max=max)


def init_app(app: Flask) -> None:
    """Fit the shell to the app."""
    app.url_rule_class = LazyRule
    app.url_map.converters["int"] = RowNumber
    figures.init_app(app)
    static.init_app(app)
    addresses.init_app(app)
    chat.init_app(app)
    cookies.init_app(app)
    headers.init_app(app)
    forms.init_app(app)
    errors.init_app(app)
    security_log.init_app(app)
    fresh.init_app(app)
    held.init_app(app)
    once.init_app(app)
    qr.init_app(app)
    app.jinja_env.globals["panels"] = panels.render
