"""Subjects: fields of a record that are edited together on one page, for every kind of record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint
from sqlalchemy.orm import Session

from portal.access import Actor
from portal.errors import NotFound
from portal.records.asking import Asked, Finder, asks
from portal.records.kinds import RecordKind
from portal.records.saving import FormPage, Saved, filled


@dataclass(frozen=True)
class SubjectPage:
    """The form of a subject, and where on the record's page its fields are read."""

    key: str
    title: str
    form: type[Saved]
    lead: str = ""
    anchor: str = ""  # the key where nothing else is said


def subject_routes(
    blueprint: Blueprint,
    path: str,
    kind: RecordKind,
    finder: Finder[Any],
    subjects: Mapping[str, SubjectPage],
    save: Callable[..., None],
) -> None:
    """Give a room the addresses of its subjects: `path` is "/rencana"."""
    name = f"{kind.subject}_id"

    @asks(blueprint, f"{path}/<int:{name}>/ubah/<key>", f"{kind.room}.edit")
    def edit(key: str, **number: int) -> Asked:
        """The form of one subject."""
        record = finder.load(number[name], f"{kind.room}.edit")
        if key not in subjects:
            raise NotFound(f"Bagian {kind.called} ini tidak ada.")
        subject = subjects[key]
        form: Any = filled(subject.form, record)
        if hasattr(form, "prepare"):
            form.prepare()

        def act(session: Session, stored: Any, actor: Actor) -> None:
            at, mark = form.read_at(), form.mark.data or ""
            save(session, stored, form.values(), version=at, mark=mark, actor=actor)

        back = kind.address(record, subject.anchor or key)
        page = FormPage(subject.title, back, lead=subject.lead, record=record)
        change, said = finder.changing(record.id, act), f"{subject.title} tersimpan."
        return Asked(form, page, change, said, back, fresh=lambda: finder.load(record.id))
