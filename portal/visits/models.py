"""Tables of a study visit: the visit itself, and how it moved. Its parts stand in part_models.py.

Posts (jabatan) and offices are named; the only persons are those of the delegation.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base, Moment
from portal.records.columns import Coded, RecordRow, Signed
from portal.records.labels import column, line, paragraphs
from portal.records.planning import FUNDS, names
from portal.visits.part_models import (
    AgendaItem,
    CostLine,
    FollowUp,
    Lesson,
    Member,
    Part,
    Question,
    VisitCase,
)
from portal.visits.rules import MODES, REPLIES, STAGE_NAMES, Mode, Reply, Stage, VisitFacts


class Visit(RecordRow, Base):
    """One OPD's study visit to another region, at the desk, by video or by travelling.

    Region, need and cases are names of files in content/, so not foreign keys.
    """

    __tablename__ = "visits_visit"
    __table_args__ = (Index("ix_visits_visit_stage_opd", "stage", "opd"),)

    opd: Mapped[str] = column("OPD", String(60), index=True)
    title: Mapped[str] = column("Nama kunjungan", String(120))
    need_id: Mapped[str] = line("Kebutuhan dalam daftar", 80, index=True)
    plan_id: Mapped[int | None] = column("Rencana", ForeignKey("adoption_plan.id"), index=True)
    indicator: Mapped[str] = line("Indikator RPJMD", 80)  # of the RPJMD
    sector: Mapped[str] = mapped_column(String(80), default="")

    mode: Mapped[Mode] = column("Cara", Coded(Mode), default=Mode.DESK, words=MODES)
    travel_reason: Mapped[str] = paragraphs("Mengapa studi meja atau daring tidak cukup?")
    alternatives: Mapped[str] = paragraphs("Yang sudah dipertimbangkan")
    known_read_at: Mapped[datetime | None] = mapped_column(Moment)
    known_read_by: Mapped[int | None]
    known_read_by_name: Mapped[str] = mapped_column(String(200), default="")

    purpose: Mapped[str] = paragraphs("Masalah yang ingin dijawab")
    expected: Mapped[str] = paragraphs("Hasil yang diharapkan")  # the result to bring home
    assumptions: Mapped[str] = paragraphs("Praanggapan")
    runner_opd: Mapped[str] = line("OPD yang akan menjalankan programnya", 60)  # that will run the programme

    region: Mapped[str] = line("Daerah tujuan", 80, index=True)
    host_name: Mapped[str] = line("Daerah lain", 120)  # of a region the library lacks
    host_unit: Mapped[str] = line("Unit yang dikunjungi")
    addressee: Mapped[str] = line("Surat ditujukan kepada (jabatan)")  # a post
    host_contact: Mapped[str] = line("Kontak kantor", 300)  # an office, never a private number
    objects: Mapped[str] = paragraphs("Unit yang ditemui dan hal yang dilihat")
    meeting_place: Mapped[str] = line("Tempat bertemu")
    reply: Mapped[Reply] = column("Jawaban tuan rumah", Coded(Reply), default=Reply.NONE, words=REPLIES)
    reply_number: Mapped[str] = line("Nomor surat balasan", 120)
    reply_day: Mapped[date | None] = column("Tanggal surat balasan")
    reply_officer: Mapped[str] = line("Jabatan yang menerima")  # post that receives us

    start: Mapped[date | None] = column("Hari pertama", index=True)
    end: Mapped[date | None] = column("Hari terakhir")
    other_day: Mapped[date | None] = column("Tanggal lain yang ditawarkan")
    reply_by: Mapped[date | None] = column("Jawaban diminta paling lambat")
    departs_from: Mapped[str] = line("Berangkat dari", 120)
    transport: Mapped[str] = line("Alat angkut", 120)
    directions: Mapped[str] = paragraphs("Petunjuk jalan")
    own_contact: Mapped[str] = line("Narahubung kita", 300)
    orderer_post: Mapped[str] = line("Jabatan pemberi perintah (PA/KPA)")  # PA/KPA
    basis: Mapped[str] = paragraphs("Dasar")  # a line each: rules, budget, invitation

    is_free: Mapped[bool] = column("Kunjungan ini tanpa biaya", default=False)
    year: Mapped[int | None] = column("Tahun anggaran", index=True)
    programme: Mapped[str] = line("Program", 120)
    activity: Mapped[str] = line("Kegiatan", 120)
    subactivity: Mapped[str] = line("Sub kegiatan")
    budget_account: Mapped[str] = line("Kode rekening", 60)
    fund: Mapped[str] = line("Sumber dana", 30, words=names(FUNDS))

    summary: Mapped[str] = paragraphs("Ringkasan hasil")
    results: Mapped[str] = paragraphs("Uraian hasil")
    conclusion: Mapped[str] = paragraphs("Kesimpulan")
    suggestion: Mapped[str] = paragraphs("Saran kepada pimpinan")
    agreements: Mapped[str] = paragraphs("Kesepakatan dengan tuan rumah")  # a line each
    no_follow_up_reason: Mapped[str] = paragraphs("Mengapa tidak ada tindak lanjut?")
    reported_on: Mapped[date | None]

    stage: Mapped[Stage] = column("Tahap", Coded(Stage), default=Stage.DRAFT, words=STAGE_NAMES)
    submitted_at: Mapped[datetime | None] = mapped_column(Moment)
    submitted_by: Mapped[int | None]
    head_proposed: Mapped[bool] = mapped_column(default=False)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[int | None]
    decided_by_name: Mapped[str] = mapped_column(String(200), default="")

    cases: Mapped[list[VisitCase]] = relationship(
        primaryjoin=lambda: _sight(VisitCase), viewonly=True, order_by=lambda: VisitCase.id
    )
    members: Mapped[list[Member]] = relationship(
        primaryjoin=lambda: _sight(Member), viewonly=True, order_by=lambda: Member.id
    )
    questions: Mapped[list[Question]] = relationship(
        primaryjoin=lambda: _sight(Question), viewonly=True, order_by=lambda: Question.id
    )
    agenda: Mapped[list[AgendaItem]] = relationship(
        primaryjoin=lambda: _sight(AgendaItem),
        viewonly=True,
        order_by=lambda: (AgendaItem.day.nulls_first(), AgendaItem.starts.nulls_first(), AgendaItem.id),
    )
    costs: Mapped[list[CostLine]] = relationship(
        primaryjoin=lambda: _sight(CostLine), viewonly=True, order_by=lambda: CostLine.id
    )
    lessons: Mapped[list[Lesson]] = relationship(
        primaryjoin=lambda: _sight(Lesson), viewonly=True, order_by=lambda: Lesson.id
    )
    follow_ups: Mapped[list[FollowUp]] = relationship(
        primaryjoin=lambda: _sight(FollowUp), viewonly=True, order_by=lambda: FollowUp.id
    )
    moves: Mapped[list[VisitMove]] = relationship(viewonly=True, order_by=lambda: VisitMove.id)
    reviews: Mapped[list[VisitReview]] = relationship(
        viewonly=True, order_by=lambda: (VisitReview.days, VisitReview.id)
    )

    @property
    def is_draft(self) -> bool:
        """Was nobody asked to approve it yet?"""
        return self.submitted_at is None

    @property
    def facts(self) -> VisitFacts:
        """What the rules look at."""
        return VisitFacts(
            stage=self.stage,
            mode=self.mode,
            travel_reason=self.travel_reason,
            has_purpose=bool(self.purpose),
            has_result=bool(self.expected),
            has_host=bool(self.region or self.host_name),
            has_read_known=self.known_read_at is not None,
            start=self.start,
            end=self.end,
            duties=[member.duty for member in self.members if member.duty],
            questions=len(self.questions),
            unsettled_questions=sum(not question.is_settled for question in self.questions),
            is_free=self.is_free,
            cost_lines=len(self.costs),
            agenda=len(self.agenda),
            reply=self.reply,
            advices=[case.advice for case in self.cases],
            has_summary=bool(self.summary),
            has_fitting=bool(self.lessons) and all(lesson.reason for lesson in self.lessons),
            follow_ups=[item.facts for item in self.follow_ups],
            no_follow_up_reason=self.no_follow_up_reason,
        )

    @property
    def total(self) -> int:
        """What it costs, in rupiah."""
        return sum(line.total for line in self.costs)


class VisitMove(Signed, Base):
    """A step in a visit's history: submitted, approved, rejected, moved, cancelled."""

    __tablename__ = "visits_move"

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits_visit.id"), index=True)
    from_stage: Mapped[Stage] = mapped_column(Coded(Stage))
    to_stage: Mapped[Stage] = mapped_column(Coded(Stage))
    reason: Mapped[str] = mapped_column(Text, default="")


class VisitReview(Signed, Base):
    """The answer to "apa jadinya?", asked 30, 90 and 180 days after the report."""

    __tablename__ = "visits_review"

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits_visit.id"), index=True)
    days: Mapped[int]
    due: Mapped[date]
    answer: Mapped[str] = column("Jawaban", String(30))
    note: Mapped[str] = paragraphs("Keterangan")


def _sight(kind: type[Part]) -> ColumnElement[bool]:
    """Joins a visit with the rows of a part that are in sight."""
    return (Visit.id == kind.visit_id) & kind.removed_at.is_(None)
