"""The table of quarters: what an agency's evaluation said when it was settled."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Moment
from portal.records.columns import Signed
from portal.records.labels import column, paragraphs

FACTORS = ("driving", "hindering", "follow_up", "next_plan")


class QuarterReport(Signed, Base):
    """An agency's quarter; `figures` holds every number as it was when it was settled."""

    __tablename__ = "quarter_report"
    __table_args__ = (UniqueConstraint("year", "quarter", "opd", name="uq_quarter_report"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    year: Mapped[int] = mapped_column()
    quarter: Mapped[int] = mapped_column()
    opd: Mapped[str] = mapped_column(String(60))
    driving: Mapped[str] = paragraphs("Faktor pendorong keberhasilan")
    hindering: Mapped[str] = paragraphs("Faktor penghambat")
    follow_up: Mapped[str] = paragraphs("Tindak lanjut pada triwulan berikutnya")
    next_plan: Mapped[str] = paragraphs("Tindak lanjut pada Renja berikutnya")
    figures: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    settled_at: Mapped[datetime | None] = column("Ditetapkan", Moment)
    settled_by_name: Mapped[str] = mapped_column(String(200), default="")
