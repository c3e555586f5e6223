"""What waits for this very person in visits: to approve, to report, to follow up, to look back, to read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from flask import url_for
from sqlalchemy import ColumnElement, and_, false, func, or_, select, true
from sqlalchemy.orm import Session

from portal import clock
from portal.access import LEADERS, Actor, Role, opds_where
from portal.adoption import Task, TaskKind
from portal.visits import queries
from portal.visits.models import Visit
from portal.visits.part_models import CaseRead, FactOffer, Member, VisitCase
from portal.visits.preparation import REPORT_DAYS
from portal.visits.rules import COMING, DONE, Stage
from portal.visits.stages import reviews_open

MAX_EACH = 30


def of(session: Session, actor: Actor, _ahead: timedelta) -> list[Task]:
    """Everything in visits that waits for the actor; there is no more than what is due."""
    opds = opds_where(actor, "visits.edit")
    today = clock.today()
    found = [*_decisions(session, actor), *_reading(session, actor, today), *_facts(session, actor)]
    if opds is None or opds:  # who may edit none is not asked about any
        own: ColumnElement[bool] = true() if opds is None else Visit.opd.in_(opds)
        found += [*_reports(session, own, today), *_follow_ups(session, own), *_reviews(session, own, today)]
    return found


def _task(what: str, about: str, url: str, due: date | None, today: date) -> Task:
    """What is past its day is late, what has a day comes soon, what has none waits."""
    group = "menunggu" if due is None else "terlambat" if due < today else "segera"
    return Task(group, what, about, url, due)


def _decisions(session: Session, actor: Actor) -> Iterator[Task]:
    """Proposals to decide on: never the actor's own."""
    heads, is_leader = actor.opds(Role.HEAD), bool(actor.roles & LEADERS)
    if not heads and not is_leader:
        return
    mine: ColumnElement[bool] = and_(Visit.opd.in_(heads), ~Visit.head_proposed) if heads else false()
    reach = or_(mine, Visit.head_proposed) if is_leader else mine
    others = and_(
        Visit.created_by.is_distinct_from(actor.account_id),
        Visit.submitted_by.is_distinct_from(actor.account_id),
    )
    where = [Visit.stage == Stage.PROPOSED, others, reach]
    for visit in queries.listed(session, where, limit=MAX_EACH, options=()):
        yield Task(
            "menunggu",
            "Putuskan usulan kunjungan",
            visit.title,
            _url(visit),
            visit.start,
            kind=TaskKind.DECISION,
        )


def _reports(session: Session, own: ColumnElement[bool], today: date) -> Iterator[Task]:
    where = [own, Visit.stage == Stage.UNDER_WAY, func.coalesce(Visit.end, Visit.start) <= today]
    for visit in queries.listed(session, where, limit=MAX_EACH, options=()):
        last = visit.end or visit.start
        due = last + timedelta(days=REPORT_DAYS) if last else None
        yield _task("Tulis laporan kunjungan", visit.title, _url(visit, "laporan"), due, today)


def _follow_ups(session: Session, own: ColumnElement[bool]) -> Iterator[Task]:
    where = [own, Visit.stage == Stage.REPORTED]
    for visit in queries.listed(session, where, limit=MAX_EACH, options=()):
        yield Task("menunggu", "Tulis tindak lanjut kunjungan", visit.title, _url(visit, "tindak-lanjut"))


def _reviews(session: Session, own: ColumnElement[bool], today: date) -> Iterator[Task]:
    where = [own, Visit.stage.in_(DONE), Visit.reported_on.is_not(None)]
    for visit in session.scalars(
        select(Visit)
        .where(*where)
        .options(*queries.WITH_REVIEWS)
        .order_by(Visit.reported_on, Visit.id)
        .limit(200)
    ):
        for review in reviews_open(visit):
            if review.is_due(today):
                url = url_for("visits.review", visit_id=visit.id, days=review.days)
                yield _task(f"Tinjau setelah {review.days} hari", visit.title, url, review.due, today)


def _reading(session: Session, actor: Actor, today: date) -> Iterator[Task]:
    """Visits that the actor goes on, with cases not yet read."""
    has_read = select(CaseRead.id).where(
        CaseRead.visit_id == Visit.id,
        CaseRead.slug == VisitCase.slug,
        CaseRead.account_id == actor.account_id,
    )
    statement = (
        select(Visit, func.count(VisitCase.id))
        .join(Member, and_(Member.visit_id == Visit.id, Member.removed_at.is_(None)))
        .join(VisitCase, and_(VisitCase.visit_id == Visit.id, VisitCase.removed_at.is_(None)))
        .where(Member.account_id == actor.account_id, Visit.stage.in_(COMING), ~has_read.exists())
        .group_by(Visit.id)
        .limit(MAX_EACH)
    )
    for visit, number in session.execute(statement):
        what = f"Baca {number} inovasi sebelum berkunjung"
        yield _task(what, visit.title, _url(visit, "bacaan"), visit.start, today)


def _facts(session: Session, actor: Actor) -> Iterator[Task]:
    if Role.CURATOR not in actor.roles:
        return
    waiting = session.scalar(select(func.count(FactOffer.id)).where(FactOffer.settled == "")) or 0
    if waiting:
        yield Task(
            "menunggu", "Periksa fakta dari kunjungan", f"{waiting} jawaban menunggu", url_for("visits.facts")
        )


def _url(visit: Visit, anchor: str | None = None) -> str:
    return url_for("visits.show", visit_id=visit.id, _anchor=anchor)
