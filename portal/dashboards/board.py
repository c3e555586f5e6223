"""The leadership's page, worked out: every figure with the address of the list behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import g, url_for
from sqlalchemy.orm import Session

from portal import clock
from portal.access import LEADERS, Actor, Role, opds_where
from portal.accounts import position_of
from portal.adoption import (
    AFFAIRS,
    ALERT_NAMES,
    NO_AFFAIR,
    NO_MISSION,
    OTHER_AFFAIR,
    STAGE_NAMES,
    Escalation,
    Level,
    PlanFilters,
    PlanProblem,
    Stage,
)
from portal.dashboards import queries, rules, warnings
from portal.dashboards.rules import OUTCOMES, Outcome, Share
from portal.dashboards.standing import Standing, standing
from portal.dashboards.warnings import Warnings
from portal.government import Government, Opd, our_government

T = TypeVar("T")
SHOWN = 3  # warnings and escalations on the page; the rest stands behind a link
SERVICE = (
    ("ya", True, "Melayani warga langsung"),
    ("tidak", False, "Tidak langsung"),
    ("belum", None, "Belum diisi"),
)


@dataclass(frozen=True)
class Figure:
    """A number, what it counts, and the list that gives the same number; `share` is 0 to 100 of its row."""

    label: str
    number: int
    url: str
    share: int = 0
    note: str = ""


@dataclass(frozen=True)
class OpdLine:
    """An OPD's plans: all of them, and by stage in the order of the stages."""

    opd: Opd | None
    code: str
    total: Figure
    stages: tuple[Figure, ...]


@dataclass(frozen=True)
class Asked:
    """A problem that waits for an answer from above."""

    problem: PlanProblem
    asked: Escalation
    days: int
    is_overdue: bool
    mark: int = 0  # how far its trail was read, where it is answered on the spot


@dataclass(frozen=True)
class Waiting:
    """The escalations that wait: for the reader's own post where that is known, else for all posts."""

    post: str  # empty: every post of the leadership
    is_mine: bool
    figures: tuple[Figure, ...]
    lines: tuple[Asked, ...]


@dataclass(frozen=True)
class Budget:
    """Money of living plans for a year, by whether the public itself gets the service."""

    year: int
    years: tuple[int, ...]
    direct: Share
    parts: tuple[tuple[Figure, int], ...]  # plans, and their ceilings in rupiah


@dataclass(frozen=True)
class Board:
    """Everything on the page."""

    today: date
    total: Figure
    stages: tuple[Figure, ...]
    opds: tuple[OpdLine, ...]
    without_plan: tuple[Opd, ...]
    warnings: Warnings
    alerts: tuple[Figure, ...]
    waiting: Waiting
    outcomes: tuple[Figure, ...]
    met: Share
    budget: Budget
    missions: tuple[Figure, ...]
    uncovered_missions: int
    affairs: tuple[Figure, ...]
    uncovered_affairs: int


def board(session: Session, actor: Actor, *, year: int | None = None) -> Board:
    """Work the page out for a reader, in a fixed number of queries."""
    government, today = our_government(), clock.today()
    now = standing(session)
    counts = by_opd_and_stage(session, now, actor)
    found = warnings.find(session, now, actor, limit=SHOWN)
    outcomes = Counter[Outcome]()
    for (_, outcome), number in now.outcomes().items():
        outcomes[outcome] += number
    missions = _missions(_same(session, now, actor, queries.by_mission), government)
    affairs = _affairs(_same(session, now, actor, queries.by_affair))
    return Board(
        today=today,
        total=Figure("rencana", sum(counts.values()), plans_url(PlanFilters())),
        stages=_stages(counts),
        opds=opd_lines(counts, government),
        without_plan=tuple(opd for opd in government.opds if not any(code == opd.code for code, _ in counts)),
        warnings=found,
        alerts=tuple(
            Figure(
                ALERT_NAMES[level], number, plans_url(PlanFilters(alert=level)), _percent(number, found.total)
            )
            for level, number in found.counts.items()
        ),
        waiting=waiting(session, actor, government),
        outcomes=outcome_figures(outcomes),
        met=Share(outcomes.get(Outcome.MET, 0), sum(outcomes.values())),
        budget=_budget(session, now, actor, year or today.year),
        missions=missions,
        uncovered_missions=sum(one.number == 0 for one in missions[:-1]),
        affairs=affairs,
        uncovered_affairs=sum(one.number == 0 for one in affairs[: len(AFFAIRS)]),
    )


def by_opd_and_stage(session: Session, now: Standing, actor: Actor) -> Mapping[tuple[str, Stage], int]:
    """How many plans the actor may read, by OPD and stage; discarded drafts do not count."""
    return _same(session, now, actor, queries.by_opd_and_stage)


def _same(session: Session, now: Standing, actor: Actor, ask: Callable[[Session, Actor], T]) -> T:
    """What the database says to readers of the same drafts; once as long as no plan changes."""
    name = (ask, opds_where(actor, "adoption.read-draft"))
    return now.once(name, lambda: ask(session, actor))


def plans_url(filters: PlanFilters) -> str:
    """The list of plans behind a figure."""
    if "plans_address" not in g:
        g.plans_address = url_for("adoption.index")  # hundreds of these stand on a page
    query = _query(filters)
    return f"{g.plans_address}?{query}" if query else str(g.plans_address)


@lru_cache(maxsize=2_048)
def _query(filters: PlanFilters) -> str:
    return urlencode(filters.query())


def outcome_figures(counts: Mapping[Outcome, int], opd: str = "") -> tuple[Figure, ...]:
    """KPIs by how they stand against their targets, each with its list."""
    kept: dict[str, Any] = {"opd": opd} if opd else {}
    whole = sum(counts.values())
    return tuple(
        Figure(
            label,
            counts.get(outcome, 0),
            url_for("dashboards.kpis", keadaan=outcome.value, **kept),
            _percent(counts.get(outcome, 0), whole),
        )
        for outcome, label in OUTCOMES.items()
    )


def _stages(counts: Mapping[tuple[str, Stage], int]) -> tuple[Figure, ...]:
    whole = sum(counts.values())
    sums = {stage: sum(number for (_, at), number in counts.items() if at is stage) for stage in Stage}
    return tuple(
        Figure(STAGE_NAMES[stage], number, plans_url(PlanFilters(stage=stage)), _percent(number, whole))
        for stage, number in sums.items()
    )


def opd_lines(counts: Mapping[tuple[str, Stage], int], government: Government) -> tuple[OpdLine, ...]:
    """The OPDs with plans, by name; there is no rank among them."""
    lines = []
    for code in {code for code, _ in counts}:
        opd = government.opd(code)
        stages = tuple(
            Figure(
                STAGE_NAMES[stage],
                counts.get((code, stage), 0),
                plans_url(PlanFilters(opd=code, stage=stage)),
            )
            for stage in Stage
        )
        total = Figure("rencana", sum(one.number for one in stages), plans_url(PlanFilters(opd=code)))
        lines.append(OpdLine(opd, code, total, stages))
    return tuple(sorted(lines, key=lambda line: line.opd.name if line.opd else line.code))


def waiting(session: Session, actor: Actor, government: Government, *, limit: int = SHOWN) -> Waiting:
    """The escalations that wait: for the reader's own post where that is known."""
    names = {Level.HEAD: government.head, Level.SECRETARY: government.secretary}
    is_leader = bool(actor.roles & LEADERS)
    position = position_of(session, actor.account_id) if is_leader else ""
    own = next((level for level, post in names.items() if rules.holds_post(position, post)), None)
    if Role.SECRETARY in actor.roles:
        own = Level.SECRETARY
    levels = (own,) if own else tuple(names)
    counts, rows = queries.waiting(session, actor, levels, limit=limit)
    today = clock.today()
    return Waiting(
        post=names[own] if own else "",
        is_mine=is_leader,
        figures=tuple(
            Figure(names[level], counts.get(level, 0), url_for("adoption.all_problems", tingkat=level.value))
            for level in levels
        ),
        lines=tuple(
            Asked(problem, asked, (today - clock.local(asked.at).date()).days, asked.due < today)
            for problem, asked in rows
        ),
    )


def _budget(session: Session, now: Standing, actor: Actor, year: int) -> Budget:
    rows = now.once(
        ("budget", year, opds_where(actor, "adoption.read-draft")),
        lambda: queries.budget_by_service(session, actor, year),
    )
    years = {year, *_same(session, now, actor, queries.budget_years)}
    whole = sum(ceiling for _, ceiling in rows.values())
    parts = []
    for key, served, label in SERVICE:
        number, ceiling = rows.get(served, (0, 0))
        url = plans_url(PlanFilters(is_living=True, served=key, budget_year=year))
        parts.append((Figure(label, number, url, _percent(ceiling, whole)), ceiling))
    direct = Share(rows.get(True, (0, 0))[1], whole)
    return Budget(year, tuple(sorted(years, reverse=True)), direct, tuple(parts))


def _missions(counts: Mapping[int | None, int], government: Government) -> tuple[Figure, ...]:
    most = max(counts.values(), default=0)
    figures = [
        Figure(
            f"{mission.no}. {mission.text}",
            counts.get(mission.no, 0),
            plans_url(PlanFilters(mission=mission.no, is_living=True)),
            _percent(counts.get(mission.no, 0), most),
        )
        for mission in government.plan.missions
    ]
    none = counts.get(None, 0)
    url = plans_url(PlanFilters(mission=NO_MISSION, is_living=True))
    return (*figures, Figure("Misi belum dipilih", none, url, _percent(none, most)))


def _affairs(counts: Mapping[str, int]) -> tuple[Figure, ...]:
    labels = [(one.id, f"{one.label} ({one.id})") for one in AFFAIRS]
    labels += [(OTHER_AFFAIR, "Urusan lain"), (NO_AFFAIR, "Kode perencanaan belum diisi")]
    most = max(counts.values(), default=0)
    return tuple(
        Figure(
            label,
            counts[key],
            plans_url(PlanFilters(affair=key, is_living=True)),
            _percent(counts[key], most),
        )
        for key, label in labels
    )


def _percent(part: int, whole: int) -> int:
    return Share(part, whole).percent or 0


def order_of_stages() -> Sequence[str]:
    """The stages' names, as heads of a table."""
    return tuple(STAGE_NAMES.values())
