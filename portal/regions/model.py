"""Regions, the figures known about them, and the instruments that such figures come from."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from portal.sources import Fact, Source, SourcedText, SourceId, Text

Direction = Literal["up", "down", "neutral"]


class Indicator(Fact):
    """What a figure measures; one entry for each meaning, whatever a source calls it."""

    id: Text
    name: Text
    unit: str = ""
    direction: Direction
    theme: Text
    publisher: str = ""
    instrument: str | None = None
    aliases: tuple[Text, ...] = ()
    sectors: tuple[Text, ...] = ()  # whose cases may move this figure
    counts: tuple[Text, ...] = ()  # what a unit cost calls one of what this counts: it may be multiplied


class Band(Fact):
    """A class of an instrument, from and to inclusive."""

    lower: float = Field(alias="from")
    upper: float = Field(alias="to")
    label: Text


class InstrumentVersion(Fact):
    """An instrument as it stood in some years; figures of different versions are never mixed."""

    id: Text
    valid_from: int | None = None
    valid_to: int | None = None
    legal_basis: str | None = None
    min: float | None = None
    max: float | None = None
    bands: tuple[Band, ...] = ()
    labels: tuple[Text, ...] = ()
    confidence: Literal["terverifikasi", "satu-sumber", "pengetahuan-umum"]
    note: str = ""


class Instrument(Fact):
    """A national index or survey that regions are measured by."""

    id: Text
    name: Text
    publisher: Text
    direction: Direction
    description: str = ""
    versions: tuple[InstrumentVersion, ...] = Field(min_length=1)


class IndicatorValue(Fact):
    """One figure of a region, as its source states it."""

    indicator: Text
    value: int | float | Text
    year: int | None = Field(default=None, ge=1900, le=2100)
    unit: str = ""
    note: str = ""
    sources: tuple[SourceId, ...] = Field(min_length=1)


class VisitNote(Fact):
    """Something a delegation to this region should know."""

    topic: Literal["cara-mengajukan", "penerima", "acara-lazim", "perjalanan", "contoh-jawa-tengah", "celah"]
    text: Text
    sources: tuple[SourceId, ...] = ()


class Region(Fact):
    """A region: who it is, what is measured, what a visitor should know."""

    id: Text
    name: Text
    short_name: Text
    kind: Literal["kabupaten", "kota", "provinsi", "nasional"]
    province: str = ""
    aliases: tuple[Text, ...] = ()
    former_ids: tuple[Text, ...] = ()  # ids it had; their addresses lead here
    summary: str = ""
    indicators: tuple[IndicatorValue, ...] = ()
    visit: tuple[VisitNote, ...] = ()
    notes: tuple[SourcedText, ...] = ()
    sources: tuple[Source, ...] = ()

    @property
    def is_reference(self) -> bool:
        """Whether it only serves as a yardstick (a province's or the national value)."""
        return self.kind in ("provinsi", "nasional") and not self.visit and len(self.indicators) < 4

    def number_of(self, source_id: str) -> int:
        """The number under which this region's page lists a source."""
        return next((n for n, source in enumerate(self.sources, 1) if source.id == source_id), 0)
