"""The published cases on their shelf: what lists and counts need at hand, the rest read when asked for.

In an edition cases.json holds one case a line, and entries.json what is known of each and where its line
lies. The file is mapped into memory, so that all processes of a server share it; a case becomes an object
only when somebody looks at it.
"""

from __future__ import annotations

import json
import mmap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar

from flask import has_app_context

from portal.cases.files import read_file
from portal.cases.model import Case
from portal.edition import Part, report_damage, settings
from portal.errors import NotFound
from portal.yamlfiles import Report

T = TypeVar("T")
KEPT = 512  # cases that a process keeps as objects: those that are looked at most
CASES_FILE, ENTRIES_FILE = "cases.json", "entries.json"
_OPEN, _BETWEEN, _CLOSE = b"{\n", b",\n", b"\n}\n"


@dataclass(frozen=True, slots=True)
class Entry:
    """What is asked of all cases at once; the number of results, of sources read and so on are counts."""

    slug: str
    title: str
    aliases: tuple[str, ...]
    former_slugs: tuple[str, ...]
    region: str
    sector: str
    needs: tuple[str, ...]
    target_groups: tuple[str, ...]
    started: int | None
    ended: bool
    ended_year: int  # 0 where it has not ended, or nobody knows when
    results: int
    known: int  # of the things a reader asks for
    sources: int
    read: int
    path: str

    @classmethod
    def of(cls, case: Case) -> Entry:
        """What is known of a case."""
        year = case.ended.year if case.ended else 0
        return cls(
            slug=case.slug,
            title=case.title,
            aliases=case.aliases,
            former_slugs=case.former_slugs,
            region=case.region,
            sector=case.sector,
            needs=case.needs,
            target_groups=case.target_groups,
            started=case.started,
            ended=case.ended is not None,
            ended_year=year if isinstance(year, int) else 0,
            results=len(case.results),
            known=case.fields_known,
            sources=len(case.sources),
            read=sum(source.read is not None for source in case.sources),
            path=case.path,
        )

    def row(self) -> tuple[Any, ...]:
        """As it is stored (`dataclasses.astuple` copies every value, which is most of its work)."""
        row: tuple[Any, ...] = _FIELDS(self)
        return row


class Shelf(Mapping[str, Case]):
    """The cases by slug, in the order of their files."""

    def __init__(self, entries: Mapping[str, Entry], read: Callable[[str], Case]) -> None:
        self.entries = entries
        self._read = lru_cache(maxsize=KEPT)(read)
        self._made: dict[str, Any] = {}

    @classmethod
    def of(cls, cases: Mapping[str, Case]) -> Shelf:
        """Cases that are objects already."""
        return cls({slug: Entry.of(case) for slug, case in cases.items()}, cases.__getitem__)

    def __getitem__(self, slug: str) -> Case:
        if slug not in self.entries:
            raise KeyError(slug)
        return self._read(slug)

    def __contains__(self, slug: object) -> bool:
        return slug in self.entries

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def once(self, name: str, make: Callable[[], T]) -> T:
        """What follows from these cases alone: made when first asked for, kept as long as they are."""
        if name not in self._made:
            self._made[name] = make()
        made: T = self._made[name]
        return made

    @cached_property
    def by_region(self) -> dict[str, list[str]]:
        """Slugs of the cases of each region."""
        return _grouped(self.entries.values(), lambda entry: (entry.region,))

    @cached_property
    def by_sector(self) -> dict[str, list[str]]:
        """Slugs of the cases of each sector."""
        return _grouped(self.entries.values(), lambda entry: (entry.sector,))

    @cached_property
    def by_need(self) -> dict[str, list[str]]:
        """Slugs of the cases that name each need."""
        return _grouped(self.entries.values(), lambda entry: entry.needs)

    @cached_property
    def successors(self) -> dict[str, str]:
        """Former slug -> the slug of today."""
        return {old: entry.slug for entry in self.entries.values() for old in entry.former_slugs}


class CasesPart(Part[Shelf]):
    """The cases as a part of an edition."""

    def store(self, folder: Path, value: Shelf) -> None:
        """Write all cases into a new edition's folder."""
        with Writer(folder) as writer:
            for slug, entry in value.entries.items():
                writer.add(entry, value[slug].model_dump_json(by_alias=True).encode())

    def load(self, folder: Path) -> Shelf:
        """Open the cases of an edition; ValueError where the files are not what was written."""
        stored = json.loads((folder / ENTRIES_FILE).read_bytes())
        rows: list[list[Any]] = stored["entries"]
        entries = {row[0]: entry_of(row) for row in rows}
        places = {slug: (begin, end) for slug, (begin, end) in zip(entries, stored["places"], strict=True)}
        mapped = _mapped(folder / CASES_FILE, stored["size"])

        def read(slug: str) -> Case:
            begin, end = places[slug]
            try:
                return Case.model_validate_json(mapped[begin:end])
            except ValueError:
                if not has_app_context():
                    raise
                report_damage(folder, f"{CASES_FILE}, {slug}")
                return _from_file(entries[slug])

        return Shelf(entries, read)


class Writer:
    """Writes cases.json line by line, and entries.json behind it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._rows: list[tuple[Any, ...]] = []
        self._places: list[tuple[int, int]] = []

    def __enter__(self) -> Writer:
        self._file = (self._folder / CASES_FILE).open("wb")
        self._file.write(_OPEN)
        self._at = len(_OPEN)
        return self

    def add(self, entry: Entry, line: bytes) -> None:
        """Put a case, written as JSON, behind those before."""
        key = (_BETWEEN if self._rows else b"") + json.dumps(entry.slug).encode() + b": "
        self._file.write(key + line)
        begin = self._at + len(key)
        self._at = begin + len(line)
        self._rows.append(entry.row())
        self._places.append((begin, self._at))

    def __exit__(self, *failed: object) -> None:
        self._file.write(_CLOSE)
        self._file.close()
        stored = {"size": self._at + len(_CLOSE), "entries": self._rows, "places": self._places}
        (self._folder / ENTRIES_FILE).write_text(json.dumps(stored, ensure_ascii=False), "utf-8")


def lines(folder: Path) -> Callable[[str], bytes]:
    """How the line of a case of an edition is got, as JSON, to be taken over into the next one."""
    stored = json.loads((folder / ENTRIES_FILE).read_bytes())
    places = {row[0]: place for row, place in zip(stored["entries"], stored["places"], strict=True)}
    mapped = _mapped(folder / CASES_FILE, stored["size"])

    def line(slug: str) -> bytes:
        begin, end = places[slug]
        return mapped[begin:end]

    return line


def _from_file(entry: Entry) -> Case:
    """A case whose line in the edition is damaged, read from its file."""
    content = settings().content
    file = read_file(content.parent / entry.path, content, Report())
    if file is None:
        raise NotFound("Naskah kasus ini sedang diperbaiki.")
    return file.case


def _mapped(path: Path, size: int) -> mmap.mmap | bytes:
    with path.open("rb") as file:
        found: mmap.mmap | bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    if len(found) != size:
        raise ValueError(f"{path.name}: {len(found)} bytes instead of {size}")
    return found


_FIELDS = attrgetter(*(one.name for one in fields(Entry)))


def entry_of(row: Sequence[Any]) -> Entry:
    """An entry as it was stored."""
    values: list[Any] = [tuple(value) if isinstance(value, list) else value for value in row]
    return Entry(*values)


def _grouped(entries: Iterable[Entry], keys: Callable[[Entry], Iterable[str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for entry in entries:
        for key in keys(entry):
            found.setdefault(key, []).append(entry.slug)
    return found


def cases_part(read: Callable[[Path, Report], Mapping[str, Case]]) -> CasesPart:
    """The part, where `read` gives the cases of files."""
    return CasesPart("cases", Any, lambda content, report: Shelf.of(read(content, report)))
