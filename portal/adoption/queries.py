"""Looking plans up: one with all its parts, and filtered lists, each in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true
from sqlalchemy.orm import Session, selectinload, subqueryload
from sqlalchemy.orm.interfaces import ORMOption

from portal import clock
from portal.access import Actor, opds_where
from portal.adoption.last_reading import LAST
from portal.adoption.models import BudgetLine, Kpi, Milestone, Plan, Review
from portal.adoption.problem_models import PlanProblem
from portal.adoption.rules import ADOPTED, MOVING, RUNNING, Stage
from portal.adoption.timing import REVIEW_MONTHS
from portal.clock import add_months
from portal.records.kept import Kept
from portal.records.rows import Rows

LINE: tuple[ORMOption, ...] = (  # what a line of a list shows; of the readings the last one
    selectinload(Plan.milestones),
    selectinload(Plan.kpis).undefer_group(LAST),
    selectinload(Plan.reviews),
)
WITH_BUDGET: tuple[ORMOption, ...] = (*LINE, selectinload(Plan.budget))
WHOLE: tuple[ORMOption, ...] = (
    selectinload(Plan.milestones),
    selectinload(Plan.kpis).selectinload(Kpi.readings),
    selectinload(Plan.reviews),
    selectinload(Plan.budget),
    selectinload(Plan.risks),
    selectinload(Plan.team),
    selectinload(Plan.partners),
    selectinload(Plan.moves),
    selectinload(Plan.evaluations),
)


def visible(actor: Actor) -> ColumnElement[bool]:
    """The plans an actor may read: all but drafts, and the drafts of the own OPD (the curator: all)."""
    opds = opds_where(actor, "adoption.read-draft")
    if opds is None:
        return true()
    return or_(~is_draft(), Plan.opd.in_(opds))


def is_draft() -> ColumnElement[bool]:
    """Nobody was asked to approve it yet."""
    begun = or_(Plan.stage == Stage.PROPOSED, Plan.halted_from == Stage.PROPOSED)
    return and_(begun, Plan.submitted_at.is_(None))


def discarded() -> ColumnElement[bool]:
    """A draft that its writers put away."""
    return and_(Plan.stage == Stage.STOPPED, is_draft())


def not_discarded() -> ColumnElement[bool]:
    """What lists and counts show unless discarded drafts are asked for."""
    return or_(Plan.stage != Stage.STOPPED, is_draft().is_not(true()))


ROWS: Rows[Plan] = Rows(Plan, "Rencana", visible, LINE, WHOLE)
get_plan, count, listed = ROWS.get, ROWS.count, ROWS.listed


def late(today: date) -> ColumnElement[bool]:
    """Something is overdue: the same rule as timing.is_late, in SQL."""
    overdue = exists().where(
        Milestone.plan_id == Plan.id,
        Milestone.removed_at.is_(None),
        Milestone.done.is_(None),
        Milestone.due < today,
    )
    return or_(
        and_(Plan.stage.in_(RUNNING), overdue),
        and_(Plan.stage == Stage.TRIAL, Plan.trial_end < today),
        and_(Plan.stage == Stage.PAUSED, Plan.pause_until < today),
    )


def silent(today: date, days: int) -> ColumnElement[bool]:
    """No news for more than so many days, for a plan that is on its way: timing.is_silent in SQL."""
    return and_(Plan.stage.in_(MOVING), Plan.last_news_at < first_moment(today - timedelta(days=days)))


def review_due(today: date) -> ColumnElement[bool]:
    """A review that is due has no answer: timing.open_reviews in SQL."""
    unanswered = [
        and_(
            Plan.applied_on <= _latest_start(today, months),
            ~exists().where(Review.plan_id == Plan.id, Review.months == months, Review.due > Plan.applied_on),
        )
        for months in REVIEW_MONTHS
    ]
    return and_(Plan.stage == Stage.APPLIED, or_(*unanswered))


def first_moment(day: date) -> datetime:
    """The first moment of a local day."""
    return datetime.combine(day, time(), clock.zone())


def _latest_start(today: date, months: int) -> date:
    """The last day of application whose review after so many months is due today."""
    start = add_months(today, -months)
    while add_months(start + timedelta(days=1), months) <= today:
        start += timedelta(days=1)
    return start


def ceiling(session: Session, where: Sequence[ColumnElement[bool]], year: int) -> int:
    """The money that matching plans have for a year, in rupiah (pagu indikatif)."""
    statement = (
        select(func.sum(BudgetLine.ceiling))
        .join(Plan, Plan.id == BudgetLine.plan_id)
        .where(*where, BudgetLine.removed_at.is_(None), BudgetLine.year == year)
    )
    return int(session.scalar(statement) or 0)


def by_stage(
    session: Session, where: Sequence[ColumnElement[bool]], *, limit: int
) -> list[tuple[Stage, int, list[Plan]]]:
    """For each stage how many plans match, and the first of them."""
    counted = select(Plan.stage, func.count(Plan.id)).where(*where).group_by(Plan.stage)
    counts = {stage: number for stage, number in session.execute(counted)}  # noqa: C416 -- a Result is no mapping
    rank = func.row_number().over(partition_by=Plan.stage, order_by=(Plan.last_news_at.desc(), Plan.id))
    ranked = select(Plan.id, rank.label("place")).where(*where).subquery()
    chosen = select(ranked.c.id).where(ranked.c.place <= limit)
    plans = listed(session, [Plan.id.in_(chosen)])
    return [(stage, counts.get(stage, 0), [plan for plan in plans if plan.stage is stage]) for stage in Stage]


def candidates(session: Session, numbers: Collection[int] | None = None) -> list[Plan]:
    """The plans that wait for money: submitted proposals and approved plans, by number; of these, or of all.

    With all that a score looks at, in as many queries for a thousand plans as for one.
    """
    where = [or_(Plan.stage == Stage.APPROVED, and_(Plan.stage == Stage.PROPOSED, ~is_draft()))]
    if numbers is not None:
        where.append(Plan.id.in_(numbers))
    parts = (Plan.milestones, Plan.budget, Plan.risks, Plan.evaluations)
    loads = (*(subqueryload(part) for part in parts), subqueryload(Plan.kpis).undefer_group(LAST))
    return list(session.scalars(select(Plan).where(*where).order_by(Plan.id).options(*loads)))


def of_case(session: Session, slug: str, actor: Actor, *, limit: int) -> list[Plan]:
    """The plans made from a case that the actor may know of: living ones first."""
    return _panel(session, Plan.case_slug == slug, actor, limit)


def own_of_case(session: Session, slug: str, opds: frozenset[str], actor: Actor) -> list[Plan]:
    """The living plans of these OPDs for a case, as far as the actor may read them."""
    where = (Plan.case_slug == slug, Plan.opd.in_(opds), Plan.stage != Stage.STOPPED, visible(actor))
    return list(session.scalars(select(Plan).where(*where).order_by(Plan.id)))


def of_need(session: Session, need_id: str, actor: Actor, *, limit: int) -> list[Plan]:
    """The plans that answer a need: living ones first."""
    return _panel(session, Plan.need_id == need_id, actor, limit)


def _panel(session: Session, about: ColumnElement[bool], actor: Actor, limit: int) -> list[Plan]:
    """The public hears of a plan once it is approved."""
    known = visible(actor) if actor.is_signed_in else Plan.approved_at.is_not(None)
    order = (Plan.stage == Stage.STOPPED, Plan.last_news_at.desc(), Plan.id)
    found = select(Plan).where(about, known, not_discarded()).order_by(*order).limit(limit).options(*LINE)
    return list(session.scalars(found))


def adopting(session: Session, slug: str) -> frozenset[str]:
    """The OPDs that have a living plan for a case, drafts among them."""
    living = select(Plan.opd).where(Plan.case_slug == slug, Plan.stage != Stage.STOPPED)
    return frozenset(session.scalars(living))


def adopted_by(session: Session) -> Mapping[str, tuple[str, ...]]:
    """Case slug -> codes of the OPDs that have begun to adopt it and did not stop; every search asks."""
    return _ADOPTIONS.get(session, None).once("by case", _by_case)


def _adoptions(session: Session, numbers: Collection[int] | None, _also: None) -> dict[int, tuple[str, str]]:
    begun = or_(Plan.stage.in_(ADOPTED), and_(Plan.stage == Stage.PAUSED, Plan.halted_from.in_(ADOPTED)))
    of_a_case = select(Plan.id, Plan.case_slug, Plan.opd).where(begun, Plan.case_slug != "")
    rows = session.execute(of_a_case if numbers is None else of_a_case.where(Plan.id.in_(numbers)))
    return {number: (slug, opd) for number, slug, opd in rows}


def _by_case(adoptions: Mapping[int, tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for slug, opd in sorted(set(adoptions.values())):
        found.setdefault(slug, []).append(opd)
    return {slug: tuple(opds) for slug, opds in found.items()}


_ADOPTIONS = Kept("adoptions", "plan", _adoptions)


def opds_with_plans(session: Session, actor: Actor) -> list[tuple[str, int]]:
    """The OPDs that have plans, and how many the actor may read; discarded drafts do not count."""
    counted = select(Plan.opd, func.count(Plan.id)).where(visible(actor), not_discarded())
    rows = session.execute(counted.group_by(Plan.opd).order_by(Plan.opd))
    return [(opd, number) for opd, number in rows]


def problems_of(session: Session, plan_id: int) -> list[PlanProblem]:
    """The problems of a plan, open ones first."""
    statement = (
        select(PlanProblem)
        .where(PlanProblem.plan_id == plan_id)
        .options(selectinload(PlanProblem.escalations))
        .order_by(PlanProblem.closed_at.is_not(None), PlanProblem.id.desc())
    )
    return list(session.scalars(statement))
