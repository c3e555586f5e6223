"""What this room hangs on the page of a case and on the menu."""

from __future__ import annotations

from flask import g, render_template, url_for

from portal import access
from portal.access import Role
from portal.cases import Case
from portal.db import reading
from portal.keeping import lists, speaking
from portal.keeping.models import ReadingList


def save(case: Case) -> str:
    """The button that saves a case with one tap, and the reader's other lists to put it on."""
    if not access.actor().is_signed_in:
        return ""
    own = _own()
    on = [row for row in own if any(item.slug == case.slug for item in row.items)]
    others = [row for row in own if row not in on and not row.is_first]
    return render_template("keeping/case_action.html", case=case, on=on, others=others)


def save_in_bar(case: Case) -> str:
    """The same in one word, for the bar at the bottom of a phone."""
    if not access.actor().is_signed_in:
        return ""
    on = [row for row in _own() if any(item.slug == case.slug for item in row.items)]
    return render_template("keeping/case_bar.html", case=case, on=on)


def menu(_subject: object) -> str:
    """The way to reading lists, in everybody's menu."""
    return f'<li><a href="{url_for("keeping.index")}">Daftar bacaan</a></li>'


def speak(case: Case) -> str:
    """Whether the case helped (one tap for who has signed in), and the way to report a fault."""
    return render_template("keeping/speak.html", case=case, is_signed_in=access.actor().is_signed_in)


def desk_menu(_subject: object) -> str:
    """The way to what readers say, for curators."""
    if not access.may(access.actor(), "keeping.answer"):
        return ""
    return f'<li><a href="{url_for("keeping.desk")}">Suara pembaca</a></li>'


def for_home(_subject: object) -> str:
    """For a curator: how many reports wait."""
    if Role.CURATOR not in access.actor().roles:
        return ""
    waiting = speaking.how_many_wait(reading())
    return render_template("keeping/home.html", waiting=waiting) if waiting else ""


def _own() -> list[ReadingList]:
    """The reader's lists; asked once, though two places of a page show them."""
    if "own_lists" not in g:
        g.own_lists = lists.own(reading(), access.actor())
    found: list[ReadingList] = g.own_lists
    return found
