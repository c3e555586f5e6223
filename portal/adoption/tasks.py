"""My work: what is due, late, or waits for this very person, from every plan they answer for.

Rooms of higher storeys add what waits in them, so that one list and one count hold all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import partial

from flask import Flask, current_app, url_for
from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from portal import clock, edition
from portal.access import Actor, Role, opds_where
from portal.accounts.queries import holders
from portal.adoption import problem_queries, queries, summary
from portal.adoption.changes import PLAN
from portal.adoption.comments import COMMENTS, url_of
from portal.adoption.escalation import POSTS, Level
from portal.adoption.evaluations import reviews_open
from portal.adoption.measures import EVALUATION_STEP
from portal.adoption.models import Evaluation, Milestone, Plan
from portal.adoption.problem_models import Comment, PlanProblem
from portal.adoption.problem_queries import ProblemFilters
from portal.adoption.rules import ADOPTED, RUNNING, Stage
from portal.adoption.summary import Fact
from portal.evidence import queue
from portal.evidence.queue import QueueFilters, Waits
from portal.government import our_government
from portal.records.changes import is_head
from portal.web.figures import long_date

SOON = timedelta(days=14)  # how far ahead work is shown
MAX_EACH = 50


class TaskKind(StrEnum):
    """What sort of thing waits; people choose by it what reaches them, and how."""

    DECISION = "putusan"
    ANSWER = "jawaban"
    QUESTION = "pertanyaan"
    DUE = "tenggat"
    SEASON = "musim"
    SILENCE = "sepi"
    DRAFT = "konsep"


@dataclass(frozen=True)
class Card:
    """A decision that can be made where the task is listed: what it says, and the button that makes it."""

    facts: Callable[[], tuple[Fact, ...]]
    binds: str  # the record, as the trail names it: decided as it was read
    button: str
    back_url: str  # where it is given back, with a reason


@dataclass(frozen=True)
class Task:
    """One thing to do."""

    group: str  # menunggu, terlambat, segera
    what: str
    about: str
    url: str
    due: date | None = None
    plan: Plan | None = None
    kind: TaskKind = TaskKind.DUE
    act_url: str = ""  # where it is done, if that is another page than the one that shows it
    card: Card | None = None


GROUPS = (
    ("menunggu", "Menunggu Anda"),
    ("terlambat", "Terlambat"),
    ("segera", "Segera"),
)


Source = Callable[[Session, Actor, timedelta], Iterable[Task]]


def add_source(app: Flask, source: Source) -> None:
    """Let a room of a higher storey say what waits for somebody there."""
    app.extensions.setdefault("task_sources", []).append(source)


def everything(session: Session, actor: Actor, ahead: timedelta = SOON) -> list[Task]:
    """All that waits for the actor, in plans and in every room above, by due day; so far ahead."""
    found = of(session, actor, ahead)
    for source in current_app.extensions.get("task_sources", []):
        found.extend(source(session, actor, ahead))
    return sorted(found, key=_order)


def of(session: Session, actor: Actor, ahead: timedelta = SOON) -> list[Task]:
    """Everything in plans that waits for the actor, late first within each group."""
    today = clock.today()
    until = today + ahead
    found = [
        *_approvals(session, actor),
        *_escalations(session, actor, today),
        *_questions(session, actor),
        *_evidence(session, actor, today),
    ]
    own = _own(actor)
    if own is not None:
        found += [
            *_answers_back(session, own),
            *_milestones(session, actor, own, today, until),
            *_reviews(session, own, today),
            *_problems(session, own, today, until),
            *_silent(session, own, today),
            *_drafts(session, own),
        ]
    return sorted(found, key=_order)


def _order(task: Task) -> tuple[date, str]:
    return task.due or date.max, task.about


def _own(actor: Actor) -> ColumnElement[bool] | None:
    """The plans that the actor may edit; nothing is asked about them for who may edit none."""
    opds = opds_where(actor, "adoption.edit")
    return true() if opds is None else Plan.opd.in_(opds) if opds else None


def _approvals(session: Session, actor: Actor) -> Iterator[Task]:
    """Proposals to approve and evaluations to decide on: never the actor's own."""
    heads = actor.opds(Role.HEAD)
    mine: ColumnElement[bool] = Plan.opd.in_(heads) if heads else false()
    curates = Role.CURATOR in actor.roles
    if not heads and not curates:
        return
    proposals = and_(Plan.stage == Stage.PROPOSED, Plan.submitted_at.is_not(None))
    others = and_(
        Plan.created_by.is_distinct_from(actor.account_id),
        Plan.submitted_by.is_distinct_from(actor.account_id),
    )
    reach = or_(mine, Plan.head_proposed) if curates else mine
    for plan in session.scalars(select(Plan).where(proposals, others, reach).limit(MAX_EACH)):
        url = url_for("adoption.show", plan_id=plan.id)
        yield Task(
            "menunggu",
            "Setujui atau kembalikan usulan",
            plan.title,
            url,
            plan=plan,
            kind=TaskKind.DECISION,
            act_url=url_for("adoption.approve", plan_id=plan.id),
            card=Card(
                partial(summary.on_card, plan, our_government()),
                PLAN.named(plan),
                "Setujui",
                url_for("adoption.hand_back", plan_id=plan.id),
            ),
        )
    reach = or_(mine, Evaluation.head_wrote) if curates else mine
    statement = (
        select(Plan)
        .join(Evaluation, Evaluation.plan_id == Plan.id)
        .where(
            Plan.stage == Stage.TRIAL,
            Evaluation.is_superseded.is_(False),
            Evaluation.decision.is_(None),
            Evaluation.text != "",
            Evaluation.by.is_distinct_from(actor.account_id),
            reach,
        )
    )
    for plan in session.scalars(statement.limit(MAX_EACH)):
        url = url_for("adoption.decide", plan_id=plan.id)
        yield Task("menunggu", "Putuskan hasil uji coba", plan.title, url, plan=plan, kind=TaskKind.DECISION)


def _escalations(session: Session, actor: Actor, today: date) -> Iterator[Task]:
    """Problems that ask the leadership for an answer."""
    guided = opds_where(actor, "adoption.answer")
    if guided == frozenset():
        return
    for level in _levels_of(session, actor, today):
        filters = ProblemFilters(level=level)
        for problem in problem_queries.listed(session, filters, actor, today, limit=MAX_EACH):
            if level is Level.ASSISTANT and guided is not None and problem.plan.opd not in guided:
                continue
            due = max((one.due for one in problem.facts if not one.is_answered), default=problem.due)
            group = "terlambat" if due < today else "menunggu"
            url = url_for("adoption.problem", problem_id=problem.id)
            yield Task(group, "Jawab eskalasi", problem.title, url, due, problem.plan, TaskKind.DECISION)


def _levels_of(session: Session, actor: Actor, today: date) -> list[Level]:
    """The levels whose questions come to the actor: the own ones, and those below whose post nobody holds."""
    found: list[Level] = []
    for level in (Level.HEAD, Level.SECRETARY, Level.ASSISTANT):
        if POSTS[level] in actor.roles or (found and not holders(session, POSTS[level], today)):
            found.append(level)
    return found


def _answers_back(session: Session, own: ColumnElement[bool]) -> Iterator[Task]:
    """Problems that came back with an answer and are to be closed."""
    statement = (
        select(PlanProblem)
        .join(PlanProblem.plan)
        .where(
            own,
            PlanProblem.closed_at.is_(None),
            PlanProblem.waiting_at == Level.OPD,
            PlanProblem.escalations.any(),
        )
        .options(joinedload(PlanProblem.plan))
    )
    for problem in session.scalars(statement.limit(MAX_EACH)):
        url = url_for("adoption.problem", problem_id=problem.id)
        yield Task(
            "menunggu",
            "Tindak lanjuti jawaban pimpinan",
            problem.title,
            url,
            plan=problem.plan,
            kind=TaskKind.ANSWER,
        )


def _questions(session: Session, actor: Actor) -> Iterator[Task]:
    """Questions that the actor's OPD, or the curator, can answer."""
    own = _own(actor)
    if Role.CURATOR in actor.roles:
        where: ColumnElement[bool] = true()
    elif own is None:
        return
    else:
        plans = select(Plan.id).where(own)
        known = select(Plan.case_slug).where(own, Plan.stage.in_(ADOPTED), Plan.case_slug != "")
        about_case = and_(Comment.plan_id.is_(None), Comment.case_slug.in_(known))
        where = or_(Comment.plan_id.in_(plans), about_case)
    asked_by_others = and_(where, Comment.by.is_distinct_from(actor.account_id))
    for question in COMMENTS.waiting(session, asked_by_others, limit=MAX_EACH):
        yield Task(
            "menunggu", "Jawab pertanyaan", question.text[:100], url_of(question), kind=TaskKind.QUESTION
        )


def _milestones(
    session: Session, actor: Actor, own: ColumnElement[bool], today: date, until: date
) -> Iterator[Task]:
    """Steps that are late or due soon; the step that asks for the head's decision speaks to the head."""
    statement = (
        select(Milestone, Plan)
        .join(Plan, Plan.id == Milestone.plan_id)
        .where(
            own,
            Plan.stage.in_(RUNNING),
            Milestone.removed_at.is_(None),
            Milestone.done.is_(None),
            Milestone.due <= until,
        )
        .order_by(Milestone.due, Milestone.id)
        .limit(MAX_EACH)
    )
    for milestone, plan in session.execute(statement):
        group = "terlambat" if milestone.facts.is_late(today) else "segera"
        url = url_for("adoption.show", plan_id=plan.id, _anchor="tahapan")
        is_asked = milestone.title == EVALUATION_STEP and is_head(actor, plan.opd)
        what = "Pastikan evaluasi ditulis, lalu putuskan" if is_asked else milestone.title
        yield Task(group, what, plan.title, url, milestone.due, plan)


def _reviews(session: Session, own: ColumnElement[bool], today: date) -> Iterator[Task]:
    """Reviews whose day has come."""
    for plan in queries.listed(session, [own, queries.review_due(today)], limit=MAX_EACH):
        for review in reviews_open(plan):
            if review.is_due(today):
                url = url_for("adoption.review", plan_id=plan.id, months=review.months)
                what = f"Jawab tinjauan {review.months} bulan: masih berjalan?"
                yield Task("terlambat", what, plan.title, url, review.due, plan)


def _problems(session: Session, own: ColumnElement[bool], today: date, until: date) -> Iterator[Task]:
    """Problems that lie in the OPD and are overdue or soon will be."""
    statement = (
        select(PlanProblem)
        .join(PlanProblem.plan)
        .where(
            own,
            PlanProblem.closed_at.is_(None),
            PlanProblem.waiting_at == Level.OPD,
            ~PlanProblem.escalations.any(),
            PlanProblem.due <= until,
        )
        .options(joinedload(PlanProblem.plan))
        .order_by(PlanProblem.due, PlanProblem.id)
    )
    for problem in session.scalars(statement.limit(MAX_EACH)):
        group = "terlambat" if problem.due < today else "segera"
        url = url_for("adoption.problem", problem_id=problem.id)
        yield Task(group, "Selesaikan masalah", problem.title, url, problem.due, problem.plan)


def _silent(session: Session, own: ColumnElement[bool], today: date) -> Iterator[Task]:
    """Plans that nobody has written about for long."""
    days = edition.settings().plan_silence_days
    for plan in session.scalars(select(Plan).where(own, queries.silent(today, days)).limit(MAX_EACH)):
        news = clock.local(plan.last_news_at).date()
        what = f"Perbarui rencana: tidak ada perubahan sejak {long_date(news)}"
        url = url_for("adoption.show", plan_id=plan.id, _anchor="tahapan")
        yield Task("terlambat", what, plan.title, url, news + timedelta(days=days), plan, TaskKind.SILENCE)


def _drafts(session: Session, own: ColumnElement[bool]) -> Iterator[Task]:
    """Drafts to submit, and proposals that were given back."""
    drafts = and_(Plan.stage == Stage.PROPOSED, Plan.submitted_at.is_(None))
    statement = select(Plan).where(own, drafts).options(selectinload(Plan.moves))
    for plan in session.scalars(statement.limit(MAX_EACH)):
        url = url_for("adoption.show", plan_id=plan.id)
        if plan.returned:
            yield Task(
                "menunggu",
                "Perbaiki usulan yang dikembalikan",
                plan.title,
                url,
                plan=plan,
                kind=TaskKind.ANSWER,
            )
        else:
            yield Task(
                "segera", "Lengkapi dan ajukan konsep", plan.title, url, plan=plan, kind=TaskKind.DRAFT
            )


def _evidence(session: Session, actor: Actor, today: date) -> Iterator[Task]:
    """Papers that somebody else must look at, that came back, and that lack their year."""
    if opds_where(actor, "evidence.judge") != frozenset():
        where = QueueFilters(is_mine_left_out=True).conditions(actor, "evidence.judge")
        count, oldest = queue.waiting(session, where)
        if oldest is not None:
            days = (today - clock.local(oldest).date()).days
            age = f"yang terlama {days} hari" if days else "semua dari hari ini"
            yield Task("menunggu", "Periksa bukti", f"{count} bukti, {age}", url_for("evidence.queue_page"))
    opds = opds_where(actor, "evidence.write")
    if not opds:
        return  # curators see what waits in agencies on the queue
    for paper in queue.to_mend(session, opds, MAX_EACH):
        url = url_for("evidence.show", evidence_id=paper.id)
        yield Task("menunggu", "Perbaiki bukti yang dikembalikan", paper.title, url)
    count, _ = queue.waiting(session, QueueFilters(waits=Waits.YEAR).conditions(actor, "evidence.write"))
    if count:
        url = url_for("evidence.queue_page", tunggu=Waits.YEAR.value)
        yield Task("segera", "Isi tahun bukti", f"{count} bukti tanpa tahun", url)
