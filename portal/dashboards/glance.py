"""The leadership's first screen: a sentence, five numbers with their change, what is asked, OPD by stage."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial

from flask import url_for
from sqlalchemy.orm import Session

from portal import clock
from portal.access import Actor
from portal.adoption import Level, PlanFilters, Stage, Task, TaskKind, everything_to_do, problem_named
from portal.dashboards import board, past
from portal.dashboards.board import Asked, OpdLine
from portal.dashboards.rules import Outcome, Share
from portal.dashboards.standing import standing as how_plans_stand
from portal.government import our_government
from portal.records.binding import read_to

ASKED = 2  # decisions on the screen
LINES, ROOM = 4, 2  # OPDs on the screen, and how many more in the place of a decision


@dataclass(frozen=True)
class Then:
    """What can be said of any day: the four numbers and a share, from what is kept with its own time."""

    living: int
    applied: int
    late: int
    met: Share
    waiting: int
    latest: tuple[str, int] = ("", 0)  # the OPD with most late steps, and how many


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
    hint: str  # where to look first
    numbers: tuple[Number, ...]
    waiting: tuple[Asked, ...]
    others: tuple[Task, ...]  # decisions that are asked for elsewhere than in plans
    asked: int  # decisions, shown or not
    opds: tuple[OpdLine, ...]
    rest: tuple[int, ...]  # plans of the OPDs that are not shown, by stage
    more_opds: int
    without_plan: int
    most: int  # plans in the fullest cell of one OPD

    @property
    def is_empty(self) -> bool:
        """Is there nothing yet to speak of?"""
        return not self.opds and not self.asked


def glance(session: Session, actor: Actor) -> Glance:
    """Work the screen out for a reader, in a fixed number of queries."""
    government, today = our_government(), clock.today()
    month_ago = clock.add_months(today, -1)
    standing = how_plans_stand(session)
    now, before = (standing.once(("glance", day), partial(at, session, day)) for day in (today, month_ago))
    numbers = _numbers(now, before)
    lines = board.opd_lines(board.by_opd_and_stage(session, standing, actor), government)
    fullest = sorted(lines, key=lambda line: -line.total.number)
    codes = {line.code for line in lines}
    waiting = board.waiting(session, actor, government, limit=ASKED)
    others = [task for task in everything_to_do(session, actor) if _is_other_decision(task)]
    free = max(0, ASKED - len(waiting.lines) - len(others))
    room = LINES + ROOM * free
    shown = fullest if len(fullest) == room + 1 else fullest[:room]  # a line for one more says no less
    rest = fullest[len(shown) :]
    return Glance(
        sentence=sentence(numbers),
        hint=_hint(now),
        numbers=numbers,
        waiting=tuple(
            replace(one, mark=read_to(session, problem_named(one.problem))) for one in waiting.lines
        ),
        others=tuple(others[: max(0, ASKED - len(waiting.lines))]),
        asked=sum(one.number for one in waiting.figures) + len(others),
        opds=tuple(shown),
        rest=tuple(sum(line.stages[place].number for line in rest) for place in range(len(Stage))),
        more_opds=len(rest),
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
    late = past.late_at(session, plans, day, end)
    by_opd = Counter(step.plan.opd for step in late)
    return Then(
        living=sum(stages.values()) - stages[Stage.STOPPED],
        applied=stages[Stage.APPLIED],
        late=len(late),
        met=Share(outcomes[Outcome.MET], sum(outcomes.values())),
        waiting=sum(problem.level is not Level.OPD for problem in problems),
        latest=min(by_opd.items(), key=lambda one: (-one[1], one[0]), default=("", 0)),
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


def sentence(numbers: tuple[Number, ...]) -> str:
    """Better or worse, by how many of the five moved which way: a count, not a judgement."""
    better = sum(one.is_better is True for one in numbers)
    worse = sum(one.is_better is False for one in numbers)
    moved = [f"{count} {word}" for count, word in ((better, "membaik"), (worse, "memburuk")) if count]
    if not moved:
        return "Kelima angka sama seperti sebulan lalu."
    said = f"{', '.join(moved)} dari 5 angka"
    if better == worse:
        return f"Dibanding sebulan lalu: {said}."
    return f"{'Lebih baik' if better > worse else 'Lebih buruk'} dari sebulan lalu: {said}."


def _hint(now: Then) -> str:
    opd, number = now.latest
    return f"Langkah telat terbanyak: {opd} ({number})." if number else ""


def _is_other_decision(task: Task) -> bool:
    """Is it a decision that is asked for elsewhere than by a problem of a plan?"""
    return task.kind == TaskKind.DECISION and task.plan is None
