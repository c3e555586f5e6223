"""What the pages show, worked out beforehand: templates do no arithmetic and ask no database."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from portal.portfolio import words
from portal.portfolio.facts import Candidate
from portal.portfolio.models import Overrule, Scenario
from portal.portfolio.packages import FundYear, left_out, spent, total
from portal.portfolio.proposing import CurvePoint, Proposal
from portal.portfolio.rules import CRITERIA, Criterion, CriterionPoints
from portal.portfolio.snapshot import (
    Inputs,
    PlanSnapshot,
    read_inputs,
    read_numbers,
    read_proposal,
    take_snapshot,
)
from portal.web.charts import LineChart, Point, draw
from portal.web.figures import number, rupiah

MARGINAL = 5  # plans that come next
TAKEN_OUT = "Diusulkan perhitungan, dikeluarkan orang. Alasannya ada di riwayat perubahan."


@dataclass(frozen=True)
class PartLine:
    """One criterion on the page of a score."""

    name: str
    part: CriterionPoints
    share: str  # of the score, in points with one decimal
    why: str


@dataclass(frozen=True)
class FundYearLine:
    """A ceiling and what a package takes of it; no ceiling is None."""

    name: str
    ceiling: int | None
    used: int
    rest: int | None


@dataclass(frozen=True)
class Next:
    """A plan that would join the package, and the money it lacks for that."""

    plan: PlanSnapshot
    short: int
    text: str


@dataclass(frozen=True)
class CurveRow:
    """A point of the curve in words."""

    percent: int
    money: int
    value: str
    gain: str


@dataclass(frozen=True)
class ScenarioView:
    """Everything that the page of a scenario shows."""

    row: Scenario
    inputs: Inputs
    proposal: Proposal
    package: tuple[PlanSnapshot, ...]
    value: int
    cost: int
    fund_years: tuple[FundYearLine, ...]
    out: tuple[tuple[PlanSnapshot, str], ...]
    added: tuple[int, ...]  # by people, against the proposal
    removed: tuple[int, ...]
    nexts: tuple[Next, ...]
    curve: tuple[CurveRow, ...]
    chart: Markup
    finding: str
    conditions: tuple[str, ...]
    overrules: tuple[tuple[Overrule, str, str], ...]
    caution: str  # what of the package no ceiling has tested; empty where all of it was

    @property
    def is_overruled(self) -> bool:
        """Did people change what was proposed?"""
        return bool(self.added or self.removed)


def part_lines(one: Candidate) -> tuple[PartLine, ...]:
    """A score opened to its parts."""
    weights = sum(part.weight for part in one.score.parts)
    return tuple(
        PartLine(
            CRITERIA[part.criterion],
            part,
            number(round(part.counted * part.weight / weights, 1)),
            words.why(part.criterion, part.points, one.inputs),
        )
        for part in one.score.parts
    )


def view_of(row: Scenario) -> ScenarioView:
    """Work out what the page of a scenario shows, from its snapshot."""
    inputs, proposal, chosen = read_inputs(row.inputs), read_proposal(row.result), read_numbers(row.package)
    problem = inputs.problem
    reasons = proposal.left_out if set(chosen) == set(proposal.chosen) else left_out(problem, chosen)
    used, removed = spent(problem, chosen), tuple(sorted(set(proposal.chosen) - set(chosen)))
    curve = _rows(proposal.curve, inputs.request.ceilings)
    finding = _finding(proposal.curve)
    return ScenarioView(
        row=row,
        inputs=inputs,
        proposal=proposal,
        package=_best_first(inputs.by_id[number] for number in chosen),
        value=total(problem, chosen),
        cost=sum(used.values()),
        fund_years=_fund_years(inputs, used),
        out=tuple(
            (
                plan,
                TAKEN_OUT
                if plan.id in removed
                else words.left_out_text(inputs.by_id, plan.id, reasons[plan.id]),
            )
            for plan in _best_first(inputs.by_id[number] for number in reasons)
        ),
        added=tuple(sorted(set(chosen) - set(proposal.chosen))),
        removed=removed,
        nexts=_nexts(inputs, chosen),
        curve=curve,
        chart=_chart(proposal.curve, finding),
        finding=finding,
        conditions=tuple(_conditions(inputs)),
        overrules=tuple(
            (one, _named(inputs, one.added), _named(inputs, one.removed)) for one in row.overrules
        ),
        caution=_caution(inputs, used),
    )


def changed_since(row: Scenario, candidates: Sequence[Candidate]) -> int:
    """How many plans of a scenario stand otherwise today, or no longer wait for money, or are new."""
    then = read_inputs(row.inputs)
    now = take_snapshot(candidates, then.weights, then.request).by_id
    return sum(now.get(number) != then.by_id.get(number) for number in now.keys() | then.by_id.keys())


def compared(
    session_rows: Sequence[Scenario],
) -> tuple[list[ScenarioView], list[tuple[str, list[bool]]], int]:
    """Scenarios side by side: their views, the plans that not all of them hold, and how many all hold."""
    views = [view_of(row) for row in session_rows]
    packages = [{plan.id for plan in view.package} for view in views]
    names = {plan.id: f"{plan.title} ({plan.opd})" for view in views for plan in view.inputs.plans}
    everywhere = set.intersection(*packages)
    differing = sorted(set.union(*packages) - everywhere)
    rows = [(names[plan_id], [plan_id in package for package in packages]) for plan_id in differing]
    return views, rows, len(everywhere)


def compared_fund_years(views: Sequence[ScenarioView]) -> list[tuple[str, list[FundYearLine | None]]]:
    """The fund years of several scenarios, each beside the others."""
    names = list(dict.fromkeys(line.name for view in views for line in view.fund_years))
    found = [{line.name: line for line in view.fund_years} for view in views]
    return [(name, [lines.get(name) for lines in found]) for name in sorted(names)]


def _best_first(plans: object) -> tuple[PlanSnapshot, ...]:
    return tuple(sorted(plans, key=lambda plan: (-plan.value, plan.id)))  # type: ignore[call-overload]


def _fund_years(inputs: Inputs, used: Mapping[FundYear, int]) -> tuple[FundYearLine, ...]:
    ceilings = inputs.request.ceilings
    return tuple(
        FundYearLine(
            words.fund_year_name(fund_year),
            ceilings.get(fund_year),
            used.get(fund_year, 0),
            ceilings[fund_year] - used.get(fund_year, 0) if fund_year in ceilings else None,
        )
        for fund_year in sorted(_asked_or_limited(inputs))
    )


def _asked_or_limited(inputs: Inputs) -> set[FundYear]:
    """Every fund year that has a ceiling or that some plan asks of, in the package or not."""
    return {fund_year for plan in inputs.plans for fund_year in plan.costs} | inputs.request.ceilings.keys()


def _caution(inputs: Inputs, used: Mapping[FundYear, int]) -> str:
    """How much of a package comes from fund years without a ceiling, of all that plans ask of."""
    ceilings = inputs.request.ceilings
    fund_years = _asked_or_limited(inputs)
    untested = sum(amount for fund_year, amount in used.items() if fund_year not in ceilings)
    if not untested:
        return ""
    return (
        f"Perhatian: {len(fund_years - ceilings.keys())} dari {len(fund_years)} pagu tidak dibatasi, "
        f"sehingga {rupiah(untested)} dari paket ini belum diuji terhadap pagu."
    )


def _nexts(inputs: Inputs, chosen: Collection[int]) -> tuple[Next, ...]:
    """The plans that lack nothing but money to join, the smallest amount first."""
    found = []
    for number_, reason in left_out(inputs.problem, chosen).items():
        if reason.short and not reason.is_excluded and reason.rival is None and reason.lacks is None:
            text = "; ".join(
                f"{words.fund_year_name(fund_year)} ditambah {rupiah(amount)}"
                for fund_year, amount in reason.short
            )
            found.append(Next(inputs.by_id[number_], sum(amount for _, amount in reason.short), text))
    return tuple(sorted(found, key=lambda one: (one.short, one.plan.id))[:MARGINAL])


def _rows(curve: Sequence[CurvePoint], ceilings: Mapping[FundYear, int]) -> tuple[CurveRow, ...]:
    rows, before = [], None
    for point in curve:
        money = sum(amount * point.percent // 100 for amount in ceilings.values())
        gain = "–" if before is None or point.value is None else number(point.value - before)
        rows.append(CurveRow(point.percent, money, _value(point), gain))
        before = point.value
    return tuple(rows)


def _value(point: CurvePoint) -> str:
    if not point.is_possible:
        return "rencana wajib tidak muat"
    if point.value is None:
        return "belum selesai dihitung"
    return number(point.value) if point.is_proven else f"paling sedikit {number(point.value)}"


def _finding(curve: Sequence[CurvePoint]) -> str:
    """What the curve says in a sentence."""
    known = {point.percent: point.value for point in curve if point.value is not None}
    if 100 not in known:
        return ""
    said = [f"Dengan pagu sekarang nilai usulan {number(known[100])}."]
    for percent, way in ((90, "dikurangi 10% nilainya"), (110, "ditambah 10% nilainya")):
        if percent in known:
            said.append(f"Bila pagu {way} {_step(known[percent] - known[100])}.")
    return " ".join(said)


def _step(amount: int) -> str:
    if not amount:
        return "tetap"
    return f"{'naik' if amount > 0 else 'turun'} {number(abs(amount))}"


def _chart(curve: Sequence[CurvePoint], finding: str) -> Markup:
    points = [Point(point.percent, point.value) for point in curve if point.value is not None]
    if len(points) < 2:
        return Markup("")
    return draw(
        LineChart("kurva-nilai", "Nilai paket menurut besarnya pagu", finding, points, mark=100),
        across=lambda percent: f"{number(percent)}%",
        figure=number,
    )


def _conditions(inputs: Inputs) -> list[str]:
    plans, asked = inputs.by_id, inputs.request
    return [
        *(f"Wajib ikut: {words.plan_name(plans, one)}." for one in sorted(asked.mandatory)),
        *(f"Tidak ikut: {words.plan_name(plans, one)}." for one in sorted(asked.excluded)),
        *(
            f"Salah satu saja: {words.plan_name(plans, a)} atau {words.plan_name(plans, b)}."
            for a, b in asked.either
        ),
        *(f"{words.plan_name(plans, a)} hanya bersama {words.plan_name(plans, b)}." for a, b in asked.needs),
    ]


def _named(inputs: Inputs, numbers: str) -> str:
    return ", ".join(words.plan_name(inputs.by_id, one) for one in read_numbers(numbers))


def weight_lines(weights: Mapping[Criterion, int]) -> list[tuple[str, int]]:
    """Weights with the names of their criteria."""
    return [(CRITERIA[one], weights[one]) for one in Criterion]
