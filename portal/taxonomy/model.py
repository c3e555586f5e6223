"""The lists of content/taxonomy.yaml."""

from __future__ import annotations

from pathlib import Path

from portal.edition import Part
from portal.sources import Fact, Text
from portal.yamlfiles import Report, load, validate


class Term(Fact):
    """One entry of a list: the id that files use and the label that readers see."""

    id: Text
    label: Text
    description: str = ""


class Taxonomy(Fact):
    """Every list, in the order in which readers see it."""

    sectors: tuple[Term, ...] = ()
    forms: tuple[Term, ...] = ()
    statuses: tuple[Term, ...] = ()
    award_levels: tuple[Term, ...] = ()
    region_kinds: tuple[Term, ...] = ()

    def sector(self, term_id: str) -> str:
        """The label of a sector."""
        return _label(self.sectors, term_id)

    def form(self, term_id: str) -> str:
        """The label of a form of innovation (PP 38/2017)."""
        return _label(self.forms, term_id)

    def status(self, term_id: str) -> str:
        """The label of a status."""
        return _label(self.statuses, term_id)


def read(content: Path, report: Report) -> Taxonomy:
    """Read content/taxonomy.yaml; an empty taxonomy with problems where it cannot be used."""
    name = f"{content.name}/taxonomy.yaml"
    parsed = load(content / "taxonomy.yaml", name, report)
    taxonomy = validate(Taxonomy, parsed, name, report) if parsed else None
    return taxonomy or Taxonomy()


def _label(terms: tuple[Term, ...], term_id: str) -> str:
    return next((term.label for term in terms if term.id == term_id), term_id)


TAXONOMY = Part("taxonomy", Taxonomy, read)
