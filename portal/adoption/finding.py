"""What a search finds among the plans: only those that its reader may open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import or_, select

from portal import access
from portal.adoption.models import Plan
from portal.adoption.queries import not_discarded, visible
from portal.db import reading
from portal.search.others import Thing

MOST = 50


def plans(words: Sequence[str]) -> Iterator[Thing]:
    """Plans whose title or origin has one of the words."""
    actor = access.actor()
    if not access.may(actor, "adoption.read"):
        return
    wanted = [
        column.icontains(word, autoescape=True) for word in words for column in (Plan.title, Plan.case_title)
    ]
    statement = select(Plan.id, Plan.title, Plan.case_title).where(
        visible(actor), not_discarded(), or_(*wanted)
    )
    for plan_id, title, origin in reading().execute(statement.order_by(Plan.id.desc()).limit(MOST)):
        yield Thing("rencana", title, "adoption.show", {"plan_id": plan_id}, origin)
