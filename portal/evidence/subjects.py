"""What evidence belongs to: kinds of subjects that rooms of higher storeys register.

This room knows only names such as "plan:12". The room that owns plans registers what such a name stands
for and who may see, add to and judge its evidence.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import Actor, may
from portal.db import reading
from portal.errors import Forbidden, NotFound
from portal.records.kinds import RecordKind
from portal.records.rows import Rows

_KEY = re.compile(r"([a-z][a-z-]{0,29}):(\d{1,18})")


@dataclass(frozen=True)
class Subject:
    """One thing that evidence belongs to."""

    key: str  # kind:id
    opd: str  # code of the OPD it belongs to
    title: str
    address: str  # its page in the portal


@dataclass(frozen=True)
class About:
    """What the owning room tells about one of its things."""

    opd: str
    title: str
    address: str


Find = Callable[[Session, int], About | None]
Rule = Callable[[Actor, Subject], bool]


@dataclass(frozen=True)
class _SubjectKind:
    find: Find
    rules: dict[str, Rule]


def register(
    app: Flask,
    kind: str,
    *,
    find: Find,
    may_read: Rule | None = None,
    may_write: Rule | None = None,
    may_judge: Rule | None = None,
) -> None:
    """Let things of this kind have evidence.

    `find` tells what the thing with a number is, None for none. A rule that is not given is the one of
    permissions.toml (evidence.read, .write, .judge) for the OPD of the subject; one that is given narrows it.
    """
    given = {"read": may_read, "write": may_write, "judge": may_judge}
    rules = {verb: rule for verb, rule in given.items() if rule is not None}
    app.extensions.setdefault("evidence_subjects", {})[kind] = _SubjectKind(find, rules)


def register_record(app: Flask, kind: RecordKind, rows: Rows[Any]) -> None:
    """Let records of a kind have evidence; the papers of a draft are as private as the draft itself."""

    def find(session: Session, number: int) -> About | None:
        record = session.get(rows.kind, number)
        return About(record.opd, record.title, kind.address(record, "bukti")) if record else None

    def may_read(actor: Actor, subject: Subject) -> bool:
        number = int(subject.key.partition(":")[2])
        seen = select(rows.kind.id).where(rows.kind.id == number, rows.visible(actor))
        return reading().scalar(seen) is not None

    register(app, kind.subject, find=find, may_read=may_read)


def subject_of(session: Session, key: str) -> Subject:
    """The thing that a key names. Raises NotFound."""
    match = _KEY.fullmatch(key)
    kinds: dict[str, _SubjectKind] = current_app.extensions.get("evidence_subjects", {})
    kind = kinds.get(match[1]) if match else None
    about = kind.find(session, int(match[2])) if kind is not None and match else None
    if about is None:
        raise NotFound("Yang Anda tuju tidak ada. Buka lagi dari halaman rencananya.")
    return Subject(key, about.opd, about.title, about.address)


def may_do(actor: Actor, verb: str, subject: Subject) -> bool:
    """May the actor read, write or judge the evidence of this subject?"""
    holds = may(actor, f"evidence.{verb}", opd=subject.opd)
    kinds: dict[str, _SubjectKind] = current_app.extensions["evidence_subjects"]
    rule = kinds[subject.key.partition(":")[0]].rules.get(verb)
    return holds and (rule is None or rule(actor, subject))


def check(actor: Actor, verb: str, subject: Subject) -> None:
    """Refuse who may not. Whoever may not even read is not told that it exists."""
    if not may_do(actor, "read", subject):
        raise NotFound("Bukti ini tidak ada, atau tidak terbuka untuk Anda.")
    if verb != "read" and not may_do(actor, verb, subject):
        raise Forbidden("Anda dapat melihat bukti ini, tetapi tidak dapat mengubahnya.")
