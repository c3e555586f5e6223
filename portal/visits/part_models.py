"""Tables of a visit's parts: delegation, reading list, questions, agenda, costs, lessons, follow-up."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

from sqlalchemy import JSON, BigInteger, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Moment, only_one
from portal.records.columns import Coded, Exact, PartRow, Signed
from portal.records.labels import column, line, paragraphs
from portal.records.planning import FUNDS, names
from portal.visits.preparation import line_total
from portal.visits.rules import ADVICE, DUTIES, Advice, Duty, FollowUpFacts

TWICE = ("Orang ini sudah ada dalam delegasi.", "account_id")


class VisitPart(PartRow):
    """What every row of a visit's part has."""

    visit_id: Mapped[int] = mapped_column(ForeignKey("visits_visit.id"), index=True)


class Member(VisitPart, Base):
    """Somebody of the delegation: an account, or a person typed in."""

    __tablename__ = "visits_member"
    __table_args__ = (
        only_one("ix_visits_member_once", "visit_id", "account_id", where="removed_at IS NULL", says=TWICE),
    )

    account_id: Mapped[int | None] = column("Akun", ForeignKey("account.id"), index=True)
    name: Mapped[str] = column("Nama", String(120))
    post: Mapped[str] = line("Jabatan")
    rank: Mapped[str] = line("Pangkat/golongan", 60)
    opd: Mapped[str] = line("OPD", 60)
    duty: Mapped[Duty | None] = column("Peran", Coded(Duty), words=DUTIES)
    predates_rule: Mapped[bool] = mapped_column(default=False)


class VisitCase(VisitPart, Base):
    """A case to read before the visit, and what the delegation recommends after it."""

    __tablename__ = "visits_case"

    slug: Mapped[str] = column("Inovasi", String(80), index=True)
    title: Mapped[str] = mapped_column(String(120))
    advice: Mapped[Advice | None] = column("Rekomendasi", Coded(Advice), words=ADVICE)
    advice_reason: Mapped[str] = paragraphs("Alasan")


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

    text: Mapped[str] = column("Pertanyaan", String(500))
    theme: Mapped[str] = line("Tema", 40)
    to_whom: Mapped[str] = line("Kepada siapa (jabatan)")
    member_id: Mapped[int | None] = column("Penanya", ForeignKey("visits_member.id"))
    case_slug: Mapped[str] = line("Tentang inovasi", 80)
    origin: Mapped[str] = mapped_column(String(120), default="")  # key of the proposal it came from
    known: Mapped[str] = paragraphs("Yang sudah diketahui")  # what the portal says about it already
    known_url: Mapped[str] = line("Sudah terjawab di portal (alamat)", 300)  # an address inside the portal
    answer: Mapped[str] = paragraphs("Jawaban")
    answered_by: Mapped[str] = line("Dijawab oleh (jabatan)")  # a post of the host
    document: Mapped[str] = line("Dokumen yang diterima")  # received with the answer
    figure: Mapped[Decimal | None] = column("Angka yang disebut", Exact)
    unit: Mapped[str] = line("Satuan", 40)
    figure_year: Mapped[int | None] = column("Tahun angka itu")
    stays_open: Mapped[bool] = column("Sudah ditanyakan, tetapi belum terjawab", default=False)
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
    case_slug: Mapped[str] = column("Untuk inovasi", String(80), index=True)
    section: Mapped[str] = column("Bagian naskah", String(60))
    text: Mapped[str] = column("Kalimat untuk naskah", Text)
    settled: Mapped[str] = mapped_column(String(30), default="")  # dimasukkan or tidak-dipakai
    settled_reason: Mapped[str] = mapped_column(Text, default="")
    settled_at: Mapped[datetime | None] = mapped_column(Moment)
    settled_by: Mapped[int | None]
    settled_by_name: Mapped[str] = mapped_column(String(200), default="")


class AgendaItem(VisitPart, Base):
    """One line of the rundown, planned and as it went; times are those of the place (zones.py)."""

    __tablename__ = "visits_agenda_item"

    day: Mapped[date] = column("Tanggal")
    activity: Mapped[str] = column("Acara", String(200))
    starts: Mapped[time | None] = column("Mulai (rencana)")
    ends: Mapped[time | None] = column("Selesai (rencana)")
    actual_starts: Mapped[time | None] = column("Mulai (realisasi)")
    actual_ends: Mapped[time | None] = column("Selesai (realisasi)")
    place: Mapped[str] = line("Tempat")
    speaker: Mapped[str] = line("Narasumber atau pendamping (jabatan)")
    responsible: Mapped[str] = line("Penanggung jawab")
    note: Mapped[str] = paragraphs("Keterangan")


class CostLine(VisitPart, Base):
    """A line of cost. The rate is copied with its legal basis: a later table does not change a visit."""

    __tablename__ = "visits_cost_line"

    rate_id: Mapped[int | None] = column("Tarif OPD", ForeignKey("visits_rate.id"))
    kind: Mapped[str] = column("Jenis biaya", String(120))
    unit: Mapped[str] = line("Satuan", 40)
    amount: Mapped[int] = column("Satuan biaya (rupiah)", BigInteger)  # for one person and day (or trip)
    basis: Mapped[str] = line("Dasar hukum tarif")
    people: Mapped[int] = column("Orang")
    days: Mapped[int] = column("Hari (atau kali)")

    @property
    def total(self) -> int:
        """In rupiah."""
        return line_total(amount=self.amount, people=self.people, days=self.days)


class Rate(Base):
    """A unit price for travel, as the OPD imported it: with its legal basis and the days it holds."""

    __tablename__ = "visits_rate"

    id: Mapped[int] = mapped_column(primary_key=True)
    opd: Mapped[str] = mapped_column(String(60), index=True)
    kind: Mapped[str] = column("Jenis biaya", String(120))
    place: Mapped[str] = line("Daerah", 120)
    unit: Mapped[str] = line("Satuan", 40)
    amount: Mapped[int] = column("Tarif (rupiah)", BigInteger)
    basis: Mapped[str] = column("Dasar hukum", String(200))
    valid_from: Mapped[date] = column("Berlaku mulai")
    valid_to: Mapped[date | None] = column("Berlaku sampai")
    imported_at: Mapped[datetime] = mapped_column(Moment)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)


class Ceiling(Base):
    """What an OPD may spend on visits in a year, in rupiah."""

    __tablename__ = "visits_ceiling"
    __table_args__ = (UniqueConstraint("opd", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    opd: Mapped[str] = mapped_column(String(60))
    year: Mapped[int] = column("Tahun anggaran")
    amount: Mapped[int] = column("Pagu perjalanan kunjungan (rupiah)", BigInteger)
    basis: Mapped[str] = line("Dasar (nomor DPA)")  # DPA number
    version: Mapped[int] = mapped_column(default=1)


class Lesson(VisitPart, Base):
    """Something that was learnt: does it fit here, and why."""

    __tablename__ = "visits_lesson"

    text: Mapped[str] = column("Yang dipelajari", String(300))
    fits: Mapped[bool] = column("Cocok untuk kita?")
    reason: Mapped[str] = paragraphs("Mengapa")


class FollowUp(VisitPart, Base):
    """An item of the follow-up (RTL), which becomes a plan or a milestone of one."""

    __tablename__ = "visits_follow_up"

    action: Mapped[str] = column("Tindak lanjut", String(200))
    case_slug: Mapped[str] = line("Dari inovasi", 80)
    output: Mapped[str] = line("Keluaran")
    indicator: Mapped[str] = line("Ukuran keberhasilan")
    baseline: Mapped[str] = line("Keadaan awal", 120)
    target: Mapped[str] = line("Target", 120)
    post: Mapped[str] = line("Penanggung jawab (jabatan)")
    start: Mapped[date | None] = column("Mulai")
    due: Mapped[date | None] = column("Selesai")
    document: Mapped[str] = line("Dokumen perencanaan")
    fund: Mapped[str] = line("Sumber dana", 30, words=names(FUNDS))
    cost: Mapped[int | None] = column("Perkiraan biaya (rupiah)", BigInteger)
    risk: Mapped[str] = line("Risiko")
    dropped_reason: Mapped[str] = paragraphs("Tidak dilanjutkan karena")  # why it goes no further
    plan_id: Mapped[int | None] = column("Rencana", ForeignKey("adoption_plan.id"), index=True)
    milestone_id: Mapped[int | None] = column("Langkah", ForeignKey("adoption_milestone.id"))

    @property
    def facts(self) -> FollowUpFacts:
        """What the rules look at."""
        is_settled = self.plan_id is not None or bool(self.dropped_reason)
        return FollowUpFacts(self.post, self.start, self.due, self.output, self.indicator, is_settled)


Part = Member | VisitCase | Question | AgendaItem | CostLine | Lesson | FollowUp
