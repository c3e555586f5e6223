"""A scenario as JSON: what was asked with all that was known then, its digest, and what was answered.

The inputs alone are enough to compute the proposal again, on any day, whatever became of the plans.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from functools import cached_property
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer, TypeAdapter

from portal.portfolio.facts import Candidate
from portal.portfolio.packages import FundYear, Item, PackageProblem, Pair, Reason
from portal.portfolio.proposing import CurvePoint, Proposal
from portal.portfolio.rules import Criterion, Weights

# In JSON a fund year's amount is [year, source, rupiah], and a set is a sorted list.
Amounts = Annotated[
    Mapping[FundYear, int],
    BeforeValidator(lambda rows: {(year, fund): rupiah for year, fund, rupiah in rows}),
    PlainSerializer(lambda amounts: [(*fund_year, rupiah) for fund_year, rupiah in sorted(amounts.items())]),
]
Numbers = Annotated[frozenset[int], PlainSerializer(sorted)]
Pairs = Annotated[tuple[Pair, ...], PlainSerializer(sorted)]


@dataclass(frozen=True)
class Request:
    """What people ask for: ceilings in rupiah, and which plans must, may not, or only together."""

    ceilings: Amounts
    mandatory: Numbers = frozenset()
    excluded: Annotated[Numbers, Field(alias="barred")] = frozenset()  # the older word stays in stored JSON
    either: Pairs = ()
    needs: Pairs = ()


@dataclass(frozen=True)
class PlanSnapshot:
    """A plan as it stood when the scenario was computed; points None where nothing was known."""

    id: int
    title: str
    opd: str
    value: int
    points: Mapping[Criterion, int | None]
    costs: Amounts


@dataclass(frozen=True)
class Inputs:
    """Everything that a proposal follows from."""

    weights: Weights
    plans: tuple[PlanSnapshot, ...]
    request: Request

    @cached_property
    def by_id(self) -> dict[int, PlanSnapshot]:
        """The plans by number."""
        return {plan.id: plan for plan in self.plans}

    @property
    def problem(self) -> PackageProblem:
        """The same as numbers for the computation."""
        items = tuple(Item(plan.id, plan.value, plan.costs) for plan in self.plans)
        asked = self.request
        return PackageProblem(
            items, asked.ceilings, asked.mandatory, asked.excluded, asked.either, asked.needs
        )


def take_snapshot(candidates: Iterable[Candidate], weights: Weights, request: Request) -> Inputs:
    """Take down what is known now."""
    plans = tuple(
        PlanSnapshot(
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


_WEIGHTS: TypeAdapter[Weights] = TypeAdapter(Weights)
_PLANS: TypeAdapter[tuple[PlanSnapshot, ...]] = TypeAdapter(tuple[PlanSnapshot, ...])
_REQUEST = TypeAdapter(Request)
_REASONS: TypeAdapter[Any] = TypeAdapter(list[tuple[int, bool, int | None, int | None, Amounts]])


def write_inputs(inputs: Inputs) -> str:
    """Inputs as JSON; the same inputs give the same text."""
    weights, plans = _plain(_WEIGHTS, inputs.weights), _plain(_PLANS, inputs.plans)
    return canonical({"weights": weights, "plans": plans, **_plain(_REQUEST, inputs.request)})


def read_inputs(text: str) -> Inputs:
    """Inputs from their JSON."""
    raw = json.loads(text)
    weights, plans = _WEIGHTS.validate_python(raw["weights"]), _PLANS.validate_python(raw["plans"])
    return Inputs(weights, plans, _REQUEST.validate_python(raw))


def write_proposal(proposal: Proposal) -> str:
    """A proposal as JSON."""
    reasons = [
        (number, why.is_excluded, why.rival, why.lacks, dict(why.short))
        for number, why in sorted(proposal.left_out.items())
    ]
    return canonical(
        {
            "chosen": proposal.chosen,
            "value": proposal.value,
            "bound": proposal.bound,
            "ties_settled": proposal.are_ties_settled,
            "left_out": _plain(_REASONS, reasons),
            "curve": [astuple(one) for one in proposal.curve],
        }
    )


def read_proposal(text: str) -> Proposal:
    """A proposal from its JSON."""
    raw = json.loads(text)
    left_out = {
        number: Reason(excluded, rival, lacks, tuple(short.items()))
        for number, excluded, rival, lacks, short in _REASONS.validate_python(raw["left_out"])
    }
    curve = tuple(CurvePoint(*point) for point in raw["curve"])
    return Proposal(tuple(raw["chosen"]), raw["value"], raw["bound"], raw["ties_settled"], left_out, curve)


def write_numbers(numbers: Iterable[int]) -> str:
    """Plan numbers as JSON, in order."""
    return canonical(sorted(numbers))


def read_numbers(text: str) -> tuple[int, ...]:
    """Plan numbers from their JSON."""
    return tuple(json.loads(text))


def canonical(value: object) -> str:
    """JSON with one way to write everything."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(adapter: TypeAdapter[Any], value: object) -> Any:
    return adapter.dump_python(value, mode="json", by_alias=True)
