"""A decision binds to what its maker read: where the record changed meanwhile, he sees how before he decides.

Every change of a record stands in the audit trail, those of its parts too. So the form of a decision carries
the number of the last entry about the record; a newer one refuses it, and shows who changed what.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session
from wtforms import HiddenField

from portal.access import Role
from portal.audit import telling, words
from portal.audit.models import AuditEntry
from portal.audit.queries import moment_of
from portal.audit.service import OPD_SEPARATOR
from portal.errors import Conflict
from portal.web.filters import number
from portal.web.forms import Form

CHANGED = (
    "Isinya berubah sejak Anda membukanya, jadi belum ada yang diputuskan. Baca perubahannya, lalu putuskan."
)
MOST_NEWS = 50
READ = ".read-case"  # somebody has read something
BEGINNING = frozenset({"propose", "begin"})
WRITING = BEGINNING | {"edit", "add", "remove", "restore", "evaluate", "change", "replace"}


@dataclass(frozen=True)
class News:
    """A change that came after the page was read."""

    who: str
    at: datetime | None
    what: str
    changes: tuple[tuple[str, str, str], ...]  # field, before, after


class Bound(Form):
    """The form of a decision: it carries how far the record's trail was read."""

    read_to = HiddenField(default="")
    news: Iterable[News] = ()

    def carry_mark(self, session: Session, subject: str, *, is_new: bool) -> None:
        """Carry how far the trail is read now; after another mistake, how far it was."""
        sent = number(str(self.read_to.data or ""))
        if is_new:
            if self.is_submitted():
                self.news = news(session, subject, -1 if sent is None else sent)
            self.read_to.data, self.read_to.raw_data = str(read_to(session, subject)), None

    def check_mark(self, session: Session, subject: str) -> None:
        """Refuse a decision on what its maker has not read; one without a mark has read nothing."""
        if number(str(self.read_to.data or "")) != read_to(session, subject):
            raise Conflict(CHANGED)


def read_to(session: Session, subject: str) -> int:
    """The number of the last entry about a record; 0 where there is none."""
    return session.scalar(select(func.max(AuditEntry.seq)).where(about(subject))) or 0


def news(session: Session, subject: str, after: int) -> list[News]:
    """What has changed in a record since an entry of its trail, oldest first."""
    entries = select(AuditEntry).where(about(subject), AuditEntry.seq > after).order_by(AuditEntry.seq)
    return [_told(entry) for entry in session.scalars(entries.limit(MOST_NEWS))]


def _told(entry: AuditEntry) -> News:
    found = telling.told(entry)
    changes = tuple((one.label, one.before or "–", one.after or "–") for one in (*found.shown, *found.codes))
    return News(entry.actor, moment_of(entry), words.action(entry.action), changes)


def about(subject: str) -> ColumnElement[bool]:
    """The entries about a record and its parts; what is asked and remarked there changes nothing in it."""
    part = AuditEntry.subject
    below = and_(part > f"{subject}:", part < f"{subject};")  # ";" follows ":"; a range finds the index
    return and_(
        or_(part == subject, below),
        ~part.contains(":comment:"),
        ~AuditEntry.action.endswith(READ, autoescape=True),
    )


@dataclass(frozen=True)
class Authors:
    """Who wrote what is to be decided, and whether a head of the OPD was among them."""

    accounts: frozenset[int]
    has_head: bool


def authors(
    session: Session,
    subject: str,
    opd: str,
    *,
    beside: Collection[str] = (),
    is_given_back: Callable[[str, Mapping[str, Sequence[object]]], bool] = lambda _verb, _changes: False,
) -> Authors:
    """Who began a record, whose words stand in it, and who wrote in it since it was last given back.

    `beside` names kinds of parts that are not decided on, and a verb with its changes may have
    given the record back. An author stays one until another writes the same field: giving back what one has
    written oneself clears nobody.
    """
    last: dict[tuple[str, str], AuditEntry] = {}
    begun: list[AuditEntry] = []
    fresh: list[AuditEntry] = []
    for entry in session.scalars(select(AuditEntry).where(about(subject)).order_by(AuditEntry.seq)):
        verb, changes = entry.action.partition(".")[2], json.loads(entry.changes)
        if is_given_back(verb, changes):
            fresh.clear()
        part = entry.subject.removeprefix(subject).strip(":").partition(":")[0]
        if verb in WRITING and part not in beside:
            (begun if verb in BEGINNING else fresh).append(entry)
            last.update({(entry.subject, name): entry for name in changes})
    written = [*begun, *fresh, *last.values()]
    return Authors(
        frozenset(one.account_id for one in written if one.account_id is not None),
        any(_by_head(one, opd) for one in written),
    )


def _by_head(entry: Any, opd: str) -> bool:
    return Role.HEAD in entry.role.split(", ") and opd in entry.opd.split(OPD_SEPARATOR)
