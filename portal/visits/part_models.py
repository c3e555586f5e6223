"""Tables of a visit's parts: delegation, reading list, questions, agenda, costs, lessons, follow-up."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

from sqlalchemy import JSON, BigInteger, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Moment
from portal.records.columns import Coded, Exact, PartRow, Signed
from portal.visits.preparation import line_total
from portal.visits.rules import Advice, Duty, FollowUpFacts


class VisitPart(PartRow):
    """What every row of a visit's part has."""

    visit_id: Mapped[int] = mapped_column(ForeignKey("visits_visit.id"), index=True)


class Member(VisitPart, Base):
    """Somebody of the delegation: an account, or a person typed in."""

    __tablename__ = "visits_member"

    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    post: Mapped[str] = mapped_column(String(200), default="")
    rank: Mapped[str] = mapped_column(String(60), default="")
    opd: Mapped[str] = mapped_column(String(60), default="")
    duty: Mapped[Duty | None] = mapped_column(Coded(Duty))


class VisitCase(VisitPart, Base):
    """A case to read before the visit, and what the delegation recommends after it."""

    __tablename__ = "visits_case"

    slug: Mapped[str] = mapped_column(String(80), index=True)
    title: Mapped[str] = mapped_column(String(120))
    advice: Mapped[Advice | None] = mapped_column(Coded(Advice))
    advice_reason: Mapped[str] = mapped_column(Text, default="")


class CaseRead(Base):
    """Somebody says that they have read a case of a reading list."""

    __tablename__ = "visits_case_read"
    __table_args__ = (UniqueConstraint("visit_id", "slug", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits_visit.id"), index=True)
    slug: Mapped[str] = mapped_column(String(80))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    opd: Mapped[str] = mapped_column(String(60), default="")
    at: Mapped[datetime] = mapped_column(Moment)


class Question(VisitPart, Base):
    """A question for the host, and the answer that came back."""

    __tablename__ = "visits_question"

    text: Mapped[str] = mapped_column(String(500))
    theme: Mapped[str] = mapped_column(String(40), default="")
    to_whom: Mapped[str] = mapped_column(String(200), default="")
    member_id: Mapped[int | None] = mapped_column(ForeignKey("visits_member.id"))
    case_slug: Mapped[str] = mapped_column(String(80), default="")
    origin: Mapped[str] = mapped_column(String(120), default="")  # key of the proposal it came from
    known: Mapped[str] = mapped_column(Text, default="")  # what the portal says about it already
    known_url: Mapped[str] = mapped_column(String(300), default="")  # an address inside the portal
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[str] = mapped_column(String(200), default="")  # a post of the host
    document: Mapped[str] = mapped_column(String(200), default="")  # received with the answer
    figure: Mapped[Decimal | None] = mapped_column(Exact)
    unit: Mapped[str] = mapped_column(String(40), default="")
    figure_year: Mapped[int | None]
    stays_open: Mapped[bool] = mapped_column(default=False)  # asked, and not answered
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    written_by: Mapped[int | None]
    written_by_name: Mapped[str] = mapped_column(String(200), default="")

    @property
    def is_settled(self) -> bool:
        """Is it answered, known already, or noted as having stayed open?"""
        return bool(self.answer) or self.stays_open or bool(self.known_url)


class AnswerDraft(Base):
    """What one person has typed as an answer and not yet saved: kept with every pause in typing."""

    __tablename__ = "visits_answer_draft"
    __table_args__ = (UniqueConstraint("question_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("visits_question.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    typed: Mapped[dict[str, str]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(Moment)


class FactOffer(Signed, Base):
    """An answer offered to the curator as a sourced fact of a case."""

    __tablename__ = "visits_fact_offer"

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits_visit.id"), index=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("visits_question.id"), index=True)
    case_slug: Mapped[str] = mapped_column(String(80), index=True)
    section: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text)
    settled: Mapped[str] = mapped_column(String(30), default="")  # dimasukkan or tidak-dipakai
    settled_reason: Mapped[str] = mapped_column(Text, default="")
    settled_at: Mapped[datetime | None] = mapped_column(Moment)
    settled_by: Mapped[int | None]
    settled_by_name: Mapped[str] = mapped_column(String(200), default="")


class AgendaItem(VisitPart, Base):
    """One line of the rundown, planned and as it went; times are the government's own zone."""

    __tablename__ = "visits_agenda_item"

    day: Mapped[date]
    activity: Mapped[str] = mapped_column(String(200))
    starts: Mapped[time | None]
    ends: Mapped[time | None]
    actual_starts: Mapped[time | None]
    actual_ends: Mapped[time | None]
    place: Mapped[str] = mapped_column(String(200), default="")
    speaker: Mapped[str] = mapped_column(String(200), default="")
    responsible: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(Text, default="")


class CostLine(VisitPart, Base):
    """A line of cost. The rate is copied with its legal basis: a later table does not change a visit."""

    __tablename__ = "visits_cost_line"

    rate_id: Mapped[int | None] = mapped_column(ForeignKey("visits_rate.id"))
    kind: Mapped[str] = mapped_column(String(120))
    unit: Mapped[str] = mapped_column(String(40), default="")
    amount: Mapped[int] = mapped_column(BigInteger)  # rupiah for one person and one day (or trip)
    basis: Mapped[str] = mapped_column(String(200), default="")
    people: Mapped[int]
    days: Mapped[int]

    @property
    def total(self) -> int:
        """In rupiah."""
        return line_total(amount=self.amount, people=self.people, days=self.days)


class Rate(Base):
    """A unit price for travel, as the OPD imported it: with its legal basis and the days it holds."""

    __tablename__ = "visits_rate"

    id: Mapped[int] = mapped_column(primary_key=True)
    opd: Mapped[str] = mapped_column(String(60), index=True)
    kind: Mapped[str] = mapped_column(String(120))
    place: Mapped[str] = mapped_column(String(120), default="")
    unit: Mapped[str] = mapped_column(String(40), default="")
    amount: Mapped[int] = mapped_column(BigInteger)  # rupiah
    basis: Mapped[str] = mapped_column(String(200))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    imported_at: Mapped[datetime] = mapped_column(Moment)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)


class Ceiling(Base):
    """What an OPD may spend on visits in a year, in rupiah."""

    __tablename__ = "visits_ceiling"
    __table_args__ = (UniqueConstraint("opd", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    opd: Mapped[str] = mapped_column(String(60))
    year: Mapped[int]
    amount: Mapped[int] = mapped_column(BigInteger)
    basis: Mapped[str] = mapped_column(String(200), default="")  # DPA number
    version: Mapped[int] = mapped_column(default=1)


class Lesson(VisitPart, Base):
    """Something that was learnt: does it fit here, and why."""

    __tablename__ = "visits_lesson"

    text: Mapped[str] = mapped_column(String(300))
    fits: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text, default="")


class FollowUp(VisitPart, Base):
    """An item of the follow-up (RTL), which becomes a plan or a milestone of one."""

    __tablename__ = "visits_follow_up"

    action: Mapped[str] = mapped_column(String(200))
    case_slug: Mapped[str] = mapped_column(String(80), default="")
    output: Mapped[str] = mapped_column(String(200), default="")
    indicator: Mapped[str] = mapped_column(String(200), default="")
    baseline: Mapped[str] = mapped_column(String(120), default="")
    target: Mapped[str] = mapped_column(String(120), default="")
    post: Mapped[str] = mapped_column(String(200), default="")
    start: Mapped[date | None]
    due: Mapped[date | None]
    document: Mapped[str] = mapped_column(String(200), default="")
    fund: Mapped[str] = mapped_column(String(30), default="")
    cost: Mapped[int | None] = mapped_column(BigInteger)
    risk: Mapped[str] = mapped_column(String(200), default="")
    dropped_reason: Mapped[str] = mapped_column(Text, default="")  # why it goes no further
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("adoption_plan.id"), index=True)
    milestone_id: Mapped[int | None] = mapped_column(ForeignKey("adoption_milestone.id"))

    @property
    def facts(self) -> FollowUpFacts:
        """What the rules look at."""
        is_settled = self.plan_id is not None or bool(self.dropped_reason)
        return FollowUpFacts(self.post, self.start, self.due, self.output, self.indicator, is_settled)


Part = Member | VisitCase | Question | AgendaItem | CostLine | Lesson | FollowUp
