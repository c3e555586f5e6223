"""What is remembered of a case file that was read and found sound, so that it need not be read again.

A case is checked alone once for each text of its file. Against everything else it is checked each time, by
what its brief says; only where that might report something is the file read again, for place and words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date
from operator import attrgetter
from typing import Any, Protocol

from portal.cases.files import CaseFile, links
from portal.cases.model import Status
from portal.cases.shelf import Entry, entry_of
from portal.cases.standing import Standing, aged, review_due, status_day
from portal.cases.statements import dated
from portal.government.model import Government
from portal.regions.model import Region
from portal.taxonomy.model import Taxonomy

_INTERNAL = re.compile(r"/(inovasi|wilayah|kebutuhan|halaman)/([a-z0-9-]+)(?:#[a-z0-9-]+)?")
_LIST = re.compile(r"/(inovasi|wilayah|cari|kebutuhan)?(\?[^\s]*)?")


class Snapshot(Protocol):
    """What a case may name and link to; a Library is one, and so are the parts of an edition."""

    @property
    def taxonomy(self) -> Taxonomy:
        """Sectors and forms."""

    @property
    def regions(self) -> Mapping[str, Region]:
        """Regions by id."""

    @property
    def governments(self) -> Mapping[str, Government]:
        """Governments by id, with their needs."""

    @property
    def cases(self) -> Collection[str]:
        """Slugs of cases."""

    @property
    def pages(self) -> Collection[str]:
        """Slugs of help pages."""

    @property
    def kinds(self) -> Collection[str]:
        """Ids of kinds of innovation."""


@dataclass(frozen=True, slots=True)
class Brief:
    """A case file in short: what others ask of it, and what it asks of others."""

    entry: Entry
    sha: str  # of the file's bytes
    province: str
    form: tuple[str, ...]
    kind: str
    links: tuple[str, ...]
    status: Status
    status_day: str | None
    due: str  # ISO day; from the next one on the case is to be checked again
    due_line: int
    latest: str  # ISO: the latest day on which somebody did something for it

    @classmethod
    def of(cls, file: CaseFile, sha: str) -> Brief:
        """What a file says in short."""
        case = file.case
        return cls(
            entry=Entry.of(case),
            sha=sha,
            province=case.province,
            form=case.form,
            kind=case.kind,
            links=tuple(dict.fromkeys(target for _, target in links(file.body))),
            status=case.status,
            status_day=status_day(case),
            due=review_due(case).isoformat(),
            due_line=file.parsed.line_of(("compiled",)),
            latest=max(day for _, day in dated(case)).isoformat(),
        )

    def row(self) -> list[Any]:
        """As it is stored."""
        return [self.entry.row(), *_REST(self)]

    @classmethod
    def from_row(cls, row: list[Any]) -> Brief:
        """As it was stored."""
        values: list[Any] = [tuple(value) if isinstance(value, list) else value for value in row[1:]]
        return cls(entry_of(row[0]), *values)

    def standing(self, today: date) -> Standing:
        """The status as it may be read on a day."""
        return aged(self.status, self.status_day, today)


_REST = attrgetter(*[one.name for one in fields(Brief)][1:])


class Names:
    """Everything that a case may name, ready to be asked for each of thousands."""

    def __init__(self, library: Snapshot, ours: str) -> None:
        self._regions, self._cases = library.regions, library.cases
        self._pages, self._kinds = library.pages, library.kinds
        self._sectors = {term.id for term in library.taxonomy.sectors}
        self._forms = {term.id for term in library.taxonomy.forms}
        self._all_needs = {need.id for each in library.governments.values() for need in each.needs}
        government = library.governments.get(ours)
        self._needs = {need.id for need in government.needs} if government else None

    def knows(self, brief: Brief) -> bool:
        """Whether the case names only what there is."""
        entry, region = brief.entry, self._regions.get(brief.entry.region)
        return (
            region is not None
            and region.province in ("", brief.province)
            and entry.sector in self._sectors
            and self._forms.issuperset(brief.form)
            and (self._needs is None or self._needs.issuperset(entry.needs))
            and (not brief.kind or brief.kind in self._kinds)
            and all(map(self.leads, brief.links))
        )

    def leads(self, target: str) -> bool:
        """Whether a link leads to something published, or to another site."""
        if target.startswith(("https://", "http://", "#")):
            return True
        if match := _INTERNAL.fullmatch(target):
            targets: dict[str, Collection[str]] = {
                "inovasi": self._cases,
                "wilayah": self._regions,
                "kebutuhan": self._all_needs,
                "halaman": self._pages,
            }
            return match[2] in targets[match[1]]
        return _LIST.fullmatch(target) is not None
