"""Saved searches: a search that a person keeps, and what is new in it since the last look."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import audit, clock
from portal.access import Actor
from portal.errors import NotFound, RuleViolation
from portal.search.models import MAX_ADDRESS, SavedSearch

MAX_SAVED = 30  # of one person
MAX_SEEN = 2_000  # cases compared; a search wider than that is no search


@dataclass(frozen=True)
class News:
    """A saved search with the cases that it did not give at the last look."""

    saved: SavedSearch
    total: int
    new: tuple[str, ...]


def keep(session: Session, address: str, label: str, slugs: Iterable[str], *, actor: Actor) -> SavedSearch:
    """Save a search with what it gives now; saving it again only marks it as seen."""
    account_id = _account(actor)
    if len(address) > MAX_ADDRESS:
        raise RuleViolation("Pencarian ini terlalu panjang untuk disimpan. Kurangi penyaringnya.")
    now = clock.now()
    found = session.scalar(
        select(SavedSearch).where(SavedSearch.account_id == account_id, SavedSearch.address == address)
    )
    if found is None:
        if count(session, actor) >= MAX_SAVED:
            raise RuleViolation(f"Paling banyak {MAX_SAVED} pencarian dapat disimpan. Hapus satu dahulu.")
        found = SavedSearch(
            account_id=account_id, address=address, label=label[:200], created_at=now, seen_at=now
        )
        session.add(found)
        session.flush()
        changes = {"address": (None, address)}
        audit.record(
            session, actor=actor, action="search.save", subject=f"search:{found.id}", changes=changes
        )
    found.seen, found.seen_at = _joined(slugs), now
    return found


def listed(session: Session, actor: Actor) -> list[SavedSearch]:
    """A person's saved searches, the latest saved first."""
    own = select(SavedSearch).where(SavedSearch.account_id == _account(actor))
    return list(session.scalars(own.order_by(SavedSearch.created_at.desc(), SavedSearch.id.desc())))


def news(saved: SavedSearch, slugs: Iterable[str]) -> News:
    """What a saved search gives now that it did not give at the last look."""
    now, seen = list(slugs), set(saved.seen.split())
    return News(saved, len(now), tuple(slug for slug in now if slug not in seen))


def mark_seen(session: Session, saved_id: int, slugs: Iterable[str], *, actor: Actor) -> SavedSearch:
    """Note that its owner has seen what a search gives now."""
    found = own(session, saved_id, actor)
    found.seen, found.seen_at = _joined(slugs), clock.now()
    return found


def forget(session: Session, saved_id: int, *, actor: Actor) -> None:
    """Take a saved search away."""
    found = own(session, saved_id, actor)
    changes = {"address": (found.address, None)}
    audit.record(session, actor=actor, action="search.forget", subject=f"search:{found.id}", changes=changes)
    session.delete(found)


def own(session: Session, saved_id: int, actor: Actor) -> SavedSearch:
    """A saved search of this person; raises NotFound for anybody else's."""
    found = session.get(SavedSearch, saved_id)
    if found is None or found.account_id != _account(actor):
        raise NotFound("Pencarian tersimpan ini tidak ada.")
    return found


def count(session: Session, actor: Actor) -> int:
    """How many searches a person keeps."""
    own = select(func.count()).select_from(SavedSearch).where(SavedSearch.account_id == _account(actor))
    return session.scalar(own) or 0


def _account(actor: Actor) -> int:
    if actor.account_id is None:
        raise NotFound("Masuk dahulu untuk menyimpan pencarian.")
    return actor.account_id


def _joined(slugs: Iterable[str]) -> str:
    return " ".join(list(slugs)[:MAX_SEEN])
