"""Changing innovations: who may, until when, and what a change brings along."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.errors import RuleViolation
from portal.government import our_government
from portal.records import RecordKind
from portal.records.kinds import Made, Values
from portal.register import rules
from portal.register.models import Innovation
from portal.register.names import key_of
from portal.register.rules import State


def refuse_removed(innovation: Innovation) -> None:
    """Refuse to change what an undone import took away."""
    if innovation.removed_at is not None:
        raise RuleViolation("Inovasi ini sudah dikeluarkan dari register.")


def follow(innovation: Innovation, changes: Made) -> None:
    """What a change brings along: the key of the name, and that an endorsed profile is endorsed anew."""
    innovation.key = key_of(innovation.title)
    if innovation.state is State.ENDORSED and set(changes) - {"owner_text"}:
        innovation.state = State.SUBMITTED
        innovation.decided_at = innovation.decided_by = None
        innovation.decided_by_name = ""
        changes["state"] = (str(State.ENDORSED), str(State.SUBMITTED))


INNOVATION = RecordKind(
    "register", "innovation", "inovasi", 100, refuse_removed, follow=follow, listing="Register"
)
require, note = INNOVATION.require, INNOVATION.note


@INNOVATION.rule(Innovation)
def _check(_session: Session, values: Values, innovation: Innovation, _row: object) -> Values:
    """Refuse days that contradict each other, and a unit of another OPD."""

    def after(name: str) -> object:
        return values.get(name, getattr(innovation, name))

    rules.check_days(*(after(name) for name in ("trial_on", "applied_on", "developed_on")))  # type: ignore[arg-type]
    if unit := str(after("unit") or ""):
        found = our_government().unit(unit)
        if found is not None and found[0].code != after("opd"):
            raise RuleViolation(f"{found[1].name} bukan unit OPD ini.", "unit")
    return values
