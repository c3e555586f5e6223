"""Verbs on an innovation: begin, edit, move, submit, return, endorse, release to everybody, and take back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from portal import clock
from portal.access import Actor
from portal.errors import Forbidden, RuleViolation
from portal.records.changes import plain
from portal.records.limits import check_reason
from portal.register import rules
from portal.register.changes import INNOVATION, note, refuse_removed, require
from portal.register.models import PROFILE_FIELDS, Innovation, InnovationMove
from portal.register.names import key_of
from portal.register.rules import Stage, State

edit = INNOVATION.save


def begin(
    session: Session,
    *,
    opd: str,
    values: Mapping[str, object],
    unit: str = "",
    actor: Actor,
    plan_id: int | None = None,
    case_slug: str = "",
) -> Innovation:
    """Enter an innovation of an OPD or of a unit below it; it starts as a draft."""
    innovation = Innovation(opd=opd, unit=unit, plan_id=plan_id, case_slug=case_slug, state=State.DRAFT)
    title = str(values.get("title") or "")
    innovation.title, innovation.key = title, key_of(title)
    innovation.stage = Stage(str(values.get("stage") or Stage.INITIATIVE))
    INNOVATION.begin(session, innovation, values, beside=("unit", "plan_id", "case_slug"), actor=actor)
    return innovation


def move(session: Session, innovation: Innovation, wanted: Stage, *, reason: str = "", actor: Actor) -> None:
    """Move an innovation to another stage, through its gate where it leads forward."""
    require(actor, "register.move", innovation)
    refuse_removed(innovation)
    rules.check_move(innovation.facts, wanted, reason=reason)
    changes = INNOVATION.step(session, innovation, InnovationMove, wanted, actor=actor, reason=reason)
    note(session, innovation, "move", actor=actor, changes=changes, reason=reason)


def submit(session: Session, innovation: Innovation, *, actor: Actor) -> None:
    """Put the profile before the head of the OPD."""
    require(actor, "register.edit", innovation)
    if innovation.state not in (State.DRAFT, State.RETURNED):
        raise RuleViolation("Inovasi ini sudah diajukan.")
    if not innovation.opd:
        raise RuleViolation("Pilih dahulu OPD yang bertanggung jawab.")
    innovation.submitted_by, innovation.return_note = actor.account_id, ""
    _to(session, innovation, State.SUBMITTED, "submit", actor)


def endorse(session: Session, innovation: Innovation, *, actor: Actor) -> None:
    """Endorse the profile, as the head of its OPD; never as the one who submitted it."""
    require(actor, "register.endorse", innovation)
    if innovation.state is not State.SUBMITTED:
        raise RuleViolation("Hanya inovasi yang sudah diajukan dapat disahkan.")
    if innovation.submitted_by is not None and innovation.submitted_by == actor.account_id:
        raise Forbidden("Yang mengajukan tidak dapat mengesahkan sendiri.")
    _decide(innovation, actor)
    _to(session, innovation, State.ENDORSED, "endorse", actor)


def give_back(session: Session, innovation: Innovation, reason: str, *, actor: Actor) -> None:
    """Give the profile back to its writers, with what has to be mended."""
    require(actor, "register.give-back", innovation)
    if innovation.state not in (State.SUBMITTED, State.ENDORSED):
        raise RuleViolation("Hanya inovasi yang sudah diajukan dapat dikembalikan.")
    check_reason(reason, "reason", "Tulis yang perlu diperbaiki")
    innovation.return_note = reason
    _decide(innovation, actor)
    _to(session, innovation, State.RETURNED, "give-back", actor, reason)


def release(session: Session, innovation: Innovation, *, actor: Actor) -> None:
    """Show the profile, as it stands now, to everybody."""
    require(actor, "register.release", innovation)
    if innovation.state is not State.ENDORSED:
        raise RuleViolation("Sahkan dahulu profil inovasi ini sebelum dibuka untuk umum.")
    innovation.released_at, innovation.released_by_name = clock.now(), actor.name
    innovation.released = snapshot(innovation)
    innovation.version += 1
    note(session, innovation, "release", actor=actor, changes={"released": (False, True)})


def withdraw(session: Session, innovation: Innovation, reason: str, *, actor: Actor) -> None:
    """Take the public page back."""
    require(actor, "register.release", innovation)
    if innovation.released_at is None:
        raise RuleViolation("Inovasi ini tidak sedang dibuka untuk umum.")
    check_reason(reason, "reason")
    innovation.released_at, innovation.released_by_name, innovation.released = None, "", None
    innovation.version += 1
    changes: dict[str, tuple[object, object]] = {"released": (True, False)}
    note(session, innovation, "withdraw-release", actor=actor, changes=changes, reason=reason)


def snapshot(innovation: Innovation) -> dict[str, Any]:
    """The profile as JSON holds it: what an edition freezes, and what everybody reads."""
    names = ("opd", "unit", "owner_text", *PROFILE_FIELDS, "begun_on", "development_note", "claimed_score")
    return {name: plain(getattr(innovation, name)) for name in names}


def _decide(innovation: Innovation, actor: Actor) -> None:
    innovation.decided_at, innovation.decided_by = clock.now(), actor.account_id
    innovation.decided_by_name = actor.name


def _to(
    session: Session, innovation: Innovation, wanted: State, action: str, actor: Actor, reason: str = ""
) -> None:
    refuse_removed(innovation)
    before, innovation.state = innovation.state, wanted
    innovation.version += 1
    changes: dict[str, tuple[object, object]] = {"state": (str(before), str(wanted))}
    note(session, innovation, action, actor=actor, changes=changes, reason=reason)
