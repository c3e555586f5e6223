"""Tables of contests: proposals with sections and points, the selection, earlier wins, JIPPNas."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base, Moment
from portal.records.columns import Coded, PartRow, RecordRow, Signed
from portal.records.labels import column, line, paragraphs
from portal.register.models import Innovation, Season
from portal.taxonomy.contests import CONTESTS


class State(StrEnum):
    """How far a proposal is."""

    DRAFT = "konsep"
    SUBMITTED = "diajukan"
    RETURNED = "diperbaiki"
    CHOSEN = "dipilih"
    RESERVE = "cadangan"
    REFUSED = "tidak-dipilih"


STATE_NAMES = {
    State.DRAFT: "Konsep",
    State.SUBMITTED: "Diajukan ke tim seleksi",
    State.RETURNED: "Perlu diperbaiki",
    State.CHOSEN: "Dipilih",
    State.RESERVE: "Cadangan",
    State.REFUSED: "Tidak dipilih",
}
OPEN = (State.DRAFT, State.RETURNED)  # its agency may still write
DECIDED = (State.CHOSEN, State.RESERVE, State.REFUSED)


class Direction(StrEnum):
    """Who copies whom."""

    OUT = "keluar"
    IN = "masuk"


DIRECTIONS = {
    Direction.OUT: "Instansi lain meniru inovasi ini",
    Direction.IN: "Inovasi ini meniru instansi lain",
}


def _jippnas_state(code: str) -> str:
    return CONTESTS.get().jippnas.states.get(code, code)


def _replication_state(code: str) -> str:
    return CONTESTS.get().jippnas.replication_states.get(code, code)


class Proposal(RecordRow, Base):
    """An innovation in a contest: which group, how far, and what was decided about it."""

    __tablename__ = "contest_proposal"
    __table_args__ = (UniqueConstraint("season_id", "innovation_id", name="uq_contest_proposal"),)

    season_id: Mapped[int] = mapped_column(ForeignKey("register_season.id"), index=True)
    innovation_id: Mapped[int] = mapped_column(ForeignKey("register_innovation.id"), index=True)
    opd: Mapped[str] = mapped_column(String(60), index=True)  # the innovation's, when it was begun
    group: Mapped[str] = column("Kelompok", String(30))
    category: Mapped[str] = line("Kategori")
    state: Mapped[State] = column("Keadaan", Coded(State), default=State.DRAFT, words=STATE_NAMES)
    submitted_at: Mapped[datetime | None] = mapped_column(Moment)
    submitted_by: Mapped[int | None]
    return_note: Mapped[str] = paragraphs("Yang perlu diperbaiki")
    rank: Mapped[int | None] = column("Peringkat")
    reason: Mapped[str] = paragraphs("Alasan")

    season: Mapped[Season] = relationship(viewonly=True)
    innovation: Mapped[Innovation] = relationship(viewonly=True)
    texts: Mapped[list[SectionText]] = relationship(viewonly=True, order_by=lambda: SectionText.id)
    assessments: Mapped[list[Assessment]] = relationship(viewonly=True, order_by=lambda: Assessment.id)

    @property
    def is_open(self) -> bool:
        """May its agency still write?"""
        return self.state in OPEN

    def text(self, section: str) -> str:
        """What was written in a section."""
        return next((one.text for one in self.texts if one.section == section), "")


class SectionText(Signed, Base):
    """What a proposal says in one of its sections."""

    __tablename__ = "contest_section"
    __table_args__ = (UniqueConstraint("proposal_id", "section", name="uq_contest_section"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("contest_proposal.id"), index=True)
    section: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = column("Isi", Text, default="")


class Assessment(Signed, Base):
    """What one assessor gave a proposal: 0 to 100 for each criterion, and why."""

    __tablename__ = "contest_assessment"
    __table_args__ = (UniqueConstraint("proposal_id", "by", name="uq_contest_assessment"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("contest_proposal.id"), index=True)
    points: Mapped[dict[str, Any]] = mapped_column(JSON)
    note: Mapped[str] = paragraphs("Alasan penilai")


class Selection(Signed, Base):
    """The ranking of a season as it was decided, with every figure in it: the minutes print this."""

    __tablename__ = "contest_selection"

    id: Mapped[int] = mapped_column(primary_key=True)
    season_id: Mapped[int] = mapped_column(ForeignKey("register_season.id"), unique=True)
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    note: Mapped[str] = paragraphs("Catatan rapat")


class Win(Signed, PartRow, Base):
    """How far an innovation came in an earlier edition of a contest."""

    __tablename__ = "contest_win"

    innovation_id: Mapped[int] = mapped_column(ForeignKey("register_innovation.id"), index=True)
    contest: Mapped[str] = column("Lomba", String(30))
    year: Mapped[int] = column("Tahun")
    rank: Mapped[int | None] = column("Masuk Top")
    note: Mapped[str] = line("Keterangan")


class JippnasEntry(Signed, Base):
    """The innovation's entry in the national network, as its own site shows it."""

    __tablename__ = "contest_jippnas"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    innovation_id: Mapped[int] = mapped_column(ForeignKey("register_innovation.id"), unique=True)
    number: Mapped[str] = line("Nomor registrasi", 60)
    state: Mapped[str] = line("Status", 30, words=_jippnas_state)
    updated_on: Mapped[date | None] = column("Pembaruan terakhir di sana")
    replications: Mapped[int | None] = column("Jumlah replikasi")
    note: Mapped[str] = line("Keterangan")


class Replication(Signed, PartRow, Base):
    """A replication in the national network, with the day of each step; `partner` is the other side."""

    __tablename__ = "contest_replication"

    innovation_id: Mapped[int] = mapped_column(ForeignKey("register_innovation.id"), index=True)
    direction: Mapped[Direction] = column("Arah", Coded(Direction), words=DIRECTIONS)
    partner: Mapped[str] = line("Instansi lain")
    number: Mapped[str] = line("Kode NRI", 60)
    state: Mapped[str] = line("Status di JIPPNas", 30, words=_replication_state)
    interest_on: Mapped[date | None] = column("Minat")
    agreed_on: Mapped[date | None] = column("Kesepakatan")
    approved_on: Mapped[date | None] = column("Persetujuan")
    implemented_on: Mapped[date | None] = column("Implementasi")
    certified_on: Mapped[date | None] = column("Sertifikat")
    note: Mapped[str] = line("Keterangan")
