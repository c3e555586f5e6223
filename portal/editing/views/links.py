"""The ways into the room, hung on pages of others."""

from __future__ import annotations

from flask import render_template

from portal.access import actor, may
from portal.cases import Case


def for_case(case: Case) -> str:
    """What a curator can do about a case, on its page."""
    if not (may(actor(), "editing.edit") or may(actor(), "editing.history")):
        return ""
    return render_template("editing/panel.html", case=case)


def menu(_subject: object) -> str:
    """The way to the list, for those who edit."""
    return render_template("editing/menu.html") if may(actor(), "editing.edit") else ""
