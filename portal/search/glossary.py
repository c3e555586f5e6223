"""The glossary: acronyms, equal words and related words of the field; content/glossary.yaml."""

from __future__ import annotations

from pathlib import Path

from portal.edition import Part
from portal.sources import Fact, Text
from portal.yamlfiles import Report, load, validate


class Term(Fact):
    """A word or acronym, what it stands for, and which words mean the same or nearly so."""

    term: Text
    expansions: tuple[Text, ...] = ()
    equal: tuple[Text, ...] = ()
    related: tuple[Text, ...] = ()
    ambiguous: bool = False
    note: str = ""


class Glossary(Fact):
    """Every term."""

    terms: tuple[Term, ...] = ()


def read_glossary(content: Path, report: Report) -> Glossary:
    """Read content/glossary.yaml; empty with problems where it cannot be used."""
    name = f"{content.name}/glossary.yaml"
    parsed = load(content / "glossary.yaml", name, report)
    glossary = validate(Glossary, parsed, name, report) if parsed else None
    seen: dict[str, int] = {}
    for index, term in enumerate(glossary.terms if glossary else ()):
        if term.term in seen and parsed is not None:
            report.add(name, parsed.line_of(("terms", index)), f"istilah '{term.term}' ditulis dua kali")
        seen[term.term] = index
    return glossary or Glossary()


GLOSSARY = Part("glossary", Glossary, read_glossary)
