"""What a search finds among the visits: only those that its reader may open, with what was learnt there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import or_, select

from portal import access
from portal.db import reading
from portal.search.others import Thing
from portal.visits.models import Visit
from portal.visits.part_models import Lesson
from portal.visits.queries import visible

MOST = 50


def visits(words: Sequence[str]) -> Iterator[Thing]:
    """Visits by their names, and lessons by their sentences."""
    actor = access.actor()
    if not access.may(actor, "visits.read"):
        return
    titled = select(Visit.id, Visit.title).where(
        visible(actor), or_(*(Visit.title.icontains(word, autoescape=True) for word in words))
    )
    for visit_id, title in reading().execute(titled.order_by(Visit.id.desc()).limit(MOST)):
        yield Thing("kunjungan", title, "visits.show", {"visit_id": visit_id})
    learnt = (
        select(Visit.id, Lesson.text)
        .join(Lesson, Lesson.visit_id == Visit.id)
        .where(
            visible(actor),
            Lesson.removed_at.is_(None),
            or_(*(Lesson.text.icontains(word, autoescape=True) for word in words)),
        )
    )
    for visit_id, text in reading().execute(learnt.order_by(Lesson.id.desc()).limit(MOST)):
        yield Thing("pelajaran kunjungan", text, "visits.show", {"visit_id": visit_id})
