"""The best package, exactly: integer programming with HiGHS. The only module that knows the solver.

HiGHS counts in floating point, with tolerances; we do not. Ceilings are given to it never narrower than
they are, every package it finds is added up again in whole rupiah, and one that exceeds a ceiling after all
is cut off and the search goes on. So what is returned keeps every ceiling to the rupiah, and as values are
whole numbers, a bound that rounds down to the value found proves that nothing better exists.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import floor, gcd, inf
from time import monotonic
from typing import TYPE_CHECKING, Any

from portal.portfolio.packages import PackageProblem, breaches, eligible, forced, greedy, total

if TYPE_CHECKING:
    import highspy

EASE = 1e-6  # tolerance of the solver
LARGE = 1_000_000  # units of a ceiling that the solver still tells apart
BLOCK = 20  # plans whose order is settled in one solve: 2^20 stays exact in the solver's tolerance
OPTIONS: Mapping[str, bool | int | float] = {
    "output_flag": False,
    "threads": 1,  # the same path each time, and no threads inside a web worker
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.99,  # values are whole: less than 1 apart is equal
    "mip_allow_restart": False,
    "mip_heuristic_run_rins": False,
    "mip_heuristic_run_rens": False,
}


# Measured with benchmarks/portfolio.py: a proof takes half the time with these, settling ties takes longer.
PROVING: Mapping[str, bool | int | float] = {
    "mip_allow_cut_separation_at_nodes": False,
    "mip_heuristic_effort": 0.0,
    "mip_pscost_minreliable": 4,
}


@dataclass(frozen=True)
class Solution:
    """A package that keeps every rule; proven where its value equals the bound."""

    chosen: frozenset[int]
    value: int
    bound: int  # no package is worth more
    are_ties_settled: bool

    @property
    def is_proven(self) -> bool:
        """Is it certain that nothing better exists?"""
        return self.value == self.bound


@dataclass(frozen=True)
class _Row:
    """Σ coefficient × plan, at most (or at least) a limit."""

    terms: Mapping[int, float]
    most: float = float("inf")
    least: float = -float("inf")


@dataclass
class _Work:
    """One search: the plans still open, their rows, and when time is up."""

    problem: PackageProblem
    deadline: float
    open: list[int]
    fixed: dict[int, int] = field(default_factory=dict)
    rows: list[_Row] = field(default_factory=list)
    known: frozenset[int] = frozenset()  # a package to start from

    def left(self) -> float:
        return max(self.deadline - monotonic(), 0.01)


def solve(problem: PackageProblem, *, seconds: float, break_ties: bool = True) -> Solution:
    """The best package of a request that has one (see packages.collisions), or a good one when time runs out.

    Of packages equal in value the one with the lower plan number comes first: compared number by number
    from the smallest, it holds a plan where the other does not. Later searches keep to the same seconds.
    """
    must, can = forced(problem), sorted(eligible(problem))
    if not can:
        return Solution(frozenset(), 0, 0, are_ties_settled=True)
    work = _Work(problem, monotonic() + seconds, can, dict.fromkeys(must, 1), _rows(problem, can))
    values = {number: float(problem.by_id[number].value) for number in can}
    found = _search(work, values, PROVING)
    chosen, bound = found or (must, inf)
    value = total(problem, chosen)
    everything = sum(problem.by_id[number].value for number in can)
    highest = floor(min(bound, everything) + EASE)  # a search cut short may know no bound but infinity
    if value < highest:
        # As a start the rule of thumb makes proofs slower; here, where time ran out, it may be better.
        best = max((chosen, greedy(problem)), key=lambda package: total(problem, package))
        return Solution(best, total(problem, best), highest, are_ties_settled=False)
    settled = _break_ties(work, values, value, chosen) if break_ties else None
    return Solution(settled or chosen, value, value, are_ties_settled=settled is not None)


def _rows(problem: PackageProblem, can: Sequence[int]) -> list[_Row]:
    """Ceilings that could bind, exclusions and dependencies among the plans that are eligible."""
    rows, inside = [], set(can)
    for fund_year, limit in sorted(problem.ceilings.items()):
        costs = {number: problem.by_id[number].costs.get(fund_year, 0) for number in can}
        costs = {number: cost for number, cost in costs.items() if cost}
        if sum(costs.values()) > limit:
            rows.append(_ceiling(costs, limit))
    for first, second in problem.either:
        if {first, second} <= inside:
            rows.append(_Row({first: 1.0, second: 1.0}, most=1.0))
    for first, second in problem.needs:
        if {first, second} <= inside:
            rows.append(_Row({first: 1.0, second: -1.0}, most=0.0))
    return rows


def _ceiling(costs: Mapping[int, int], limit: int) -> _Row:
    """A ceiling in whole units: of what divides every cost, or of a millionth of the ceiling.

    Whole numbers of this size the solver adds up exactly; fractions drown in its tolerances. Costs are
    rounded down to units, so the row allows more and never less; what it allows too much is found out and
    cut off. A plan that costs more than the ceiling does not fit in any unit.
    """
    unit = max(gcd(*costs.values()), -(-limit // LARGE))
    most = limit // unit
    units = {number: cost // unit if cost <= limit else most + 1 for number, cost in costs.items()}
    return _Row({number: float(count) for number, count in units.items() if count}, most=float(most))


def _search(
    work: _Work, objective: Mapping[int, float], further: Mapping[str, bool | int | float]
) -> tuple[frozenset[int], float] | None:
    """The package that maximises an objective, true to the rupiah, and the solver's bound; None if late."""
    import highspy

    while True:
        model = _model(work, objective, is_whole=True)
        for name, setting in {**further, "time_limit": work.left()}.items():
            model.setOptionValue(name, setting)
        if work.known:
            start = highspy.HighsSolution()
            start.col_value = [float(number in work.known) for number in work.open]
            model.setSolution(start)
        model.run()
        status, known = model.getModelStatus(), model.getInfo()
        in_time = status in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kTimeLimit)
        if not in_time or known.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None
        levels = model.getSolution().col_value
        chosen = frozenset(number for number, level in zip(work.open, levels, strict=True) if level > 0.5)
        over = breaches(work.problem, chosen).over
        if not over:
            work.known = chosen
            return chosen, known.mip_dual_bound
        for fund_year, _ in over:  # exact: these plans together exceed the ceiling
            cover = [number for number in chosen if work.problem.by_id[number].costs.get(fund_year)]
            work.rows.append(_Row(dict.fromkeys(cover, 1.0), most=len(cover) - 1.0))


def _break_ties(
    work: _Work, values: Mapping[int, float], value: int, chosen: frozenset[int]
) -> frozenset[int] | None:
    """Of all packages of the best value, the first by plan numbers; None if time ran out before it is known.

    Plans that no best package could treat otherwise (by their reduced cost) are fixed first. The few that
    remain are decided in blocks, from the lowest number on: each worth twice the next.
    """
    undecided = _fix_certain(work, values, value)
    work.rows.append(_Row(values, most=float(value), least=float(value)))
    while undecided:
        block, undecided = undecided[:BLOCK], undecided[BLOCK:]
        found = _search(work, {number: 2.0 ** (BLOCK - place) for place, number in enumerate(block)}, {})
        if found is None or total(work.problem, found[0]) != value:
            return None
        chosen, bound = found
        if bound - sum(2.0 ** (BLOCK - p) for p, number in enumerate(block) if number in chosen) > 1:
            return None
        work.fixed.update({number: int(number in chosen) for number in block})
    return chosen


def _fix_certain(work: _Work, values: Mapping[int, float], value: int) -> list[int]:
    """Fix what the linear relaxation proves for every best package; gives what remains open."""
    model = _model(work, values, is_whole=False)
    model.run()
    solution, ceiling = model.getSolution(), model.getInfo().objective_function_value
    undecided = []
    for number, level, price in zip(work.open, solution.col_value, solution.col_dual, strict=True):
        if number in work.fixed:
            continue
        is_whole = level < EASE or level > 1 - EASE
        if is_whole and ceiling - abs(price) < value - 1e-3:
            work.fixed[number] = int(level > 0.5)
        else:
            undecided.append(number)
    return undecided


def _model(work: _Work, objective: Mapping[int, float], *, is_whole: bool) -> highspy.Highs:
    """The request as HiGHS takes it."""
    import highspy

    model = highspy.Highs()  # type: ignore[no-untyped-call]  # the wheel leaves its constructor untyped
    for name, setting in OPTIONS.items():
        model.setOptionValue(name, setting)
    for place, number in enumerate(work.open):
        model.addVar(float(work.fixed.get(number, 0)), float(work.fixed.get(number, 1)))
        model.changeColCost(place, objective.get(number, 0.0))
        if is_whole:
            model.changeColIntegrality(place, highspy.HighsVarType.kInteger)
    model.changeObjectiveSense(highspy.ObjSense.kMaximize)
    places = {number: place for place, number in enumerate(work.open)}
    for row in work.rows:
        _add(model, row, places)
    return model


def _add(model: highspy.Highs, row: _Row, places: Mapping[int, int]) -> None:
    """One row of the model; the solver takes plain lists where its signature says arrays."""
    filled = [(places[number], factor) for number, factor in row.terms.items() if factor]
    index: Any = [place for place, _ in filled]
    factors: Any = [factor for _, factor in filled]
    model.addRow(row.least, row.most, len(filled), index, factors)
