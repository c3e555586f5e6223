"""Tables of the register: innovations of our own, their history, seasons with frozen editions, imports."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from portal.adoption.models import PARTNER_KINDS
from portal.db import Base, Moment
from portal.government import our_government
from portal.records.columns import Coded, Exact, PartRow, RecordRow, Signed
from portal.records.comments import CommentRow
from portal.records.labels import column, line, paragraphs
from portal.register.rules import (
    ASTA_CITA,
    CLASSES,
    FORMS,
    INITIATORS,
    STAGE_NAMES,
    STATE_NAMES,
    TECHNOLOGIES,
    InnovationFacts,
    Stage,
    State,
)
from portal.taxonomy.calendar import CALENDAR, IID
from portal.taxonomy.profile import PROFILE

PROFILE_FIELDS = (
    "title",
    "stage",
    "initiator",
    "initiator_name",
    "classification",
    "technology",
    "form",
    "asta_cita",
    "pkpn",
    "affair",
    "other_affairs",
    "coordinates",
    "trial_on",
    "applied_on",
    "developed_on",
    "design",
    "purpose",
    "benefit",
    "result",
    "budget",
    "business_profile",
    "ip",
    "awards",
    "video",
)
"""The 24 fields of a profile, as the official form orders them."""
_OPTIONAL = {"other_affairs", "developed_on", "budget", "business_profile", "ip", "awards"}
OBLIGATORY = tuple(name for name in PROFILE_FIELDS if name not in _OPTIONAL)


def _affair(code: str) -> str:
    return PROFILE.get().affair_names.get(code, code)


def _affairs(codes: str) -> str:
    return "; ".join(_affair(code) for code in codes.split())


def _unit(unit_id: str) -> str:
    found = our_government().unit(unit_id)
    return found[1].name if found else unit_id


def season_name(kind: str) -> str:
    """The short name of a kind of season."""
    return CALENDAR.get().names().get(kind, kind)


class Innovation(RecordRow, Base):
    """An innovation of one of our units, in the official profile's 24 fields.

    `opd` is the agency that answers for it, empty while an imported owner is not known yet; `unit` is the
    unit below it by the government file's id. `owner_text` keeps the owner as a file wrote it.
    """

    __tablename__ = "register_innovation"
    __table_args__ = (Index("ix_register_innovation_opd_stage", "opd", "stage"),)

    opd: Mapped[str] = column("OPD", String(60), index=True, empty="Belum dikenali")
    unit: Mapped[str] = line("Unit", 60, index=True, words=_unit)
    owner_text: Mapped[str] = line("Pemilik seperti tertulis di berkas", 300)
    title: Mapped[str] = column("Nama inovasi", String(200))
    key: Mapped[str] = mapped_column(String(200), default="", index=True)  # the title, to be compared

    stage: Mapped[Stage] = column("Tahapan", Coded(Stage), default=Stage.INITIATIVE, words=STAGE_NAMES)
    initiator: Mapped[str] = line("Inisiator", 30, words=INITIATORS)
    initiator_name: Mapped[str] = line("Nama inisiator (kantor atau kelompok)")
    classification: Mapped[str] = line("Klasifikasi", 30, words=CLASSES)
    technology: Mapped[str] = line("Jenis", 30, words=TECHNOLOGIES)
    form: Mapped[str] = line("Bentuk", 30, words=FORMS)
    asta_cita: Mapped[int | None] = column("Asta Cita", words=ASTA_CITA)
    pkpn: Mapped[str] = line("Klaster dan program PKPN", 200)
    affair: Mapped[str] = line("Urusan utama", 30, index=True, words=_affair)
    other_affairs: Mapped[str] = line("Urusan yang beririsan", 200, words=_affairs)  # codes, parted by blanks
    coordinates: Mapped[str] = line("Titik koordinat", 60)  # "latitude, longitude" in degrees
    begun_on: Mapped[date | None] = column("Waktu gagasan dimulai")
    trial_on: Mapped[date | None] = column("Waktu uji coba")
    applied_on: Mapped[date | None] = column("Waktu penerapan")
    developed_on: Mapped[date | None] = column("Waktu pengembangan")
    development_note: Mapped[str] = paragraphs("Catatan pengembangan")
    design: Mapped[str] = paragraphs("Rancang bangun")
    purpose: Mapped[str] = paragraphs("Tujuan")
    benefit: Mapped[str] = paragraphs("Manfaat")
    result: Mapped[str] = paragraphs("Hasil")
    budget: Mapped[int | None] = column("Anggaran (rupiah)", BigInteger)
    business_profile: Mapped[str] = line("Profil bisnis", 300)
    ip: Mapped[str] = line("HAKI", 200)
    awards: Mapped[str] = paragraphs("Penghargaan")
    video: Mapped[str] = line("Tautan video", 300)
    claimed_score: Mapped[Decimal | None] = column("Skor kematangan yang diklaim", Exact())

    plan_id: Mapped[int | None] = column("Rencana asal", ForeignKey("adoption_plan.id"), index=True)
    case_slug: Mapped[str] = line("Inovasi di pustaka", 80, index=True)
    state: Mapped[State] = column("Keadaan", Coded(State), default=State.DRAFT, words=STATE_NAMES)
    submitted_by: Mapped[int | None]
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[int | None]
    decided_by_name: Mapped[str] = mapped_column(String(200), default="")
    return_note: Mapped[str] = paragraphs("Yang perlu diperbaiki")
    released_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    released_by_name: Mapped[str] = mapped_column(String(200), default="")
    released: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # the profile as the head released it
    removed_at: Mapped[datetime | None] = mapped_column(Moment, index=True)  # an import that was undone

    team: Mapped[list[TeamRow]] = relationship(
        viewonly=True,
        primaryjoin=lambda: (Innovation.id == TeamRow.innovation_id) & TeamRow.removed_at.is_(None),
        order_by=lambda: TeamRow.id,
    )
    moves: Mapped[list[InnovationMove]] = relationship(viewonly=True, order_by=lambda: InnovationMove.id)
    editions: Mapped[list[Edition]] = relationship(viewonly=True, order_by=lambda: Edition.id)
    sheets: Mapped[list[ClaimSheet]] = relationship(viewonly=True, order_by=lambda: ClaimSheet.id)

    @property
    def unit_text(self) -> str:
        """The unit below a known OPD as a file wrote it, while our list of units lacks it."""
        return self.owner_text.partition(" / ")[2] if self.opd and not self.unit else ""

    @property
    def is_draft(self) -> bool:
        """Was it never put before the head of the OPD?"""
        return self.state is State.DRAFT

    @property
    def missing(self) -> tuple[str, ...]:
        """The obligatory fields of the profile that are empty."""
        return tuple(name for name in OBLIGATORY if getattr(self, name) in (None, ""))

    @property
    def facts(self) -> InnovationFacts:
        """What the rules look at."""
        return InnovationFacts(
            stage=self.stage,
            title=self.title,
            trial_on=self.trial_on,
            applied_on=self.applied_on,
            developed_on=self.developed_on,
            design_words=len(self.design.split()),
        )


class InnovationMove(Signed, Base):
    """A step from stage to stage."""

    __tablename__ = "register_move"

    id: Mapped[int] = mapped_column(primary_key=True)
    innovation_id: Mapped[int] = mapped_column(ForeignKey("register_innovation.id"), index=True)
    from_stage: Mapped[Stage] = mapped_column(Coded(Stage))
    to_stage: Mapped[Stage] = mapped_column(Coded(Stage))
    reason: Mapped[str] = mapped_column(Text, default="")


class TeamRow(PartRow, Base):
    """Some people of one office in the team that carries it out; the portal keeps no names of theirs."""

    __tablename__ = "register_team"

    innovation_id: Mapped[int] = mapped_column(ForeignKey("register_innovation.id"), index=True)
    office: Mapped[str] = column("Perangkat daerah atau lembaga", String(200))
    actor: Mapped[str] = column("Jenis aktor", String(30), words=PARTNER_KINDS)
    role: Mapped[str] = line("Peran dalam tim")
    task: Mapped[str] = line("Tugas")
    people: Mapped[int] = column("Jumlah orang", default=1)


class InnovationComment(CommentRow, Base):
    """A question or remark on an innovation."""

    __tablename__ = "register_comment"

    innovation_id: Mapped[int] = mapped_column(ForeignKey("register_innovation.id"), index=True)


class Season(Base):
    """A season of a year, of the kinds that the calendar names; in that of the IID innovations are reported.

    `opens` and `closes` are the newest of its windows, `closes_first` the end of the first.
    """

    __tablename__ = "register_season"
    __table_args__ = (UniqueConstraint("kind", "year", name="uq_register_season_kind_year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    kind: Mapped[str] = column("Musim", String(30), default=IID, words=season_name)
    year: Mapped[int] = column("Tahun musim")
    opens: Mapped[date | None] = column("Dibuka")
    closes_first: Mapped[date | None] = column("Ditutup semula")
    closes: Mapped[date | None] = column("Ditutup")
    note: Mapped[str] = paragraphs("Catatan")
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_by_name: Mapped[str] = mapped_column(String(200), default="")

    windows: Mapped[list[Window]] = relationship(viewonly=True, order_by=lambda: Window.id)

    @property
    def name(self) -> str:
        """What it is called."""
        return f"{season_name(self.kind)} {self.year}"

    @property
    def letter(self) -> str:
        """The letter that set the newest window."""
        return self.windows[-1].letter if self.windows else ""

    @property
    def letter_on(self) -> date | None:
        """The day of that letter."""
        return self.windows[-1].letter_on if self.windows else None


class Window(Signed, Base):
    """The days of a season as a letter set them: the one that opens it, then those that extend it."""

    __tablename__ = "register_window"

    id: Mapped[int] = mapped_column(primary_key=True)
    season_id: Mapped[int] = mapped_column(ForeignKey("register_season.id"), index=True)
    opens: Mapped[date | None] = column("Dibuka")
    closes: Mapped[date | None] = column("Ditutup")
    letter: Mapped[str] = line("Nomor dan asal surat")
    letter_on: Mapped[date | None] = column("Tanggal surat")


class SeasonStep(Base):
    """What became of a step of a season: another due day than the calendar's, and when it was done."""

    __tablename__ = "register_season_step"
    __table_args__ = (UniqueConstraint("season_id", "step", name="uq_register_season_step"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    season_id: Mapped[int] = mapped_column(ForeignKey("register_season.id"), index=True)
    step: Mapped[str] = mapped_column(String(40))
    due: Mapped[date | None] = column("Tenggat")
    note: Mapped[str] = paragraphs("Catatan")
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    done_by_name: Mapped[str] = mapped_column(String(200), default="")


class Edition(Signed, Base):
    """An innovation as it was reported in a season; `frozen` holds the profile from the day it closed."""

    __tablename__ = "register_edition"
    __table_args__ = (UniqueConstraint("innovation_id", "season_id", name="uq_register_edition"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    innovation_id: Mapped[int] = mapped_column(ForeignKey("register_innovation.id"), index=True)
    season_id: Mapped[int] = mapped_column(ForeignKey("register_season.id"), index=True)
    development: Mapped[str] = paragraphs("Yang dikembangkan sejak dilaporkan terakhir")
    frozen: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    season: Mapped[Season] = relationship(viewonly=True)


class ImportBatch(Signed, Base):
    """A file that was taken in: what it changed, so that it can be undone, and what it was.

    `source` is the file byte for byte, unless it told of persons: then it is what was kept of it, as CSV.
    """

    __tablename__ = "register_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_name: Mapped[str] = mapped_column(String(200), default="")
    sha256: Mapped[str] = mapped_column(String(64), index=True)  # of the file as it came
    is_whole: Mapped[bool] = mapped_column(default=True)
    source: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    kind: Mapped[str] = mapped_column(String(40), default="")
    reason: Mapped[str] = column("Alasan", Text, default="")
    found: Mapped[dict[str, Any]] = mapped_column(JSON)  # what the preview showed
    made: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)  # what was stored, with before
    accepted_at: Mapped[datetime | None] = mapped_column(Moment)
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
    undone_by_name: Mapped[str] = mapped_column(String(200), default="")


class OwnerAlias(Signed, Base):
    """What files call an owner, remembered: "contoh.disperkim" is DPRKP."""

    __tablename__ = "register_alias"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(300), unique=True)
    opd: Mapped[str] = mapped_column(String(60))
    unit: Mapped[str] = mapped_column(String(60), default="")


class ClaimSheet(Signed, Base):
    """A sheet about one innovation as it came: indicators with claimed and verified score, or a proposal."""

    __tablename__ = "register_sheet"

    id: Mapped[int] = mapped_column(primary_key=True)
    innovation_id: Mapped[int] = mapped_column(ForeignKey("register_innovation.id"), index=True)
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("register_import.id"))
    kind: Mapped[str] = mapped_column(String(40))
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    totals: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)
