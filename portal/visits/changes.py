"""Changing visits: who may, and what the audit trail is told."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from portal import audit, clock
from portal.access import Actor, may
from portal.adoption.privacy import REFUSAL, holds_nip
from portal.errors import Forbidden, RuleViolation
from portal.visits.models import Visit
from portal.visits.rules import ENDED, Duty

Changes = Mapping[str, tuple[object, object]]


def require(actor: Actor, permission: str, visit: Visit) -> None:
    """Refuse an actor who does not hold the permission for the visit's OPD."""
    if not may(actor, permission, opd=visit.opd):
        raise Forbidden("Anda tidak berwenang melakukan ini untuk kunjungan OPD tersebut.")


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


def note(
    session: Session,
    visit: Visit,
    action: str,
    *,
    actor: Actor,
    part: str = "",
    changes: Changes | None = None,
    reason: str = "",
) -> None:
    """Write a change of a visit, or of a part of it ("question:3"), into the audit trail; it counts as news.

    Every change comes by here, so here a NIP is refused whatever door it came through.
    """
    written = [reason, *(after for _, after in (changes or {}).values())]
    if any(holds_nip(text) for text in written if isinstance(text, str)):
        raise RuleViolation(REFUSAL)
    visit.last_news_at = clock.now()
    subject = f"visit:{visit.id}" + (f":{part}" if part else "")
    audit.record(
        session, actor=actor, action=f"visits.{action}", subject=subject, changes=changes, reason=reason
    )
