"""What a case study is: an innovation of a region, told from sources, with its results as figures."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, get_args

from pydantic import Field, StringConstraints

from portal.sources import Fact, Quote, Source, SourceId, Text
from portal.taxonomy.stopping import StopReason

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
UNKNOWN_YEAR = "tidak diketahui"
Year = Annotated[int, Field(ge=1945, le=2100)]
Figure = int | float | Text
Status = Literal["active", "scaled", "stopped", "partial", "replaced", "unknown"]
STATUSES: tuple[Status, ...] = get_args(Status)

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


class Compiled(Fact):
    """When the article was put together, and from what."""

    date: date
    source: Literal["archive", "pages", "visit", "plan"]


class Quoted(Fact):
    """Something said from sources, with their own words beside it where they could be read."""

    sources: tuple[SourceId, ...] = Field(min_length=1)
    quotes: tuple[Quote, ...] = ()


class Result(Quoted):
    """A figure; `before` is missing where no source gives a starting point.

    `kind` says what the figure is: counted or surveyed (measured), told by an official without saying how
    (claimed), promised (target), what could be done (capacity) or what was done (activity: people trained,
    meetings held). `method` is the survey or count; before and after of different methods do not compare.
    """

    metric: Text
    kind: Literal["measured", "claimed", "target", "capacity", "activity"]
    before: Figure | None = None
    after: Figure
    unit: str = ""
    year: Year | Literal["tidak diketahui"]
    method: str = ""
    before_method: str = ""


class Award(Quoted):
    """A prize or a listing; `outcome` says how far it came."""

    name: Text
    outcome: Literal["won", "finalist", "nominated", "presented"]
    level: Text
    year: Year | Literal["tidak diketahui"]
    giver: Text


class LegalBasis(Fact):
    """A rule that the innovation rests on; `in_force` only where a law register was asked."""

    text: Text
    state: Literal["in_force", "enacted", "draft", "revoked"]
    sources: tuple[SourceId, ...] = ()
    quotes: tuple[Quote, ...] = ()


class Ending(Quoted):
    """How an innovation ended: in part, altogether, or by something that took its place."""

    year: Year | Literal["tidak diketahui"]
    reason: StopReason | None = None  # None: no source says why
    words: Text
    replaced_by: str = ""  # slug of a case, or the name of what took its place


class Advice(Fact):
    """Whether it may still be imitated, given the national systems and rules since then; with its day.

    Without sources it is the portal's own judgement, and readers see that.
    """

    verdict: Literal["yes", "adapt", "no", "unknown"]
    system: str = ""  # the national system or rule that replaced it or must be used
    words: Text
    date: date
    sources: tuple[SourceId, ...] = ()
    quotes: tuple[Quote, ...] = ()


class Cost(Quoted):
    """What it cost: to begin, a year, or for one unit; in rupiah of its year."""

    kind: Literal["start", "yearly", "unit"]
    amount: Annotated[int, Field(ge=0, le=10**15)]
    per: str = ""  # of a unit cost: one what
    words: Text
    year: Year | Literal["tidak diketahui"]


class Staff(Quoted):
    """How many people it takes, and which."""

    people: Annotated[int, Field(ge=1, le=10**6)]
    words: Text
    year: Year | Literal["tidak diketahui"]


class Contact(Fact):
    """The office to ask: never a private person, never a private number."""

    office: Text
    address: str = ""
    phone: str = ""
    email: str = ""
    web: str = ""
    sources: tuple[SourceId, ...] = Field(min_length=1)


class Picture(Fact):
    """A picture: a file in `content/pictures/`, told in words, with its maker, its licence and its source."""

    file: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\.(jpg|png)$", max_length=90)]
    alt: Annotated[Text, StringConstraints(max_length=250)]
    maker: Text
    licence: Text
    sources: tuple[SourceId, ...] = Field(min_length=1)


class Search(Fact):
    """A search that stands behind "we have not found": what was asked, where, when and for which sections."""

    about: tuple[Text, ...] = Field(min_length=1)
    query: Text
    where: Literal["archive", "web", "jdih", "library"]
    date: date


class FrontMatter(Fact):
    """The head of a case file: everything about a case that is data; see docs/content-format.md."""

    slug: Slug
    title: Annotated[Text, StringConstraints(max_length=120)]
    aliases: tuple[Text, ...] = ()
    former_slugs: tuple[Slug, ...] = ()  # addresses it had; they lead here, and what people wrote follows
    region: Slug
    province: Text
    owner: Text
    started: Year | None
    status: Status
    status_note: str = ""
    status_sources: tuple[SourceId, ...] = ()
    status_quotes: tuple[Quote, ...] = ()
    ended: Ending | None = None
    compiled: Compiled
    sector: Slug
    form: tuple[Slug, ...] = Field(min_length=1)
    digital: bool
    kind: str = ""  # id of content/kinds/, where the sector would say another one
    target_groups: tuple[Text, ...] = ()
    summary: Text
    needs: tuple[Slug, ...] = ()
    results: tuple[Result, ...] = ()
    awards: tuple[Award, ...] = ()
    legal_basis: tuple[LegalBasis, ...] = ()
    still: Advice | None = None
    costs: tuple[Cost, ...] = ()
    staff: tuple[Staff, ...] = ()
    contacts: tuple[Contact, ...] = ()
    pictures: tuple[Picture, ...] = ()
    searched: tuple[Search, ...] = ()
    compared: tuple[SourceId, ...] = ()  # sources whose texts were read side by side
    sources: tuple[Source, ...] = Field(min_length=1)
    origin_plan: str = ""

    @property
    def measured(self) -> tuple[Result, ...]:
        """The results that were counted or surveyed."""
        return tuple(result for result in self.results if result.kind == "measured")

    @property
    def key_sources(self) -> tuple[Source, ...]:
        """The sources that a status, an end or a result rests on: those that verification is about."""
        ids = {*self.status_sources, *(self.ended.sources if self.ended else ())}
        ids.update(source_id for result in self.results for source_id in result.sources)
        return tuple(source for source in self.sources if source.id in ids)

    @property
    def newest_source(self) -> str | None:
        """The date of the newest dated source, as exact as it is known."""
        return max((source.date for source in self.sources if source.date), default=None)

    def searched_for(self, about: str) -> tuple[Search, ...]:
        """The searches behind what is said not to be found in a section, or about the status."""
        return tuple(search for search in self.searched if about in search.about)

    @property
    def verified(self) -> date | None:
        """Since when every status, end and result is verified by a named role; None while one is not."""
        checks = [source.checked.date for source in self.key_sources if source.checked]
        is_whole = bool(checks) and all(source.is_verified for source in self.key_sources)
        return min(checks) if is_whole else None


class Case(FrontMatter):
    """A case as the catalogue knows it: its front matter and where its file lies."""

    path: str

    @property
    def fields_known(self) -> int:
        """How many of the things a reader asks for are known: the measure of completeness."""
        won = any(award.outcome == "won" for award in self.awards)
        asked = (self.started, self.measured, won, self.legal_basis, self.status_quotes, self.needs)
        read = sum(source.read is not None for source in self.sources)
        return sum(bool(value) for value in asked) + min(len(self.measured), 4) + min(read // 2, 3)


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
