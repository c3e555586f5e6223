"""Verbs on a visit: begin it, edit it, put a case on its reading list, say that one has read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.access import Actor
from portal.adoption import Plan
from portal.cases import Case
from portal.errors import NotFound, RuleViolation
from portal.government import Need
from portal.records.changes import is_head
from portal.records.kinds import Values
from portal.visits import rules
from portal.visits.changes import VISIT, note, refuse_ended, require
from portal.visits.models import Visit
from portal.visits.part_models import CaseRead, VisitCase
from portal.visits.rules import Mode, Stage

edit = VISIT.save
BEGINNING = ("title", "mode", "purpose", "expected", "region", "host_name")
MAX_CASES = 30  # on one reading list
PROPOSED_FIELDS = frozenset(
    {"mode", "travel_reason", "purpose", "expected", "region", "host_name", "is_free"}
)


def begin(
    session: Session,
    *,
    opd: str,
    values: Mapping[str, object],
    case: Case | None = None,
    need: Need | None = None,
    plan: Plan | None = None,
    actor: Actor,
) -> Visit:
    """Begin a visit of an OPD, from a case, a need, a plan, or from nothing; it starts as a draft."""
    visit = Visit(opd=opd, stage=Stage.DRAFT, runner_opd=opd, head_proposed=is_head(actor, opd))
    require(actor, "visits.begin", visit)
    if need is not None:
        visit.need_id, visit.sector = need.id, need.sector
    if plan is not None:
        visit.plan_id, visit.indicator = plan.id, plan.indicator
        visit.need_id, visit.sector = visit.need_id or plan.need_id, visit.sector or plan.sector
    if case is not None:
        visit.sector = visit.sector or case.sector
    filled = {name: values[name] for name in BEGINNING if name in values}
    VISIT.begin(session, visit, filled, beside=("need_id", "plan_id"), actor=actor)
    if case is not None:
        add_case(session, visit, case, actor=actor)
    return visit


@VISIT.rule(Visit)
def _check_fields(_session: Session, values: Values, visit: Visit, _row: object) -> Values:
    """Refuse what contradicts itself; what an approval was given for stays as it was approved."""
    _refuse_approved(visit, values)

    def after(name: str) -> object:
        return values.get(name, getattr(visit, name))

    start, end = after("start"), after("end")
    rules.check_period(start if isinstance(start, date) else None, end if isinstance(end, date) else None)
    if values.get("is_free") and visit.costs:
        raise RuleViolation("Hapus dahulu baris biaya sebelum menyatakan tanpa biaya.", "is_free")
    return values


def confirm_known(session: Session, visit: Visit, *, actor: Actor) -> None:
    """Say that what the portal knows already was read before travelling is asked for."""
    require(actor, "visits.edit", visit)
    refuse_ended(visit)
    visit.known_read_at, visit.known_read_by = clock.now(), actor.account_id
    visit.known_read_by_name = actor.name
    visit.version += 1
    note(session, visit, "read-known", actor=actor, changes={"known_read": (False, True)})


def add_case(session: Session, visit: Visit, case: Case, *, actor: Actor) -> VisitCase:
    """Put a case on the reading list; one that is there already stays as it is."""
    require(actor, "visits.edit", visit)
    refuse_ended(visit)
    rows = list(session.scalars(select(VisitCase).where(VisitCase.visit_id == visit.id)))
    row = next((one for one in rows if one.slug == case.slug), None)
    if row is not None and row.removed_at is None:
        return row
    if sum(one.removed_at is None for one in rows) >= MAX_CASES:
        raise RuleViolation(f"Satu kunjungan memuat paling banyak {MAX_CASES} inovasi.")
    if row is None:
        row = VisitCase(visit_id=visit.id, slug=case.slug, title=case.title)
        session.add(row)
    row.removed_at = None
    if not visit.region and visit.mode is not Mode.DESK and visit.stage is Stage.DRAFT:
        visit.region = case.region
    session.flush()
    note(session, visit, "add", actor=actor, part=f"case:{row.id}", changes={"slug": (None, case.slug)})
    return row


def remove_case(session: Session, visit: Visit, slug: str, *, actor: Actor) -> None:
    """Take a case off the reading list; who had read it stays stored."""
    require(actor, "visits.edit", visit)
    refuse_ended(visit)
    row = next((case for case in visit.cases if case.slug == slug), None)
    if row is None:
        raise NotFound("Inovasi ini tidak ada di daftar bacaan.")
    row.removed_at = clock.now()
    row.version += 1
    note(session, visit, "remove", actor=actor, part=f"case:{row.id}", changes={"slug": (slug, None)})


def mark_read(session: Session, visit: Visit, slug: str, *, opd: str, actor: Actor) -> None:
    """Say that one has read a case of the list; saying it twice changes nothing."""
    if actor.account_id is None or not any(case.slug == slug for case in visit.cases):
        raise NotFound("Inovasi ini tidak ada di daftar bacaan.")
    known = select(CaseRead.id).where(
        CaseRead.visit_id == visit.id, CaseRead.slug == slug, CaseRead.account_id == actor.account_id
    )
    if session.scalar(known) is not None:
        return
    session.add(
        CaseRead(
            visit_id=visit.id,
            slug=slug,
            account_id=actor.account_id,
            name=actor.name,
            opd=opd,
            at=clock.now(),
        )
    )
    note(session, visit, "read-case", actor=actor, part=f"case:{slug}", changes={"read": (False, True)})


def _refuse_approved(visit: Visit, values: Mapping[str, object]) -> None:
    if visit.stage is Stage.DRAFT:
        return
    for name in PROPOSED_FIELDS & set(values):
        if values[name] != getattr(visit, name):
            raise RuleViolation(
                "Isian ini sudah diajukan atau disetujui. Tarik usulan dahulu untuk mengubahnya.", name
            )
