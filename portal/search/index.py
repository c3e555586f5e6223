"""From cases to the search index of an edition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from portal.cases.model import Article, Case
from portal.government.model import Government
from portal.regions.model import Region
from portal.taxonomy.model import Taxonomy

VERSION = 1  # raise it when the schema or the analysis changes


def document(case: Case, article: Article, regions: Mapping[str, Region], taxonomy: Taxonomy, government: Government | None) -> object:
    return case


def build(folder: Path, documents: Sequence[object], previous: Path | None) -> None:
    pass


def is_sound(folder: Path) -> bool:
    return True
