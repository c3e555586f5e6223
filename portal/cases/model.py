"""What a case study is: an innovation of a region, told from sources, with its results as figures."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from portal.sources import Fact, Source, SourcedText, SourceId, Text

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
UNKNOWN_YEAR = "tidak diketahui"
Year = Annotated[int, Field(ge=1945, le=2100)]
Figure = int | float | Text

SECTIONS = (
    "Masalah",
    "Yang dilakukan",
    "Hasil",
    "Sumber daya dan biaya",
    "Dasar hukum",
    "Penghargaan",
    "Pelajaran dan hambatan",
    "Syarat agar bisa ditiru",
    "Sudah ditiru di",
    "Untuk kunjungan",
    "Catatan data",
)


class Result(Fact):
    """One measured result; `before` is missing where no source gives a starting point."""

    metric: Text
    before: Figure | None = None
    after: Figure
    unit: str = ""
    year: Year | Literal["tidak diketahui"]
    sources: tuple[SourceId, ...] = Field(min_length=1)


class Award(Fact):
    """A prize or a listing; what kind it was stands in its name."""

    name: Text
    level: Text
    year: Year | Literal["tidak diketahui"]
    giver: Text
    sources: tuple[SourceId, ...] = Field(min_length=1)


class FrontMatter(Fact):
    """The head of a case file: everything about a case that is data; see docs/content-format.md."""

    slug: Slug
    title: Annotated[Text, StringConstraints(max_length=120)]
    aliases: tuple[Text, ...] = ()
    region: Slug
    province: Text
    owner: Text
    started: Year | None
    status: Literal["active", "scaled", "stopped", "unknown"]
    status_note: str = ""
    status_sources: tuple[SourceId, ...] = ()
    verified: date
    review_due: date
    sector: Slug
    form: tuple[Slug, ...] = Field(min_length=1)
    digital: bool
    target_groups: tuple[Text, ...] = ()
    summary: Text
    needs: tuple[Slug, ...] = ()
    results: tuple[Result, ...] = ()
    awards: tuple[Award, ...] = ()
    legal_basis: tuple[SourcedText, ...] = ()
    sources: tuple[Source, ...] = Field(min_length=1)
    origin_plan: str = ""

    def is_stale(self, today: date) -> bool:
        """Whether the day for verifying it again has passed."""
        return self.review_due < today


class Case(FrontMatter):
    """A case as the catalogue knows it: its front matter and where its file lies."""

    path: str

    @property
    def fields_known(self) -> int:
        """How many of the things a reader asks for are known: the measure of completeness."""
        asked = (self.started, self.results, self.awards, self.legal_basis, self.status_sources, self.needs)
        return (
            sum(bool(value) for value in asked) + min(len(self.results), 4) + min(len(self.sources) // 4, 3)
        )


class Citation(Fact):
    """A source as the article numbers it, with the places that cite it."""

    number: int
    source: Source
    places: tuple[str, ...] = ()


class Section(Fact):
    """One section of an article: heading, anchor, safe HTML and the plain text for search."""

    heading: Text
    anchor: Text
    html: str
    text: str


class Article(Fact):
    """A rendered case: what a page shows and what search reads."""

    slug: Slug
    sections: tuple[Section, ...]
    citations: tuple[Citation, ...]

    def number_of(self, source_id: str) -> int:
        """The number under which the article cites a source; 0 for none."""
        return next((c.number for c in self.citations if c.source.id == source_id), 0)
