"""What a list of plans is narrowed to: read from an address, written into one, and as SQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, exists, false, not_, or_, true
from sqlalchemy.orm import aliased

from portal.adoption.alerts import ALERT_LEVELS, ALERT_NAMES, AlertLevel, Limits
from portal.adoption.models import BudgetLine, Plan
from portal.adoption.queries import discarded, is_draft, late, not_discarded, silent
from portal.adoption.rules import STAGE_NAMES, Stage
from portal.config import Settings
from portal.government import opd_codes, our_government
from portal.records.planning import AFFAIRS
from portal.taxonomy import TAXONOMY
from portal.web import filters
from portal.web.filters import by

NO_MISSION = 0
OTHER_AFFAIR, NO_AFFAIR = "lain", "kosong"  # a code of another affair; no code at all
SERVED = {"ya": True, "tidak": False, "belum": None}
SERVED_NAMES = {"ya": "Ya", "tidak": "Tidak", "belum": "Belum diisi"}
FIRST_YEAR, LAST_YEAR = 2000, 2100


def _sectors() -> list[tuple[str, str]]:
    return [(one.id, one.label) for one in TAXONOMY.get().sectors]


def _missions() -> list[tuple[int, str]]:
    missions = [(one.no, f"{one.no}. {one.text}") for one in our_government().plan.missions]
    return [(NO_MISSION, "Belum dipilih"), *missions]


def _affairs() -> list[tuple[str, str]]:
    basic = [(one.id, f"{one.id} {one.label}") for one in AFFAIRS]
    return [*basic, (OTHER_AFFAIR, "Urusan lain"), (NO_AFFAIR, "Kode belum diisi")]


@dataclass(frozen=True)
class PlanFilters:
    """What a list of plans is narrowed to; an empty field narrows nothing."""

    opd: str = by("opd", filters.line, "", column=Plan.opd, label="OPD", offer=opd_codes)
    stage: Stage | None = by(
        "tahap", filters.one_of(Stage), column=Plan.stage, label="Tahap", offer=STAGE_NAMES.items
    )
    sector: str = by("sektor", filters.line, "", column=Plan.sector, label="Sektor", offer=_sectors)
    mission: int | None = by(
        "misi", filters.whole(0, 999), column=Plan.mission, label="Misi RPJMD", offer=_missions
    )
    case_slug: str = by("inovasi", filters.line, "", column=Plan.case_slug)
    is_late: bool = by("terlambat", filters.flag, default=False, label="Terlambat")
    is_silent: bool = by("sunyi", filters.flag, default=False, label="Lama tanpa kabar")
    alert: AlertLevel | None = by(
        "peringatan", filters.one_of(AlertLevel), label="Peringatan", offer=ALERT_NAMES.items
    )
    is_living: bool = by("hidup", filters.flag, default=False, label="Diajukan dan tidak dihentikan")
    is_discarded: bool = by("dibuang", filters.flag, default=False, label="Konsep yang dibuang")
    served: str = by(
        "langsung",
        filters.known(lambda: SERVED),
        "",
        label="Melayani warga langsung",
        offer=SERVED_NAMES.items,
    )
    budget_year: int | None = by("anggaran", filters.whole(FIRST_YEAR, LAST_YEAR), label="Punya pagu tahun")
    affair: str = by(
        "urusan", filters.known(lambda: dict(_affairs())), "", label="Urusan pelayanan dasar", offer=_affairs
    )

    @classmethod
    def read(cls, args: Mapping[str, str]) -> PlanFilters:
        """Read an address; what has no meaning is left out."""
        return filters.read(cls, args)

    def query(self) -> dict[str, str]:
        """The address that `read` reads as these filters."""
        return filters.query(self)

    def conditions(self, *, today: date, limits: Limits) -> list[ColumnElement[bool]]:
        """The filters as SQL."""
        found = [discarded() if self.is_discarded else not_discarded(), *filters.conditions(self)]
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
