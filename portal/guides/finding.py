"""What a search finds among the guides: families side by side, and how kinds are begun."""

from __future__ import annotations

from collections.abc import Iterator

from portal.guides.files import FAMILIES, KINDS
from portal.search.others import Thing


def guides() -> Iterator[Thing]:
    """Every family and every kind of the edition."""
    for family in FAMILIES.get().values():
        yield Thing("perbandingan", family.title, "guides.family", {"family_id": family.id}, family.intro)
    for kind in KINDS.get().values():
        yield Thing("cara mulai", kind.label, "guides.kind", {"kind_id": kind.id}, kind.about)
