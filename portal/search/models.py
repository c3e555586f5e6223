"""Tables of the search room."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Moment

MAX_TEXT = 100
MAX_ADDRESS = 2_000


class SearchMiss(Base):
    """A query that left its reader without an answer, counted per week; no name, address or time is kept.

    `count`: nothing was found, or nothing that fits. `again`: its reader asked in other words.
    """

    __tablename__ = "search_miss"
    __table_args__ = (UniqueConstraint("week", "text"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    week: Mapped[str] = mapped_column(String(8), index=True)  # ISO 8601, e.g. 2026-W47
    text: Mapped[str] = mapped_column(String(MAX_TEXT))
    count: Mapped[int] = mapped_column(default=1)
    again: Mapped[int] = mapped_column(default=0)


class SavedSearch(Base):
    """A search that a person keeps, with the cases it gave when it was last looked at."""

    __tablename__ = "saved_search"
    __table_args__ = (UniqueConstraint("account_id", "address"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    address: Mapped[str] = mapped_column(String(MAX_ADDRESS))  # path and query of the list, its whole state
    label: Mapped[str] = mapped_column(String(200))
    seen: Mapped[str] = mapped_column(Text, default="")  # slugs, a space between
    created_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
