"""What is measured in a plan: KPIs and milestones, and the progress computed from them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Direction(StrEnum):
    """Which way a KPI is meant to go."""

    UP = "naik"
    DOWN = "turun"


DIRECTIONS = {Direction.UP: "Naik lebih baik", Direction.DOWN: "Turun lebih baik"}


class Phase(StrEnum):
    """The four steps of replication (LAN's guide of 2017, Kota Magelang's guide)."""

    PREPARATION = "persiapan"
    DESIGN = "rencana"
    REPLICATION = "replikasi"
    EVALUATION = "evaluasi"


PHASES = {
    Phase.PREPARATION: "Persiapan",
    Phase.DESIGN: "Rencana dan pengembangan",
    Phase.REPLICATION: "Replikasi",
    Phase.EVALUATION: "Evaluasi",
}


@dataclass(frozen=True)
class Step:
    """A milestone of the template: due so many days after the start."""

    phase: Phase
    title: str
    days: int


EVALUATION_STEP = "Tulis evaluasi dan minta keputusan kepala OPD"
TEMPLATE = (
    Step(Phase.PREPARATION, "Pelajari kasus dan hubungi pengelola di daerah asal", 14),
    Step(Phase.PREPARATION, "Kirim surat minat replikasi ke daerah asal, tembusan BSKDN", 21),
    Step(Phase.PREPARATION, "Tetapkan tim dan penanggung jawab", 30),
    Step(Phase.DESIGN, "Ukur keadaan awal setiap KPI", 45),
    Step(Phase.DESIGN, "Susun rencana aksi: yang ditiru, diubah, dan ditinggalkan", 60),
    Step(Phase.DESIGN, "Pastikan dasar hukum, anggaran, dan sarana", 75),
    Step(Phase.REPLICATION, "Latih petugas dan beri tahu warga", 90),
    Step(Phase.REPLICATION, "Mulai uji coba di tempat terbatas", 105),
    Step(Phase.REPLICATION, "Catat hasil ukur KPI dan masalah setiap bulan", 165),
    Step(Phase.EVALUATION, "Bandingkan hasil dengan target dan dengan daerah asal", 180),
    Step(Phase.EVALUATION, EVALUATION_STEP, 195),
    Step(Phase.EVALUATION, "Tetapkan SOP dan masukkan ke RKPD dan Renja", 210),
)


@dataclass(frozen=True)
class MilestoneFacts:
    """What the rules look at in a milestone."""

    due: date | None
    done: date | None = None

    def is_late(self, today: date) -> bool:
        """Has the day passed without the work being done?"""
        return self.done is None and self.due is not None and self.due < today


@dataclass(frozen=True)
class KpiFacts:
    """What the rules look at in a KPI; readings stand in order of their days."""

    direction: Direction = Direction.UP
    baseline: Decimal | None = None
    baseline_date: date | None = None
    baseline_source: str = ""
    target: Decimal | None = None
    target_date: date | None = None
    readings: tuple[tuple[date, Decimal], ...] = ()

    @property
    def has_baseline(self) -> bool:
        """Is it known where we start: value, day and source?"""
        return self.baseline is not None and self.baseline_date is not None and bool(self.baseline_source)

    @property
    def has_target(self) -> bool:
        """Is it known where to, and by when?"""
        return self.target is not None and self.target_date is not None

    @property
    def latest(self) -> Decimal | None:
        """The value read last."""
        return self.readings[-1][1] if self.readings else None

    @property
    def is_met(self) -> bool | None:
        """Has the latest reading reached the target? None where there is nothing to compare."""
        if self.latest is None or self.target is None:
            return None
        return self.latest >= self.target if self.direction is Direction.UP else self.latest <= self.target

    @property
    def attainment(self) -> Decimal:
        """The part of the way from baseline to target that is behind us, 0 to 1; 0 without a reading."""
        if self.latest is None or self.baseline is None or self.target is None:
            return Decimal(0)
        if self.is_met:
            return Decimal(1)
        way = self.target - self.baseline
        if way == 0:  # the target is to hold the level, and it was not held
            return Decimal(0)
        return min(max((self.latest - self.baseline) / way, Decimal(0)), Decimal(1))

    def is_late(self, today: date) -> bool:
        """Has the target's day passed without the target being reached?"""
        return self.target_date is not None and self.target_date < today and not self.is_met


def leads_backwards(direction: Direction, baseline: Decimal | None, target: Decimal | None) -> bool:
    """Would reaching the target make things worse than they were?"""
    if baseline is None or target is None:
        return False
    return target < baseline if direction is Direction.UP else target > baseline


@dataclass(frozen=True)
class Progress:
    """How far a plan has come; computed, never typed."""

    done: int
    milestones: int
    met: int
    kpis: int
    percent: int | None  # None: there is nothing to measure yet


def progress(milestones: Sequence[MilestoneFacts], kpis: Sequence[KpiFacts]) -> Progress:
    """Half from milestones done, half from the way to the targets; one alone where the other is missing."""
    done = sum(milestone.done is not None for milestone in milestones)
    shares = []
    if milestones:
        shares.append(Decimal(done) / len(milestones))
    if kpis:
        shares.append(sum((kpi.attainment for kpi in kpis), Decimal(0)) / len(kpis))
    percent = int(100 * sum(shares, Decimal(0)) / len(shares)) if shares else None
    return Progress(
        done=done,
        milestones=len(milestones),
        met=sum(kpi.is_met is True for kpi in kpis),
        kpis=len(kpis),
        percent=percent,
    )
