"""What a list of plans is narrowed to: read from an address, written into one, and as SQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, not_, or_, true
from sqlalchemy.orm import aliased

from portal.adoption.alerts import ALERT_LEVELS, AlertLevel, Limits
from portal.adoption.models import BudgetLine, Plan
from portal.adoption.planning import AFFAIRS
from portal.adoption.queries import discarded, is_draft, late, not_discarded, silent
from portal.adoption.rules import Stage
from portal.config import Settings

NO_MISSION = 0
OTHER_AFFAIR, NO_AFFAIR = "lain", "kosong"  # a code of another affair; no code at all
SERVED = {"ya": True, "tidak": False, "belum": None}
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True)
class Filters:
    """What a list of plans is narrowed to; an empty field narrows nothing."""

    opd: str = ""
    stage: Stage | None = None
    sector: str = ""
    mission: int | None = None  # NO_MISSION: those that chose none
    case_slug: str = ""
    is_late: bool = False
    is_silent: bool = False
    alert: AlertLevel | None = None
    is_living: bool = False  # neither a draft nor stopped
    is_discarded: bool = False  # only drafts that were put away; they are left out otherwise
    served: str = ""  # a key of SERVED: does the public itself get the service?
    budget_year: int | None = None  # with money for that year
    affair: str = ""  # an id of AFFAIRS, OTHER_AFFAIR or NO_AFFAIR

    @classmethod
    def read(cls, args: Mapping[str, str]) -> Filters:
        """Read an address; what has no meaning is left out."""
        stage, alert, affair = args.get("tahap", ""), args.get("peringatan", ""), args.get("urusan", "")
        return cls(
            opd=args.get("opd", "")[:60],
            stage=Stage(stage) if stage in set(Stage) else None,
            sector=args.get("sektor", "")[:80],
            mission=_whole(args.get("misi", ""), 0, 999),
            case_slug=args.get("inovasi", "")[:80],
            is_late=args.get("terlambat") == "1",
            is_silent=args.get("sunyi") == "1",
            alert=AlertLevel(alert) if alert in ALERT_LEVELS else None,
            is_living=args.get("hidup") == "1",
            is_discarded=args.get("dibuang") == "1",
            served=args.get("langsung", "") if args.get("langsung") in SERVED else "",
            budget_year=_whole(args.get("anggaran", ""), FIRST_YEAR, LAST_YEAR),
            affair=affair if affair in {one.id for one in AFFAIRS} | {OTHER_AFFAIR, NO_AFFAIR} else "",
        )

    def query(self) -> dict[str, str]:
        """The address that `read` reads as these filters."""
        pairs = {
            "opd": self.opd,
            "tahap": str(self.stage or ""),
            "sektor": self.sector,
            "misi": "" if self.mission is None else str(self.mission),
            "inovasi": self.case_slug,
            "terlambat": "1" if self.is_late else "",
            "sunyi": "1" if self.is_silent else "",
            "peringatan": str(self.alert or ""),
            "hidup": "1" if self.is_living else "",
            "dibuang": "1" if self.is_discarded else "",
            "langsung": self.served,
            "anggaran": "" if self.budget_year is None else str(self.budget_year),
            "urusan": self.affair,
        }
        return {name: value for name, value in pairs.items() if value}

    def conditions(self, *, today: date, limits: Limits) -> list[ColumnElement[bool]]:
        """The filters as SQL."""
        found = [discarded() if self.is_discarded else not_discarded()]
        equals: tuple[tuple[Any, object], ...] = (
            (Plan.opd, self.opd),
            (Plan.stage, self.stage),
            (Plan.sector, self.sector),
            (Plan.mission, self.mission),
            (Plan.case_slug, self.case_slug),
        )
        found.extend(column == value for column, value in equals if value)
        if self.mission == NO_MISSION:
            found.append(Plan.mission.is_(None))
        if self.is_late:
            found.append(late(today))
        if self.is_silent:
            found.append(silent(today, limits.silent))
        if self.alert is not None:
            found.append(alerting(self.alert, today, limits))
        if self.is_living:
            found.append(living())
        if self.served:
            found.append(Plan.served_directly.is_(SERVED[self.served]))
        if self.budget_year is not None:
            found.append(has_budget(self.budget_year))
        if self.affair:
            found.append(of_affair(self.affair))
        return found


def limits_of(settings: Settings) -> Limits:
    """The government's own thresholds."""
    return Limits(
        silent=settings.plan_silence_days,
        silent_warning=max(settings.plan_silence_days, settings.silence_warning_days),
        silent_alarm=max(settings.plan_silence_days, settings.silence_alarm_days),
        late_warning=settings.late_warning_days,
        late_alarm=settings.late_alarm_days,
    )


def alerting(level: AlertLevel, today: date, limits: Limits) -> ColumnElement[bool]:
    """The plans whose gravest warning has this degree: alerts.gravest in SQL.

    A plan without a day for its trial makes the graver condition NULL, which is not the same as false.
    """
    above = ALERT_LEVELS[ALERT_LEVELS.index(level) + 1 :]
    graver = _reaching(above[0], today, limits) if above else false()
    return and_(_reaching(level, today, limits), graver.is_not(true()))


def attention(today: date, limits: Limits) -> ColumnElement[bool]:
    """The plans with any warning: the late and the silent ones."""
    return _reaching(AlertLevel.NOTICE, today, limits)


def living() -> ColumnElement[bool]:
    """The plans that count: submitted at least, and not stopped."""
    return and_(Plan.stage != Stage.STOPPED, is_draft().is_not(true()))


def has_budget(year: int) -> ColumnElement[bool]:
    """There is money for the year."""
    line = aliased(BudgetLine)  # so that a statement that asks for the lines themselves stays apart
    return exists().where(line.plan_id == Plan.id, line.removed_at.is_(None), line.year == year)


def of_affair(affair: str) -> ColumnElement[bool]:
    """The plan's planning code belongs to a basic-service affair, to another one, or is not written yet."""
    codes = (Plan.program_code, Plan.activity_code, Plan.subactivity_code)
    if affair == NO_AFFAIR:
        return and_(*(code == "" for code in codes))
    if affair == OTHER_AFFAIR:
        return not_(or_(*(of_affair(one.id) for one in AFFAIRS), of_affair(NO_AFFAIR)))
    return or_(*(code.startswith(f"{affair}.", autoescape=True) for code in codes))


def _reaching(level: AlertLevel, today: date, limits: Limits) -> ColumnElement[bool]:
    """Late since so many days, or silent for longer than so many."""
    earlier = today - timedelta(days=limits.late(level) - 1)
    return or_(late(earlier), silent(today, limits.quiet(level)))


def _whole(text: str, low: int, high: int) -> int | None:
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(high))
    return int(text) if is_number and low <= int(text) <= high else None
