"""What is decided when a proposal is approved, on half a page: with what it says nothing about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from portal.adoption import words
from portal.adoption.models import Kpi, Plan
from portal.government import Government
from portal.records.planning import FUNDS, label
from portal.web.figures import long_date, rupiah

MOST_ROWS = 4  # of a part; the plan's page has them all
TOO_LONG = 280  # characters of a text that are shown here
ON_CARD = ("Kebutuhan", "Biaya", "Penanggung jawab", "Ukuran keberhasilan", "Waktu", "Risiko")


@dataclass(frozen=True)
class Fact:
    """One thing that is decided; without lines nothing is written about it."""

    title: str
    lines: tuple[str, ...]
    missing: str = "Belum ditulis"

    @property
    def is_blank(self) -> bool:
        """Does the proposal say nothing about it?"""
        return not self.lines


def of(plan: Plan, government: Government) -> tuple[Fact, ...]:
    """The facts of a proposal, in the order in which one decides."""
    mission = next((one for one in government.plan.missions if one.no == plan.mission), None)
    return (
        Fact("Kebutuhan", _text(plan.local_need)),
        Fact("Untuk siapa", _text(plan.target_group)),
        Fact("Yang ditiru", _text(plan.keep)),
        Fact("Biaya", _cost(plan)),
        Fact("Penanggung jawab", _text(plan.owner_post)),
        Fact("Ukuran keberhasilan", _rows(_kpi(one) for one in plan.kpis), "Belum ada KPI"),
        Fact("Waktu", _term(plan)),
        Fact("Risiko", _rows(_risks(plan)), "Belum ada yang dicatat"),
        Fact("Misi RPJMD", (f"{mission.no}. {mission.text}",) if mission else (), "Belum dipilih"),
    )


def on_card(plan: Plan, government: Government) -> tuple[Fact, ...]:
    """The facts without which nobody should decide."""
    return tuple(one for one in of(plan, government) if one.title in ON_CARD)


def _text(text: str) -> tuple[str, ...]:
    if len(text) > TOO_LONG:
        text = f"{text[:TOO_LONG].rsplit(' ', 1)[0]} …"
    return (text,) if text else ()


def _rows(found: Iterable[str]) -> tuple[str, ...]:
    rows = tuple(found)
    more = len(rows) - MOST_ROWS
    return (*rows[:MOST_ROWS], f"dan {more} lagi") if more > 0 else rows


def _cost(plan: Plan) -> tuple[str, ...]:
    if plan.no_cost:
        return ("Tanpa biaya tambahan",)
    if not plan.budget:
        return ()
    total = sum(one.ceiling for one in plan.budget)
    lines = [f"{one.year}, {label(FUNDS, one.fund)}: {rupiah(one.ceiling)}" for one in plan.budget]
    return (f"{rupiah(total)} seluruhnya", *_rows(lines)) if len(lines) > 1 else tuple(lines)


def _kpi(kpi: Kpi) -> str:
    start = f"sekarang {words.amount(kpi.baseline, kpi.unit)}" if kpi.baseline is not None else ""
    target = words.target_line(kpi).rstrip(".")
    parts = [start, f"{target[:1].lower()}{target[1:]}" or "target belum ditulis"]
    return f"{kpi.name}: {', '.join(filter(None, parts))}"


def _term(plan: Plan) -> tuple[str, ...]:
    lines = []
    if plan.trial_start and plan.trial_end:
        lines.append(f"Uji coba {long_date(plan.trial_start)} sampai {long_date(plan.trial_end)}")
    dues = [one.due for one in plan.milestones if one.due is not None]
    if dues:
        lines.append(f"{len(plan.milestones)} langkah, yang terakhir {long_date(max(dues))}")
    return tuple(lines)


def _risks(plan: Plan) -> Iterable[str]:
    for one in sorted(plan.risks, key=lambda risk: -risk.score):
        yield f"{one.risk} ({words.risk_level(one.score)}): {one.control or 'belum ada pengendalian'}"
