"""Which agencies have done what a season asks of each of them; rooms above say it for what they keep."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.government import our_government
from portal.government.model import Opd
from portal.register.models import Edition, Innovation, Season
from portal.register.rules import State
from portal.taxonomy.calendar import CALENDAR

Done = Callable[[Session, Season], set[str]]  # the codes of the agencies that have done it


@dataclass(frozen=True)
class Progress:
    """What is asked of every agency in a season, who has done it and who has not."""

    asks: str
    done: tuple[Opd, ...]
    missing: tuple[Opd, ...]

    @property
    def codes(self) -> frozenset[str]:
        """The agencies that have not."""
        return frozenset(opd.code for opd in self.missing)


def add(app: Flask, owes: str, done: Done) -> None:
    """Let a room say which agencies have done what a season's file calls `owes`."""
    app.extensions.setdefault("season_progress", {})[owes] = done


def of(session: Session, season: Season) -> Progress | None:
    """How far the agencies are; None where a season asks nothing of each of them."""
    kind = CALENDAR.get().kind(season.kind)
    found: Done | None = current_app.extensions.get("season_progress", {}).get(kind.owes) if kind else None
    if kind is None or found is None:
        return None
    codes, opds = found(session, season), our_government().opds
    return Progress(
        kind.asks,
        tuple(opd for opd in opds if opd.code in codes),
        tuple(opd for opd in opds if opd.code not in codes),
    )


def reported(session: Session, season: Season) -> set[str]:
    """The agencies of which an innovation that its head endorsed takes part."""
    wanted = (
        select(Innovation.opd)
        .join(Edition, Edition.innovation_id == Innovation.id)
        .where(
            Edition.season_id == season.id,
            Innovation.removed_at.is_(None),
            Innovation.state == State.ENDORSED,
        )
    )
    return set(session.scalars(wanted.distinct()))
