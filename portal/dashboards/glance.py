"""The leadership's first screen: a sentence, five numbers with their change, what is asked, OPD by stage."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from flask import url_for
from sqlalchemy.orm import Session

from portal import clock
from portal.access import Actor
from portal.adoption import Level, PlanFilters, Stage
from portal.dashboards import board, past, queries
from portal.dashboards.board import OpdLine, Waiting
from portal.dashboards.rules import Outcome, Share
from portal.government import our_government
from portal.web.figures import long_date

ASKED = 2  # decisions on the screen
LINES = 4  # OPDs on the screen


@dataclass(frozen=True)
class Then:
    """What can be said of any day: the four numbers and a share, from what is kept with its own time."""

    living: int
    applied: int
    late: int
    met: Share
    waiting: int


@dataclass(frozen=True)
class Number:
    """One of the five: now, and how it stood a month ago."""

    label: str
    now: int | None
    before: int | None
    more_is_better: bool
    url: str
    unit: str = ""

    @property
    def change(self) -> int | None:
        """Now less before; None where one of them is not known."""
        return None if self.now is None or self.before is None else self.now - self.before

    @property
    def is_better(self) -> bool | None:
        """Has it changed for the better? None where it has not changed, or is not known."""
        return None if not self.change else (self.change > 0) == self.more_is_better


@dataclass(frozen=True)
class Glance:
    """Everything on the screen."""

    sentence: str
    numbers: tuple[Number, ...]
    waiting: Waiting
    opds: tuple[OpdLine, ...]
    more_opds: int
    without_plan: int
    most: int  # plans in the fullest cell


def glance(session: Session, actor: Actor) -> Glance:
    """Work the screen out for a reader, in a fixed number of queries."""
    government, today = our_government(), clock.today()
    month_ago = clock.add_months(today, -1)
    now, before = at(session, today), at(session, month_ago)
    numbers = _numbers(now, before)
    lines = board.opd_lines(queries.by_opd_and_stage(session, actor), government)
    fullest = sorted(lines, key=lambda line: -line.total.number)
    codes = {line.code for line in lines}
    return Glance(
        sentence=sentence(numbers, month_ago),
        numbers=numbers,
        waiting=board.waiting(session, actor, government, limit=ASKED),
        opds=tuple(fullest[:LINES]),
        more_opds=len(lines) - len(fullest[:LINES]),
        without_plan=sum(opd.code not in codes for opd in government.opds),
        most=max((one.number for line in lines for one in line.stages), default=0),
    )


def at(session: Session, day: date) -> Then:
    """The numbers at the end of a day, as the month's report counts them."""
    end = datetime.combine(day + timedelta(days=1), time(), clock.zone())
    plans = past.plans_at(session, end)
    stages = Counter(plan.stage for plan in plans.values())
    outcomes = Counter[Outcome]()
    for (_, outcome), number in past.outcomes_at(session, plans, day, end).items():
        outcomes[outcome] += number
    problems = past.problems_at(session, plans, end)
    return Then(
        living=sum(stages.values()) - stages[Stage.STOPPED],
        applied=stages[Stage.APPLIED],
        late=len(past.late_at(session, plans, day, end)),
        met=Share(outcomes[Outcome.MET], sum(outcomes.values())),
        waiting=sum(problem.level is not Level.OPD for problem in problems),
    )


def _numbers(now: Then, before: Then) -> tuple[Number, ...]:
    plans, problems = board.plans_url, url_for("adoption.all_problems")
    return (
        Number("rencana", now.living, before.living, True, plans(PlanFilters(is_living=True))),
        Number("jadi layanan", now.applied, before.applied, True, plans(PlanFilters(stage=Stage.APPLIED))),
        Number("langkah telat", now.late, before.late, False, url_for("dashboards.alerts")),
        Number("KPI tercapai", now.met.percent, before.met.percent, True, url_for("dashboards.kpis"), "%"),
        Number("perlu putusan", now.waiting, before.waiting, False, problems),
    )


def sentence(numbers: tuple[Number, ...], month_ago: date) -> str:
    """Better or worse, by how many of the five moved which way: a count, not a judgement."""
    better = sum(one.is_better is True for one in numbers)
    worse = sum(one.is_better is False for one in numbers)
    if better == worse == 0:
        return f"Kelima angka tetap sejak {long_date(month_ago)}."
    verdict = "Lebih baik sejak" if better > worse else "Lebih buruk sejak" if worse > better else "Sejak"
    return f"{verdict} {long_date(month_ago)}: {better} angka membaik, {worse} memburuk."
