"""The government that runs this portal: its agencies, its medium-term plan, its pain points."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from portal.sources import Fact, PartialDate, Source, SourcedText, SourceId, Text

UnitKind = Literal[
    "bagian", "bidang", "uptd", "puskesmas", "sekolah", "blud", "desa", "kelurahan", "bumd", "lainnya"
]


class Unit(Fact):
    """A unit below an agency, which may own innovations of its own; it answers through that agency.

    A village stands below its kecamatan, a regional company (BUMD) below the agency that looks after it.
    """

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
    name: Text
    kind: UnitKind
    names: tuple[Text, ...] = ()  # otherwise written in files and forms
    sources: tuple[SourceId, ...] = ()


class Opd(Fact):
    """An agency (organisasi perangkat daerah)."""

    code: Text
    name: Text
    kind: Text
    sectors: tuple[Text, ...] = ()
    units: tuple[Unit, ...] = ()
    former_names: tuple[Text, ...] = ()
    former_codes: tuple[Text, ...] = ()  # its own before it was renamed, and those of agencies merged into it
    desa: int | None = None
    kelurahan: int | None = None
    note: str = ""
    sources: tuple[SourceId, ...] = ()


class Mission(Fact):
    """One mission of the medium-term plan (RPJMD)."""

    no: int
    text: Text
    sources: tuple[SourceId, ...] = ()


class Zone(Fact):
    """A development zone of the plan."""

    name: Text
    areas: tuple[Text, ...]
    note: str = ""
    sources: tuple[SourceId, ...] = ()


class Reading(Fact):
    """A year's value of a plan indicator, and its target where one is known."""

    year: int
    value: float | None = None
    target: float | None = None


class PlanIndicator(Fact):
    """An indicator that the plan is measured by."""

    id: Text
    name: Text
    indicator: str | None = None
    unit: str = ""
    direction: Literal["up", "down", "neutral"]
    series: tuple[Reading, ...] = ()
    end_target: float | None = None
    sources: tuple[SourceId, ...] = ()


class Plan(Fact):
    """The medium-term plan in force."""

    document: Text
    period: Text
    vision: Text
    vision_sources: tuple[SourceId, ...] = ()
    missions: tuple[Mission, ...]
    zones: tuple[Zone, ...] = ()
    indicators: tuple[PlanIndicator, ...] = ()
    programmes: tuple[SourcedText, ...] = ()
    notes: tuple[SourcedText, ...] = ()


class PlanPoint(Fact):
    """Something an earlier plan set out to do, or reached."""

    kind: Text
    text: Text
    year: int | None = None
    sources: tuple[SourceId, ...] = ()


class EarlierPlan(Fact):
    """A plan that came before, for comparison."""

    document: Text
    period: Text
    legal_basis: str | None = None
    vision: str | None = None
    vision_sources: tuple[SourceId, ...] = ()
    points: tuple[PlanPoint, ...] = ()
    notes: tuple[SourcedText, ...] = ()
    sources: tuple[SourceId, ...] = ()


class NeedFigure(Fact):
    """A figure of a pain point; `counts` are the words for which a unit cost may be multiplied with it."""

    label: Text
    value: float
    unit: str = ""
    year: int | None = None
    counts: tuple[Text, ...] = ()
    sources: tuple[SourceId, ...] = Field(min_length=1)


class Need(Fact):
    """A pain point: something the public suffers from that a case may answer."""

    id: Text
    title: Text
    text: Text
    opds: tuple[Text, ...] = Field(min_length=1)
    sector: Text
    year: int | None = None
    note: str = ""
    note_sources: tuple[SourceId, ...] = ()
    figures: tuple[NeedFigure, ...] = ()
    cases: tuple[Text, ...] = ()
    sources: tuple[SourceId, ...] = Field(min_length=1)


class StudyVisit(Fact):
    """A study visit known from the press: made from here, received here, or made by a neighbour."""

    kind: Text
    date: PartialDate | None = None
    who: str = ""
    destination: str = ""
    purpose: str = ""
    text: str = ""
    sources: tuple[SourceId, ...] = ()


class Margins(Fact):
    """Margins of an official paper, in millimetres."""

    top: float = Field(default=20, ge=5, le=60)
    bottom: float = Field(default=25, ge=5, le=60)
    left: float = Field(default=30, ge=5, le=60)
    right: float = Field(default=20, ge=5, le=60)


class Acting(Fact):
    """A post that somebody else holds for a while; after the last day it is as if nothing were written."""

    post: Text  # "kepala-daerah", "sekda", or the code of an agency
    kind: Literal["Plt.", "Plh."]
    until: date  # the last day


class LetterRules(Fact):
    """How this government writes its official papers: its own regulation on them, as settings."""

    city: str = ""  # where letters are dated
    paper: Literal["A4", "F4"] = "A4"
    font: Text = "Arial"
    font_size: float = Field(default=12, ge=8, le=16)
    table_font_size: float = Field(default=10, ge=7, le=14)
    line_spacing: float = Field(default=1.15, ge=1, le=2)
    margins: Margins = Margins()
    coat_of_arms: str = Field(default="", pattern=r"^([a-z0-9._-]+\.png)?$")
    contacts: dict[str, tuple[Text, ...]] = Field(default_factory=dict)  # OPD code to lines of the letterhead
    codes: dict[str, Text] = Field(default_factory=dict)  # paper to archive code of its number
    acting: tuple[Acting, ...] = ()


class Government(Fact):
    """Everything the portal knows about its own government; content/government/<id>.yaml."""

    id: Text
    region: Text
    name: Text
    short_name: Text
    head: Text
    secretary: Text
    planning_agency: Text
    opds: tuple[Opd, ...]
    opds_note: str = ""
    plan: Plan
    earlier_plans: tuple[EarlierPlan, ...] = ()
    needs: tuple[Need, ...] = ()
    study_visits: tuple[StudyVisit, ...] = ()
    letters: LetterRules = LetterRules()
    sources: tuple[Source, ...] = ()

    def need(self, need_id: str) -> Need | None:
        """A pain point by id."""
        return next((need for need in self.needs if need.id == need_id), None)

    def opd(self, code: str) -> Opd | None:
        """An agency by code."""
        return next((opd for opd in self.opds if opd.code == code), None)

    def unit(self, unit_id: str) -> tuple[Opd, Unit] | None:
        """A unit by id, with the agency above it."""
        return next(((opd, unit) for opd in self.opds for unit in opd.units if unit.id == unit_id), None)

    def successor(self, code: str) -> Opd | None:
        """The agency that another one became, or was merged into."""
        return next((opd for opd in self.opds if code in opd.former_codes), None)

    def source(self, source_id: str) -> Source | None:
        """A source by id."""
        return next((source for source in self.sources if source.id == source_id), None)
