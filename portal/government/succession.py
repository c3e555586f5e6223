"""When an agency, a case or a region gets another name: what people wrote follows, and the trail says so."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal import audit
from portal.access import Actor
from portal.errors import RuleViolation
from portal.government import our_government
from portal.records import identities
from portal.records.limits import check_reason

ACTION = "government.hand-over"


def hand_over(session: Session, old: str, new: str, *, reason: str, actor: Actor) -> dict[str, int]:
    """Hand everything of an agency over to another one; gives what was moved, by what it is called.

    Raises RuleViolation without a reason, for an agency that is not there, and where two plans would clash.
    """
    check_reason(reason, "reason")
    if our_government().opd(new) is None:
        raise RuleViolation(f"OPD {new} tidak ada di daftar OPD.", "new")
    if old == new:
        raise RuleViolation("OPD yang menyerahkan dan yang menerima harus berbeda.", "new")
    moved = follow(session, identities.OPD, old, new, reason=reason, actor=actor)
    if not moved:
        raise RuleViolation(f"Tidak ada rencana, kunjungan, atau orang yang tercatat pada {old}.", "old")
    return moved


def follow(session: Session, kind: str, old: str, new: str, *, reason: str, actor: Actor) -> dict[str, int]:
    """Let what people wrote follow from a name to its successor, with one entry in the trail."""
    moved = identities.move(session, kind, old, new)
    if moved:
        changes: dict[str, tuple[object, object]] = {identities.KINDS[kind]: (old, new)}
        changes.update({called: ("", number) for called, number in moved.items()})
        audit.record(
            session, actor=actor, action=ACTION, subject=f"{kind}:{new}", changes=changes, reason=reason
        )
    return moved
