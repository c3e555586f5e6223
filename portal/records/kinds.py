"""A kind of record (a plan, a visit): who may change it, its parts, and its entries in the trail."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from flask import url_for
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import audit, clock
from portal.access import Actor, may
from portal.errors import Forbidden, NotFound, RuleViolation
from portal.records.binding import WRITING, Authors, authors
from portal.records.changes import Changes, assign, check_unchanged, created, is_head, signed
from portal.records.privacy import REFUSAL, holds_nip

P = TypeVar("P")
Values = Mapping[str, object]
Check = Callable[[Any], None]
Return = Callable[[Any, Any], None]  # of a record and a removed row
Made = dict[str, tuple[object, object]]
Rule = Callable[[Session, Values, Any, Any], Values]  # of a row: checks the values, gives what is stored


@dataclass(frozen=True)
class RecordKind:
    """What the verbs of parts need to know of a kind of record."""

    room: str  # of its permissions and actions: "adoption"
    subject: str  # in the trail: "plan"
    called: str  # on screen: "rencana"
    most: int  # rows of one part
    refuse_ended: Callable[[Any], None]
    check_reason: Callable[[Any, Any, str], None] = lambda _record, _row, _reason: None
    follow: Callable[[Any, dict[str, tuple[object, object]]], None] = lambda _record, _changes: (
        None
    )  # of a save
    is_undecided: Callable[[Any], bool] = lambda _record: False  # may its words still be approved or refused?
    beside: frozenset[str] = frozenset()  # parts that such a decision is not about
    rules: dict[type[Any], Rule] = field(default_factory=dict)
    removals: dict[type[Any], Check] = field(default_factory=dict)  # may this row go?
    returns: dict[type[Any], Return] = field(default_factory=dict)  # may this row come back into its record?

    listing: str = ""  # what their list is called, where that is not like one of them

    def __post_init__(self) -> None:
        """Be found by the name of the room."""
        KINDS[self.room] = self

    def rule(self, kind: type[Any]) -> Callable[[Rule], Rule]:
        """Say what must hold for the rows of a part."""
        return lambda check: self.rules.setdefault(kind, check)

    def returning(self, kind: type[Any]) -> Callable[[Return], Return]:
        """Say which removed rows of a part may not come back into their record."""
        return lambda check: self.returns.setdefault(kind, check)

    def removal(self, kind: type[Any]) -> Callable[[Check], Check]:
        """Say which rows of a part may not be removed."""
        return lambda check: self.removals.setdefault(kind, check)

    def require(self, actor: Actor, permission: str, record: Any) -> None:
        """Refuse an actor who does not hold the permission for the record's OPD."""
        if not may(actor, permission, opd=record.opd):
            raise Forbidden(f"Anda tidak berwenang melakukan ini untuk {self.called} OPD tersebut.")

    def note(
        self,
        session: Session,
        record: Any,
        action: str,
        *,
        actor: Actor,
        part: str = "",
        changes: Changes | None = None,
        reason: str = "",
    ) -> None:
        """Write a change into the audit trail; it counts as news, and holds no NIP."""
        written = [reason, *(after for _, after in (changes or {}).values())]
        if any(holds_nip(text) for text in written if isinstance(text, str)):
            raise RuleViolation(REFUSAL)
        record.last_news_at = clock.now()
        is_about = part.partition(":")[0] not in self.beside and action in WRITING
        if is_about and self.is_undecided(record) and is_head(actor, record.opd):
            record.head_proposed = True  # a head who writes has somebody above him decide
        subject = self.named(record, part)
        action = f"{self.room}.{action}"
        audit.record(session, actor=actor, action=action, subject=subject, changes=changes, reason=reason)

    def named(self, record: Any, part: str = "") -> str:
        """How the trail names a record, or a part of it."""
        return f"{self.subject}:{record.id}" + (f":{part}" if part else "")

    def authors(
        self,
        session: Session,
        record: Any,
        is_given_back: Callable[[str, Mapping[str, Sequence[object]]], bool],
    ) -> Authors:
        """Who wrote what is to be decided on a record; none of them may decide it."""
        found = authors(
            session, self.named(record), record.opd, beside=self.beside, is_given_back=is_given_back
        )
        asking = {one for one in (record.created_by, record.submitted_by) if one is not None}
        return replace(found, accounts=found.accounts | asking)

    def begin(
        self,
        session: Session,
        record: Any,
        values: Values,
        *,
        action: str = "begin",
        beside: Sequence[str] = (),
        actor: Actor,
    ) -> None:
        """Store a new record with what was filled in; `beside` names what else the trail is told of it."""
        self.require(actor, f"{self.room}.{action}", record)
        record.created_at = record.last_news_at = clock.now()
        record.created_by, record.created_by_name = actor.account_id, actor.name
        assign(record, values)
        session.add(record)
        session.flush()
        self.note(session, record, action, actor=actor, changes=created(record, ("opd", *beside, *values)))

    def get(self, session: Session, kind: type[P], record: Any, row_id: int) -> P:
        """A part of this record; raises NotFound for a row of another one."""
        row: Any = session.get(kind, row_id) if row_id < 2**63 else None
        if row is None or self._owner(row) != record.id:
            raise NotFound(f"Bagian {self.called} ini tidak ada.")
        return row  # type: ignore[no-any-return]

    def add(self, session: Session, record: Any, kind: type[P], values: Values, *, actor: Actor) -> P:
        """Add a row to a part."""
        self.open(actor, record)
        self._refuse_full(session, record, kind)
        values = self._complete(session, kind, values, record, None)
        row = kind(**{f"{self.subject}_id": record.id}, **values)
        session.add(row)
        session.flush()
        part = self.part_name(row)
        self.note(session, record, "add", actor=actor, part=part, changes=created(row, values))
        return row

    def edit(
        self,
        session: Session,
        record: Any,
        row: Any,
        values: Values,
        *,
        version: int,
        mark: str = "",
        reason: str = "",
        actor: Actor,
    ) -> None:
        """Change a row; raises Conflict where somebody else changed it meanwhile."""
        self.open(actor, record, row)
        check_unchanged(row, values, version=version, mark=mark)
        if changes := assign(row, self._complete(session, type(row), values, record, row)):
            self.check_reason(record, row, reason)
            self.change(session, record, row, "edit", changes, actor=actor, reason=reason)

    def save(
        self,
        session: Session,
        record: Any,
        values: Values,
        *,
        version: int,
        mark: str = "",
        actor: Actor,
    ) -> None:
        """Change fields of the record itself; raises Conflict where somebody else changed the same ones."""
        self.open(actor, record)
        check_unchanged(record, values, version=version, mark=mark)
        if changes := assign(record, self._complete(session, type(record), values, record, record)):
            self.follow(record, changes)
            record.version += 1
            self.note(session, record, "edit", actor=actor, changes=changes)

    def remove(self, session: Session, record: Any, row: Any, *, actor: Actor) -> None:
        """Take a row out of sight; it stays stored and can be put back."""
        self.open(actor, record, row)
        if check := self.removals.get(type(row)):
            check(row)
        row.removed_at = clock.now()
        self.change(session, record, row, "remove", {"removed": (False, True)}, actor=actor)

    def restore(self, session: Session, record: Any, row: Any, *, actor: Actor) -> None:
        """Put a removed row back."""
        self.open(actor, record)
        if row.removed_at is not None:
            self._refuse_full(session, record, type(row))
            if check := self.returns.get(type(row)):
                check(record, row)
            row.removed_at = None
            self.change(session, record, row, "restore", {"removed": (True, False)}, actor=actor)

    def change(
        self,
        session: Session,
        record: Any,
        row: Any,
        action: str,
        changes: Changes,
        *,
        actor: Actor,
        reason: str = "",
    ) -> None:
        """Count a save of a row, and write it down."""
        row.version += 1
        part = self.part_name(row)
        self.note(session, record, action, actor=actor, part=part, changes=changes, reason=reason)

    def step(
        self,
        session: Session,
        record: Any,
        row: type[Any],
        wanted: Any,
        *,
        actor: Actor,
        reason: str = "",
        **more: Any,
    ) -> Made:
        """Change the stage and keep the step in the record's history; what the trail is told of it."""
        before, record.stage = record.stage, wanted
        record.version += 1
        which = {f"{self.subject}_id": record.id, "from_stage": before, "to_stage": wanted}
        session.add(row(**which, reason=reason, **more, **signed(actor)))
        return {"stage": (str(before), str(wanted))}

    def crumbs(self, record: Any) -> list[tuple[str, str]]:
        """The way to the record's page."""
        return [
            (self.listing or self.called.capitalize(), url_for(f"{self.room}.index")),
            (record.title, self.address(record)),
        ]

    def address(self, record: Any, anchor: str | None = None) -> str:
        """The record's page."""
        return url_for(f"{self.room}.show", _anchor=anchor, **{f"{self.subject}_id": record.id})

    def part_name(self, row: Any) -> str:
        """How the audit trail names a row: its kind and number."""
        return f"{row.__tablename__.removeprefix(f'{self.room}_')}:{row.id}"

    def _owner(self, row: Any) -> int:
        owner: int = getattr(row, f"{self.subject}_id")
        return owner

    def open(self, actor: Actor, record: Any, row: Any = None) -> None:
        """Refuse whoever may not edit, a record that has ended, and a row that was removed."""
        self.require(actor, f"{self.room}.edit", record)
        self.refuse_ended(record)
        if row is not None and row.removed_at is not None:
            raise RuleViolation("Bagian ini sudah dihapus. Pulihkan dahulu untuk mengubahnya.")

    def _refuse_full(self, session: Session, record: Any, parts: Any) -> None:
        of_record = {f"{self.subject}_id": record.id}
        count = select(func.count()).select_from(parts).where(parts.removed_at.is_(None))
        if (session.scalar(count.filter_by(**of_record)) or 0) >= self.most:
            raise RuleViolation(f"Satu {self.called} memuat paling banyak {self.most} baris di bagian ini.")

    def _complete(self, session: Session, kind: type[Any], values: Values, record: Any, row: Any) -> Values:
        rule = self.rules.get(kind)
        return rule(session, values, record, row) if rule else values


KINDS: dict[str, RecordKind] = {}  # by their rooms
