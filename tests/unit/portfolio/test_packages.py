"""The best package: against trying every package, on many small portfolios; and why others stay out."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.portfolio import packages
from portal.portfolio.packages import (
    Item,
    PackageProblem,
    Reason,
    breaches,
    collisions,
    eligible,
    forced,
    total,
)
from portal.portfolio.proposing import PERCENTS, propose
from portal.portfolio.solving import solve
from tests.patience import examples

FUND_YEARS = [(2027, "pad"), (2027, "dau"), (2028, "pad")]
PAD27, DAU27, PAD28 = FUND_YEARS
MILLION = 1_000_000


def best_by_trying_all(problem: PackageProblem) -> tuple[int, frozenset[int]] | None:
    """Every package in the order of the tie-break; the first of the highest value."""
    can = sorted(eligible(problem))
    best: tuple[int, frozenset[int]] | None = None
    for bits in itertools.product((True, False), repeat=len(can)):
        chosen = frozenset(itertools.compress(can, bits))
        if not breaches(problem, chosen) and (best is None or total(problem, chosen) > best[0]):
            best = (total(problem, chosen), chosen)
    return best


@st.composite
def problems(draw: st.DrawFn) -> PackageProblem:
    """Up to eight plans with small scores (many ties), costs of very different sizes, and conditions."""
    count = draw(st.integers(1, 8))
    ids = range(1, count + 1)
    unit = draw(st.sampled_from([1, 7, 1_000_003, 10**12 + 39]))
    amounts = st.one_of(st.integers(1, 9), st.integers(1, 9).map(lambda n: n * unit))
    items = tuple(
        Item(
            number,
            draw(st.integers(0, 6)),
            draw(st.dictionaries(st.sampled_from(FUND_YEARS), amounts, max_size=3)),
        )
        for number in ids
    )
    ceilings = draw(st.dictionaries(st.sampled_from(FUND_YEARS), st.integers(0, 30).map(lambda n: n * unit)))
    pairs = st.tuples(st.sampled_from(ids), st.sampled_from(ids)).filter(lambda pair: pair[0] != pair[1])
    some = st.lists(pairs, max_size=2).map(tuple) if count > 1 else st.just(())
    few = st.frozensets(st.sampled_from(ids), max_size=2)
    return PackageProblem(items, ceilings, draw(few), draw(few), draw(some), draw(some))


@given(problems())
@examples(150)
def test_the_package_is_the_best_of_all_packages_and_the_first_among_equals(problem: PackageProblem) -> None:
    if collisions(problem):
        return

    found = solve(problem, seconds=30)

    assert found is not None
    assert (found.value, found.chosen) == best_by_trying_all(problem)
    assert found.is_proven
    assert found.are_ties_settled
    assert not breaches(problem, found.chosen)


@given(problems())
@examples(80)
def test_a_request_collides_exactly_where_no_package_can_meet_it(problem: PackageProblem) -> None:
    every = (
        frozenset(itertools.compress([item.id for item in problem.items], bits))
        for bits in itertools.product((True, False), repeat=len(problem.items))
    )

    assert bool(collisions(problem)) is all(breaches(problem, chosen) for chosen in every)


@given(problems())
@examples(50)
def test_the_rule_of_thumb_keeps_every_rule_and_never_beats_the_best(problem: PackageProblem) -> None:
    if collisions(problem):
        return

    thumb, best = packages.greedy(problem), solve(problem, seconds=30, break_ties=False)

    assert best is not None
    assert not breaches(problem, thumb)
    assert total(problem, thumb) <= best.value


@pytest.mark.parametrize(
    ("ceiling", "costs", "best"),
    [
        (7_000_000_000_273, [(1, 1_000_000_000_039), (0, 1), (1, 7), (1, 6_000_000_000_234)], 2),
        (4_029_000_002, [(4, 29_000_000), (3, 2_000_000_001), (4, 4_616_345_148_673), (5, 2_000_000_002)], 9),
        (9_011_000_001, [(5, 3_000_000_000), (2, 3_000_000_001), (2, 11_000_000), (4, 3_000_000_001)], 11),
    ],
)
def test_costs_of_rupiah_beside_costs_of_trillions_do_not_mislead_the_solver(
    ceiling: int, costs: list[tuple[int, int]], best: int
) -> None:
    items = tuple(Item(number, value, {PAD27: cost}) for number, (value, cost) in enumerate(costs, 1))
    problem = PackageProblem(items, {PAD27: ceiling}, mandatory=frozenset({2}) if best == 2 else frozenset())

    found = solve(problem, seconds=30)

    assert found is not None
    assert (found.value, found.is_proven) == (best, True)


def plans(*rows: tuple[int, int, int]) -> tuple[Item, ...]:
    """Plans of one fund year: number, score, million rupiah."""
    return tuple(Item(number, value, {PAD27: million * MILLION}) for number, value, million in rows)


def test_two_small_plans_are_better_than_the_one_with_the_highest_score() -> None:
    problem = PackageProblem(plans((1, 90, 100), (2, 60, 50), (3, 50, 50)), {PAD27: 100 * MILLION})

    found = solve(problem, seconds=5)

    assert found is not None
    assert (found.chosen, found.value) == (frozenset({2, 3}), 110)


def test_one_rupiah_above_the_ceiling_is_too_much() -> None:
    large = 10**14
    items = (Item(1, 50, {PAD27: large}), Item(2, 40, {PAD27: 1}), Item(3, 30, {PAD27: large - 1}))
    problem = PackageProblem(items, {PAD27: large})

    found = solve(problem, seconds=5)

    assert found is not None
    assert found.chosen == {2, 3}
    assert packages.spent(problem, found.chosen) == {PAD27: large}


def test_among_equal_packages_the_lower_plan_numbers_win() -> None:
    problem = PackageProblem(plans((4, 50, 60), (7, 50, 60), (9, 50, 60)), {PAD27: 130 * MILLION})

    found = solve(problem, seconds=5)

    assert found is not None
    assert found.chosen == {4, 7}


def test_a_pot_without_a_ceiling_is_not_limited_and_a_score_of_nothing_takes_no_money() -> None:
    found = solve(PackageProblem(plans((1, 10, 999), (2, 0, 1)), {}), seconds=5)

    assert found is not None
    assert found.chosen == {1}


def test_mandatory_plans_bring_along_what_they_depend_on() -> None:
    problem = PackageProblem(
        plans((1, 1, 10), (2, 1, 10), (3, 1, 10), (4, 99, 10)),
        {PAD27: 30 * MILLION},
        mandatory=frozenset({1}),
        needs=((1, 2), (2, 3)),
    )

    found = solve(problem, seconds=5)

    assert forced(problem) == {1, 2, 3}
    assert found is not None
    assert found.chosen == {1, 2, 3}


def test_mandatory_plans_above_a_ceiling_are_named_with_the_exact_amount() -> None:
    problem = PackageProblem(
        plans((1, 5, 60), (2, 5, 50)), {PAD27: 100 * MILLION}, mandatory=frozenset({1, 2})
    )

    assert collisions(problem).over == ((PAD27, 10 * MILLION),)


def test_each_plan_left_out_has_its_reason() -> None:
    problem = PackageProblem(
        plans((1, 90, 80), (2, 20, 30), (3, 20, 10), (4, 20, 10), (5, 20, 10)),
        {PAD27: 100 * MILLION},
        excluded=frozenset({4}),
        either=((1, 3),),
        needs=((5, 2),),
    )

    found = packages.left_out(problem, {1})

    assert found == {
        2: Reason(short=((PAD27, 10 * MILLION),)),
        3: Reason(rival=1),
        4: Reason(is_excluded=True),
        5: Reason(lacks=2),
    }


def test_what_a_package_breaks_is_each_named_and_makes_it_false() -> None:
    problem = PackageProblem(
        plans((1, 1, 10), (2, 1, 10), (3, 1, 10)),
        {PAD27: 20 * MILLION, DAU27: 0},
        mandatory=frozenset({2}),
        excluded=frozenset({3}),
        either=((1, 3),),
        needs=((1, 2),),
    )

    assert not breaches(problem, {1, 2})
    assert breaches(problem, {1, 3}) == packages.Breaches((3,), (2,), ((1, 3),), ((1, 2),), ())
    assert breaches(problem, {1, 2, 3}).over == ((PAD27, 10 * MILLION),)
    for one in ({"excluded": (3,)}, {"absent": (2,)}, {"both": ((1, 3),)}, {"alone": ((1, 2),)}):
        assert packages.Breaches(**one)


def test_no_package_is_offered_a_plan_that_can_never_be_in_it() -> None:
    dear = Item(4, 50, {PAD27: 50 * MILLION, DAU27: 1})
    problem = PackageProblem(
        (*plans((1, 1, 60), (2, 9, 40), (3, 9, 41)), dear, Item(5, 9, {}), Item(6, 0, {}), Item(7, 0, {})),
        {PAD27: 100 * MILLION, DAU27: 5},
        mandatory=frozenset({1}),
        needs=((5, 6),),
    )

    assert eligible(problem) == {1, 2, 5, 6}  # of those without a score the one that another needs


@pytest.mark.parametrize("pair", [(1, 2), (2, 1)])
def test_who_may_not_stand_beside_a_mandatory_plan_is_shut_out_however_the_pair_is_written(
    pair: tuple[int, int],
) -> None:
    problem = PackageProblem(
        plans((1, 1, 1), (2, 1, 1), (3, 1, 1)), {}, mandatory=frozenset({1}), either=(pair, (2, 3))
    )

    assert eligible(problem) == {1, 3}
    assert packages.left_out(problem, {1})[2] == Reason(rival=1)


def test_a_plan_lacks_money_to_the_rupiah_and_none_where_there_is_no_ceiling() -> None:
    items = (Item(1, 1, {PAD27: 100, DAU27: 7}), Item(2, 1, {PAD27: 101, PAD28: 9}))
    problem = PackageProblem(items, {PAD27: 100, DAU27: 7})

    assert packages.left_out(problem, set()) == {1: Reason(), 2: Reason(short=((PAD27, 1),))}


def test_the_rule_of_thumb_takes_most_score_for_a_rupiah_first_and_the_lower_number_of_equals() -> None:
    problem = PackageProblem(plans((1, 90, 100), (2, 60, 50), (3, 50, 50)), {PAD27: 100 * MILLION})
    equals = PackageProblem(plans((8, 50, 60), (1, 50, 60)), {PAD27: 60 * MILLION})
    free = PackageProblem((Item(1, 10, {}), Item(2, 6, {PAD27: 1})), {}, either=((1, 2),))

    assert packages.greedy(problem) == {2, 3}
    assert packages.greedy(equals) == {1}
    assert packages.greedy(free) == {1}


def test_the_curve_tells_what_less_and_more_money_would_bring() -> None:
    problem = PackageProblem(plans((1, 90, 100), (2, 60, 50), (3, 50, 50)), {PAD27: 100 * MILLION})

    found = propose(problem)

    assert found is not None
    values = {point.percent: point.value for point in found.curve}
    assert tuple(values) == PERCENTS
    assert (values[50], values[90], values[100], values[140], values[150]) == (60, 60, 110, 110, 150)
    assert all(point.is_proven for point in found.curve)


def test_the_curve_says_where_even_the_mandatory_plans_do_not_fit() -> None:
    problem = PackageProblem(plans((1, 90, 80)), {PAD27: 100 * MILLION}, mandatory=frozenset({1}))

    found = propose(problem)

    assert found is not None
    assert [point.percent for point in found.curve if not point.is_possible] == [50, 60, 70]


def hard(count: int) -> PackageProblem:
    """A portfolio whose proof takes a while: costs without any common measure."""
    items = tuple(
        Item(
            number,
            25 + number * 37 % 66,
            {
                fund_year: (number * 7_919 * (place + 3) % 977 + 23) * 1_000_003
                for place, fund_year in enumerate(FUND_YEARS)
            },
        )
        for number in range(1, count + 1)
    )
    return PackageProblem(
        items, {fund_year: sum(item.costs[fund_year] for item in items) // 2 for fund_year in FUND_YEARS}
    )


@pytest.mark.parametrize("seconds", [0.0, 0.05, 0.3])
def test_a_search_that_runs_out_of_time_gives_a_package_that_keeps_every_ceiling(seconds: float) -> None:
    problem = hard(300)

    found = solve(problem, seconds=seconds)

    assert found is not None
    assert not breaches(problem, found.chosen)
    assert total(problem, packages.greedy(problem)) <= found.value <= found.bound


@pytest.mark.parametrize("count", [40])
def test_the_same_request_gives_the_same_package(count: int) -> None:
    assert solve(hard(count), seconds=30) == solve(hard(count), seconds=30)
