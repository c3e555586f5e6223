"""A source: where a fact was read. Shared by every room that holds facts."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
SourceId = Annotated[str, StringConstraints(pattern=r"^[a-z]{1,3}\d{1,3}$")]
PartialDate = Annotated[
    str, StringConstraints(pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")
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
