"""Tables of a plan: the plan itself, what it is made of, and how it moved.

Posts (jabatan) are named, never persons, and no field takes a NIP.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import BigInteger, ColumnElement, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.adoption.measures import (
    DIRECTIONS,
    PHASES,
    Direction,
    KpiFacts,
    MilestoneFacts,
    Phase,
    Progress,
    progress,
)
from portal.adoption.rules import DECISIONS, STAGE_NAMES, STOP_REASONS, Decision, PlanFacts, Stage, StopReason
from portal.db import Base, Moment, only_one
from portal.records.columns import Coded, Exact, PartRow, RecordRow, Signed
from portal.records.labels import column, line, paragraphs
from portal.records.planning import DOCUMENTS, FUNDS, NOMENCLATURES, names

TWIN = "OPD ini sudah punya rencana untuk inovasi ini"
OPEN_STEP = "removed_at IS NULL AND done IS NULL"
SAME_DAY = ("Sudah ada hasil ukur pada tanggal ini. Perbaiki hasil ukur itu.", "day")
PARTNER_KINDS = {
    "pemerintah": "Pemerintah",
    "bisnis": "Bisnis",
    "akademisi": "Akademisi",
    "komunitas": "Komunitas",
    "media": "Media",
}


class PlanPart(PartRow):
    """What every row of a plan's part has."""

    plan_id: Mapped[int] = mapped_column(ForeignKey("adoption_plan.id"), index=True)


class Plan(RecordRow, Base):
    """One OPD's plan to adopt an innovation, from a case or from a need.

    A case is the name of a file in content/, so not a foreign key; the plan keeps which revision was read.
    """

    __tablename__ = "adoption_plan"
    __table_args__ = (
        Index("ix_adoption_plan_stage_opd", "stage", "opd"),
        only_one(
            "ix_adoption_plan_living",
            "opd",
            "case_slug",
            where="case_slug <> '' AND stage <> 'dihentikan'",
            says=(f"{TWIN}.", "opd"),
        ),
    )

    opd: Mapped[str] = column("OPD", String(60), index=True)
    title: Mapped[str] = column("Nama rencana", String(120))
    case_slug: Mapped[str] = line("Kasus yang ditiru", 80, index=True)
    case_title: Mapped[str] = line("Inovasi asal", 120)
    case_edition: Mapped[str] = line("Terbitan yang dibaca", 80)  # fingerprint of the edition read
    case_digest: Mapped[str] = line("Sidik naskah kasus", 64)  # SHA-256 of the case's file then
    need_id: Mapped[str] = line("Kebutuhan dalam daftar", 80, index=True)
    sector: Mapped[str] = line("Sektor", 80, index=True)

    local_need: Mapped[str] = paragraphs("Kebutuhan setempat")
    target_group: Mapped[str] = paragraphs("Siapa yang dilayani")
    served_directly: Mapped[bool | None] = column("Diterima warga langsung")
    people_served: Mapped[int | None] = column("Perkiraan warga yang dilayani dalam setahun (orang)")
    keep: Mapped[str] = paragraphs("Yang ditiru")
    modify: Mapped[str] = paragraphs("Yang diubah")
    leave_out: Mapped[str] = paragraphs("Yang tidak diambil")
    mission: Mapped[int | None] = column("Misi RPJMD", index=True)
    indicator: Mapped[str] = line("Indikator RPJMD", 80)
    document: Mapped[str] = line("Dokumen perencanaan", 30, words=names(DOCUMENTS))
    document_number: Mapped[str] = line("Nomor dan tanggal dokumen", 120)
    document_page: Mapped[str] = line("Halaman", 40)
    planning_year: Mapped[int | None] = column("Tahun perencanaan")
    nomenclature: Mapped[str] = line("Nomenklatur yang dipakai", 60, words=names(NOMENCLATURES))
    program_code: Mapped[str] = line("Kode program", 20)
    activity_code: Mapped[str] = line("Kode kegiatan", 20)
    subactivity_code: Mapped[str] = line("Kode sub kegiatan", 20)
    output_indicator: Mapped[str] = paragraphs("Indikator keluaran")
    no_cost: Mapped[bool] = column("Rencana ini tanpa biaya tambahan", default=False)
    trial_place: Mapped[str] = line("Tempat uji coba")
    trial_start: Mapped[date | None] = column("Uji coba mulai")
    trial_end: Mapped[date | None] = column("Uji coba selesai")
    owner_post: Mapped[str] = line("Jabatan penanggung jawab")

    stage: Mapped[Stage] = column("Tahap", Coded(Stage), default=Stage.PROPOSED, words=STAGE_NAMES)
    halted_from: Mapped[Stage | None] = mapped_column(Coded(Stage))
    pause_until: Mapped[date | None] = column("Ditunda sampai")
    stop_reason: Mapped[StopReason | None] = column("Alasan berhenti", Coded(StopReason), words=STOP_REASONS)
    applied_on: Mapped[date | None]
    submitted_at: Mapped[datetime | None] = mapped_column(Moment)
    submitted_by: Mapped[int | None]
    head_proposed: Mapped[bool] = mapped_column(default=False)  # wrote or submitted by a head of the OPD
    approved_at: Mapped[datetime | None] = mapped_column(Moment)
    approved_by: Mapped[int | None]
    approved_by_name: Mapped[str] = mapped_column(String(200), default="")
    predates_rule: Mapped[bool] = mapped_column(default=False)  # see only_one

    milestones: Mapped[list[Milestone]] = relationship(
        primaryjoin=lambda: _sight(Milestone),
        viewonly=True,
        order_by=lambda: (Milestone.due.nulls_first(), Milestone.id),
    )
    kpis: Mapped[list[Kpi]] = relationship(
        primaryjoin=lambda: _sight(Kpi), viewonly=True, order_by=lambda: Kpi.id
    )
    budget: Mapped[list[BudgetLine]] = relationship(
        primaryjoin=lambda: _sight(BudgetLine),
        viewonly=True,
        order_by=lambda: (BudgetLine.year, BudgetLine.id),
    )
    risks: Mapped[list[Risk]] = relationship(
        primaryjoin=lambda: _sight(Risk), viewonly=True, order_by=lambda: Risk.id
    )
    team: Mapped[list[TeamPost]] = relationship(
        primaryjoin=lambda: _sight(TeamPost), viewonly=True, order_by=lambda: TeamPost.id
    )
    partners: Mapped[list[Partner]] = relationship(
        primaryjoin=lambda: _sight(Partner), viewonly=True, order_by=lambda: Partner.id
    )
    moves: Mapped[list[Move]] = relationship(viewonly=True, order_by=lambda: Move.id)
    evaluations: Mapped[list[Evaluation]] = relationship(viewonly=True, order_by=lambda: Evaluation.id)
    reviews: Mapped[list[Review]] = relationship(viewonly=True, order_by=lambda: (Review.due, Review.id))

    @property
    def is_draft(self) -> bool:
        """Is it a proposal that nobody has been asked to approve yet?"""
        stage = self.halted_from if self.stage in (Stage.PAUSED, Stage.STOPPED) else self.stage
        return stage is Stage.PROPOSED and self.submitted_at is None

    @property
    def returned(self) -> Move | None:
        """The step that gave a proposal back to its writers; None once it is submitted again.

        What the OPD took back itself was not returned.
        """
        if self.stage is not Stage.PROPOSED or self.submitted_at is not None:
            return None
        steps = [one for one in self.moves if one.what in ("diajukan", "dikembalikan")]
        if len(steps) < 2 or steps[-1].what != "dikembalikan" or steps[-1].by == steps[-2].by:
            return None
        return steps[-1]

    @property
    def evaluation(self) -> Evaluation | None:
        """The evaluation of the present round of trial."""
        return next((one for one in reversed(self.evaluations) if not one.is_superseded), None)

    @property
    def progress(self) -> Progress:
        """How far it has come."""
        return progress([row.facts for row in self.milestones], [row.facts for row in self.kpis])

    @property
    def facts(self) -> PlanFacts:
        """What the rules look at."""
        evaluation = self.evaluation
        return PlanFacts(
            stage=self.stage,
            halted_from=self.halted_from,
            has_need=bool(self.local_need),
            has_target_group=bool(self.target_group),
            has_imitation=bool(self.keep),
            mission=self.mission,
            is_submitted=self.submitted_at is not None,
            is_approved=self.approved_at is not None,
            owner_post=self.owner_post,
            no_cost=self.no_cost,
            budget_lines=len(self.budget),
            trial_place=self.trial_place,
            trial_start=self.trial_start,
            trial_end=self.trial_end,
            milestones=[row.facts for row in self.milestones],
            kpis=[row.facts for row in self.kpis],
            has_evaluation=evaluation is not None and bool(evaluation.text),
            decision=evaluation.decision if evaluation else None,
        )


class Milestone(PlanPart, Base):
    """A step of the work, with the day it is due and the day it was done."""

    __tablename__ = "adoption_milestone"
    __table_args__ = (
        Index(
            "ix_adoption_milestone_open",
            "plan_id",
            "due",
            sqlite_where=text(OPEN_STEP),
            postgresql_where=text(OPEN_STEP),
        ),
    )

    title: Mapped[str] = column("Langkah", String(200), paper=True)
    phase: Mapped[Phase] = column("Tahap replikasi", Coded(Phase), words=PHASES, paper=True)
    due: Mapped[date | None] = column("Tenggat", paper=True)
    done: Mapped[date | None] = column("Selesai pada", paper=True)

    @property
    def facts(self) -> MilestoneFacts:
        """What the rules look at."""
        return MilestoneFacts(self.due, self.done)


class Frequency(StrEnum):
    """How often a KPI is measured."""

    WEEKLY = "mingguan"
    MONTHLY = "bulanan"
    QUARTERLY = "triwulanan"
    HALF_YEARLY = "semesteran"
    YEARLY = "tahunan"


FREQUENCIES = {one: one.value.capitalize() for one in Frequency}


class Kpi(PlanPart, Base):
    """A measure of success: what it is, where we start, where to; its readings over time."""

    __tablename__ = "adoption_kpi"

    name: Mapped[str] = column("Nama KPI", String(200), paper=True)
    definition: Mapped[str] = paragraphs("Arti")
    formula: Mapped[str] = paragraphs("Rumus atau cara menghitung")
    unit: Mapped[str] = line("Satuan", 40, paper=True)
    direction: Mapped[Direction] = column("Arah", Coded(Direction), words=DIRECTIONS)
    frequency: Mapped[Frequency | None] = column(
        "Frekuensi pengukuran", Coded(Frequency), words=FREQUENCIES, paper=True, empty="Belum ditentukan"
    )
    baseline: Mapped[Decimal | None] = column("Keadaan awal (nilai)", Exact, paper=True)
    baseline_date: Mapped[date | None] = column("Keadaan awal (tanggal ukur)")
    baseline_source: Mapped[str] = line("Keadaan awal (sumber)")
    target: Mapped[Decimal | None] = column("Target (nilai)", Exact, paper=True)
    target_date: Mapped[date | None] = column("Target (tanggal)")

    # What was read last, for lists: see last_reading.py.
    last_day: ClassVar[Any]
    last_value: ClassVar[Any]

    readings: Mapped[list[Reading]] = relationship(
        primaryjoin=lambda: (Kpi.id == Reading.kpi_id) & Reading.removed_at.is_(None),
        foreign_keys=lambda: Reading.kpi_id,
        viewonly=True,
        order_by=lambda: (Reading.day, Reading.id),
    )

    @property
    def facts(self) -> KpiFacts:
        """What the rules look at.

        Where a list loaded the last reading only, it stands for all: no rule asks for an earlier one.
        """
        return KpiFacts(
            direction=self.direction,
            baseline=self.baseline,
            baseline_date=self.baseline_date,
            baseline_source=self.baseline_source,
            target=self.target,
            target_date=self.target_date,
            readings=self._known_readings(),
        )

    def _known_readings(self) -> tuple[tuple[date, Decimal], ...]:
        if "readings" not in self.__dict__ and "last_day" in self.__dict__:
            return () if self.last_day is None else ((self.last_day, self.last_value),)
        return tuple((row.day, row.value) for row in self.readings)


class Reading(PlanPart, Signed, Base):
    """A KPI's value on a day, and who reported it."""

    __tablename__ = "adoption_reading"
    __table_args__ = (
        Index("ix_adoption_reading_kpi_id_day", "kpi_id", "day"),
        only_one("ix_adoption_reading_one_a_day", "kpi_id", "day", where="removed_at IS NULL", says=SAME_DAY),
    )

    kpi_id: Mapped[int] = mapped_column(ForeignKey("adoption_kpi.id"), index=True)
    day: Mapped[date] = column("Tanggal")
    value: Mapped[Decimal] = column("Nilai", Exact)
    note: Mapped[str] = paragraphs("Catatan")
    predates_rule: Mapped[bool] = mapped_column(default=False)


class BudgetLine(PlanPart, Base):
    """Money for a year from one source, in whole rupiah."""

    __tablename__ = "adoption_budget_line"

    year: Mapped[int] = column("Tahun anggaran", paper=True)
    fund: Mapped[str] = column("Sumber dana", String(30), words=names(FUNDS), paper=True)
    ceiling: Mapped[int] = column("Pagu indikatif (rupiah)", BigInteger, paper=True)  # pagu indikatif
    dpa_number: Mapped[str] = line("Nomor DPA", 120, paper=True)
    spent: Mapped[int] = column("Realisasi (rupiah)", BigInteger, default=0, paper=True)  # realisasi


class Risk(PlanPart, Base):
    """A line of the risk register (SPIP, PP 60/2008)."""

    __tablename__ = "adoption_risk"

    risk: Mapped[str] = column("Risiko", String(200), paper=True)
    cause: Mapped[str] = paragraphs("Sebab")
    effect: Mapped[str] = paragraphs("Akibat")
    likelihood: Mapped[int] = column("Kemungkinan")
    impact: Mapped[int] = column("Dampak")
    control: Mapped[str] = paragraphs("Pengendalian", paper=True)
    owner_post: Mapped[str] = line("Jabatan pengendali", paper=True)

    @property
    def score(self) -> int:
        """Likelihood × impact, 1 to 25."""
        return self.likelihood * self.impact


class TeamPost(PlanPart, Base):
    """A post that works on the plan, and what it does there."""

    __tablename__ = "adoption_team_post"

    post: Mapped[str] = column("Jabatan", String(200))
    task: Mapped[str] = line("Tugas dalam tim")


class Partner(PlanPart, Base):
    """A partner, by the five actors of the pentahelix."""

    __tablename__ = "adoption_partner"

    kind: Mapped[str] = column("Jenis mitra", String(30), words=PARTNER_KINDS)
    name: Mapped[str] = column("Nama lembaga", String(200))
    role: Mapped[str] = line("Peran")


class Move(Signed, Base):
    """A step in a plan's history: submitted, returned, approved, moved, paused, stopped."""

    __tablename__ = "adoption_move"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("adoption_plan.id"), index=True)
    what: Mapped[str] = mapped_column(String(30))
    from_stage: Mapped[Stage] = mapped_column(Coded(Stage))
    to_stage: Mapped[Stage] = mapped_column(Coded(Stage))
    reason: Mapped[str] = mapped_column(Text, default="")
    stop_reason: Mapped[StopReason | None] = mapped_column(Coded(StopReason))


class Evaluation(Signed, Base):
    """What a trial taught, and the head's decision on it; a new round of trial gets a new one."""

    __tablename__ = "adoption_evaluation"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("adoption_plan.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    text: Mapped[str] = paragraphs("Evaluasi uji coba")
    lessons: Mapped[str] = paragraphs("Pelajaran dan hambatan")
    head_wrote: Mapped[bool] = mapped_column(default=False)
    is_superseded: Mapped[bool] = mapped_column(default=False)
    decision: Mapped[Decision | None] = column("Keputusan", Coded(Decision), words=DECISIONS)
    decision_note: Mapped[str] = paragraphs("Pertimbangan")
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[int | None]
    decided_by_name: Mapped[str] = mapped_column(String(200), default="")


class Review(Signed, Base):
    """The answer to "masih berjalan?", asked 6 and 12 months after penerapan."""

    __tablename__ = "adoption_review"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("adoption_plan.id"), index=True)
    months: Mapped[int]
    due: Mapped[date]
    answer: Mapped[str] = column("Jawaban", String(30))
    note: Mapped[str] = paragraphs("Keterangan")


def _sight(kind: type[Milestone | Kpi | BudgetLine | Risk | TeamPost | Partner]) -> ColumnElement[bool]:
    """Joins a plan with the rows of a part that are in sight."""
    return (Plan.id == kind.plan_id) & kind.removed_at.is_(None)
