"""What this room hangs on the pages of others."""

from __future__ import annotations

from flask import render_template

from portal import access
from portal.government import Opd


def nav(_subject: object) -> str:
    """The entry of the main menu."""
    if not access.may(access.actor(), "dashboards.read"):
        return ""
    return render_template("dashboards/nav.html")


def for_opd(opd: Opd) -> str:
    """The way from an OPD's page to its scorecard."""
    if not access.may(access.actor(), "dashboards.opd", opd=opd.code):
        return ""
    return render_template("dashboards/panel_opd.html", opd=opd)
