"""Tables of the search room."""

from __future__ import annotations

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base

MAX_TEXT = 100


class SearchMiss(Base):
    """A query that found nothing, counted per week; nobody's name, address or time is kept."""

    __tablename__ = "search_miss"
    __table_args__ = (UniqueConstraint("week", "text"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    week: Mapped[str] = mapped_column(String(8), index=True)  # ISO 8601, e.g. 2026-W47
    text: Mapped[str] = mapped_column(String(MAX_TEXT))
    count: Mapped[int] = mapped_column(default=1)
