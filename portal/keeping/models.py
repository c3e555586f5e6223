"""Tables of what readers keep."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base, Moment
from portal.records.columns import Coded, Signed

MAX_NOTE = 500


class Purpose(StrEnum):
    """What a reading list is for."""

    OWN = "sendiri"
    MEETING = "rapat"
    VISIT = "kunjungan"
    AGENCY = "opd"


class Reach(StrEnum):
    """Who may read a list besides its owner."""

    NOBODY = "pribadi"
    AGENCY = "opd"
    EVERYBODY = "semua"


PURPOSES = {
    Purpose.OWN: "Bacaan sendiri",
    Purpose.MEETING: "Bahan rapat",
    Purpose.VISIT: "Bacaan kunjungan",
    Purpose.AGENCY: "Bahan OPD",
}
REACHES = {
    Reach.NOBODY: "Hanya saya",
    Reach.AGENCY: "Semua orang di satu OPD",
    Reach.EVERYBODY: "Semua yang masuk ke portal",
}


class ReadingList(Base):
    """Cases that a person puts in an order, for themselves or for others. `is_first`: where one tap saves."""

    __tablename__ = "keeping_list"
    __table_args__ = (Index("ix_keeping_list_reach_opd", "reach", "opd"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    owner_name: Mapped[str] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(120))
    purpose: Mapped[Purpose] = mapped_column(Coded(Purpose), default=Purpose.OWN)
    about: Mapped[str] = mapped_column(Text, default="")
    reach: Mapped[Reach] = mapped_column(Coded(Reach), default=Reach.NOBODY)
    opd: Mapped[str] = mapped_column(String(60), default="")  # that may read it
    is_first: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)

    items: Mapped[list[ReadingItem]] = relationship(
        order_by="ReadingItem.place, ReadingItem.id", cascade="all, delete-orphan"
    )

    @property
    def is_shared(self) -> bool:
        """May anybody besides its owner read it?"""
        return self.reach is not Reach.NOBODY


class Verdict(StrEnum):
    """What became of a reported fault."""

    NEW = "baru"
    MENDED = "diperbaiki"
    SOUND = "sudah-benar"
    UNCLEAR = "tidak-jelas"


VERDICTS = {
    Verdict.NEW: "Belum diperiksa",
    Verdict.MENDED: "Sudah diperbaiki",
    Verdict.SOUND: "Isinya sudah benar",
    Verdict.UNCLEAR: "Tidak cukup jelas untuk diperiksa",
}


class Opinion(Base):
    """Whether a case helped a reader. `voter` is the reader's mark for this case alone and tells no name."""

    __tablename__ = "keeping_opinion"
    __table_args__ = (Index("ix_keeping_opinion_slug_voter", "slug", "voter"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80))
    voter: Mapped[str] = mapped_column(String(64))
    opd: Mapped[str] = mapped_column(String(60), default="")  # "" for guests and people without an OPD
    is_helpful: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(Moment, index=True)


class FaultReport(Signed, Base):
    """A fault that a reader has found in a case, and what the curator says of it; guests leave no name."""

    __tablename__ = "keeping_report"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), index=True)
    title: Mapped[str] = mapped_column(String(120))
    place: Mapped[str] = mapped_column(String(120), default="")  # heading of the section
    text: Mapped[str] = mapped_column(Text)
    verdict: Mapped[Verdict] = mapped_column(Coded(Verdict), default=Verdict.NEW, index=True)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_by_name: Mapped[str] = mapped_column(String(200), default="")


class ReadingItem(Base):
    """A case on a list, with what its owner noted."""

    __tablename__ = "keeping_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("keeping_list.id"), index=True)
    slug: Mapped[str] = mapped_column(String(80), index=True)
    title: Mapped[str] = mapped_column(String(120))  # as it was called, should the case be gone
    note: Mapped[str] = mapped_column(Text, default="")
    place: Mapped[int]
    added_at: Mapped[datetime] = mapped_column(Moment)
