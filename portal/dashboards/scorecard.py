"""An OPD's scorecard: its own plans, history and targets, beside the middle of OPDs of its own kind.

OPDs are not ranked: a kecamatan and a dinas do other work. What is set beside an OPD's figure is the
median of the others of its kind that have plans, without their names, and only where there are enough.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from markupsafe import Markup
from sqlalchemy.orm import Session

from portal import clock
from portal.access import Actor, may
from portal.adoption import ALERT_NAMES, STAGE_NAMES, PlanFilters, Stage
from portal.dashboards import queries, scores, warnings
from portal.dashboards.board import Figure, outcome_figures, plans_url
from portal.dashboards.rules import Outcome, Share, median, quarters_before
from portal.dashboards.scores import YearMoney
from portal.dashboards.standing import standing
from portal.dashboards.warnings import Counts, Warnings
from portal.government import Opd, our_government
from portal.web.charts import LineChart, Point, draw
from portal.web.figures import number

QUARTERS = 8
SHOWN = 10


@dataclass(frozen=True)
class Score:
    """One figure of the OPD beside the middle of its kind, both in percent."""

    label: str
    own: Share
    peers: Decimal | None
    meaning: str


@dataclass(frozen=True)
class Quarter:
    """What the OPD had reached at the end of a quarter."""

    label: str
    met: Share
    applied: int  # plans that entered penerapan in the quarter


@dataclass(frozen=True)
class Scorecard:
    """Everything on the page."""

    opd: Opd
    today: date
    total: Figure
    stages: tuple[Figure, ...]
    warnings: Warnings
    alerts: tuple[Figure, ...]
    outcomes: tuple[Figure, ...]
    scores: tuple[Score, ...]
    peers: int
    history: tuple[Quarter, ...]
    chart: Markup
    money: tuple[YearMoney, ...]
    can_list: bool  # may the reader open the leadership's lists?


def scorecard(session: Session, actor: Actor, opd: Opd) -> Scorecard:
    """Work the scorecard out, in a fixed number of queries."""
    code, today = opd.code, clock.today()
    counts = queries.by_opd_and_stage(session, actor)
    now = standing(session)
    found = warnings.find(session, now, actor, opd=code, limit=SHOWN)
    whole = sum(amount for (other, _), amount in counts.items() if other == code)
    outcomes = now.outcomes()
    kind = {one.code for one in our_government().opds if one.kind == opd.kind and one.code != code}
    peers = kind & {other for other, _ in counts}
    history = _history(session, actor, code, today)
    return Scorecard(
        opd=opd,
        today=today,
        total=Figure(
            "rencana",
            whole,
            plans_url(PlanFilters(opd=code)),
        ),
        stages=tuple(
            Figure(
                STAGE_NAMES[stage],
                counts.get((code, stage), 0),
                plans_url(PlanFilters(opd=code, stage=stage)),
                Share(counts.get((code, stage), 0), whole).percent or 0,
            )
            for stage in Stage
        ),
        warnings=found,
        alerts=tuple(
            Figure(
                ALERT_NAMES[level],
                amount,
                plans_url(PlanFilters(opd=code, alert=level)),
                Share(amount, found.total).percent or 0,
            )
            for level, amount in found.counts.items()
        ),
        outcomes=outcome_figures({one: outcomes.get((code, one), 0) for one in Outcome}, code),
        scores=_scores(session, actor, code, peers, counts, outcomes, warnings.counts(now, actor)),
        peers=len(peers),
        history=history,
        chart=_chart(history, today),
        money=tuple(scores.money(session, actor, code)),
        can_list=may(actor, "dashboards.read"),
    )


def _scores(
    session: Session,
    actor: Actor,
    code: str,
    peers: set[str],
    counts: Mapping[tuple[str, Stage], int],
    outcomes: Mapping[tuple[str, Outcome], int],
    warned: Counts,
) -> tuple[Score, ...]:
    plans = {
        one: sum(amount for (other, _), amount in counts.items() if other == one) for one in {code, *peers}
    }
    calm = {one: Share(plans[one] - warned.of(opd=one), plans[one]) for one in plans}
    met = {
        one: Share(
            outcomes.get((one, Outcome.MET), 0),
            sum(amount for (other, _), amount in outcomes.items() if other == one),
        )
        for one in plans
    }
    in_time = scores.steps_in_time(session, actor)
    rows = (
        ("KPI mencapai target", met, "dari KPI pada rencana yang sudah dikerjakan"),
        ("Langkah selesai tepat waktu", in_time, "dari langkah yang selesai dan punya tenggat"),
        ("Rencana tanpa peringatan", calm, "dari semua rencana OPD ini"),
    )
    nothing = Share(0, 0)
    return tuple(
        Score(
            label,
            shares.get(code, nothing),
            median(shares.get(peer, nothing).percent for peer in peers),
            meaning,
        )
        for label, shares, meaning in rows
    )


def _history(session: Session, actor: Actor, code: str, today: date) -> tuple[Quarter, ...]:
    ends = quarters_before(today, QUARTERS)
    met = scores.met_on(session, actor, code, ends)
    applied = scores.applied_days(session, actor, code)
    return tuple(
        Quarter(
            _quarter_name(end),
            met[end],
            sum((day.year, (day.month - 1) // 3) == (end.year, (end.month - 1) // 3) for day in applied),
        )
        for end in ends
    )


def _chart(history: tuple[Quarter, ...], today: date) -> Markup:
    """The share of targets met, quarter by quarter; nothing where it never moved."""
    ends = quarters_before(today, QUARTERS)
    points = [
        Point(end, float(one.met.percent))
        for end, one in zip(ends, history, strict=True)
        if one.met.percent is not None
    ]
    if len({point.value for point in points}) < 2:
        return Markup("")
    first, last = points[0], points[-1]
    way = "naik" if last.value > first.value else "turun" if last.value < first.value else "tetap"
    finding = f"Bagian KPI yang mencapai target {way}: {number(first.value)}% menjadi {number(last.value)}%."
    chart = LineChart("riwayat-kpi", "KPI yang mencapai target (%)", finding, points)
    return draw(chart, figure=lambda value: f"{number(value)}%", across=_quarter_name)


def _quarter_name(end: date) -> str:
    return f"TW {(end.month - 1) // 3 + 1} {end.year}"
