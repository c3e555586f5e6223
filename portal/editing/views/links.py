"""The ways into the room, hung on pages of others."""

from __future__ import annotations

from flask import render_template

from portal import clock
from portal.access import Role, actor, may
from portal.cases import CASES, Case
from portal.db import reading
from portal.editing import checking, revisions, worklist
from portal.search import misses

SHOWN = 4  # of each list on the first screen
WEEKS = 2  # of searches without an answer


def for_case(case: Case) -> str:
    """What a curator can do about a case, on its page."""
    if not (may(actor(), "editing.edit") or may(actor(), "editing.history")):
        return ""
    return render_template("editing/panel.html", case=case)


def for_home(_subject: object) -> str:
    """The curator's first screen: what to verify, what was sought in vain, drafts, changes from outside."""
    who = actor()
    if Role.CURATOR not in who.roles:
        return ""
    session, cases, today = reading(), CASES.get(), clock.today()
    due = worklist.due(cases.values(), today)
    drafts = worklist.open_drafts(session)
    sought = misses.page(session, WEEKS, offset=0, limit=SHOWN)
    return render_template(
        "editing/home.html",
        due=due[:SHOWN],
        due_count=len(due),
        upkeep=checking.upkeep(session, list(cases.values())),
        waiting=revisions.waiting(session),
        mine=[draft for draft in drafts if draft.owner_id == who.account_id][:SHOWN],
        drafts=len(drafts),
        misses=sought,
        missed=misses.how_many(session, WEEKS),
        cases=len(cases),
        today=today,
    )


def menu(_subject: object) -> str:
    """The way to the list, for those who edit."""
    return render_template("editing/menu.html") if may(actor(), "editing.edit") else ""
