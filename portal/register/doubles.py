"""Which innovations may be the same: by names that are alike, of owners that can be the same."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import Actor
from portal.register.models import Innovation
from portal.register.names import alike, key_of, short_keys
from portal.register.queries import visible

MOST = 5  # shown on a page


def named(session: Session, title: str, actor: Actor, *, but: int = 0) -> list[Innovation]:
    """The innovations whose names are alike, as far as the actor may read them."""
    key = key_of(title)
    if not key:
        return []
    wanted, found = short_keys(title), []
    rows = session.execute(select(Innovation.id, Innovation.title, Innovation.key).where(visible(actor)))
    for number, other, other_key in rows:
        if number != but and (alike(key, other_key) or wanted & short_keys(other)):
            found.append(number)
    return list(session.scalars(select(Innovation).where(Innovation.id.in_(found[:MOST]))))


def of(session: Session, innovation: Innovation, actor: Actor) -> list[Innovation]:
    """The other innovations that may be this one."""
    return named(session, innovation.title, actor, but=innovation.id)
