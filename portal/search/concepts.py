"""The concepts of public-service life and the words ordinary people have for them; content/concepts.yaml.

A citizen writes "nenek tinggal sendirian, perutnya sering kosong" where a case says "lansia miskin
sebatang kara". A concept gathers both ways of speaking. What a concept is broader than or near to is
said once, and used whenever it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field

from portal.edition import Part
from portal.search.analysis import positions, tokens
from portal.sources import Fact, Text
from portal.yamlfiles import Report, YamlText, load, validate

MAX_SIZE = 1024 * 1024  # bytes; it has one line for each of thousands of things people ask for
LONGEST_FORM = 6  # words with a meaning of their own
DEEPEST = 4  # steps from a concept to its broadest one


def _listed(value: object) -> object:
    """Take "satu, dua" as a list: so a line of the file reads like a line of a dictionary."""
    if isinstance(value, str):
        return [word for part in value.split(",") if (word := " ".join(part.split()))]
    return value


Listed = Annotated[tuple[Text, ...], BeforeValidator(_listed)]
ConceptId = Annotated[str, Field(pattern=r"^[a-z1-9]+(-[a-z1-9]+)*$", max_length=40)]


class Entry(Fact):
    """One concept. Words mean it; hints often point to it, and count half.

    A word stands for its inflections too (antre: mengantre, diantre) unless it begins with "=", or
    is itself derived: "pengangguran" does not stand for "anggur".
    """

    words: Listed = Field(min_length=1)
    hints: Listed = ()
    broader: Listed = ()
    near: Listed = ()
    weight: float = Field(default=1.0, gt=0, le=2)


class Concepts(Fact):
    """All concepts by id, and words so general that they count little in a long question."""

    light: Listed = ()
    concepts: dict[ConceptId, Entry] = Field(default_factory=dict)


def read_concepts(content: Path, report: Report) -> Concepts:
    """Read content/concepts.yaml; empty where there is none, or with problems where it cannot be used."""
    path, name = content / "concepts.yaml", f"{content.name}/concepts.yaml"
    if not path.exists():
        return Concepts()
    parsed = load(path, name, report, max_size=MAX_SIZE)
    found = validate(Concepts, parsed, name, report) if parsed else None
    if found is None or parsed is None:
        return Concepts()
    for place, message in _problems(found):
        report.add(name, _line(parsed, place), message)
    return found


def _line(parsed: YamlText, place: tuple[str, ...]) -> int:
    return parsed.line_of(("concepts", *place))


def _problems(found: Concepts) -> Iterator[tuple[tuple[str, ...], str]]:
    entries = found.concepts
    for name, entry in entries.items():
        for key, others in (("broader", entry.broader), ("near", entry.near)):
            for other in others:
                if other not in entries:
                    yield (name, key), f"konsep '{other}' tidak dikenal"
                elif other == name:
                    yield (name, key), f"konsep '{name}' menunjuk dirinya sendiri"
        if _depth(name, entries) > DEEPEST:
            yield (name, "broader"), f"konsep '{name}' berputar atau lebih dari {DEEPEST} tingkat"
        seen: set[str] = set()
        for key, forms in (("words", entry.words), ("hints", entry.hints)):
            for form in forms:
                yield from (((name, key), message) for message in _form_problems(form, seen))


def _form_problems(form: str, seen: set[str]) -> Iterator[str]:
    folded = form.casefold()
    if folded in seen:
        yield f"'{form}' ditulis dua kali"
    seen.add(folded)
    places = [place for token in tokens(form) for place in positions(token)]
    meaningful = [place for place in places if not place.is_stop]
    if not meaningful:
        yield f"'{form}' hanya berisi kata tanpa arti sendiri"
    elif len(meaningful) > LONGEST_FORM:
        yield f"'{form}' lebih dari {LONGEST_FORM} kata"


def _depth(name: str, entries: Mapping[str, Entry], seen: frozenset[str] = frozenset()) -> int:
    if name not in entries:
        return 0
    if name in seen:
        return DEEPEST + 1
    return 1 + max((_depth(other, entries, seen | {name}) for other in entries[name].broader), default=0)


CONCEPTS = Part("concepts", Concepts, read_concepts)
