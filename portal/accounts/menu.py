"""The entry in the header of every page: "Masuk", or the name with a menu."""

from __future__ import annotations

from flask import Flask, render_template

from portal.access import actor, may
from portal.web import panels


def _entry(_subject: object) -> str:
    return render_template("accounts/header.html", found=actor())


def _people(_subject: object) -> str:
    return render_template("accounts/menu_people.html") if may(actor(), "account.manage") else ""


def init_app(app: Flask) -> None:
    """Hang the entry; other rooms add lines to the menu at the place "account-menu"."""
    panels.add(app, "header", _entry, order=900)
    panels.add(app, "account-menu", _people, order=800)
