"""Weights: which are in force, and setting new ones; old ones stay readable."""

from __future__ import annotations

import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import audit
from portal.access import Actor
from portal.errors import Conflict
from portal.portfolio.changes import require
from portal.portfolio.models import WeightSet
from portal.portfolio.rules import DEFAULT_WEIGHTS, Criterion, Weights, check_weights
from portal.portfolio.snapshot import canonical
from portal.records.changes import signed
from portal.records.limits import check_reason


def newest(session: Session) -> WeightSet | None:
    """The weights in force; None while nobody has set any and the default ones count."""
    return session.scalar(select(WeightSet).order_by(WeightSet.id.desc()).limit(1))


def history(session: Session, limit: int = 100) -> list[WeightSet]:
    """The weights that were set, newest first."""
    return list(session.scalars(select(WeightSet).order_by(WeightSet.id.desc()).limit(limit)))


def read(row: WeightSet | None) -> Weights:
    """The weights in a row; the default ones for none."""
    if row is None:
        return DEFAULT_WEIGHTS
    stored = json.loads(row.weights)
    return {criterion: int(stored[criterion.value]) for criterion in Criterion}


def in_force(session: Session) -> Weights:
    """The weights that scores are computed with now."""
    return read(newest(session))


def set_weights(session: Session, weights: Weights, *, reason: str, read_at: int, actor: Actor) -> WeightSet:
    """Set new weights; `read_at` is the number of the row that the actor looked at, 0 for the default ones.

    Raises Conflict where somebody set others meanwhile.
    """
    require(actor, "portfolio.plan")
    check_weights(weights)
    check_reason(reason, "reason")
    before = newest(session)
    if (before.id if before else 0) != read_at:
        raise Conflict("Bobot sudah diubah orang lain sejak Anda membukanya.")
    old = read(before)
    row = WeightSet(
        weights=canonical({one.value: weights[one] for one in Criterion}),
        reason=reason,
        **signed(actor),
    )
    session.add(row)
    session.flush()
    changes = {one.value: (old[one], weights[one]) for one in Criterion if old[one] != weights[one]}
    subject = f"portfolio-weights:{row.id}"
    audit.record(
        session, actor=actor, action="portfolio.set-weights", subject=subject, changes=changes, reason=reason
    )
    return row
