"""Tables of a study visit: the visit itself, and how it moved. Its parts stand in part_models.py.

Posts (jabatan) and offices are named; the only persons are those of the delegation.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base, Moment
from portal.records.columns import Coded, Signed
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
from portal.visits.rules import Mode, Reply, Stage, VisitFacts


class Visit(Base):
    """One OPD's study visit to another region, at the desk, by video or by travelling.

    Region, need and cases are names of files in content/, so not foreign keys.
    """

    __tablename__ = "visits_visit"
    __table_args__ = (Index("ix_visits_visit_stage_opd", "stage", "opd"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    opd: Mapped[str] = mapped_column(String(60), index=True)
    title: Mapped[str] = mapped_column(String(120))
    need_id: Mapped[str] = mapped_column(String(80), default="", index=True)
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("adoption_plan.id"), index=True)
    indicator: Mapped[str] = mapped_column(String(80), default="")  # of the RPJMD
    sector: Mapped[str] = mapped_column(String(80), default="")

    mode: Mapped[Mode] = mapped_column(Coded(Mode), default=Mode.DESK)
    travel_reason: Mapped[str] = mapped_column(Text, default="")
    alternatives: Mapped[str] = mapped_column(Text, default="")  # what was weighed besides this visit
    known_read_at: Mapped[datetime | None] = mapped_column(Moment)
    known_read_by: Mapped[int | None]
    known_read_by_name: Mapped[str] = mapped_column(String(200), default="")

    purpose: Mapped[str] = mapped_column(Text, default="")
    expected: Mapped[str] = mapped_column(Text, default="")  # the result to bring home
    assumptions: Mapped[str] = mapped_column(Text, default="")
    runner_opd: Mapped[str] = mapped_column(String(60), default="")  # that will run the programme

    region: Mapped[str] = mapped_column(String(80), default="", index=True)
    host_name: Mapped[str] = mapped_column(String(120), default="")  # of a region the library lacks
    host_unit: Mapped[str] = mapped_column(String(200), default="")
    addressee: Mapped[str] = mapped_column(String(200), default="")  # a post
    host_contact: Mapped[str] = mapped_column(String(300), default="")  # an office, never a private number
    objects: Mapped[str] = mapped_column(Text, default="")  # units to meet, things to see
    meeting_place: Mapped[str] = mapped_column(String(200), default="")
    reply: Mapped[Reply] = mapped_column(Coded(Reply), default=Reply.NONE)
    reply_number: Mapped[str] = mapped_column(String(120), default="")
    reply_day: Mapped[date | None]
    reply_officer: Mapped[str] = mapped_column(String(200), default="")  # post that receives us

    start: Mapped[date | None] = mapped_column(index=True)
    end: Mapped[date | None]
    other_day: Mapped[date | None]
    reply_by: Mapped[date | None]
    departs_from: Mapped[str] = mapped_column(String(120), default="")
    transport: Mapped[str] = mapped_column(String(120), default="")
    directions: Mapped[str] = mapped_column(Text, default="")
    own_contact: Mapped[str] = mapped_column(String(300), default="")
    orderer_post: Mapped[str] = mapped_column(String(200), default="")  # PA/KPA
    basis: Mapped[str] = mapped_column(Text, default="")  # a line each: rules, budget, invitation

    is_free: Mapped[bool] = mapped_column(default=False)
    year: Mapped[int | None] = mapped_column(index=True)
    programme: Mapped[str] = mapped_column(String(120), default="")
    activity: Mapped[str] = mapped_column(String(120), default="")
    subactivity: Mapped[str] = mapped_column(String(200), default="")
    budget_account: Mapped[str] = mapped_column(String(60), default="")
    fund: Mapped[str] = mapped_column(String(30), default="")

    summary: Mapped[str] = mapped_column(Text, default="")
    results: Mapped[str] = mapped_column(Text, default="")
    conclusion: Mapped[str] = mapped_column(Text, default="")
    suggestion: Mapped[str] = mapped_column(Text, default="")
    agreements: Mapped[str] = mapped_column(Text, default="")  # a line each
    no_follow_up_reason: Mapped[str] = mapped_column(Text, default="")
    reported_on: Mapped[date | None]

    stage: Mapped[Stage] = mapped_column(Coded(Stage), default=Stage.DRAFT)
    created_at: Mapped[datetime] = mapped_column(Moment)
    created_by: Mapped[int | None]
    created_by_name: Mapped[str] = mapped_column(String(200), default="")
    submitted_at: Mapped[datetime | None] = mapped_column(Moment)
    submitted_by: Mapped[int | None]
    head_proposed: Mapped[bool] = mapped_column(default=False)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[int | None]
    decided_by_name: Mapped[str] = mapped_column(String(200), default="")
    last_news_at: Mapped[datetime] = mapped_column(Moment, index=True)

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
        order_by=lambda: (AgendaItem.day, AgendaItem.starts, AgendaItem.id),
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
    reviews: Mapped[list[VisitReview]] = relationship(viewonly=True, order_by=lambda: VisitReview.days)

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
    answer: Mapped[str] = mapped_column(String(30))
    note: Mapped[str] = mapped_column(Text, default="")


def _sight(kind: type[Part]) -> ColumnElement[bool]:
    """Joins a visit with the rows of a part that are in sight."""
    return (Visit.id == kind.visit_id) & kind.removed_at.is_(None)
