"""The first 90 days of a kind of innovation as milestones of a plan."""

from __future__ import annotations

from portal.adoption.measures import EVALUATION_STEP, Phase, Step
from portal.cases import CASES, Case
from portal.government import Need
from portal.guides import KINDS, InnovationKind, kind_of, kind_of_sector

DAYS = 90
WEEK = 7
PREPARATION_WEEKS, DESIGN_WEEKS, TRIAL_WEEKS = 3, 6, 12  # a step that ends later belongs to the next phase


def kind_for(case: Case | None, need: Need | None) -> InnovationKind | None:
    """The kind of what a plan imitates, else the kind that is usual in the need's sector."""
    if case is not None:
        return kind_of(case, KINDS.get())
    return kind_of_sector(need.sector, KINDS.get()) if need else None


def kind_for_plan(case_slug: str, sector: str | None) -> InnovationKind | None:
    """The kind of a plan that exists already."""
    case = CASES.get().get(case_slug)
    if case is not None:
        return kind_of(case, KINDS.get())
    return kind_of_sector(sector, KINDS.get()) if sector else None


def steps_of(kind: InnovationKind) -> tuple[Step, ...]:
    """The steps with their days, and at the end the evaluation that the head decides on."""
    steps = [
        Step(_phase(step.weeks[1]), step.sentence, min(step.weeks[1] * WEEK, DAYS)) for step in kind.steps
    ]
    return (*steps, Step(Phase.EVALUATION, EVALUATION_STEP, DAYS))


def _phase(last_week: int) -> Phase:
    if last_week <= PREPARATION_WEEKS:
        return Phase.PREPARATION
    if last_week <= DESIGN_WEEKS:
        return Phase.DESIGN
    return Phase.REPLICATION if last_week <= TRIAL_WEEKS else Phase.EVALUATION
