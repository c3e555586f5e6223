"""The one door from files to readers: check everything, build an edition, switch to it with one rename."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from portal import clock, generations
from portal.cases.catalogue import CASES
from portal.config import Settings
from portal.disk import why, write_whole
from portal.edition import Part
from portal.errors import InvalidContent, PortalError, Problem
from portal.government import GOVERNMENTS
from portal.guides.files import FAMILIES, KINDS
from portal.pages import PAGES
from portal.publishing import living
from portal.publishing.briefs import Brief
from portal.publishing.building import Build
from portal.publishing.kept import Memory, Previous, Workshop
from portal.publishing.library import Library, survey
from portal.publishing.steps import Steps, Tell, alive, silent
from portal.publishing.tally import Tally, changed, take
from portal.regions import INDICATORS, INSTRUMENTS, REGIONS
from portal.search import index
from portal.search.concepts import CONCEPTS
from portal.search.glossary import GLOSSARY
from portal.taxonomy import TAXONOMY
from portal.taxonomy.calendar import CALENDAR
from portal.taxonomy.contests import CONTESTS
from portal.taxonomy.iid import IID
from portal.taxonomy.profile import PROFILE
from portal.yamlfiles import Report

EDITION_VERSION = 8  # raise it when what an edition holds changes
STATUS = "STATUS.json"
YAML_VALUES = "yaml.json"
ATTEMPTS = 3  # while files change under a publication
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


class ContentMoved(PortalError):
    """A file of `content/` changed while an edition was made of it."""

    status = 503
    title = "Isi sedang berubah"


def fingerprint(settings: Settings, today: date, tally: Tally | None = None) -> str:
    """Name of the edition that these files make: the same content gives the same name on every machine.

    Statuses age by the month, and the index counts them, so an edition is one month's.
    """
    tally = take(settings.content, Tally()) if tally is None else tally
    month = f"{today:%Y-%m}"
    digest = hashlib.sha256(f"{EDITION_VERSION} {index.VERSION} {settings.government} {month}".encode())
    for name, sha in sorted(tally.digests.items()):
        digest.update(f"{name}\0{sha}".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()[:20]


def publish(settings: Settings, *, force: bool = False, tell: Tell = silent) -> Publication:
    """Publish what `content/` holds. Raises InvalidContent and leaves the edition in use as it is.

    Does nothing where the same content is in use; `force` builds it again. `tell` hears how far it is. One
    at a time publishes; others wait, and find the work done.
    """
    today = clock.date_in(settings.time_zone)
    try:
        with generations.told():
            settings.index.mkdir(parents=True, exist_ok=True)
            with generations.building(settings.index) as lock:
                for _ in range(ATTEMPTS):
                    with suppress(ContentMoved):
                        return _publish(settings, today, force=force, tell=alive(lock, tell))
        raise ContentMoved("Isi terus berubah selagi diterbitkan; terbitkan lagi bila sudah tenang.")
    except (generations.NotWritten, generations.DiskFull, ContentMoved) as error:
        with suppress(PortalError):  # the disk that is too full for an edition may be so for this
            _write_status(settings, "failed", "", [str(error)])
        raise


def _publish(settings: Settings, today: date, *, force: bool, tell: Tell) -> Publication:
    in_use = generations.current(settings.index)
    tally = take(settings.content, Tally.load(in_use))
    wanted = fingerprint(settings, today, tally)
    memory = _memory(in_use)
    is_wanted = in_use is not None and in_use.name == wanted and not force
    if is_wanted and memory is not None:
        Workshop(settings.index, {}).clear()  # of a publication that was given up
        index.ensure_arrays(settings.index, held=True)
        _write_status(settings, "published", wanted, ())
        return Publication(wanted, is_new=False, cases=len(memory.briefs))
    previous = _previous(in_use, memory)
    workshop = Workshop(settings.index, previous.memory.briefs if previous is not None else {})
    steps = Steps(tell)
    known = known_yaml(in_use) if memory is not None else None
    library, report = survey(settings, today, tally, workshop, known, each=steps.reading)
    if not report.errors:
        living.check(settings, library, report)
    if report.errors:
        _write_status(settings, "refused", wanted, report.problems)
        raise InvalidContent(report.problems)
    if changed(tally.digests, take(settings.content, tally).digests):
        raise ContentMoved("Isi berubah selagi diterbitkan.")

    def build(folder: Path, _: Path | None) -> None:
        Build(folder, previous, library, settings.government, today, workshop, steps).fill()
        values = json.dumps(report.seen, default=str, ensure_ascii=False)
        (folder / YAML_VALUES).write_text(values, "utf-8")
        tally.store(folder)

    try:
        generations.replace(settings.index, wanted, build)
    except InvalidContent as error:
        _write_status(settings, "refused", wanted, error.problems)
        raise
    except (OSError, generations.DiskFull):
        workshop.clear()  # it takes the room that is lacking
        raise
    workshop.clear()
    _write_status(settings, "published", wanted, report.problems)
    return Publication(wanted, is_new=True, cases=len(library.cases), warnings=tuple(report.problems))


def check(settings: Settings) -> tuple[Library[Brief], Report]:
    """Check what `content/` holds, as `publish` would, and publish nothing.

    Cases that are in the edition in use, or that were checked before, are not read again.
    """
    in_use = generations.current(settings.index)
    memory = _memory(in_use)
    tally = take(settings.content, Tally.load(in_use))
    workshop = Workshop(settings.index, memory.briefs if memory is not None else {}, is_open=False)
    known = known_yaml(in_use) if memory is not None else None
    library, report = survey(settings, clock.date_in(settings.time_zone), tally, workshop, known)
    living.check(settings, library, report)
    return library, report


def _memory(folder: Path | None) -> Memory | None:
    """What the edition in use remembers; None where there is none, or where it is damaged."""
    if folder is None:
        return None
    try:
        for part in PARTS:
            part.load(folder)
        memory = Memory.load(folder)
    except (OSError, ValueError, LookupError):
        return None
    return memory if memory.is_sound(folder) and index.is_sound(folder) else None


def _previous(folder: Path | None, memory: Memory | None) -> Previous | None:
    if folder is None or memory is None:
        return None
    try:
        return Previous(folder, memory)
    except (OSError, ValueError, LookupError):
        return None


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


def known_yaml(folder: Path | None) -> dict[str, Any]:
    """The YAML values that the edition in use was made from; dates stand as ISO text."""
    if folder is None:
        return {}
    try:
        found: dict[str, Any] = json.loads((folder / YAML_VALUES).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found


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
