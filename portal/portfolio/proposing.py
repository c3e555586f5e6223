"""A proposal: the best package, what it leaves out and why, and what more or less money would bring."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

from portal.portfolio.packages import PackageProblem, Reason, collisions, left_out
from portal.portfolio.solving import solve

SECONDS = 8.0  # for the best package and its ties; 200 plans over 3 years need about 2
CURVE_SECONDS = 8.0  # for all points of the curve together
PERCENTS = tuple(range(50, 151, 10))


@dataclass(frozen=True)
class CurvePoint:
    """The value that so many percent of the ceilings buy.

    None where even the mandatory plans do not fit, or where time ran out; `is_possible` tells which.
    """

    percent: int
    value: int | None
    is_possible: bool = True
    is_proven: bool = True


@dataclass(frozen=True)
class Proposal:
    """What the computation advises; `bound` is what no package can exceed."""

    chosen: tuple[int, ...]
    value: int
    bound: int
    are_ties_settled: bool
    left_out: dict[int, Reason]
    curve: tuple[CurvePoint, ...]

    @property
    def is_proven(self) -> bool:
        """Is it certain that no package is worth more?"""
        return self.value == self.bound


def propose(
    problem: PackageProblem, *, seconds: float = SECONDS, curve_seconds: float = CURVE_SECONDS
) -> Proposal:
    """The best package of a request without collisions, or a good one when time runs out."""
    found = solve(problem, seconds=seconds)
    return Proposal(
        chosen=tuple(sorted(found.chosen)),
        value=found.value,
        bound=found.bound,
        are_ties_settled=found.are_ties_settled,
        left_out=left_out(problem, found.chosen),
        curve=_curve(problem, CurvePoint(100, found.value, is_proven=found.is_proven), curve_seconds),
    )


def _curve(problem: PackageProblem, middle: CurvePoint, seconds: float) -> tuple[CurvePoint, ...]:
    deadline = monotonic() + seconds
    return tuple(
        middle if percent == middle.percent else _point(problem, percent, deadline) for percent in PERCENTS
    )


def _point(problem: PackageProblem, percent: int, deadline: float) -> CurvePoint:
    scaled = problem.at(percent)
    if collisions(scaled):
        return CurvePoint(percent, None, is_possible=False)
    left = deadline - monotonic()
    found = solve(scaled, seconds=left, break_ties=False) if left > 0 else None
    if found is None:
        return CurvePoint(percent, None, is_proven=False)
    return CurvePoint(percent, found.value, is_proven=found.is_proven)
