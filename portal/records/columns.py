"""Kinds of columns that the tables of records share."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import Dialect, String, TypeDecorator
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Moment


class Exact(TypeDecorator[Decimal]):
    """A figure kept digit by digit; no database rounds it."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, _dialect: Dialect) -> str | None:
        """Store the digits."""
        return None if value is None else format(value, "f")

    def process_result_value(self, value: str | None, _dialect: Dialect) -> Decimal | None:
        """Read the digits."""
        return None if value is None else Decimal(value)


class Coded(TypeDecorator[Any]):
    """A word of a fixed list, stored as text: a list can grow without touching the table."""

    impl = String(30)
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> str | None:
        """Store the word; one outside the list is a mistake of ours."""
        return None if value is None else str(self.kind(value))

    def process_result_value(self, value: str | None, _dialect: Dialect) -> StrEnum | None:
        """Read the word."""
        return None if value is None else self.kind(value)


class RecordRow:
    """What every record has: who began it, when it was last heard of; `version` counts its saves."""

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(Moment)
    created_by: Mapped[int | None]
    created_by_name: Mapped[str] = mapped_column(String(200), default="")
    last_news_at: Mapped[datetime] = mapped_column(Moment, index=True)


class PartRow:
    """What every row of a record's part has. `version` counts its saves; a removed row can be put back."""

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)


class Signed:
    """Who wrote a row and when; the name as it was then."""

    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[int | None]
    by_name: Mapped[str] = mapped_column(String(200), default="")
