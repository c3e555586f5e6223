"""The next best paper to get: how many points it brings, to one innovation or to all it can name. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from portal.iid.scoring import NOTHING, Reckoning, Row
from portal.taxonomy.iid import PaperIdea


@dataclass(frozen=True)
class Holder:
    """An innovation as far as papers are concerned."""

    id: int
    title: str
    rows: Sequence[Row]
    gains: Mapping[str, Decimal] | None = None  # by paper, where they are known already

    def gain(self, paper: PaperIdea) -> Decimal:
        """The points that a paper brings it."""
        return gain(paper, self.rows) if self.gains is None else self.gains.get(paper.id, NOTHING)


@dataclass(frozen=True)
class Idea:
    """A paper worth getting, for whom, and what it brings."""

    paper: PaperIdea
    holders: tuple[Holder, ...]
    points: Decimal  # of maturity, all holders together
    index: Decimal = NOTHING  # of the year's score

    @property
    def per_paper(self) -> Decimal:
        """Points for each paper that has to be got."""
        return self.points / self.paper.count

    @property
    def indicators(self) -> str:
        """Which indicators it lifts."""
        return ", ".join(self.paper.gives)


def gain(paper: PaperIdea, rows: Iterable[Row]) -> Decimal:
    """The points that a paper brings at best, beyond what counts already."""
    return sum(
        (
            row.indicator.weight * max(0, paper.gives.get(row.indicator.no, 0) - row.level)
            for row in rows
            if row.indicator.no in paper.gives
        ),
        NOTHING,
    )


def gains(papers: Iterable[PaperIdea], rows: Sequence[Row]) -> dict[str, Decimal]:
    """What each paper brings to one innovation, where it brings anything; by the paper's id."""
    by_no = {row.indicator.no: row for row in rows}
    found: dict[str, Decimal] = {}
    for paper in papers:
        points = gain(paper, [by_no[no] for no in paper.gives if no in by_no])
        if points:
            found[paper.id] = points
    return found


def for_one(papers: Iterable[PaperIdea], holder: Holder) -> list[Idea]:
    """What would help one innovation, the most points for a paper first."""
    found = [Idea(paper, (holder,), holder.gain(paper)) for paper in papers]
    return sorted((one for one in found if one.points), key=_rank)


def for_all(papers: Iterable[PaperIdea], holders: Sequence[Holder], reckoning: Reckoning) -> list[Idea]:
    """What would help the year most: a shared paper for all that it can name, else one innovation's."""
    found: list[Idea] = []
    for paper in papers:
        helped = [(holder, points) for holder in holders if (points := holder.gain(paper))]
        if paper.shared and helped:
            points = sum((points for _, points in helped), NOTHING)
            found.append(Idea(paper, tuple(one for one, _ in helped), points, reckoning.gained(points)))
        elif not paper.shared:
            found += [Idea(paper, (one,), points, reckoning.gained(points)) for one, points in helped]
    return sorted(found, key=_rank)


def _rank(one: Idea) -> tuple[Decimal, Decimal, str, int]:
    return -one.per_paper, -one.points, one.paper.id, one.holders[0].id
