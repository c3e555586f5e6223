"""The one door from files to readers: check everything, build an edition, switch to it with one rename."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from portal import clock, generations
from portal.cases.catalogue import CASES
from portal.cases.files import CaseFile
from portal.cases.model import Article
from portal.cases.render import render
from portal.cases.sandbox import Sandbox, TooHeavy
from portal.config import Settings
from portal.disk import is_leftover, why, write_whole
from portal.edition import Part
from portal.errors import InvalidContent, PortalError, Problem
from portal.government import GOVERNMENTS
from portal.guides.files import FAMILIES, KINDS
from portal.pages import PAGES, RenderedPage, render_page
from portal.publishing import living
from portal.publishing.library import Library, read
from portal.publishing.steps import Steps, Tell, silent
from portal.regions import INDICATORS, INSTRUMENTS, REGIONS
from portal.search import index
from portal.search.concepts import CONCEPTS
from portal.search.glossary import GLOSSARY
from portal.search.lexicon import Lexicon
from portal.taxonomy import TAXONOMY
from portal.taxonomy.calendar import CALENDAR
from portal.taxonomy.contests import CONTESTS
from portal.taxonomy.iid import IID
from portal.taxonomy.profile import PROFILE

EDITION_VERSION = 7  # raise it when what an edition holds changes
STATUS = "STATUS.json"
YAML_VALUES = "yaml.json"
PARTS: tuple[Part[Any], ...] = (
    TAXONOMY,
    INDICATORS,
    INSTRUMENTS,
    REGIONS,
    GOVERNMENTS,
    GLOSSARY,
    CONCEPTS,
    PAGES,
    CASES,
    KINDS,
    FAMILIES,
    PROFILE,
    CALENDAR,
    CONTESTS,
    IID,
)


@dataclass(frozen=True)
class Publication:
    """What a call of `publish` did."""

    fingerprint: str
    is_new: bool
    cases: int
    warnings: tuple[Problem, ...] = ()


def fingerprint(settings: Settings, today: date) -> str:
    """Name of the edition that these files make: the same content gives the same name on every machine.

    Statuses age by the month, and the index counts them, so an edition is one month's.
    """
    month = f"{today:%Y-%m}"
    digest = hashlib.sha256(f"{EDITION_VERSION} {index.VERSION} {settings.government} {month}".encode())
    for path in _files(settings.content):
        digest.update(path.relative_to(settings.content).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:20]


def signature(content: Path) -> int:
    """A cheap mark that changes when a content file is changed, renamed, added or taken away."""
    stats = [(str(path), path.stat()) for path in _files(content)]
    return hash(tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats))


def publish(settings: Settings, *, force: bool = False, tell: Tell = silent) -> Publication:
    """Publish what `content/` holds. Raises InvalidContent and leaves the edition in use as it is.

    Does nothing where the same content is in use; `force` builds it again. `tell` hears how far it is.
    """
    today = clock.date_in(settings.time_zone)
    wanted = fingerprint(settings, today)
    in_use = generations.current(settings.index)
    damaged = in_use is not None and not is_sound(in_use)
    if in_use is not None and in_use.name == wanted and not force and not damaged:
        index.ensure_arrays(settings.index)
        _write_status(settings, "published", wanted, ())
        return Publication(wanted, is_new=False, cases=len(CASES.load(in_use)))
    known = None if damaged else known_yaml(in_use)
    steps = Steps(tell)
    library, report = read(settings, today, known, each=steps.reading)
    if not report.errors:
        living.check(settings, library, report)
    if report.errors:
        _write_status(settings, "refused", wanted, report.problems)
        raise InvalidContent(report.problems)

    def build(folder: Path, previous: Path | None) -> None:
        _build(folder, None if damaged else previous, library, today, steps)
        (folder / YAML_VALUES).write_text(json.dumps(report.seen, default=str, ensure_ascii=False), "utf-8")

    try:
        is_new = generations.publish(settings.index, wanted, build, force=force or damaged)
    except InvalidContent as error:
        _write_status(settings, "refused", wanted, error.problems)
        raise
    except PortalError as error:
        with suppress(PortalError):  # the disk that is too full for an edition may be so for this
            _write_status(settings, "failed", wanted, [str(error)])
        raise
    _write_status(settings, "published", wanted, report.problems)
    return Publication(wanted, is_new=is_new, cases=len(library.cases), warnings=tuple(report.problems))


def is_sound(folder: Path) -> bool:
    """Whether all that readers get from an edition can be read: its index, its parts, its articles."""
    try:
        for part in PARTS:
            part.load(folder)
        for slug in CASES.load(folder):
            Article.model_validate_json((folder / "articles" / f"{slug}.json").read_bytes())
    except (OSError, ValueError):
        return False
    return index.is_sound(folder)


def status(settings: Settings) -> dict[str, Any]:
    """What the last check found and what is in use; for `portal status` and the health page."""
    try:
        last: dict[str, Any] = json.loads((settings.index / STATUS).read_text("utf-8"))
    except (OSError, ValueError):
        last = {"state": "never", "checked_at": None, "problems": []}
    in_use = generations.current(settings.index)
    return {
        "edition": in_use.name if in_use else None,
        "search": "ready" if in_use is not None and index.is_sound(in_use) else "preparing",
        "search_cache": "ready" if in_use is not None and index.arrays_stamp(in_use) else "preparing",
        "content": last["state"],
        "checked_at": last["checked_at"],
        "problems": last["problems"],
    }


def _files(content: Path) -> list[Path]:
    found = (Path(root) / name for root, _, names in os.walk(content) for name in names)
    found = (path for path in found if not is_leftover(path))
    return sorted(path for path in found if path.suffix in (".md", ".yaml"))


def _build(folder: Path, previous: Path | None, library: Library, today: date, steps: Steps) -> None:
    """Fill the folder of a new edition; articles of unchanged files are taken over."""
    with Sandbox() as sandbox:
        articles = _articles(folder, previous, library.cases, sandbox, steps)
        pages = _pages(library, sandbox)
    (folder / "sources").mkdir()
    for slug, file in library.cases.items():
        (folder / "sources" / f"{slug}.md").write_text(file.text, "utf-8")
    cases = {slug: file.case for slug, file in library.cases.items()}
    TAXONOMY.store(folder, library.taxonomy)
    INDICATORS.store(folder, library.indicators)
    INSTRUMENTS.store(folder, library.instruments)
    REGIONS.store(folder, library.regions)
    GOVERNMENTS.store(folder, library.governments)
    GLOSSARY.store(folder, library.glossary)
    CONCEPTS.store(folder, library.concepts)
    PAGES.store(folder, pages)
    CASES.store(folder, cases)
    KINDS.store(folder, library.kinds)
    FAMILIES.store(folder, library.families)
    PROFILE.store(folder, library.profile)
    CALENDAR.store(folder, library.seasons)
    CONTESTS.store(folder, library.contests)
    IID.store(folder, library.iid)
    government = next(iter(library.governments.values()), None)
    context = index.Context(library.regions, library.taxonomy, government, Lexicon(library.concepts))
    documents = [
        index.document(case, articles[slug], context, today) for slug, case in steps.preparing(cases.items())
    ]
    index.build(folder, documents, previous, each=steps.indexing)


def _pages(library: Library, sandbox: Sandbox) -> dict[str, RenderedPage]:
    pages = {}
    for slug, page in library.pages.items():
        try:
            pages[slug] = render_page(page, sandbox)
        except TooHeavy:
            raise InvalidContent([Problem(page.path, 1, "halaman terlalu berat untuk ditampilkan")]) from None
    return pages


def _articles(
    folder: Path, previous: Path | None, files: dict[str, CaseFile], sandbox: Sandbox, steps: Steps
) -> dict[str, Article]:
    (folder / "articles").mkdir()
    before = _digests(previous)
    digests = {slug: _digest(file) for slug, file in files.items()}
    articles: dict[str, Article] = {}
    problems: list[Problem] = []
    for slug, file in steps.rendering(files.items()):
        path = folder / "articles" / f"{slug}.json"
        if previous is not None and before.get(slug) == digests[slug]:
            os.link(previous / "articles" / f"{slug}.json", path)
            articles[slug] = Article.model_validate_json(path.read_bytes())
            continue
        try:
            articles[slug] = render(file, sandbox)
        except TooHeavy:
            message = "naskah terlalu berat untuk ditampilkan"
            problems.append(Problem(file.case.path, file.body_line, message))
            continue
        path.write_text(articles[slug].model_dump_json(), "utf-8")
    if problems:
        raise InvalidContent(problems)
    (folder / "digests.json").write_text(json.dumps(digests), "utf-8")
    return articles


def known_yaml(folder: Path | None) -> dict[str, Any]:
    """The YAML values that the edition in use was made from; dates stand as ISO text."""
    if folder is None:
        return {}
    try:
        found: dict[str, Any] = json.loads((folder / YAML_VALUES).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def _digest(file: CaseFile) -> str:
    head = file.case.model_dump_json(include={"slug", "sources"})
    return hashlib.sha256(f"{EDITION_VERSION}\0{head}\0{file.body}".encode()).hexdigest()


def _digests(folder: Path | None) -> dict[str, str]:
    if folder is None:
        return {}
    try:
        found: dict[str, str] = json.loads((folder / "digests.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {slug: value for slug, value in found.items() if (folder / "articles" / f"{slug}.json").is_file()}


def _write_status(settings: Settings, state: str, wanted: str, problems: Sequence[Problem | str]) -> None:
    value = {
        "state": state,
        "fingerprint": wanted,
        "checked_at": clock.machine().isoformat(timespec="seconds"),
        "problems": [str(problem) for problem in problems],
    }
    try:
        settings.index.mkdir(parents=True, exist_ok=True)
        write_whole(settings.index / STATUS, json.dumps(value, ensure_ascii=False, indent=1).encode())
    except OSError as error:
        raise PortalError(f"Status penerbitan tidak dapat disimpan: {why(error)}") from None
