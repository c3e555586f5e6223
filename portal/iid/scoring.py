"""The score of a year, of one innovation, and what one change would make of them. Pure.

row   = weight x level, and nothing without evidence
one   = sum of its 20 rows
score = (government + sum of those that are sent / divisor + points for their number) / total x 100
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from portal.taxonomy.iid import Formula, IidIndicator, IidVersion

CENT = Decimal("0.01")
NOTHING = Decimal(0)


def rounded(value: Decimal) -> Decimal:
    """To two decimals, as scores are given."""
    return value.quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class Row:
    """An indicator of one innovation: what its record gives, what is claimed, what was verified."""

    indicator: IidIndicator
    proposed: int = 0
    why: str = ""
    claimed: int | None = None
    note: str = ""
    verified: int | None = None
    verdict_note: str = ""
    has_evidence: bool = False
    is_proved: bool = False  # an examiner found its paper good

    @property
    def wanted(self) -> int:
        """The level that is claimed, or that the record gives while nobody has claimed one."""
        return self.proposed if self.claimed is None else self.claimed

    @property
    def level(self) -> int:
        """The level that counts: what was verified, else what is claimed with evidence."""
        if self.verified is not None:
            return self.verified
        return self.wanted if self.has_evidence else 0

    @property
    def points(self) -> Decimal:
        """What it brings."""
        return self.indicator.weight * self.level

    @property
    def most(self) -> Decimal:
        """What it could bring."""
        return self.indicator.weight * 3

    @property
    def lost(self) -> int:
        """Levels that were claimed and not verified: next year's work."""
        return 0 if self.verified is None else max(0, self.wanted - self.verified)


def maturity(rows: Iterable[Row]) -> Decimal:
    """The points of one innovation."""
    return sum((row.points for row in rows), NOTHING)


@dataclass(frozen=True)
class Entry:
    """An innovation in the reckoning of a year."""

    id: int
    title: str
    maturity: Decimal
    affair: str = ""
    is_sent: bool = True
    is_eligible: bool | None = True  # None: nobody can say
    why: str = ""

    @property
    def counts(self) -> bool:
        """Does it bring points? One that is refused only divides."""
        return self.is_sent and self.is_eligible is not False


@dataclass(frozen=True)
class Sums:
    """What the score is made of."""

    government: Decimal
    points: Decimal = NOTHING
    sent: int = 0
    counted: int = 0
    affairs: Mapping[str, int] | None = None  # basic affairs, and how many counted innovations each has

    def changed(self, entry: Entry, by: int) -> Sums:
        """With one innovation more (1) or less (-1)."""
        if entry.is_eligible is False:
            return replace(self, sent=self.sent + by)
        affairs = dict(self.affairs or {})
        if entry.affair in affairs:
            affairs[entry.affair] += by
        return replace(
            self,
            points=self.points + by * entry.maturity,
            sent=self.sent + by,
            counted=self.counted + by,
            affairs=affairs,
        )

    @property
    def covered(self) -> int:
        """How many basic affairs have an innovation."""
        return sum(1 for count in (self.affairs or {}).values() if count > 0)

    def divisor(self, formula: Formula) -> int:
        """What the sum of points is divided by."""
        return max(formula.divisor, self.sent)

    def number(self, formula: Formula) -> Decimal:
        """The points for the number of innovations; none while basic affairs are missing."""
        if self.covered < formula.basic_needed:
            return NOTHING
        return min(self.counted, formula.most) * formula.each

    def raw(self, formula: Formula) -> Decimal:
        """The points of the whole."""
        return self.government + self.points / self.divisor(formula) + self.number(formula)

    def score(self, formula: Formula) -> Decimal:
        """The index, not rounded."""
        return self.raw(formula) / formula.total * 100


@dataclass(frozen=True)
class Reckoning:
    """The score of a year under one version, with its parts."""

    version: IidVersion
    formula: Formula
    sums: Sums
    entries: tuple[Entry, ...] = ()

    @property
    def exact(self) -> Decimal:
        """The index, not rounded."""
        return self.sums.score(self.formula)

    @property
    def score(self) -> Decimal:
        """The index."""
        return rounded(self.exact)

    @property
    def label(self) -> str:
        """The class of the score; empty where the version knows none."""
        bands = self.version.bands
        return next((one.label for one in bands if one.lower <= self.score <= one.upper), "")

    @property
    def mean(self) -> Decimal:
        """The points of the innovations, divided."""
        return self.sums.points / self.sums.divisor(self.formula)

    @property
    def number(self) -> Decimal:
        """The points for the number of innovations."""
        return self.sums.number(self.formula)

    @property
    def missing(self) -> tuple[str, ...]:
        """Basic affairs without an innovation, by code."""
        return tuple(code for code, count in (self.sums.affairs or {}).items() if count <= 0)

    def flipped(self, entry: Entry) -> Decimal:
        """How the index changes when this one is held instead of sent, or sent instead of held."""
        after = self.sums.changed(entry, -1 if entry.is_sent else 1)
        return after.score(self.formula) - self.exact

    def gained(self, points: Decimal) -> Decimal:
        """How the index changes when innovations that are sent bring so many points more."""
        return points / self.sums.divisor(self.formula) / self.formula.total * 100


def reckon(
    version: IidVersion, government: Decimal, entries: Iterable[Entry], basic: Iterable[str]
) -> Reckoning | None:
    """The score of a year; None where the version's rule is not known: then nothing is scored."""
    if version.formula is None:
        return None
    listed = tuple(entries)
    affairs = dict.fromkeys(basic, 0)
    sent = [entry for entry in listed if entry.is_sent]
    counted = [entry for entry in sent if entry.counts]
    for entry in counted:
        if entry.affair in affairs:
            affairs[entry.affair] += 1
    points = sum((entry.maturity for entry in counted), NOTHING)
    sums = Sums(government, points, len(sent), len(counted), affairs)
    return Reckoning(version, version.formula, sums, listed)
