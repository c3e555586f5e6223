"""Looks back: what became of a record so many days or months later, asked once its day has come."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, url_for
from sqlalchemy.orm import Session

from portal import clock
from portal.access import Actor
from portal.errors import RuleViolation
from portal.records.asking import Asked, Finder, asks
from portal.records.changes import signed
from portal.records.kinds import RecordKind
from portal.records.limits import check_reason
from portal.records.saving import FormPage

RUNS = "berjalan"  # the answer that needs no words


@dataclass(frozen=True)
class Reviews:
    """The looks back at one kind of record."""

    kind: RecordKind
    row: type[Any]
    unit: str  # of the time that has passed, as a column and in addresses: "months"
    answers: Mapping[str, str]
    waiting: Callable[[Any], Sequence[Any]]  # those of a record without an answer, now or later

    def answer(
        self, session: Session, record: Any, after: int, answer: str, note_text: str, *, actor: Actor
    ) -> Any:
        """Say what became of a record; what does not run, or only in part, is told in words."""
        self.kind.require(actor, f"{self.kind.room}.edit", record)
        wanted = next((one for one in self.waiting(record) if getattr(one, self.unit) == after), None)
        if wanted is None or not wanted.is_due(clock.today()):
            raise RuleViolation("Tinjauan ini belum waktunya, atau sudah dijawab.")
        if answer not in self.answers:
            raise RuleViolation("Pilih salah satu jawaban.", "answer")
        if answer != RUNS:
            check_reason(note_text, "note", "Tulis keadaannya")
        which = {f"{self.kind.subject}_id": record.id, self.unit: after, "due": wanted.due}
        row = self.row(**which, answer=answer, note=note_text, **signed(actor))
        session.add(row)
        session.flush()
        changes: dict[str, tuple[object, object]] = {"answer": (None, answer)}
        part = f"review:{after}"
        self.kind.note(session, record, "review", actor=actor, part=part, changes=changes, reason=note_text)
        return row

    def routes(
        self,
        blueprint: Blueprint,
        path: str,
        finder: Finder[Any],
        form_of: Callable[[], Any],
        title: str,
        lead: str,
    ) -> None:
        """Give a room the address of its looks back; `lead` asks, with {} for the time that has passed."""
        name = f"{self.kind.subject}_id"

        @asks(blueprint, f"{path}/<int:{name}>/tinjauan/<int:{self.unit}>", f"{self.kind.room}.edit")
        def review(**asked: int) -> Asked:
            record = finder.load(asked[name], f"{self.kind.room}.edit")
            after, form = asked[self.unit], form_of()
            back = url_for(".show", **{name: record.id}, _anchor="tinjauan")

            def act(session: Session, stored: Any, actor: Actor) -> None:
                self.answer(session, stored, after, form["answer"].data, form["note"].data, actor=actor)

            page = FormPage(title, back, lead=lead.format(after), record=record)
            return Asked(form, page, finder.changing(record.id, act), "Jawaban tinjauan tersimpan.", back)
