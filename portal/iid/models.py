"""Tables of the IID desk: claims and verdicts, what is sent, the sheet of the government, letters read."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Moment
from portal.records.columns import Exact, Signed
from portal.records.labels import column, line, paragraphs

LEVELS = {0: "0 (tidak terpenuhi)", 1: "Tingkat 1", 2: "Tingkat 2", 3: "Tingkat 3"}


class Judged:
    """What every row that is claimed by one person and verified by another has."""

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    no: Mapped[str] = mapped_column(String(10))  # of the indicator, "16" or "5a"
    claimed: Mapped[int | None] = column("Tingkat yang diklaim", words=LEVELS)
    note: Mapped[str] = paragraphs("Catatan")
    claimed_by: Mapped[int | None]
    claimed_by_name: Mapped[str] = mapped_column(String(200), default="")
    claimed_at: Mapped[datetime | None] = mapped_column(Moment)
    verified: Mapped[int | None] = column("Tingkat yang terverifikasi", words=LEVELS)
    verdict_note: Mapped[str] = paragraphs("Catatan tim penilai")
    verified_by: Mapped[int | None]
    verified_by_name: Mapped[str] = mapped_column(String(200), default="")
    verified_at: Mapped[datetime | None] = mapped_column(Moment)


class DeskRow(Judged, Base):
    """An indicator of an innovation in a season: its measure as people typed it, claim and verdict."""

    __tablename__ = "iid_row"
    __table_args__ = (UniqueConstraint("innovation_id", "season_id", "no", name="uq_iid_row"),)

    innovation_id: Mapped[int] = mapped_column(ForeignKey("register_innovation.id"), index=True)
    season_id: Mapped[int] = mapped_column(ForeignKey("register_season.id"), index=True)
    number: Mapped[Decimal | None] = column("Ukuran", Exact())
    choice: Mapped[str] = line("Pilihan ukuran", 30)


class GovernmentRow(Judged, Base):
    """An indicator of the government in a season: whose figure it is, by when, its value and level."""

    __tablename__ = "iid_government"
    __table_args__ = (UniqueConstraint("season_id", "no", name="uq_iid_government"),)

    season_id: Mapped[int] = mapped_column(ForeignKey("register_season.id"), index=True)
    opd: Mapped[str] = column("Perangkat daerah pemilik data", String(60), default="")
    post: Mapped[str] = line("Jabatan yang diminta", 200)
    due: Mapped[date | None] = column("Batas waktu")
    value: Mapped[str] = line("Nilai, dengan tahunnya", 200)


class Sending(Signed, Base):
    """The decision to send an innovation in a season or to hold it back."""

    __tablename__ = "iid_sending"
    __table_args__ = (UniqueConstraint("innovation_id", "season_id", name="uq_iid_sending"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    innovation_id: Mapped[int] = mapped_column(ForeignKey("register_innovation.id"), index=True)
    season_id: Mapped[int] = mapped_column(ForeignKey("register_season.id"), index=True)
    is_sent: Mapped[bool] = column("Dikirim")
    reason: Mapped[str] = paragraphs("Alasan")


class Confirmation(Signed, Base):
    """That somebody of the office compared the rules of a version with the letter of its year."""

    __tablename__ = "iid_confirmation"

    id: Mapped[int] = mapped_column(primary_key=True)
    rules: Mapped[str] = mapped_column(String(40), index=True)  # the version's id, "iid-2027"
    number: Mapped[str] = line("Nomor surat", 100)
    dated: Mapped[date] = column("Tanggal surat")
    applied_from: Mapped[date | None] = column("Diterapkan paling awal")
    applied_until: Mapped[date | None] = column("Diterapkan paling akhir")
    note: Mapped[str] = paragraphs("Yang dicocokkan")
    removed_at: Mapped[datetime | None] = mapped_column(Moment)
    removed_by_name: Mapped[str] = mapped_column(String(200), default="")
    removed_reason: Mapped[str] = mapped_column(String(1_000), default="")
