"""What this room hangs on the pages of others."""

from __future__ import annotations

from flask import render_template

from portal import access


def nav(_subject: object) -> str:
    """The entry of the main menu."""
    return render_template("register/nav.html") if access.may(access.actor(), "register.read") else ""
