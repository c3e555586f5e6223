"""What waits for this very person at the desk: figures of the government whose day comes near."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from flask import url_for
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.access import Actor, Role, opds_where
from portal.adoption import Task
from portal.iid import work
from portal.iid.models import GovernmentRow
from portal.register import seasons
from portal.register.models import Season
from portal.taxonomy.iid import IID

MAX_EACH = 30


def of(session: Session, actor: Actor, ahead: timedelta) -> list[Task]:
    """Everything at the desk that waits for the actor."""
    return [*_claims(session, actor), *_figures(session, actor, ahead)]


def _claims(session: Session, actor: Actor) -> Iterator[Task]:
    """Levels that others claimed in the season that is running."""
    opds = opds_where(actor, "iid.verify")
    season = seasons.running(session) if opds is None or opds else None
    if season is None:
        return
    asked = work.unverified(season, actor, opds).order_by(None).subquery()
    if number := session.scalar(select(func.count()).select_from(asked)):
        address = url_for("iid.waiting", season_id=season.id)
        yield Task("menunggu", "Verifikasi tingkat IID", f"{number} klaim musim {season.year}", address)


def _figures(session: Session, actor: Actor, ahead: timedelta) -> Iterator[Task]:
    """Rows of the sheet of his OPD that nobody has filled in, from some days before they are due."""
    opds = actor.opds(Role.OPERATOR, Role.HEAD)
    if not opds:
        return
    wanted = (
        select(GovernmentRow)
        .join(Season, Season.id == GovernmentRow.season_id)
        .where(
            GovernmentRow.opd.in_(opds),
            GovernmentRow.claimed.is_(None),
            GovernmentRow.due <= clock.today() + ahead,
            Season.closed_at.is_(None),
        )
        .order_by(GovernmentRow.due, GovernmentRow.id)
        .limit(MAX_EACH)
    )
    newest = IID.get().newest
    names = {one.no: one.name for one in newest.government} if newest else {}
    for row in session.scalars(wanted):
        address = url_for("iid.government", season_id=row.season_id, _anchor=f"i{row.no}")
        about = f"{row.no} {names.get(row.no, '')}".strip()
        group = "terlambat" if row.due is not None and row.due < clock.today() else "segera"
        yield Task(group, "Isi indikator pemerintah daerah", about, address, row.due)
