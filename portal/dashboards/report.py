"""The month on paper: what stood at its end, what happened in it, and what can no longer be said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from portal import clock
from portal.adoption import Level, Stage
from portal.dashboards import past
from portal.dashboards.glance import Then, at
from portal.dashboards.past import LateStep, PlanThen, ProblemThen, Step
from portal.dashboards.rules import Month, Outcome, Share
from portal.errors import RuleViolation
from portal.government import Government

LIMITS_OF_KNOWLEDGE = (
    "Target KPI, tenggat langkah, jabatan penanggung jawab, misi, dan judul dibaca menurut keadaan saat "
    "laporan dibuat; perubahan nilainya hanya tersimpan di jejak audit.",
    "Hasil ukur KPI yang dibetulkan sesudah bulan ini tampil dengan nilai yang sudah dibetulkan.",
    "Lama tanpa kabar tidak disusun ulang, karena portal hanya menyimpan kabar terakhir.",
    "Anggaran tidak dimuat, karena pagu dan realisasi hanya tersimpan dalam keadaan terakhirnya.",
    "Masalah yang ditutup lalu dibuka lagi terhitung terbuka sejak awal.",
)
STILL_RUNNING = "Bulan ini belum berakhir; isi laporan masih dapat berubah."


@dataclass(frozen=True)
class MonthReport:
    """Everything on the paper."""

    month: Month
    dated: date  # the last day of a closed month, else the day it was made
    is_closed: bool
    plans: Mapping[int, PlanThen]
    stages: Mapping[Stage, int]
    entered: Mapping[Stage, int]
    by_opd: Mapping[str, Mapping[Stage, int]]
    without_plan: tuple[str, ...]
    moves: tuple[Step, ...]
    outcomes: Mapping[tuple[str, Outcome], int]
    late: tuple[LateStep, ...]
    problems: tuple[ProblemThen, ...]
    opened: int
    closed: int
    missions: Mapping[int | None, int]
    then: Then  # the numbers of the first screen, at the end of the month
    before: Then  # and at the end of the month before

    @property
    def met(self) -> Share:
        """KPIs that had met their targets, of all."""
        met = sum(number for (_, outcome), number in self.outcomes.items() if outcome is Outcome.MET)
        return Share(met, sum(self.outcomes.values()))

    @property
    def waiting(self) -> tuple[ProblemThen, ...]:
        """The problems that waited for the leadership."""
        return tuple(problem for problem in self.problems if problem.level is not Level.OPD)


def report(session: Session, month: Month, government: Government) -> MonthReport:
    """Put a month together; raises RuleViolation for a month that has not begun."""
    today = clock.today()
    if month.first > today:
        raise RuleViolation("Bulan ini belum dimulai, jadi belum ada laporannya.")
    is_closed = month.last < today
    last = month.last if is_closed else today
    start, end = _moment(month.first), _moment(last + timedelta(days=1))
    plans = past.plans_at(session, end)
    moves = tuple(step for step in past.moves_between(session, start, end) if step.plan_id in plans)
    opened, closed = past.problem_counts(session, start, end)
    living = [plan for plan in plans.values() if plan.stage is not Stage.STOPPED]
    return MonthReport(
        month=month,
        dated=last,
        is_closed=is_closed,
        plans=plans,
        stages=Counter(plan.stage for plan in plans.values()),
        entered=Counter(step.to_stage for step in moves if step.to_stage is not step.from_stage),
        by_opd=_by_opd(plans),
        without_plan=tuple(
            opd.name for opd in government.opds if not any(plan.opd == opd.code for plan in plans.values())
        ),
        moves=moves,
        outcomes=past.outcomes_at(session, plans, last, end),
        late=tuple(past.late_at(session, plans, last, end)),
        problems=tuple(past.problems_at(session, plans, end)),
        opened=opened,
        closed=closed,
        missions=Counter(plan.mission for plan in living),
        then=at(session, last),
        before=at(session, month.first - timedelta(days=1)),
    )


def _by_opd(plans: Mapping[int, PlanThen]) -> dict[str, Counter[Stage]]:
    found: dict[str, Counter[Stage]] = {}
    for plan in plans.values():
        found.setdefault(plan.opd, Counter())[plan.stage] += 1
    return dict(sorted(found.items()))


def _moment(day: date) -> datetime:
    """The first moment of a local day."""
    return datetime.combine(day, time(), clock.zone())
