"""Tables of notices: what reached whom, what they switched off, and the letters that carry it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Moment

KEY, KIND, WHAT, ABOUT, PATH = 64, 20, 200, 300, 400  # characters
_LIVING = text("ended_at IS NULL")


class LetterState(StrEnum):
    """Where a letter stands."""

    WAITING = "menunggu"
    SENDING = "dikirim"
    SENT = "terkirim"
    REFUSED = "ditolak"
    UNKNOWN = "tidak diketahui"  # we were interrupted while the server took it; never sent again by itself


class Letter(Base):
    """One letter to one person. Its address is looked up when it is sent, so that a corrected one counts."""

    __tablename__ = "notice_letter"
    __table_args__ = (Index("ix_notice_letter_state_send_after", "state", "send_after"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    kind: Mapped[str] = mapped_column(String(KIND))
    mark: Mapped[str] = mapped_column(String(KEY), unique=True)  # the left half of its Message-ID
    subject: Mapped[str] = mapped_column(String(WHAT))
    body: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(16), default=LetterState.WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    said: Mapped[str] = mapped_column(String(ABOUT), default="")  # why it waits or was refused
    created_at: Mapped[datetime] = mapped_column(Moment)
    send_after: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class Notice(Base):
    """Something that waits for a person or is due; the same thing is one living row."""

    __tablename__ = "notice"
    __table_args__ = (
        Index(
            "ix_notice_living",
            "account_id",
            "key",
            unique=True,
            sqlite_where=_LIVING,
            postgresql_where=_LIVING,
            info={"says": ("Pemberitahuan ini sudah ada.", "")},
        ),
        Index("ix_notice_account_id_at", "account_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    key: Mapped[str] = mapped_column(String(KEY))
    kind: Mapped[str] = mapped_column(String(KIND))
    what: Mapped[str] = mapped_column(String(WHAT))
    about: Mapped[str] = mapped_column(String(ABOUT))
    path: Mapped[str] = mapped_column(String(PATH))
    due: Mapped[date | None]
    at: Mapped[datetime] = mapped_column(Moment)
    read_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)  # done, or no longer theirs
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("notice_letter.id"))  # told at once by it


class SwitchedOff(Base):
    """A kind of notice that a person does not want on a channel."""

    __tablename__ = "notice_switched_off"
    __table_args__ = (
        UniqueConstraint("account_id", "channel", "kind", name="uq_notice_switched_off_account_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    channel: Mapped[str] = mapped_column(String(KIND))
    kind: Mapped[str] = mapped_column(String(KIND))


class CalendarKey(Base):
    """The secret in the address of somebody's calendar; only its hash is stored."""

    __tablename__ = "notice_calendar"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(KEY), unique=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
