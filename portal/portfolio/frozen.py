"""A scenario as JSON: what was asked with all that was known then, its digest, and what was answered.

The inputs alone are enough to compute the proposal again, on any day, whatever became of the plans.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from portal.portfolio.facts import Candidate
from portal.portfolio.packages import Item, Pair, Pot, Problem, Reason
from portal.portfolio.proposing import CurvePoint, Proposal
from portal.portfolio.rules import Criterion, Weights


@dataclass(frozen=True)
class Request:
    """What people ask for: ceilings in rupiah, and which plans must, may not, or only together."""

    ceilings: Mapping[Pot, int]
    mandatory: frozenset[int] = frozenset()
    barred: frozenset[int] = frozenset()
    either: tuple[Pair, ...] = ()
    needs: tuple[Pair, ...] = ()


@dataclass(frozen=True)
class FrozenPlan:
    """A plan as it stood when the scenario was computed; points None where nothing was known."""

    id: int
    title: str
    opd: str
    value: int
    points: Mapping[Criterion, int | None]
    costs: Mapping[Pot, int]


@dataclass(frozen=True)
class Inputs:
    """Everything that a proposal follows from."""

    weights: Weights
    plans: tuple[FrozenPlan, ...]
    request: Request
    by_id: Mapping[int, FrozenPlan] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {plan.id: plan for plan in self.plans})

    @property
    def problem(self) -> Problem:
        """The same as numbers for the computation."""
        items = tuple(Item(plan.id, plan.value, plan.costs) for plan in self.plans)
        asked = self.request
        return Problem(items, asked.ceilings, asked.mandatory, asked.barred, asked.either, asked.needs)


def freeze(candidates: Iterable[Candidate], weights: Weights, request: Request) -> Inputs:
    """Take down what is known now."""
    plans = tuple(
        FrozenPlan(
            id=one.plan.id,
            title=one.plan.title,
            opd=one.plan.opd,
            value=one.score.value,
            points={part.criterion: part.points for part in one.score.parts},
            costs=dict(sorted(one.costs.items())),
        )
        for one in candidates
    )
    return Inputs(dict(weights), plans, request)


def digest(text: str) -> str:
    """SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def write_inputs(inputs: Inputs) -> str:
    """Inputs as JSON; the same inputs give the same text."""
    asked = inputs.request
    return canonical(
        {
            "weights": {one.value: inputs.weights[one] for one in Criterion},
            "plans": [
                {
                    "id": plan.id,
                    "title": plan.title,
                    "opd": plan.opd,
                    "value": plan.value,
                    "points": {one.value: plan.points[one] for one in Criterion},
                    "costs": _pots(plan.costs),
                }
                for plan in inputs.plans
            ],
            "ceilings": _pots(asked.ceilings),
            "mandatory": sorted(asked.mandatory),
            "barred": sorted(asked.barred),
            "either": sorted(asked.either),
            "needs": sorted(asked.needs),
        }
    )


def read_inputs(text: str) -> Inputs:
    """Inputs from their JSON."""
    raw = json.loads(text)
    plans = tuple(
        FrozenPlan(
            id=plan["id"],
            title=plan["title"],
            opd=plan["opd"],
            value=plan["value"],
            points={Criterion(name): points for name, points in plan["points"].items()},
            costs=_read_pots(plan["costs"]),
        )
        for plan in raw["plans"]
    )
    request = Request(
        _read_pots(raw["ceilings"]),
        frozenset(raw["mandatory"]),
        frozenset(raw["barred"]),
        tuple((first, second) for first, second in raw["either"]),
        tuple((first, second) for first, second in raw["needs"]),
    )
    return Inputs({Criterion(name): weight for name, weight in raw["weights"].items()}, plans, request)


def write_proposal(proposal: Proposal) -> str:
    """A proposal as JSON."""
    return canonical(
        {
            "chosen": list(proposal.chosen),
            "value": proposal.value,
            "bound": proposal.bound,
            "ties_settled": proposal.are_ties_settled,
            "left_out": [
                [number, why.is_barred, why.rival, why.lacks, _pots(dict(why.short))]
                for number, why in sorted(proposal.left_out.items())
            ],
            "curve": [[one.percent, one.value, one.is_possible, one.is_proven] for one in proposal.curve],
        }
    )


def read_proposal(text: str) -> Proposal:
    """A proposal from its JSON."""
    raw = json.loads(text)
    return Proposal(
        chosen=tuple(raw["chosen"]),
        value=raw["value"],
        bound=raw["bound"],
        are_ties_settled=raw["ties_settled"],
        left_out={
            number: Reason(barred, rival, lacks, tuple(_read_pots(short).items()))
            for number, barred, rival, lacks, short in raw["left_out"]
        },
        curve=tuple(CurvePoint(*point) for point in raw["curve"]),
    )


def write_numbers(numbers: Iterable[int]) -> str:
    """Plan numbers as JSON, in order."""
    return canonical(sorted(numbers))


def read_numbers(text: str) -> tuple[int, ...]:
    """Plan numbers from their JSON."""
    return tuple(json.loads(text))


def canonical(value: object) -> str:
    """JSON with one way to write everything."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _pots(amounts: Mapping[Pot, int]) -> list[tuple[int, str, int]]:
    return [(year, fund, amount) for (year, fund), amount in sorted(amounts.items())]


def _read_pots(rows: Sequence[Sequence[int | str]]) -> dict[Pot, int]:
    return {(int(year), str(fund)): int(amount) for year, fund, amount in rows}
