"""Verbs on a quarter: write what drove and hindered, settle it, open it again."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from portal import audit, clock
from portal.access import Actor, may
from portal.errors import Forbidden, RuleViolation
from portal.quarters import figures, rules
from portal.quarters.models import FACTORS, QuarterReport
from portal.quarters.rules import Quarter
from portal.records.changes import Changes, assign, check_unchanged, signed
from portal.records.limits import check_reason


def write(
    session: Session, quarter: Quarter, opd: str, values: Mapping[str, object], *, version: int, actor: Actor
) -> None:
    """Write what drove and what hindered."""
    _require(actor, "quarters.write", opd)
    row = _row(session, quarter, opd, actor)
    _refuse_settled(row)
    if row.version:
        check_unchanged(row, FACTORS, version=version)
    if changes := assign(row, values):
        row.version += 1
        _note(session, row, "write", actor, changes)


def settle(session: Session, quarter: Quarter, opd: str, *, actor: Actor) -> None:
    """Keep every figure as it stands; from now on the quarter prints the same file."""
    _require(actor, "quarters.settle", opd)
    row = _row(session, quarter, opd, actor)
    _refuse_settled(row)
    rules.check_settle(quarter, clock.today(), hindering=row.hindering or "")
    row.figures = figures.compute(session, quarter, opd)
    row.settled_at, row.settled_by_name = clock.now(), actor.name
    row.version += 1
    _note(session, row, "settle", actor, {"rows": (None, len(row.figures["rows"]))})


def reopen(session: Session, quarter: Quarter, opd: str, reason: str, *, actor: Actor) -> None:
    """Open a settled quarter again, to be corrected; the trail keeps that its file was another."""
    if not may(actor, "quarters.reopen"):
        raise Forbidden("Hanya kurator yang membuka lagi triwulan yang sudah ditetapkan.")
    row = figures.stored(session, quarter, opd)
    if row is None or row.settled_at is None:
        raise RuleViolation("Triwulan ini belum ditetapkan.")
    check_reason(reason, "reason")
    row.figures = row.settled_at = None
    row.settled_by_name = ""
    row.version += 1
    _note(session, row, "reopen", actor, {"settled": (True, False)}, reason)


def _row(session: Session, quarter: Quarter, opd: str, actor: Actor) -> QuarterReport:
    row = figures.stored(session, quarter, opd)
    if row is None:
        texts = dict.fromkeys(FACTORS, "")
        where = {"year": quarter.year, "quarter": quarter.number, "opd": opd}
        row = QuarterReport(**where, **texts, settled_by_name="", version=0, **signed(actor))
        session.add(row)
        session.flush()
    return row


def _refuse_settled(row: QuarterReport) -> None:
    if row.settled_at is not None:
        raise RuleViolation("Triwulan ini sudah ditetapkan; isinya tidak berubah lagi.")


def _require(actor: Actor, permission: str, opd: str) -> None:
    if not may(actor, permission, opd=opd):
        raise Forbidden("Anda tidak berwenang melakukan ini untuk OPD tersebut.")


def _note(
    session: Session, row: QuarterReport, action: str, actor: Actor, changes: Changes, reason: str = ""
) -> None:
    subject = f"quarter:{row.id}"
    audit.record(
        session, actor=actor, action=f"quarters.{action}", subject=subject, changes=changes, reason=reason
    )
