"""All of `content/`, read at once and checked as a whole."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from portal.cases.catalogue import case_paths, read_files
from portal.cases.files import CaseFile, links, read_file
from portal.cases.standing import is_due, review_due
from portal.cases.statements import dated
from portal.config import Settings
from portal.government.files import read_governments
from portal.government.model import Government
from portal.guides.files import check_families, check_kinds, read_families, read_kinds
from portal.guides.model import Family, InnovationKind
from portal.pages import HelpPage, read_pages
from portal.publishing.briefs import Brief, Names, Snapshot
from portal.publishing.tally import Tally
from portal.regions.files import check_links, read_indicators, read_instruments, read_regions
from portal.regions.model import Indicator, Instrument, Region
from portal.search.concepts import Concepts, read_concepts
from portal.search.glossary import Glossary, read_glossary
from portal.taxonomy.calendar import SeasonCalendar, read_calendar
from portal.taxonomy.contests import ContestRules, read_contests
from portal.taxonomy.iid import IidRules, read_iid
from portal.taxonomy.model import Taxonomy
from portal.taxonomy.model import read as read_taxonomy
from portal.taxonomy.profile import ProfileRules, read_profile
from portal.yamlfiles import Report


class Kept(Protocol):
    """Briefs of files that were read before, and where new ones are put."""

    def find(self, path: str, sha: str) -> Brief | None:
        """The brief of a file with these bytes."""

    def keep(self, brief: Brief, file: CaseFile) -> None:
        """A file that was just read and found sound."""


Held = TypeVar("Held", CaseFile, Brief)  # a case as it stands in its file, or in short


@dataclass(frozen=True)
class Library(Generic[Held]):
    """Everything known, as files hold it."""

    taxonomy: Taxonomy
    indicators: dict[str, Indicator]
    instruments: dict[str, Instrument]
    regions: dict[str, Region]
    governments: dict[str, Government]
    cases: dict[str, Held]
    glossary: Glossary
    concepts: Concepts
    pages: dict[str, HelpPage]
    kinds: dict[str, InnovationKind]
    families: dict[str, Family]
    profile: ProfileRules
    seasons: SeasonCalendar
    contests: ContestRules
    iid: IidRules


def read(
    settings: Settings,
    today: date,
    known: Mapping[str, Any] | None = None,
) -> tuple[Library[CaseFile], Report]:
    """Read and check all of content/; the report holds every problem, in the order of files and lines.

    `known` are the values of YAML texts that an earlier reading has parsed.
    """
    content, report = settings.content, Report(known=known or {})
    library = _gather(content, report, read_files(content, report))
    _check_rest(library, settings, report)
    for file in library.cases.values():
        check_case(file, library, settings.government, today, report)
    report.problems.sort()
    return library, report


def survey(
    settings: Settings,
    today: date,
    tally: Tally,
    kept: Kept,
    known: Mapping[str, Any] | None = None,
    *,
    each: Callable[[Collection[Path]], Iterable[Path]] = iter,
) -> tuple[Library[Brief], Report]:
    """The same, where only those case files are read of which nobody has kept a brief.

    `tally` has the digests of the files; `each` sees the case files go by.
    """
    content, report = settings.content, Report(known=known or {})
    briefs: dict[str, Brief] = {}
    for path in each(case_paths(content)):
        name = path.relative_to(content).as_posix()
        brief = _brief(path, tally.digests.get(name, ""), content, kept, report)
        if brief is None:
            continue
        slug, at = brief.entry.slug, brief.entry.path
        if slug in briefs:
            line = _head_line(path, content, "slug")
            report.add(at, line, f"slug '{slug}' sudah dipakai di {briefs[slug].entry.path}")
            continue
        briefs[slug] = brief
    library = _gather(content, report, briefs)
    _check_rest(library, settings, report)
    names, day = Names(library, settings.government), today.isoformat()
    for brief in briefs.values():
        if not names.knows(brief) or brief.latest > day:
            file = read_file(content.parent / brief.entry.path, content, Report())
            if file is not None:
                check_case(file, library, settings.government, today, report)
        elif brief.due < day:
            report.add(brief.entry.path, brief.due_line, _due_words(brief.due), is_warning=True)
    report.problems.sort()
    return library, report


def _brief(path: Path, sha: str, content: Path, kept: Kept, report: Report) -> Brief | None:
    """What is known of a case file, kept from before or read now; None where it cannot be used."""
    name = f"{content.name}/{path.relative_to(content).as_posix()}"
    found = kept.find(name, sha)
    if found is not None:
        return found
    before = len(report.problems)
    file = read_file(path, content, report)
    if file is None:
        return None
    made = Brief.of(file, sha)
    if len(report.problems) == before:
        kept.keep(made, file)
    return made


def _head_line(path: Path, content: Path, key: str) -> int:
    file = read_file(path, content, Report())
    return file.parsed.line_of((key,)) if file is not None else 1


def _gather(content: Path, report: Report, cases: dict[str, Held]) -> Library[Held]:
    return Library(
        taxonomy=read_taxonomy(content, report),
        indicators=read_indicators(content, report),
        instruments=read_instruments(content, report),
        regions=read_regions(content, report),
        governments=read_governments(content, report),
        cases=cases,
        glossary=read_glossary(content, report),
        concepts=read_concepts(content, report),
        pages=read_pages(content, report),
        kinds=read_kinds(content, report),
        families=read_families(content, report),
        profile=read_profile(content, report),
        seasons=read_calendar(content, report),
        contests=read_contests(content, report),
        iid=read_iid(content, report),
    )


def _check_rest(library: Library[Held], settings: Settings, report: Report) -> None:
    """Check everything but the cases against each other."""
    content, ours = settings.content, settings.government
    check_links(library.regions, library.indicators, library.instruments, content, report)
    if ours not in library.governments:
        name = f"{content.name}/government/{ours}.yaml"
        report.add(name, 1, f"pemerintah '{ours}' dari settings.toml tidak ada atau keliru")
    _check_governments(library, content, report)
    _check_guides(library, content, report)
    names = Names(library, ours)
    for page in library.pages.values():
        for offset, target in links(page.body):
            _check_link(target, page.path, page.line_of(offset), names, report)


def _due_words(day: str) -> str:
    return f"sudah waktunya diperiksa ({day})"


def check_case(file: CaseFile, library: Snapshot, ours: str, today: date, report: Report) -> None:
    """Check what one case says against everything else that is known; `ours` is our own government."""
    case, line_of = file.case, file.parsed.line_of
    region = library.regions.get(case.region)
    if region is None:
        report.add(case.path, line_of(("region",)), f"wilayah '{case.region}' tidak dikenal")
    elif region.province and region.province != case.province:
        message = f"provinsi '{case.province}' berbeda dari berkas wilayah ('{region.province}')"
        report.add(case.path, line_of(("province",)), message)
    if case.sector not in {term.id for term in library.taxonomy.sectors}:
        report.add(case.path, line_of(("sector",)), f"sektor '{case.sector}' tidak dikenal")
    for index, form in enumerate(case.form):
        if form not in {term.id for term in library.taxonomy.forms}:
            report.add(case.path, line_of(("form", index)), f"bentuk '{form}' tidak dikenal")
    government = library.governments.get(ours)
    for index, need in enumerate(case.needs):
        if government is not None and government.need(need) is None:
            report.add(case.path, line_of(("needs", index)), f"kebutuhan '{need}' tidak dikenal")
    if case.kind and case.kind not in library.kinds:
        report.add(case.path, line_of(("kind",)), f"jenis '{case.kind}' tidak dikenal")
    if is_due(case, today):
        message = _due_words(review_due(case).isoformat())
        report.add(case.path, line_of(("compiled",)), message, is_warning=True)
    for place, day in dated(case):
        if day > today:
            message = f"tanggal {day.isoformat()} belum terjadi"
            report.add(case.path, line_of(place), message, is_warning=True)
    names = Names(library, ours)
    for offset, target in links(file.body):
        line = file.body_line + file.body.count("\n", 0, offset)
        _check_link(target, case.path, line, names, report)


def _check_governments(library: Library[Held], content: Path, report: Report) -> None:
    sectors = {term.id for term in library.taxonomy.sectors}
    for government in library.governments.values():
        name = f"{content.name}/government/{government.id}.yaml"
        line_of = partial(report.line_of, name)
        if government.region not in library.regions:
            report.add(name, line_of(("region",)), f"wilayah '{government.region}' tidak dikenal")
        for index, need in enumerate(government.needs):
            if need.sector not in sectors:
                line = line_of(("needs", index, "sector"))
                report.add(name, line, f"sektor '{need.sector}' pada kebutuhan '{need.id}' tidak dikenal")
            for slug in need.cases:
                if slug not in library.cases:
                    line = line_of(("needs", index, "cases"))
                    report.add(name, line, f"kasus '{slug}' pada kebutuhan '{need.id}' tidak ada")
        for index, item in enumerate(government.plan.indicators):
            if item.indicator is not None and item.indicator not in library.indicators:
                line = line_of(("plan", "indicators", index, "indicator"))
                report.add(name, line, f"indikator '{item.indicator}' tidak dikenal")


def _check_guides(library: Library[Held], content: Path, report: Report) -> None:
    needs = {need.id for government in library.governments.values() for need in government.needs}
    if not library.governments:  # that is told already; which needs there are is then not known
        needs = {need for family in library.families.values() for need in family.needs}
    check_kinds(library.kinds, library.taxonomy, library.cases, content, report)
    check_families(library.families, library.taxonomy, library.cases, needs, content, report)


def _check_link(target: str, path: str, line: int, names: Names, report: Report) -> None:
    """An internal link must lead to something published; others must be web addresses."""
    if not names.leads(target):
        report.add(path, line, f"tautan '{target}' tidak menuju ke mana pun")
