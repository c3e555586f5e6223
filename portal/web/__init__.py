"""The shell around every page: layout, headers, errors, id-ID figures and dates, places for panels."""

from __future__ import annotations

from flask import Flask

from portal.web import cookies, errors, figures, forms, headers, panels, static

__all__ = ["init_app"]


def init_app(app: Flask) -> None:
    """Fit the shell to the app."""
    figures.init_app(app)
    static.init_app(app)
    cookies.init_app(app)
    headers.init_app(app)
    forms.init_app(app)
    errors.init_app(app)
    app.jinja_env.globals["panels"] = panels.render
