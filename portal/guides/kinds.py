"""Which kind a case is of, and which families it belongs to. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from portal.cases import Case
from portal.guides.model import Family, InnovationKind


def kind_of(case: Case, kinds: Mapping[str, InnovationKind]) -> InnovationKind | None:
    """The one kind of a case: the one it names, else the one that names it, else that of its sector."""
    if case.kind in kinds:
        return kinds[case.kind]
    named = next((kind for kind in kinds.values() if case.slug in kind.cases), None)
    return named or next((kind for kind in kinds.values() if covers(kind, case.sector, case.digital)), None)


def kind_of_sector(sector: str, kinds: Mapping[str, InnovationKind]) -> InnovationKind | None:
    """The kind that is usual in a sector, where no case is chosen."""
    return next((kind for kind in kinds.values() if covers(kind, sector, digital=False)), None)


def covers(kind: InnovationKind, sector: str, digital: bool) -> bool:
    """Is this the kind of the cases of a sector that nobody names?"""
    return sector in kind.sectors and kind.digital in (None, digital)


def belongs(case: Case, family: Family) -> bool:
    """Is a case of a family: named, or found by its need, or by its sector and a word of its names?"""
    if case.slug in family.without:
        return False
    if case.slug in family.cases or set(case.needs) & set(family.needs):
        return True
    names = " ".join((case.title, *case.aliases)).casefold()
    in_sector = not family.sectors or case.sector in family.sectors
    return in_sector and any(re.search(rf"\b{re.escape(word.casefold())}", names) for word in family.words)


def members(family: Family, cases: Iterable[Case]) -> list[Case]:
    """The cases of a family: those that run first, then the ended ones; newest first."""
    found = [case for case in cases if belongs(case, family)]
    return sorted(found, key=lambda case: (case.ended is not None, -(case.started or 0), case.slug))


def families_of(case: Case, families: Iterable[Family]) -> list[Family]:
    """The families that a case belongs to."""
    return [family for family in families if belongs(case, family)]
