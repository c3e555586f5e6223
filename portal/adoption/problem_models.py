"""Tables of problems and their escalations, and of questions on plans and cases."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.adoption.escalation import (
    HELPFUL,
    LEVELS,
    RULINGS,
    WANTED,
    EscalationFacts,
    Level,
    Ruling,
    Wanted,
)
from portal.adoption.models import Plan
from portal.db import Base, Moment
from portal.records.columns import Coded, Signed
from portal.records.comments import CommentRow
from portal.records.labels import column, line, paragraphs


class PlanProblem(Signed, Base):
    """Something that holds a plan up; opened in the OPD, with a clock."""

    __tablename__ = "adoption_problem"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    plan_id: Mapped[int] = mapped_column(ForeignKey("adoption_plan.id"), index=True)
    title: Mapped[str] = column("Masalah", String(120))
    text: Mapped[str] = paragraphs("Keterangan")
    due: Mapped[date] = column("Akan diselesaikan OPD paling lambat")
    waiting_at: Mapped[Level] = column("Menunggu di", Coded(Level), default=Level.OPD, index=True)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_by_name: Mapped[str] = mapped_column(String(200), default="")
    solved_at: Mapped[Level | None] = column("Selesai di tingkat", Coded(Level))  # where it was solved
    result: Mapped[str] = paragraphs("Bagaimana selesai")

    plan: Mapped[Plan] = relationship(viewonly=True)
    escalations: Mapped[list[Escalation]] = relationship(viewonly=True, order_by=lambda: Escalation.id)

    @property
    def is_open(self) -> bool:
        """Is it still to be solved?"""
        return self.closed_at is None

    @property
    def waiting(self) -> Escalation | None:
        """The highest escalation without an answer."""
        open_ones = [one for one in self.escalations if one.answered_at is None]
        return max(open_ones, key=lambda one: LEVELS.index(one.level), default=None)

    @property
    def facts(self) -> list[EscalationFacts]:
        """What the rules look at."""
        return [row.facts for row in self.escalations]

    def is_overdue(self, today: date) -> bool:
        """Has the day of whoever must act now passed?"""
        waiting = [one.due for one in self.facts if not one.is_answered]
        return self.is_open and max(waiting, default=self.due) < today


class Escalation(Signed, Base):
    """One step up: what was tried, which post is asked, until when, and its answer."""

    __tablename__ = "adoption_escalation"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    problem_id: Mapped[int] = mapped_column(ForeignKey("adoption_problem.id"), index=True)
    level: Mapped[Level] = mapped_column(Coded(Level))
    tried: Mapped[str] = mapped_column(Text)
    wanted: Mapped[Wanted | None] = column("Yang diminta", Coded(Wanted), words=WANTED)
    asked: Mapped[str] = paragraphs("Permintaan dalam satu kalimat")
    amount: Mapped[int | None] = column("Jumlah (rupiah)", BigInteger)
    option_a: Mapped[str] = paragraphs("Pilihan A")
    option_b: Mapped[str] = paragraphs("Pilihan B")
    chosen: Mapped[str] = line("Pilihan yang diputuskan", 1)
    post: Mapped[str] = column("Ditujukan kepada (jabatan)", String(200))
    due: Mapped[date] = column("Jawaban diminta paling lambat")
    ruling: Mapped[Ruling | None] = column("Putusan", Coded(Ruling), words=RULINGS)
    answer: Mapped[str] = paragraphs("Jawaban")
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_by_name: Mapped[str] = mapped_column(String(200), default="")

    @property
    def facts(self) -> EscalationFacts:
        """What the rules look at."""
        return EscalationFacts(
            self.level, self.due, self.answered_at is not None, has_helped=self.ruling in HELPFUL
        )


class Comment(CommentRow, Base):
    """A remark or question on a plan or on a case, or the answer to one."""

    __tablename__ = "adoption_comment"
    __table_args__ = (Index("ix_adoption_comment_case_slug", "case_slug"),)

    plan_id: Mapped[int | None] = mapped_column(ForeignKey("adoption_plan.id"), index=True)
    case_slug: Mapped[str] = mapped_column(String(80), default="")
