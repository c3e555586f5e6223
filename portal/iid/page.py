"""What the pages of the desk show, worked out beforehand: templates do no arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from portal import clock, evidence
from portal.access import Actor, may, opds_where
from portal.db import reading
from portal.evidence import Evidence
from portal.government import opd_names
from portal.iid import ideas, told
from portal.iid.assessing import Assessed
from portal.iid.desk import Desk, level_of
from portal.iid.ideas import Holder, Idea
from portal.iid.models import GovernmentRow
from portal.iid.scoring import Entry, Reckoning, Row, rounded
from portal.taxonomy.iid import IID, GovernmentIndicator, IidVersion
from portal.taxonomy.profile import PROFILE
from portal.web.figures import number

MOST_IDEAS = 10
MOST_NAMED = 5  # innovations named beside a paper
MOST_HELD = 5


@dataclass(frozen=True)
class Asked:
    """What somebody tries: these sent, those held back."""

    sent: frozenset[int] = frozenset()
    held: frozenset[int] = frozenset()

    @property
    def is_any(self) -> bool:
        """Is anything tried?"""
        return bool(self.sent or self.held)


@dataclass(frozen=True)
class Line:
    """An innovation in the list of a desk."""

    one: Assessed
    office: str
    entry: Entry  # as it stands in what is tried
    flip: Decimal  # what sending or holding it would change

    @property
    def is_tried(self) -> bool:
        """Does it stand otherwise than it was decided?"""
        return self.entry.is_sent != self.one.is_sent


@dataclass(frozen=True)
class PartLine:
    """A part of the score: what it is, its points, and the most there are."""

    name: str
    points: Decimal
    most: int
    how: str

    @property
    def share(self) -> int:
        """How full it is, in percent."""
        return round(min(Decimal(100), self.points / self.most * 100)) if self.most else 0


@dataclass(frozen=True)
class Offer:
    """A paper that brings the same to some innovations: each needs its own, or one serves them all."""

    idea: Idea
    named: tuple[Holder, ...]
    others: int


@dataclass(frozen=True)
class SeasonView:
    """The page of a season's desk."""

    desk: Desk
    asked: Asked
    reckoning: Reckoning | None
    change: Decimal | None  # of what is tried
    parts: tuple[PartLine, ...]
    affairs: tuple[tuple[str, int], ...]
    lines: tuple[Line, ...]
    hidden: int  # innovations of other OPDs
    offers: tuple[Offer, ...]
    to_hold: tuple[Line, ...]  # whose holding would raise the score
    versions: tuple[IidVersion, ...]
    marks: tuple[str, ...]
    may_decide: bool
    may_verify: bool
    may_confirm: bool


def season_view(desk: Desk, asked: Asked, opds: frozenset[str] | None, actor: Actor) -> SeasonView:
    """Work out the desk of a season for somebody who may read these OPDs (None: all)."""
    stands = desk.reckoning()
    tried = desk.reckoning(sent=asked.sent, held=asked.held) if asked.is_any else stands
    lines: list[Line] = []
    best: tuple[Offer, ...] = ()
    if tried is not None and desk.version is not None:
        names = opd_names()
        shown = [one for one in desk.innovations if opds is None or one.opd in opds]
        entries = {entry.id: entry for entry in tried.entries}
        lines = [
            Line(one, names.get(one.opd, one.owner_text), entries[one.id], tried.flipped(entries[one.id]))
            for one in shown
        ]
        holders = [holder_of(one) for one in shown if entries[one.id].counts and not one.is_from_file]
        best = tuple(_offers(ideas.for_all(desk.version.papers, holders, tried)))[:MOST_IDEAS]
    held = sorted((line for line in lines if line.entry.is_sent and line.flip > 0), key=lambda one: -one.flip)
    return SeasonView(
        desk=desk,
        asked=asked,
        reckoning=tried,
        change=tried.score - stands.score if tried and stands and asked.is_any else None,
        parts=tuple(parts_of(tried)),
        affairs=tuple(affairs_of(tried)),
        lines=tuple(lines),
        hidden=len(desk.innovations) - len(lines) if lines or opds is not None else 0,
        offers=best,
        to_hold=tuple(held[:MOST_HELD]),
        versions=IID.get().versions,
        marks=tuple(told.marks(desk.version, desk.eligible)),
        may_decide=desk.season.closed_at is None and may(actor, "iid.decide"),
        may_verify=opds_where(actor, "iid.verify") != frozenset(),
        may_confirm=may(actor, "iid.confirm"),
    )


def _offers(found: Iterable[Idea]) -> Iterable[Offer]:
    """The same paper with the same gain stands once, for all that it would help."""
    alike: dict[tuple[str, Decimal], list[Idea]] = {}
    for idea in found:
        alike.setdefault((idea.paper.id, idea.points), []).append(idea)
    for group in alike.values():
        holders = [holder for idea in group for holder in idea.holders]
        yield Offer(group[0], tuple(holders[:MOST_NAMED]), max(0, len(holders) - MOST_NAMED))


def holder_of(one: Assessed) -> Holder:
    """An innovation as far as papers are concerned."""
    return Holder(one.id, one.title, one.rows, one.gains)


def parts_of(found: Reckoning | None) -> Iterable[PartLine]:
    """The three parts of the score."""
    if found is None:
        return
    sums, formula = found.sums, found.formula
    yield PartLine(
        "Aspek pemerintah daerah", rounded(sums.government), formula.government_max, "20 indikator"
    )
    yield PartLine(
        "Kematangan inovasi",
        rounded(found.mean),
        formula.innovation_max,
        f"jumlah {number(sums.points)} dibagi {sums.divisor(formula)}",
    )
    missing = formula.basic_needed - sums.covered
    how = f"{sums.counted} inovasi × {number(formula.each)}"
    if missing > 0:
        how = f"0: baru {sums.covered} dari {formula.basic_needed} urusan pelayanan dasar yang disyaratkan"
    yield PartLine("Jumlah inovasi", rounded(found.number), formula.number_max, how)


def affairs_of(found: Reckoning | None) -> Iterable[tuple[str, int]]:
    """The basic affairs, and how many counted innovations each has."""
    names = PROFILE.get().affair_names
    for code, count in (found.sums.affairs or {}).items() if found else ():
        yield names.get(code, code), count


@dataclass(frozen=True)
class InnovationView:
    """The page of one innovation's desk."""

    desk: Desk
    one: Assessed
    groups: tuple[tuple[str, tuple[Row, ...]], ...]
    ideas: tuple[Idea, ...]
    proposed: Decimal
    marks: tuple[str, ...]
    versions: tuple[IidVersion, ...]
    papers: Mapping[str, tuple[Evidence, ...]]  # by indicator
    may_claim: bool
    may_verify: bool
    may_decide: bool
    may_add_papers: bool


def innovation_view(desk: Desk, one: Assessed, actor: Actor) -> InnovationView:
    """Work out the desk of one innovation for this reader."""
    linked: dict[str, tuple[Evidence, ...]] = {}
    for link in evidence.uses_of(reading(), f"innovation:{one.id}"):
        linked[link.indicator] = (*linked.get(link.indicator, ()), link.evidence)
    is_open = desk.season.closed_at is None
    papers = desk.version.papers if desk.version else ()
    return InnovationView(
        desk=desk,
        one=one,
        groups=tuple(_by_variable(one.rows)),
        ideas=tuple(ideas.for_one(papers, holder_of(one))),
        proposed=sum((row.indicator.weight * row.proposed for row in one.rows), Decimal(0)),
        marks=tuple(told.marks(desk.version, desk.eligible)),
        versions=IID.get().versions,
        papers=linked,
        may_claim=is_open and may(actor, "iid.claim", opd=one.opd),
        may_verify=is_open and may(actor, "iid.verify", opd=one.opd),
        may_decide=is_open and may(actor, "iid.decide", opd=one.opd),
        may_add_papers=may(actor, "evidence.write", opd=one.opd),
    )


@dataclass(frozen=True)
class GovernmentLine:
    """A row of the government's sheet."""

    indicator: GovernmentIndicator
    row: GovernmentRow | None
    office: str
    level: int
    points: Decimal
    is_late: bool  # due, and nothing is claimed yet
    papers: tuple[Evidence, ...]
    may_fill: bool
    may_verify: bool


@dataclass(frozen=True)
class GovernmentView:
    """The government's sheet."""

    desk: Desk
    lines: tuple[GovernmentLine, ...]
    points: Decimal
    most: Decimal
    marks: tuple[str, ...]
    versions: tuple[IidVersion, ...]


def government_view(desk: Desk, actor: Actor) -> GovernmentView:
    """Work out the government's sheet for this reader."""
    rows = desk.version.government if desk.version else ()
    found = evidence.of_subjects(reading(), [spd_key(row) for row in desk.government.values()])
    lines = tuple(_government_line(desk, one, found, actor) for one in rows)
    return GovernmentView(
        desk=desk,
        lines=lines,
        points=desk.government_points,
        most=sum((one.weight * 3 for one in rows), Decimal(0)),
        marks=tuple(told.marks(desk.version, desk.eligible)),
        versions=IID.get().versions,
    )


def _government_line(
    desk: Desk, indicator: GovernmentIndicator, papers: Mapping[str, list[Evidence]], actor: Actor
) -> GovernmentLine:
    row = desk.government.get(indicator.no)
    level, opd = level_of(row), row.opd if row else ""
    is_open = desk.season.closed_at is None
    is_late = row is not None and row.due is not None and row.due < clock.today() and row.claimed is None
    return GovernmentLine(
        indicator=indicator,
        row=row,
        office=opd_names().get(opd, opd),
        level=level,
        points=indicator.weight * level,
        is_late=is_late,
        papers=tuple(papers.get(spd_key(row), ())) if row else (),
        may_fill=is_open and may(actor, "iid.government", opd=opd),
        may_verify=is_open and row is not None and may(actor, "iid.verify", opd=opd),
    )


def spd_key(row: GovernmentRow) -> str:
    """What evidence calls a row of the government's sheet."""
    return f"spd:{row.id}"


def _by_variable(rows: Sequence[Row]) -> Iterable[tuple[str, tuple[Row, ...]]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.indicator.variable, []).append(row)
    for name, group in found.items():
        yield name, tuple(group)
