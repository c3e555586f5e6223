"""A package: which plans together, under ceilings, with mandatory, excluded, exclusive and dependent plans.

All money is whole rupiah and all sums are exact integers. Pure: the solver stands in `solving`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

FundYear = tuple[int, str]  # (year, source of funds)
Pair = tuple[int, int]


@dataclass(frozen=True)
class Item:
    """A plan as a package sees it: its number, its score, what it costs from each fund year in rupiah."""

    id: int
    value: int
    costs: Mapping[FundYear, int]


@dataclass(frozen=True)
class PackageProblem:
    """What is asked for; every number of a plan in it is one of the items.

    A fund year without a ceiling is not limited. `either`: at most one of two. `needs`: the first only with
    the second.
    """

    items: tuple[Item, ...]
    ceilings: Mapping[FundYear, int]
    mandatory: frozenset[int] = frozenset()
    excluded: frozenset[int] = frozenset()
    either: tuple[Pair, ...] = ()
    needs: tuple[Pair, ...] = ()

    @cached_property
    def by_id(self) -> dict[int, Item]:
        """The items by the number of their plan."""
        return {item.id: item for item in self.items}

    def at(self, percent: int) -> PackageProblem:
        """The same under so many percent of every ceiling, rounded down to whole rupiah."""
        return replace(
            self, ceilings={fund_year: amount * percent // 100 for fund_year, amount in self.ceilings.items()}
        )


@dataclass(frozen=True)
class Breaches:
    """What a package breaks; nothing for one that may stand."""

    excluded: tuple[int, ...] = ()
    absent: tuple[int, ...] = ()  # mandatory, yet not in it
    both: tuple[Pair, ...] = ()
    alone: tuple[Pair, ...] = ()  # the first without the second
    over: tuple[tuple[FundYear, int], ...] = ()  # rupiah above the ceiling

    def __bool__(self) -> bool:
        return any((self.excluded, self.absent, self.both, self.alone, self.over))


@dataclass(frozen=True)
class Reason:
    """Why a plan is left out; `short` is the rupiah lacking in each fund year for it to join the package."""

    is_excluded: bool = False
    rival: int | None = None  # of a pair of which only one may stand
    lacks: int | None = None  # it needs this one, which is not in the package
    short: tuple[tuple[FundYear, int], ...] = ()


def total(problem: PackageProblem, chosen: Iterable[int]) -> int:
    """The value of a package: the sum of its plans' scores."""
    return sum(problem.by_id[number].value for number in chosen)


def spent(problem: PackageProblem, chosen: Iterable[int]) -> dict[FundYear, int]:
    """What a package takes from each fund year."""
    found: dict[FundYear, int] = {}
    for number in chosen:
        for fund_year, amount in problem.by_id[number].costs.items():
            found[fund_year] = found.get(fund_year, 0) + amount
    return found


def forced(problem: PackageProblem) -> frozenset[int]:
    """The mandatory plans and all that they depend on."""
    return _closed(problem.mandatory, problem.needs)


def breaches(problem: PackageProblem, chosen: Collection[int]) -> Breaches:
    """What a package breaks, each sum exact."""
    used = spent(problem, chosen)
    return Breaches(
        excluded=tuple(sorted(problem.excluded & set(chosen))),
        absent=tuple(sorted(problem.mandatory - set(chosen))),
        both=tuple(pair for pair in problem.either if pair[0] in chosen and pair[1] in chosen),
        alone=tuple(pair for pair in problem.needs if pair[0] in chosen and pair[1] not in chosen),
        over=tuple(
            (fund_year, used[fund_year] - limit)
            for fund_year, limit in sorted(problem.ceilings.items())
            if used.get(fund_year, 0) > limit
        ),
    )


def collisions(problem: PackageProblem) -> Breaches:
    """Why no package can meet the request; nothing where one can.

    The mandatory plans with all that they depend on are the least that any package holds. If these break
    nothing they are a package themselves, so this test is exact and needs no solver.
    """
    return breaches(problem, forced(problem))


def eligible(problem: PackageProblem) -> frozenset[int]:
    """The plans that some package could hold: neither excluded nor shut out by those that must be in.

    A plan with the score 0 is never proposed for itself: it would take money and add nothing.
    """
    must = forced(problem)
    used = spent(problem, must)
    out = set(problem.excluded)
    for first, second in problem.either:
        out |= {second} if first in must else {first} if second in must else set()
    wanted = {second for _, second in problem.needs}
    for item in problem.items:
        if item.id in must:
            continue
        limits = (
            (problem.ceilings.get(fund_year), used.get(fund_year, 0) + amount)
            for fund_year, amount in item.costs.items()
        )
        is_too_dear = any(limit is not None and need > limit for limit, need in limits)
        if is_too_dear or (not item.value and item.id not in wanted):
            out.add(item.id)
    out = set(_closed(out, [(second, first) for first, second in problem.needs]))
    return frozenset(item.id for item in problem.items if item.id not in out)


def left_out(problem: PackageProblem, chosen: Collection[int]) -> dict[int, Reason]:
    """Why each of the other plans is not in the package."""
    used = spent(problem, chosen)
    found = {}
    for item in problem.items:
        if item.id in chosen:
            continue
        rivals = [b if a == item.id else a for a, b in problem.either if item.id in (a, b)]
        lacks = [second for first, second in problem.needs if first == item.id]
        found[item.id] = Reason(
            is_excluded=item.id in problem.excluded,
            rival=next((number for number in sorted(rivals) if number in chosen), None),
            lacks=next((number for number in sorted(lacks) if number not in chosen), None),
            short=tuple(
                (fund_year, used.get(fund_year, 0) + amount - problem.ceilings[fund_year])
                for fund_year, amount in sorted(item.costs.items())
                if fund_year in problem.ceilings
                and used.get(fund_year, 0) + amount > problem.ceilings[fund_year]
            ),
        )
    return found


def greedy(problem: PackageProblem) -> frozenset[int]:
    """The usual way by hand: highest score per rupiah first, while it fits. Only a yardstick."""
    chosen = set(forced(problem))
    ranked = sorted(
        (problem.by_id[number] for number in eligible(problem) - chosen),
        key=lambda item: (-item.value / (sum(item.costs.values()) or 1), item.id),
    )
    for item in ranked:
        wanted = _closed({item.id}, problem.needs) - chosen
        if not breaches(problem, chosen | wanted):
            chosen |= wanted
    return frozenset(chosen)


def _closed(start: Collection[int], links: Iterable[Pair]) -> frozenset[int]:
    """A set with everything that links lead to from it."""
    links, found, fresh = list(links), set(start), set(start)
    while fresh:
        fresh = {second for first, second in links if first in fresh} - found
        found |= fresh
    return frozenset(found)
