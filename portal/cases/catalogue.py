"""The catalogue: every published case, its article, and which cases belong together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from portal import edition
from portal.cases.files import CaseFile, read_file
from portal.cases.model import Article, Case
from portal.cases.render import render
from portal.cases.sandbox import Sandbox, TooHeavy
from portal.disk import is_leftover
from portal.errors import Moved, NotFound
from portal.yamlfiles import Report


def case_paths(content: Path) -> list[Path]:
    """Every case file below content/cases, in a fixed order."""
    return sorted(
        path for path in (content / "cases").rglob("*.md") if path.is_file() and not is_leftover(path)
    )


def read_files(
    content: Path, report: Report, *, each: Callable[[Collection[Path]], Iterable[Path]] = iter
) -> dict[str, CaseFile]:
    """Read every case file; the second file with a slug is refused. `each` sees the files go by."""
    files: dict[str, CaseFile] = {}
    for path in each(case_paths(content)):
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


CASES = edition.Part("cases", dict[str, Case], read_cases)


def get_case(slug: str) -> Case:
    """A published case; raises Moved where it has another slug now, NotFound where there is none."""
    cases = CASES.get()
    case = cases.get(slug)
    if case is None:
        successor = next((one.slug for one in cases.values() if slug in one.former_slugs), None)
        if successor is not None:
            raise Moved(slug, successor)
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


def related(case: Case, cases: Iterable[Case], *, limit: int = 4) -> list[Case]:
    """Cases that answer the same need, or work in the same sector; those of other regions first."""

    def closeness(other: Case) -> tuple[int, int, int, str]:
        needs = len(set(case.needs) & set(other.needs))
        groups = len(set(case.target_groups) & set(other.target_groups))
        same_sector = other.sector == case.sector
        return (
            -(3 * needs + 2 * same_sector + groups),
            other.region == case.region,
            -len(other.results),
            other.slug,
        )

    others = [other for other in cases if other.slug != case.slug]
    close = [other for other in others if set(case.needs) & set(other.needs) or other.sector == case.sector]
    return sorted(close, key=closeness)[:limit]


def newest(cases: Iterable[Case], limit: int) -> list[Case]:
    """The cases that began last."""
    return sorted(cases, key=lambda case: (-(case.started or 0), case.slug))[:limit]


def most_complete(cases: Iterable[Case], limit: int) -> list[Case]:
    """The cases of which most is known."""
    return sorted(cases, key=lambda case: (-case.fields_known, -len(case.sources), case.slug))[:limit]


def ended(cases: Iterable[Case]) -> list[Case]:
    """Cases that ended, at least in part, the latest end first."""
    found = [case for case in cases if case.ended is not None]
    return sorted(found, key=lambda case: (-_year_of_end(case), case.slug))


def _year_of_end(case: Case) -> int:
    year = case.ended.year if case.ended else 0
    return year if isinstance(year, int) else 0


def for_need(need_id: str, named: Sequence[str], cases: dict[str, Case]) -> list[Case]:
    """The cases that answer a need: those that the need names first, then those that name it."""
    slugs = dict.fromkeys([*named, *(slug for slug, case in cases.items() if need_id in case.needs)])
    return [cases[slug] for slug in slugs if slug in cases]


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
