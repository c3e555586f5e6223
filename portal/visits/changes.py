"""Changing visits: who may, and until when."""

from __future__ import annotations

from portal.access import Actor, may
from portal.errors import RuleViolation
from portal.records import RecordKind
from portal.records.kinds import Made
from portal.visits.models import Visit
from portal.visits.rules import ENDED, Duty, Stage

SUBJECT_FIELDS = frozenset({"need_id", "region", "host_name"})


def is_member(actor: Actor, visit: Visit) -> bool:
    """Does the actor travel along?"""
    return actor.is_signed_in and any(member.account_id == actor.account_id for member in visit.members)


def is_leader(actor: Actor, visit: Visit) -> bool:
    """Does the actor lead the delegation?"""
    return actor.is_signed_in and any(
        member.account_id == actor.account_id and member.duty is Duty.LEADER for member in visit.members
    )


def may_answer(actor: Actor, visit: Visit) -> bool:
    """May the actor write answers: the delegation, and the OPD whose visit it is?"""
    return may(actor, "visits.edit", opd=visit.opd) or is_member(actor, visit)


def refuse_ended(visit: Visit) -> None:
    """Refuse to change what has come to its end."""
    if visit.stage in ENDED:
        raise RuleViolation("Kunjungan ini sudah berakhir dan tidak dapat diubah lagi.")


def follow(visit: Visit, changes: Made) -> None:
    """What a change brings along: of another subject other things are known; the first day says the year."""
    if SUBJECT_FIELDS & set(changes) and visit.known_read_at is not None:
        visit.known_read_at = visit.known_read_by = None
        visit.known_read_by_name = ""
        changes["known_read"] = (True, False)
    if visit.start is not None and visit.year is None:
        visit.year = visit.start.year


VISIT = RecordKind(
    "visits",
    "visit",
    "kunjungan",
    100,
    refuse_ended,
    follow=follow,
    is_undecided=lambda visit: visit.stage in (Stage.DRAFT, Stage.PROPOSED),
)
require, note = VISIT.require, VISIT.note
