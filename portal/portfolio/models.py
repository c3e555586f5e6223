"""Tables of the room: weights as they were set, scenarios as they were computed, and what people changed."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base, Moment
from portal.records.columns import Coded, Signed


class Status(StrEnum):
    """Whether a scenario is an idea or a decision."""

    DRAFT = "rancangan"
    DECIDED = "ditetapkan"


class WeightSet(Signed, Base):
    """Weights as the leadership set them on a day; the newest counts, none is ever changed."""

    __tablename__ = "portfolio_weights"

    id: Mapped[int] = mapped_column(primary_key=True)
    weights: Mapped[str] = mapped_column(Text)  # JSON: criterion -> 0 to 100
    reason: Mapped[str] = mapped_column(Text)


class Scenario(Signed, Base):
    """A question put to the computation, kept with everything that was known, and its answer."""

    __tablename__ = "portfolio_scenario"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    name: Mapped[str] = mapped_column(String(120))
    status: Mapped[Status] = mapped_column(Coded(Status), default=Status.DRAFT)
    inputs: Mapped[str] = mapped_column(Text)  # JSON, see snapshot.py
    digest: Mapped[str] = mapped_column(String(64))  # SHA-256 of inputs
    result: Mapped[str] = mapped_column(Text)  # JSON: what was proposed
    package: Mapped[str] = mapped_column(Text)  # JSON: plan numbers as they stand after people's changes
    reason: Mapped[str] = mapped_column(Text)
    decided_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    decided_by: Mapped[int | None]
    decided_by_name: Mapped[str] = mapped_column(String(200), default="")
    decision_reason: Mapped[str] = mapped_column(Text, default="")

    overrules: Mapped[list[Overrule]] = relationship(viewonly=True, order_by=lambda: Overrule.id)


class Overrule(Signed, Base):
    """People put other plans into a package than were proposed, and why."""

    __tablename__ = "portfolio_overrule"

    id: Mapped[int] = mapped_column(primary_key=True)
    scenario_id: Mapped[int] = mapped_column(ForeignKey("portfolio_scenario.id"), index=True)
    added: Mapped[str] = mapped_column(Text)  # JSON: plan numbers
    removed: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
