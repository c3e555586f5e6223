"""A source: where a fact was read. Shared by every room that holds facts."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
SourceId = Annotated[str, StringConstraints(pattern=r"^[a-z]{1,3}\d{1,3}$")]


def _check_day(value: str) -> str:
    """Refuse a day that no calendar has, such as 2019-02-30."""
    try:
        date.fromisoformat(f"{value}-01-01"[:10])
    except ValueError:
        raise ValueError("bukan tanggal yang ada di kalender") from None
    return value


PartialDate = Annotated[
    str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$"), AfterValidator(_check_day)
]


class Fact(BaseModel):
    """Base of everything read from content: fixed once read, no unknown key, no infinite number."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Source(Fact):
    """A publication that facts are taken from."""

    id: SourceId
    title: Text
    publisher: Text
    date: PartialDate | None = None
    url: str = Field(default="", max_length=2_000)


class SourcedText(Fact):
    """A sentence and the sources that say so."""

    text: Text
    sources: tuple[SourceId, ...] = ()
    year: int | None = None
    note: str = ""
