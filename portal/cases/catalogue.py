"""The catalogue: every published case, its article, and which cases belong together."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Sequence
from functools import lru_cache
from pathlib import Path

from portal import edition
from portal.cases.files import CaseFile, read_file
from portal.cases.model import Article, Case
from portal.cases.render import render
from portal.cases.sandbox import Sandbox, TooHeavy
from portal.cases.shelf import Entry, Shelf, cases_part
from portal.disk import is_leftover
from portal.errors import Moved, NotFound
from portal.yamlfiles import Report


def case_paths(content: Path) -> list[Path]:
    """Every case file below content/cases, in a fixed order."""
    return sorted(
        path for path in (content / "cases").rglob("*.md") if path.is_file() and not is_leftover(path)
    )


def read_files(content: Path, report: Report) -> dict[str, CaseFile]:
    """Read every case file; the second file with a slug is refused."""
    files: dict[str, CaseFile] = {}
    for path in case_paths(content):
        file = read_file(path, content, report)
        if file is None:
            continue
        slug = file.case.slug
        if slug in files:
            line = file.parsed.line_of(("slug",))
            report.add(file.case.path, line, f"slug '{slug}' sudah dipakai di {files[slug].case.path}")
            continue
        files[slug] = file
    return files


def read_cases(content: Path, report: Report) -> dict[str, Case]:
    """Every case by slug, without the articles."""
    return {slug: file.case for slug, file in read_files(content, report).items()}


CASES = cases_part(read_cases)


def get_case(slug: str) -> Case:
    """A published case; raises Moved where it has another slug now, NotFound where there is none."""
    cases = CASES.get()
    case = cases.get(slug)
    if case is None:
        if slug in cases.successors:
            raise Moved(slug, cases.successors[slug])
        raise NotFound("Tidak ada kasus dengan alamat ini. Mungkin namanya berubah; coba cari.")
    return case


def get_article(case: Case) -> Article:
    """The article of a case: as published, or rendered now where nothing is published."""
    folder = edition.in_use()
    if folder is not None:
        try:
            return _load_article(folder / "articles" / f"{case.slug}.json")
        except (OSError, ValueError):
            edition.report_damage(folder, f"articles/{case.slug}.json")
    path = edition.settings().content.parent / case.path
    try:
        return _render_now(path, edition.settings().content, path.stat().st_mtime_ns)
    except OSError:
        raise NotFound("Naskah kasus ini sedang diperbaiki.") from None


def related(case: Case, cases: Shelf, *, limit: int = 4) -> list[Case]:
    """Cases that answer the same need, or work in the same sector; those of other regions first."""
    needs, groups = set(case.needs), set(case.target_groups)

    def closeness(other: Entry) -> tuple[int, int, int, str]:
        alike = 3 * len(needs.intersection(other.needs)) + len(groups.intersection(other.target_groups))
        return (
            -(alike + 2 * (other.sector == case.sector)),
            other.region == case.region,
            -other.results,
            other.slug,
        )

    slugs = set(cases.by_sector.get(case.sector, ())).union(*(cases.by_need.get(one, ()) for one in needs))
    close = heapq.nsmallest(limit, (cases.entries[slug] for slug in slugs - {case.slug}), key=closeness)
    return [cases[entry.slug] for entry in close]


def newest(cases: Shelf, limit: int, *, without: Collection[str] = ()) -> list[Case]:
    """The cases that began last."""
    entries = (entry for entry in cases.entries.values() if entry.slug not in without)
    found = heapq.nsmallest(limit, entries, key=lambda entry: (-(entry.started or 0), entry.slug))
    return [cases[entry.slug] for entry in found]


def most_complete(cases: Shelf, limit: int) -> list[Case]:
    """The cases of which most is known."""
    found = heapq.nsmallest(
        limit, cases.entries.values(), key=lambda entry: (-entry.known, -entry.sources, entry.slug)
    )
    return [cases[entry.slug] for entry in found]


def ended(cases: Shelf) -> list[Case]:
    """Cases that ended, at least in part, the latest end first."""
    found = [entry for entry in cases.entries.values() if entry.ended]
    return [cases[entry.slug] for entry in sorted(found, key=lambda entry: (-entry.ended_year, entry.slug))]


def for_need(need_id: str, named: Sequence[str], cases: Shelf) -> list[Case]:
    """The cases that answer a need: those that the need names first, then those that name it."""
    return [cases[slug] for slug in slugs_for_need(need_id, named, cases)]


def slugs_for_need(need_id: str, named: Sequence[str], cases: Shelf) -> list[str]:
    """The same by their slugs."""
    slugs = dict.fromkeys([*named, *cases.by_need.get(need_id, ())])
    return [slug for slug in slugs if slug in cases]


@lru_cache(maxsize=256)
def _load_article(path: Path) -> Article:
    return Article.model_validate_json(path.read_bytes())


@lru_cache(maxsize=256)
def _render_now(path: Path, content: Path, _stamp: int) -> Article:
    file = read_file(path, content, Report())
    if file is None:
        raise NotFound("Naskah kasus ini sedang diperbaiki.")
    with Sandbox() as sandbox:
        try:
            return render(file, sandbox)
        except TooHeavy:
            raise NotFound("Naskah kasus ini terlalu berat untuk ditampilkan.") from None
