"""A source: where a fact was read. Shared by every room that holds facts."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

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


class Reading(Fact):
    """When and how the text of a source was read while the article was put together."""

    date: date
    how: Literal["archive", "live"]  # a stored copy of the page, or the page itself
    extent: Literal["whole", "part"] = "whole"


class Check(Fact):
    """What somebody with a named role found on opening the source to verify what is said from it."""

    date: date
    by: Literal["kurator", "auditor"]  # a role, never a person; who it was stands in the trail
    found: Literal["confirmed", "corrected", "gone"]


class Source(Fact):
    """A publication that facts are taken from."""

    id: SourceId
    title: Text
    publisher: Text
    date: PartialDate | None = None
    url: str = Field(default="", max_length=2_000)
    read: Reading | None = None
    checked: Check | None = None

    @property
    def is_verified(self) -> bool:
        """Whether a named role opened it and still found what is said from it."""
        return self.checked is not None and self.checked.found != "gone"


class Quote(Fact):
    """The words of a source that a figure or a status rests on."""

    source: SourceId
    text: Annotated[Text, StringConstraints(max_length=200)]


class SourcedText(Fact):
    """A sentence and the sources that say so."""

    text: Text
    sources: tuple[SourceId, ...] = ()
    year: int | None = None
    note: str = ""
