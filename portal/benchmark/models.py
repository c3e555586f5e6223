"""A table of figures that a curator looks at before it is written."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Moment


class FigureImport(Base):
    """The rows of an uploaded table or form, as they were read: [row number, column -> text]."""

    __tablename__ = "benchmark_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    rows: Mapped[list[tuple[int, dict[str, str]]]] = mapped_column(JSON)
