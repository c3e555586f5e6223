"""What evidence belongs to: kinds of subjects that rooms of higher storeys register.

This room knows only names such as "plan:12". The room that owns plans registers what such a name stands
for and who may see, add to and judge its evidence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app
from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    cast,
    false,
    literal,
    not_,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session

from portal import audit
from portal.access import Actor, may, opds_where
from portal.db import reading
from portal.errors import Forbidden, NotFound
from portal.evidence.models import Evidence
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
Offer = Callable[[Session, Actor, str], list[Subject]]  # whose names have this word, for whoever may write
Seen = Callable[[Actor], Select[str]]  # the keys of those whose evidence the actor may read
Tell = Callable[[Session, Sequence[int]], dict[int, About]]  # many at once
MOST_OFFERED = 100


@dataclass(frozen=True)
class _SubjectKind:
    find: Find
    rules: dict[str, Rule]
    offer: Offer | None = None
    seen: Seen | None = None
    told: Tell | None = None


def register(
    app: Flask,
    kind: str,
    *,
    find: Find,
    may_read: Rule | None = None,
    may_write: Rule | None = None,
    may_judge: Rule | None = None,
    offer: Offer | None = None,
    seen: Seen | None = None,
    told: Tell | None = None,
) -> None:
    """Let things of this kind have evidence; `offer` lists those that a paper at hand may be said to prove.

    `seen` and `told` answer `may_read` and `find` for lists, in one statement each.

    `find` tells what the thing with a number is, None for none. A rule that is not given is the one of
    permissions.toml (evidence.read, .write, .judge) for the OPD of the subject; one that is given narrows it.
    """
    given = {"read": may_read, "write": may_write, "judge": may_judge}
    rules = {verb: rule for verb, rule in given.items() if rule is not None}
    app.extensions.setdefault("evidence_subjects", {})[kind] = _SubjectKind(find, rules, offer, seen, told)


def register_record(app: Flask, kind: RecordKind, rows: Rows[Any]) -> None:
    """Let records of a kind have evidence; the papers of a draft are as private as the draft itself."""

    def find(session: Session, number: int) -> About | None:
        record = session.get(rows.kind, number)
        return About(record.opd, record.title, kind.address(record, "bukti")) if record else None

    def may_read(actor: Actor, subject: Subject) -> bool:
        number = int(subject.key.partition(":")[2])
        seen = select(rows.kind.id).where(rows.kind.id == number, rows.visible(actor))
        return reading().scalar(seen) is not None

    def offer(session: Session, actor: Actor, word: str) -> list[Subject]:
        opds = opds_where(actor, "evidence.write")
        where = [rows.visible(actor)]
        if opds is not None:
            where.append(rows.kind.opd.in_(opds))
        if word:
            where.append(rows.kind.title.icontains(word, autoescape=True))
        found = rows.listed(session, where, limit=MOST_OFFERED, options=())
        return [
            Subject(f"{kind.subject}:{one.id}", one.opd, one.title, kind.address(one, "bukti"))
            for one in found
        ]

    def seen(actor: Actor) -> Select[str]:
        return select(literal(f"{kind.subject}:") + cast(rows.kind.id, String)).where(rows.visible(actor))

    def told(session: Session, numbers: Sequence[int]) -> dict[int, About]:
        found = session.scalars(select(rows.kind).where(rows.kind.id.in_(numbers)))
        return {one.id: About(one.opd, one.title, kind.address(one, "bukti")) for one in found}

    def hidden(session: Session, actor: Actor) -> Iterator[str]:
        """Records that the actor may not read, and the evidence of them: the trail keeps their words back."""
        key = literal(f"{kind.subject}:") + cast(rows.kind.id, String)
        keys = select(key).where(not_(rows.visible(actor)))
        yield from session.scalars(keys)
        for number in session.scalars(select(Evidence.id).where(Evidence.subject.in_(keys))):
            yield f"evidence:{number}"

    register(app, kind.subject, find=find, may_read=may_read, offer=offer, seen=seen, told=told)
    audit.hide(app, hidden)


def seen_by(actor: Actor, permission: str = "evidence.read") -> ColumnElement[bool]:
    """The evidence whose own subject lets the actor read it, where he holds the permission for its OPD."""
    kinds: dict[str, _SubjectKind] = current_app.extensions.get("evidence_subjects", {})
    opds = opds_where(actor, permission)
    own = true() if opds is None else Evidence.opd.in_(opds) if opds else false()
    of_kinds = [
        Evidence.subject.in_(kind.seen(actor)) if kind.seen else Evidence.subject.startswith(f"{name}:")
        for name, kind in kinds.items()
    ]
    return and_(own, or_(false(), *of_kinds))


def titles(session: Session, keys: Iterable[str]) -> dict[str, About]:
    """What these keys stand for, in one statement a kind; those that are gone are left out."""
    kinds: dict[str, _SubjectKind] = current_app.extensions.get("evidence_subjects", {})
    wanted: dict[str, list[int]] = {}
    for key in dict.fromkeys(keys):
        if (match := _KEY.fullmatch(key)) and match[1] in kinds:
            wanted.setdefault(match[1], []).append(int(match[2]))
    found: dict[str, About] = {}
    for name, numbers in wanted.items():
        kind = kinds[name]
        if kind.told:
            found |= {f"{name}:{number}": about for number, about in kind.told(session, numbers).items()}
        else:
            for number in numbers:
                if about := kind.find(session, number):
                    found[f"{name}:{number}"] = about
    return found


def offered(session: Session, actor: Actor, word: str) -> list[Subject]:
    """What a paper may be said to prove, by kinds, narrowed by a word of its name."""
    kinds: dict[str, _SubjectKind] = current_app.extensions.get("evidence_subjects", {})
    found = [one for kind in kinds.values() if kind.offer for one in kind.offer(session, actor, word)]
    return found[:MOST_OFFERED]


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


def readable(session: Session, actor: Actor, keys: Iterable[str]) -> Subject | None:
    """The first of these things whose evidence the actor may read."""
    for key in keys:
        try:
            subject = subject_of(session, key)
        except NotFound:
            continue  # withdrawn papers outlive what they belonged to
        if may_do(actor, "read", subject):
            return subject
    return None
