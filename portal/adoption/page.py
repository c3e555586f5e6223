"""What the page of a plan shows, worked out beforehand: templates do no arithmetic and ask no database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from portal import clock, edition
from portal.access import Actor, may
from portal.adoption import comments, queries, rules, words
from portal.adoption.case_snapshot import case_snapshot
from portal.adoption.changes import PLAN
from portal.adoption.charts import kpi_chart, steps_chart
from portal.adoption.evaluations import reviews_open
from portal.adoption.forms import SUBJECTS
from portal.adoption.measures import Progress
from portal.adoption.models import Kpi, Milestone, Plan
from portal.adoption.plans import permission_for
from portal.adoption.problem_models import Comment, PlanProblem
from portal.adoption.rules import RUNNING, STAGE_NAMES, Stage
from portal.adoption.timing import DueReview, is_late, is_silent
from portal.cases import CASES
from portal.db import reading
from portal.government import Need, Opd, our_government
from portal.government.model import Mission, PlanIndicator
from portal.records.binding import read_to
from portal.records.comments import Thread
from portal.records.ladder import Requirement, missing
from portal.records.moving import MoveOffer, Moves
from portal.web.addresses import outside


@dataclass(frozen=True)
class Standing:
    """What is urgent about a plan, for its page and for lists."""

    is_late: bool
    is_silent: bool
    is_stale: bool  # a review is due and unanswered
    quiet_days: int


@dataclass(frozen=True)
class PlanLine:
    """A plan in a list."""

    plan: Plan
    standing: Standing
    progress: Progress
    late_milestones: int
    news: date  # day of the last news


@dataclass(frozen=True)
class PlanMoney:
    """Budget lines added up, in rupiah."""

    ceiling: int
    spent: int
    percent: int


@dataclass(frozen=True)
class WorkSteps:
    """The milestones of a plan as its page shows them: what is next, what comes after, what is done."""

    ahead: tuple[Milestone, ...]
    later: tuple[Milestone, ...]
    done: tuple[Milestone, ...]


STEPS_AHEAD = 4  # milestones on the page that are not folded away


@dataclass(frozen=True)
class PlanView:
    """Everything about a plan that its page shows beside its own fields."""

    today: date
    opd: Opd | None
    need: Need | None
    mission: Mission | None
    indicator: PlanIndicator | None
    has_case: bool
    case_changed: bool
    standing: Standing
    progress: Progress
    next_stage: Stage | None
    gate: tuple[Requirement, ...]
    missing: int
    before_submission: tuple[Requirement, ...]  # what a draft lacks before it can be submitted
    waiting: str  # whose turn it is, where it is not the reader's
    links: dict[str, str]
    offers: tuple[MoveOffer, ...]
    steps: WorkSteps
    gantt: tuple[object, str]  # drawing, finding; empty for fewer than two steps with a day
    kpis: tuple[tuple[Kpi, str, object], ...]  # KPI, finding, chart
    money: PlanMoney
    reviews: tuple[DueReview, ...]
    problems: Sequence[PlanProblem]
    thread: Thread[Comment]
    is_running: bool
    can_edit: bool
    can_approve: bool
    can_hand_back: bool
    can_decide: bool
    account_id: int | None
    read_to: int  # how far the trail of the plan is read with this page


def standing_of(plan: Plan, today: date) -> Standing:
    """What is urgent about a plan."""
    news = clock.local(plan.last_news_at).date()
    days = edition.settings().plan_silence_days
    late = is_late(
        plan.stage,
        [row.facts for row in plan.milestones],
        trial_end=plan.trial_end,
        pause_until=plan.pause_until,
        today=today,
    )
    stale = any(review.is_due(today) for review in reviews_open(plan))
    return Standing(late, is_silent(plan.stage, news, today, days), stale, (today - news).days)


def line_of(plan: Plan, today: date) -> PlanLine:
    """A plan as a list shows it."""
    late = sum(row.facts.is_late(today) for row in plan.milestones) if plan.stage in RUNNING else 0
    news = clock.local(plan.last_news_at).date()
    return PlanLine(plan, standing_of(plan, today), plan.progress, late, news)


def address_of(plan: Plan) -> str:
    """The plan's page as a whole address, for papers."""
    return outside("adoption.show", plan_id=plan.id)


def view_of(plan: Plan, actor: Actor) -> PlanView:
    """Work out what the page of a plan shows to this reader."""
    government, today, session = our_government(), clock.today(), reading()
    wanted = rules.next_stage(plan.facts)
    gate = rules.gate(plan.facts, wanted) if wanted else ()
    case = CASES.get().get(plan.case_slug)
    can_edit = may(actor, "adoption.edit", opd=plan.opd) and plan.stage is not Stage.STOPPED
    return PlanView(
        today=today,
        opd=government.opd(plan.opd),
        need=government.need(plan.need_id),
        mission=next((one for one in government.plan.missions if one.no == plan.mission), None),
        indicator=next((one for one in government.plan.indicators if one.id == plan.indicator), None),
        has_case=case is not None,
        case_changed=case is not None
        and bool(plan.case_digest)
        and case_snapshot(case).digest != plan.case_digest,
        standing=standing_of(plan, today),
        progress=plan.progress,
        next_stage=wanted,
        gate=gate,
        missing=len(missing(gate)),
        before_submission=missing(rules.submission(plan.facts)),
        waiting="" if _is_their_turn(plan, actor) or not can_edit else _waiting_for(plan),
        links=_links(plan),
        offers=MOVES.offers(plan, actor),
        steps=_steps(plan),
        gantt=steps_chart(plan, today),
        kpis=tuple((kpi, words.finding(kpi), kpi_chart(kpi)) for kpi in plan.kpis),
        money=_money(plan),
        reviews=reviews_open(plan),
        problems=queries.problems_of(session, plan.id),
        thread=comments.COMMENTS.thread(
            comments.of_plan(session, plan.id),
            url_for("adoption.ask_on_plan", plan_id=plan.id),
            actor,
        ),
        is_running=plan.stage in RUNNING,
        can_edit=can_edit,
        can_approve=_can_approve(plan, actor),
        can_hand_back=_can_hand_back(plan, actor),
        can_decide=_can_decide(plan, actor),
        account_id=actor.account_id,
        read_to=read_to(session, PLAN.named(plan)),
    )


def _waiting_for(plan: Plan) -> str:
    """Who has to act now on a proposal or an evaluation; empty where nobody is asked."""
    if plan.stage is Stage.PROPOSED and plan.submitted_at is not None:
        approver = "kurator" if plan.head_proposed else "kepala OPD"
        return f"Menunggu persetujuan {approver}. Anda tidak perlu berbuat apa-apa."
    row = plan.evaluation
    if plan.stage is Stage.TRIAL and row is not None and row.text and row.decision is None:
        return f"Menunggu keputusan {'kurator' if row.head_wrote else 'kepala OPD'}."
    return ""


def _is_their_turn(plan: Plan, actor: Actor) -> bool:
    return _can_approve(plan, actor) or _can_decide(plan, actor)


def _can_approve(plan: Plan, actor: Actor) -> bool:
    waits = plan.stage is Stage.PROPOSED and plan.submitted_at is not None
    is_proposer = actor.account_id in (plan.created_by, plan.submitted_by)
    return waits and not is_proposer and may(actor, "adoption.approve", opd=plan.opd)


def _can_hand_back(plan: Plan, actor: Actor) -> bool:
    waits = plan.stage is Stage.PROPOSED and plan.submitted_at is not None
    is_own = plan.submitted_by == actor.account_id
    permission = "adoption.edit" if is_own else "adoption.approve"
    return waits and may(actor, permission, opd=plan.opd)


def _can_decide(plan: Plan, actor: Actor) -> bool:
    row = plan.evaluation
    waits = plan.stage is Stage.TRIAL and row is not None and bool(row.text) and row.decision is None
    is_writer = row is not None and row.by == actor.account_id
    return waits and not is_writer and may(actor, "adoption.approve", opd=plan.opd)


def _offer_label(plan: Plan, stage: Stage, _actor: Actor) -> str:
    if stage is Stage.STOPPED:
        return "Buang konsep" if plan.is_draft else "Hentikan"
    if stage is Stage.PAUSED:
        return "Tunda"
    if plan.stage is Stage.STOPPED:
        return "Buka lagi"
    if plan.stage is Stage.PAUSED:
        return "Lanjutkan"
    name = STAGE_NAMES[stage].lower()
    return f"Kembali ke {name}" if rules.is_backward(plan.stage, stage) else f"Masuk tahap {name}"


def _links(plan: Plan) -> dict[str, str]:
    """Where each requirement of a gate is filled in."""
    links = {key: url_for("adoption.edit", plan_id=plan.id, key=key) for key in SUBJECTS}
    for part in ("kpi", "tahapan", "anggaran"):
        links[part] = url_for("adoption.part", plan_id=plan.id, key=part)
    links["tim"] = links["penanggung-jawab"]
    links["evaluasi"] = url_for("adoption.evaluation", plan_id=plan.id)
    return links


def _is_approval(plan: Plan, stage: Stage, _actor: Actor) -> bool:
    return stage is Stage.APPROVED and plan.stage is Stage.PROPOSED  # it has a page of its own


MOVES = Moves(PLAN, rules.STEPS, rules, permission_for, _offer_label, _links, _is_approval)


def _steps(plan: Plan) -> WorkSteps:
    ahead = [row for row in plan.milestones if row.done is None]
    done = tuple(row for row in plan.milestones if row.done is not None)
    return WorkSteps(tuple(ahead[:STEPS_AHEAD]), tuple(ahead[STEPS_AHEAD:]), done)


def _money(plan: Plan) -> PlanMoney:
    ceiling, spent = sum(line.ceiling for line in plan.budget), sum(line.spent for line in plan.budget)
    return PlanMoney(ceiling, spent, round(100 * spent / ceiling) if ceiling else 0)
