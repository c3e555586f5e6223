"""What the score of a plan is made of, gathered from the plan, the library and our government's own plan."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal import clock
from portal.adoption import Plan, Stage, candidates, preparation
from portal.benchmark import fits
from portal.cases import CASES, Case
from portal.cases.standing import is_due, is_proven, standing
from portal.government import Government, our_government
from portal.portfolio.packages import FundYear
from portal.portfolio.rules import CaseEvidence, Criterion, KpiChange, PlanInputs, Score, Weights, score
from portal.records.kept import Kept

SAME_REGION = 100  # a case of our own region fits


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a list says of a plan that waits for money."""

    id: int
    title: str
    opd: str
    stage: Stage


@dataclass(frozen=True, slots=True)
class Candidate:
    """A plan that waits for money, with its score and what it asks for from this year on."""

    plan: Waiting
    inputs: PlanInputs
    score: Score
    costs: Mapping[FundYear, int]


def gather(session: Session, weights: Weights, opds: frozenset[str] | None = None) -> list[Candidate]:
    """Every candidate of these OPDs (None: all), scored, by plan number; as many queries for any number.

    Scores are kept in memory, and worked out again for the plans that the trail says have changed.
    """
    scores = _SCORES.get(session, tuple(weights.items()))
    found = scores.once("by number", lambda by_id: [by_id[number] for number in sorted(by_id)])
    return [one for one in found if opds is None or one.plan.opd in opds]


def _scores(
    session: Session, numbers: Collection[int] | None, weights: tuple[tuple[Criterion, int], ...]
) -> dict[int, Candidate]:
    return {one.plan.id: one for one in score_all(candidates(session, numbers), dict(weights))}


_SCORES = Kept("scores", "plan", _scores)


def score_all(plans: Iterable[Plan], weights: Weights) -> list[Candidate]:
    """Score plans."""
    cases, government, today = CASES.get(), our_government(), clock.today()
    alike = {region: found.score for region, found in fits().items()} | {government.region: SAME_REGION}
    found = []
    for plan in plans:
        inputs = inputs_of(plan, cases.get(plan.case_slug), government, alike, today)
        line = Waiting(plan.id, plan.title, plan.opd, plan.stage)
        found.append(Candidate(line, inputs, score(inputs, weights), costs_of(plan, today.year)))
    return found


def inputs_of(
    plan: Plan,
    case: Case | None,
    government: Government,
    alike: Mapping[str, int | None],
    today: date,
) -> PlanInputs:
    """What is known of a plan for its score."""
    gates = preparation(plan.facts)
    indicator = next((one for one in government.plan.indicators if one.id == plan.indicator), None)
    return PlanInputs(
        mission=plan.mission,
        has_indicator=indicator is not None,
        is_target_open=is_open(government, plan.indicator),
        people=plan.people_served,
        changes=tuple(
            KpiChange(kpi.baseline, kpi.target)
            for kpi in plan.kpis
            if kpi.baseline is not None and kpi.target is not None
        ),
        cost=0 if plan.no_cost else sum(line.ceiling for line in plan.budget) if plan.budget else None,
        evidence=evidence_of(case, today) if case else None,
        gates_met=sum(gate.is_met for gate in gates),
        gates_asked=len(gates),
        fit=alike.get(case.region) if case else None,
        risks=tuple(risk.score for risk in plan.risks),
    )


def is_open(government: Government, indicator_id: str) -> bool | None:
    """Has an RPJMD indicator still to reach its end target? None where that is not known."""
    found = next((one for one in government.plan.indicators if one.id == indicator_id), None)
    if found is None or found.end_target is None or found.direction == "neutral":
        return None
    known = [
        reading.value for reading in sorted(found.series, key=lambda r: r.year) if reading.value is not None
    ]
    if not known:
        return None
    return known[-1] < found.end_target if found.direction == "up" else known[-1] > found.end_target


def evidence_of(case: Case, today: date) -> CaseEvidence:
    """What speaks for a case and was checked: measured figures with their sources' words, fresh statuses."""
    proven = [result for result in case.results if is_proven(result)]
    read = {source.publisher.casefold() for source in case.sources if source.read}
    return CaseEvidence(
        has_results=bool(proven),
        has_baseline=any(isinstance(result.before, int | float) for result in proven),
        publishers=len(read),
        is_running=standing(case, today).is_running and bool(case.status_quotes),
        is_verified=case.verified is not None and not is_due(case, today),
    )


def costs_of(plan: Plan, first_year: int) -> dict[FundYear, int]:
    """What a plan asks for by year and source, in rupiah; earlier years are spent and no longer a choice."""
    found: dict[FundYear, int] = {}
    for line in plan.budget:
        if line.year >= first_year and not plan.no_cost:
            fund_year = (line.year, line.fund)
            found[fund_year] = found.get(fund_year, 0) + line.ceiling
    return found


def is_candidate(plan: Plan) -> bool:
    """Does a plan wait for money: a submitted proposal, or an approved plan?"""
    return plan.stage is Stage.APPROVED or (plan.stage is Stage.PROPOSED and not plan.is_draft)
