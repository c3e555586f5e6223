"""Verbs on reading lists: begin one, put a case on it, order it, share it, let it go.

What a person reads for themselves is nobody's business: of private lists the trail tells that there is one,
of shared ones also what is put on them.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, selectinload

from portal import audit, clock
from portal.access import Actor
from portal.cases import Case
from portal.errors import Forbidden, NotFound, RuleViolation
from portal.keeping.models import Purpose, Reach, ReadingItem, ReadingList
from portal.records.privacy import refusal

MAX_LISTS = 30  # of one person
MAX_ITEMS = 100  # on one list
FIRST = "Tersimpan"


def begin(session: Session, values: Mapping[str, object], *, actor: Actor) -> ReadingList:
    """Begin a list of the actor's own; it is empty."""
    account_id, now = _account(actor), clock.now()
    if (session.scalar(select(func.count()).where(ReadingList.account_id == account_id)) or 0) >= MAX_LISTS:
        raise RuleViolation(f"Paling banyak {MAX_LISTS} daftar bacaan. Hapus satu dahulu.")
    row = ReadingList(account_id=account_id, owner_name=actor.name, title="", created_at=now, changed_at=now)
    _fill(row, values)
    session.add(row)
    session.flush()
    _note(session, row, "begin", {"title": (None, row.title), "reach": (None, row.reach)}, actor)
    return row


def edit(session: Session, row: ReadingList, values: Mapping[str, object], *, actor: Actor) -> None:
    """Change what a list is called and who may read it."""
    require_owner(row, actor)
    before = {name: getattr(row, name) for name in values}
    _fill(row, values)
    changes = {name: (old, getattr(row, name)) for name, old in before.items() if old != getattr(row, name)}
    if changes:
        row.changed_at = clock.now()
        _note(session, row, "edit", changes, actor)


def drop(session: Session, row: ReadingList, *, actor: Actor) -> None:
    """Let a list go, with what was noted on it."""
    require_owner(row, actor)
    _note(session, row, "drop", {"title": (row.title, None)}, actor)
    session.delete(row)


def first(session: Session, actor: Actor) -> ReadingList:
    """The list where one tap saves; made when it is needed first."""
    own = select(ReadingList).where(ReadingList.account_id == _account(actor), ReadingList.is_first)
    found = session.scalars(own.order_by(ReadingList.id)).first()
    if found is None:
        found = begin(session, {"title": FIRST, "purpose": Purpose.OWN}, actor=actor)
        found.is_first = True
    return found


def add(session: Session, row: ReadingList, case: Case, *, actor: Actor) -> None:
    """Put a case at the end of a list; one that is there already stays where it is."""
    require_owner(row, actor)
    if any(item.slug == case.slug for item in row.items):
        return
    if len(row.items) >= MAX_ITEMS:
        raise RuleViolation(f"Paling banyak {MAX_ITEMS} kasus dalam satu daftar. Mulai daftar lain.")
    place = max((item.place for item in row.items), default=0) + 1
    now = clock.now()
    row.items.append(ReadingItem(slug=case.slug, title=case.title, place=place, added_at=now))
    row.changed_at = now
    session.flush()
    if row.is_shared:
        _note(session, row, "add", {"slug": (None, case.slug)}, actor)


def take(session: Session, row: ReadingList, slug: str, *, actor: Actor) -> None:
    """Take a case off a list."""
    require_owner(row, actor)
    gone = [item for item in row.items if item.slug == slug]
    for item in gone:
        row.items.remove(item)
    if gone:
        row.changed_at = clock.now()
        if row.is_shared:
            _note(session, row, "take", {"slug": (slug, None)}, actor)


def move(row: ReadingList, item_id: int, step: int, *, actor: Actor) -> None:
    """Move a case up (-1) or down (1) by one."""
    require_owner(row, actor)
    order = list(row.items)
    at = order.index(item_of(row, item_id))
    to = at + step
    if 0 <= to < len(order):
        order[at], order[to] = order[to], order[at]
    for place, item in enumerate(order, start=1):
        item.place = place
    row.changed_at = clock.now()


def remark(row: ReadingList, item_id: int, note: str, *, actor: Actor) -> None:
    """Note something on a case of a list."""
    require_owner(row, actor)
    if said := refusal(note):
        raise RuleViolation(said, "note")
    item_of(row, item_id).note = note
    row.changed_at = clock.now()


def item_of(row: ReadingList, item_id: int) -> ReadingItem:
    """A case of a list; raises NotFound."""
    found = next((item for item in row.items if item.id == item_id), None)
    if found is None:
        raise NotFound("Kasus ini sudah tidak ada dalam daftar.")
    return found


def get(session: Session, list_id: int, actor: Actor) -> ReadingList:
    """A list that the actor may read; raises NotFound."""
    wanted = select(ReadingList).where(ReadingList.id == list_id, readable(actor))
    found = session.scalar(wanted.options(selectinload(ReadingList.items)))
    if found is None:
        raise NotFound("Daftar bacaan ini tidak ada, atau tidak dibagikan kepada Anda.")
    return found


def own(session: Session, actor: Actor) -> list[ReadingList]:
    """The actor's lists, with what is on them: where one tap saves first, then by title."""
    mine = select(ReadingList).where(ReadingList.account_id == _account(actor))
    ordered = mine.order_by(ReadingList.is_first.desc(), ReadingList.title, ReadingList.id)
    return list(session.scalars(ordered.options(selectinload(ReadingList.items))))


def shared_with(session: Session, actor: Actor) -> list[ReadingList]:
    """Lists of others that the actor may read, the one changed last first."""
    others = select(ReadingList).where(readable(actor), ReadingList.account_id != _account(actor))
    ordered = others.order_by(ReadingList.changed_at.desc(), ReadingList.id)
    return list(session.scalars(ordered.options(selectinload(ReadingList.items)).limit(MAX_ITEMS)))


def readable(actor: Actor) -> ColumnElement[bool]:
    """The lists that a person may read: their own, their OPD's, everybody's."""
    mine = ReadingList.account_id == _account(actor)
    for_opd = and_(ReadingList.reach == Reach.AGENCY, ReadingList.opd.in_(actor.opds()))
    return or_(mine, ReadingList.reach == Reach.EVERYBODY, for_opd)


def is_owner(row: ReadingList, actor: Actor) -> bool:
    """Is it the actor's own list?"""
    return row.account_id == actor.account_id


def require_owner(row: ReadingList, actor: Actor) -> None:
    """Refuse everybody but the list's owner."""
    if not is_owner(row, actor):
        raise Forbidden("Hanya pemiliknya yang dapat mengubah daftar bacaan ini.")


def _fill(row: ReadingList, values: Mapping[str, object]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    if row.reach is Reach.AGENCY and not row.opd:
        raise RuleViolation("Pilih OPD yang boleh membaca daftar ini.", "opd")
    if row.reach is not Reach.AGENCY:
        row.opd = ""


def _account(actor: Actor) -> int:
    if actor.account_id is None:
        raise NotFound("Masuk dahulu untuk menyimpan bacaan.")
    return actor.account_id


def _note(
    session: Session, row: ReadingList, verb: str, changes: dict[str, tuple[object, object]], actor: Actor
) -> None:
    was_shared = changes.get("reach", (Reach.NOBODY, None))[0] not in (None, Reach.NOBODY)
    told = changes if row.is_shared or was_shared else {}  # of what is private the trail holds no word
    subject = f"reading-list:{row.id}"
    audit.record(session, actor=actor, action=f"keeping.{verb}", subject=subject, changes=told)
