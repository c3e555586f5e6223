"""What a search finds among our own innovations: for guests only what was released."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import or_, select

from portal import access
from portal.db import reading
from portal.register.models import Innovation
from portal.register.queries import visible
from portal.search.others import Thing

MOST = 50


def innovations(words: Sequence[str]) -> Iterator[Thing]:
    """Innovations by their names; a guest is led to the public page, under the name that was released."""
    actor = access.actor()
    may_read = access.may(actor, "register.read")
    where = visible(actor) if may_read else Innovation.released_at.is_not(None)
    named = or_(*(Innovation.title.icontains(word, autoescape=True) for word in words))
    wanted = select(Innovation.id, Innovation.title, Innovation.released).where(
        where, Innovation.removed_at.is_(None), named
    )
    for number, title, released in reading().execute(wanted.order_by(Innovation.id.desc()).limit(MOST)):
        key = {"innovation_id": number}
        if may_read:
            yield Thing("inovasi kita", title, "register.show", key)
        else:
            yield Thing("inovasi kita", str((released or {}).get("title", title)), "register.public", key)
