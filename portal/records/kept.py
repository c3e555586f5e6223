"""What is worked out of many records and kept in memory; worked out again only for those that changed.

Nothing here is a second truth. What is kept names what it was worked out from (the edition of the library,
the day, whatever else the asker says) and how far the audit trail had come, number and digest. Every change
of a record writes into the trail in its own transaction, so what came after that digest names every record
that may have changed since. Where the digest no longer stands in the trail (a backup was restored, a
transaction was undone) everything is worked out anew. It lives in the process and dies with it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any, Generic, TypeVar

from flask import current_app
from sqlalchemy.orm import Session

from portal import audit, clock, edition

T = TypeVar("T")
D = TypeVar("D")
A = TypeVar("A", bound=Hashable)
MOST_CHANGED = 500  # records; where more have changed, all are worked out again
STATES = 4  # kept for readers who began a moment ago and still read the database as it was


@dataclass(frozen=True)
class Values(Generic[T]):
    """What is known of the records, by number, as the database stood when the trail had come so far."""

    key: Hashable
    head: tuple[int, str] | None
    by_id: Mapping[int, T]
    _derived: dict[Hashable, Any] = field(default_factory=dict)

    def once(self, name: Hashable, work_out: Callable[[Mapping[int, T]], D]) -> D:
        """Something worked out of all values: an order, a sum; once as long as they stay the same."""
        if name not in self._derived:
            self._derived[name] = work_out(self.by_id)
        found: D = self._derived[name]
        return found


class Kept(Generic[T, A]):
    """A value for each record of a kind (`subject`, as the trail names it), or none.

    `work_out` gives the values of some records, by number, or of all (None), from what the session reads, the
    library, the day, and what else it is told.
    """

    def __init__(
        self, name: str, subject: str, work_out: Callable[[Session, Collection[int] | None, A], dict[int, T]]
    ) -> None:
        self.name, self.subject, self.work_out = name, subject, work_out

    def get(self, session: Session, also: A) -> Values[T]:
        """The values of all records as this session reads them; `also` is what else they depend on."""
        folder, head = edition.in_use(), audit.head(session)
        if folder is None or head is None:  # nothing to know it again by
            return Values(None, head, self.work_out(session, None, also))
        key = (folder, clock.today(), also)
        states, lock = self._states()
        with lock:  # where many wait for it, one works it out
            same = [state for state in states if state.key == key]
            found = next((state for state in same if state.head == head), None)
            if found is None:
                before = next((state for state in same if _leads_to(session, state, head)), None)
                found = self._after(session, before, head, also) if before else None
                found = found or Values(key, head, self.work_out(session, None, also))
                states.appendleft(found)
        return found

    def _after(self, session: Session, before: Values[T], head: tuple[int, str], also: A) -> Values[T] | None:
        """The values now: those of before, but for the records that the trail has named since."""
        since = before.head[0] if before.head else 0
        changed = audit.changed_subjects(session, since, self.subject, MOST_CHANGED)
        if changed is None:
            return None
        if not changed:
            return replace(before, head=head)  # with all that was worked out of them
        rest = {number: value for number, value in before.by_id.items() if number not in changed}
        return Values(before.key, head, rest | self.work_out(session, changed, also))

    def _states(self) -> tuple[deque[Values[T]], Lock]:
        found: tuple[deque[Values[T]], Lock] = current_app.extensions.setdefault("kept", {}).setdefault(
            self.name, (deque(maxlen=STATES), Lock())
        )
        return found


def _leads_to(session: Session, state: Values[Any], head: tuple[int, str]) -> bool:
    """Does the trail that this session reads go on from where this state was worked out?"""
    if state.head is None or state.head[0] > head[0]:
        return False
    return audit.digest_at(session, state.head[0]) == state.head[1]
