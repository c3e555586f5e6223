"""The score of a plan: seven criteria, 0 to 100 points each, and the weighted mean that people rank by.

An additive value model (Keeney and Raiffa, "Decisions with Multiple Objectives", 1976) on fixed scales: a
plan's points depend on that plan alone, so that no plan rises or falls because another one is withdrawn.
Every formula is explained in docs/priorities.md. Pure: no database, no request.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from math import log10

from portal.errors import RuleViolation

TOP = 100  # points of a criterion, and the highest score
MISSING = 25  # cautious points for a criterion that nothing is known about; see docs/priorities.md
MAX_WEIGHT = 100
MILLION = 1_000_000
WORST_RISK = 25  # likelihood 5 × impact 5


class Criterion(StrEnum):
    """What a plan is judged by."""

    RPJMD = "rpjmd"
    PEOPLE = "warga"
    OUTCOME = "hasil"
    EVIDENCE = "bukti"
    READINESS = "kesiapan"
    FIT = "kecocokan"
    RISK = "risiko"


CRITERIA = {
    Criterion.RPJMD: "Sumbangan pada RPJMD",
    Criterion.PEOPLE: "Warga yang dilayani",
    Criterion.OUTCOME: "Hasil per rupiah",
    Criterion.EVIDENCE: "Kekuatan bukti inovasi asal",
    Criterion.READINESS: "Kesiapan",
    Criterion.FIT: "Kecocokan dengan daerah asal",
    Criterion.RISK: "Risiko",
}
Weights = Mapping[Criterion, int]
# A starting point, not a finding: what the plan is for weighs 60, how sure it is 30, how alike and safe 10.
DEFAULT_WEIGHTS: Weights = {
    Criterion.RPJMD: 20,
    Criterion.PEOPLE: 20,
    Criterion.OUTCOME: 20,
    Criterion.EVIDENCE: 15,
    Criterion.READINESS: 10,
    Criterion.FIT: 5,
    Criterion.RISK: 10,
}


@dataclass(frozen=True, slots=True)
class CaseEvidence:
    """What the library knows that speaks for a case."""

    has_results: bool  # a result in figures
    has_baseline: bool  # a result with the figure before it
    publishers: int  # different publishers among its sources
    is_running: bool  # still running or scaled up, by a source
    is_verified: bool  # a named role opened every source of its status and results


@dataclass(frozen=True, slots=True)
class KpiChange:
    """A KPI from where it starts to where it is meant to go."""

    baseline: Decimal
    target: Decimal

    @property
    def share(self) -> Decimal:
        """How large the change is: its size by the larger of both ends, 0 to 1."""
        largest = max(abs(self.baseline), abs(self.target))
        return min(abs(self.target - self.baseline) / largest, Decimal(1)) if largest else Decimal(0)


@dataclass(frozen=True, slots=True)
class PlanInputs:
    """What is known of a plan for its score; None or nothing where it is not known."""

    mission: int | None = None
    has_indicator: bool = False
    is_target_open: bool | None = None  # the RPJMD indicator has not reached its end target
    people: int | None = None  # served in a year
    changes: Sequence[KpiChange] = ()
    cost: int | None = None  # rupiah over all years; 0 where the plan is declared to cost nothing
    evidence: CaseEvidence | None = None
    gates_met: int = 0
    gates_asked: int = 0
    fit: int | None = None  # 0 to 100, see portal/benchmark/fit.py
    risks: Sequence[int] = ()  # likelihood × impact of each, 1 to 25


@dataclass(frozen=True, slots=True)
class CriterionPoints:
    """One criterion's share of a score; `points` is None where nothing is known."""

    criterion: Criterion
    points: int | None
    weight: int

    @property
    def counted(self) -> int:
        """The points that count: what is known, else the cautious ones."""
        return MISSING if self.points is None else self.points


@dataclass(frozen=True, slots=True)
class Score:
    """A plan's score with its parts; `low` and `high` are what it could be once all is filled in."""

    parts: tuple[CriterionPoints, ...]
    value: int
    low: int
    high: int

    @property
    def missing(self) -> tuple[Criterion, ...]:
        """The criteria that nothing is known about."""
        return tuple(part.criterion for part in self.parts if part.points is None)


def score(inputs: PlanInputs, weights: Weights) -> Score:
    """Weighted mean of the points, in whole points: Σ(weight × points) ÷ Σ(weight), halves upwards."""
    found = points(inputs)
    parts = tuple(CriterionPoints(one, found[one], weights[one]) for one in Criterion)
    return Score(
        parts,
        value=_mean([(part.counted, part.weight) for part in parts]),
        low=_mean([(part.points or 0, part.weight) for part in parts]),
        high=_mean([(TOP if part.points is None else part.points, part.weight) for part in parts]),
    )


def points(inputs: PlanInputs) -> dict[Criterion, int | None]:
    """The points of each criterion, 0 to 100; None where the plan does not say."""
    return {
        Criterion.RPJMD: rpjmd_points(inputs),
        Criterion.PEOPLE: people_points(inputs.people),
        Criterion.OUTCOME: outcome_points(inputs),
        Criterion.EVIDENCE: None if inputs.evidence is None else evidence_points(inputs.evidence),
        Criterion.READINESS: readiness_points(inputs.gates_met, inputs.gates_asked),
        Criterion.FIT: inputs.fit,
        Criterion.RISK: risk_points(inputs.risks),
    }


def rpjmd_points(inputs: PlanInputs) -> int | None:
    """50 for a mission, 30 more for an indicator of the plan, 20 more while its end target is not reached."""
    if inputs.mission is None:
        return None
    return 50 + 30 * inputs.has_indicator + 20 * (inputs.has_indicator and inputs.is_target_open is True)


def people_points(people: int | None) -> int | None:
    """20 × (log10 of people − 1): 10 people 0, 1.000 people 40, a million 100.

    Logarithmic, because twice as many people is the same step for a small service as for a large one.
    """
    return None if people is None else _within(20 * (log10(people) - 1)) if people else 0


def outcome_points(inputs: PlanInputs) -> int | None:
    """25 × (log10 of effect per million rupiah + 1); a plan that costs nothing gets all points.

    Effect = people served × mean size of the change its KPIs aim at. 0,1 a million gives 0, 1.000 gives 100.
    """
    effect = outcome(inputs)
    if effect is None or inputs.cost is None:
        return None
    if not effect:
        return 0
    if not inputs.cost:
        return TOP
    return _within(25 * (log10(effect * MILLION / inputs.cost) + 1))


def outcome(inputs: PlanInputs) -> Decimal | None:
    """People served × mean share of change over the KPIs that have a baseline and a target."""
    if inputs.people is None or not inputs.changes:
        return None
    return inputs.people * sum((change.share for change in inputs.changes), Decimal(0)) / len(inputs.changes)


def evidence_points(evidence: CaseEvidence) -> int:
    """20 measured and quoted, 25 a figure from before, 25 two publishers read, 20 running, 10 verified."""
    return (
        20 * evidence.has_results
        + 25 * evidence.has_baseline
        + 25 * (evidence.publishers >= 2)
        + 20 * evidence.is_running
        + 10 * evidence.is_verified
    )


def readiness_points(met: int, asked: int) -> int | None:
    """The share of requirements met, from the proposal to the gate of the trial."""
    return _round(TOP * met, asked) if asked else None


def risk_points(risks: Sequence[int]) -> int | None:
    """(25 − highest risk) ÷ 24: a risk of 1 gives 100, one of 25 nothing; no register is not "no risk"."""
    return _round(TOP * (WORST_RISK - max(risks)), WORST_RISK - 1) if risks else None


def check_weights(weights: Weights) -> None:
    """Refuse weights outside 0 to 100, and weights that are all nothing."""
    for criterion, weight in weights.items():
        if not 0 <= weight <= MAX_WEIGHT:
            raise RuleViolation(f"Bobot harus antara 0 dan {MAX_WEIGHT}.", criterion.value)
    if not any(weights.values()):
        raise RuleViolation("Paling sedikit satu bobot harus lebih dari 0.")


def _mean(pairs: Sequence[tuple[int, int]]) -> int:
    return _round(sum(value * weight for value, weight in pairs), sum(weight for _, weight in pairs))


def _round(above: int, below: int) -> int:
    """The whole number nearest to a fraction that is not negative; halves upwards."""
    return (2 * above + below) // (2 * below)


def _within(value: float) -> int:
    return max(0, min(TOP, int(value + 0.5)))
