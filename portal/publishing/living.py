"""What living rows name must not vanish from the library: it is refused, or followed to its successor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from portal import db, generations
from portal.access import Actor
from portal.cases import CASES, Entry
from portal.config import Settings
from portal.db.engines import open_engine, reading_only
from portal.government import GOVERNMENTS, Government, succession
from portal.publishing.briefs import Brief
from portal.publishing.library import Library
from portal.records import identities
from portal.records.identities import CASE, OPD, REGION
from portal.regions import REGIONS, Region
from portal.yamlfiles import Report

REASON = "Nama lamanya tercantum pada penggantinya di content/."
Successors = dict[tuple[str, str], str]  # kind and former name -> the name of today


def check(settings: Settings, library: Library[Brief], report: Report) -> None:
    """Report every name that living rows hold and that the library neither has nor says a successor of."""
    cases = {slug: brief.entry for slug, brief in library.cases.items()}
    government = library.governments.get(settings.government)
    follows = _successors(cases, library.regions, government)
    _check_names(settings, cases, library, report)
    known = {CASE: set(cases), REGION: set(library.regions), OPD: _codes(government)}
    content = settings.content.name
    says = {
        CASE: (f"{content}/cases", "former_slugs: [{0}] pada kasus penggantinya"),
        REGION: (f"{content}/regions", "former_ids: [{0}] pada wilayah penggantinya"),
        OPD: (
            f"{content}/government/{settings.government}.yaml",
            "former_codes: [{0}] pada OPD penggantinya, atau jalankan dahulu: portal opd hand-over {0} "
            "KODE-BARU --reason '…'",
        ),
    }
    for kind, rows in _held(settings, report).items():
        for name, counts in sorted(rows.items()):
            if name in known[kind] or (kind, name) in follows or (kind == OPD and government is None):
                continue
            path, remedy = says[kind]
            message = f"{identities.KINDS[kind]} '{name}' tidak ada lagi, padahal dipakai "
            report.add(path, 1, f"{message}{identities.said(counts)}. Tulis {remedy.format(name)}")


def waiting(settings: Settings) -> Successors:
    """The former names that rows still have, with their successors in the edition in use."""
    folder = generations.current(settings.index)
    if folder is None:
        return {}
    government = GOVERNMENTS.load(folder).get(settings.government)
    follows = _successors(CASES.load(folder).entries, REGIONS.load(folder), government)
    held = _held(settings, Report())
    return {pair: new for pair, new in follows.items() if pair[1] in held.get(pair[0], {})}


def follow(session: Session, successors: Successors, actor: Actor) -> dict[str, int]:
    """Let rows follow to the successors; what was moved, by what it is called."""
    moved: dict[str, int] = {}
    for (kind, old), new in successors.items():
        for called, number in succession.follow(session, kind, old, new, reason=REASON, actor=actor).items():
            moved[called] = moved.get(called, 0) + number
    return moved


def _codes(government: Government | None) -> set[str]:
    return {opd.code for opd in government.opds} if government else set()


def _successors(
    cases: Mapping[str, Entry], regions: Mapping[str, Region], government: Government | None
) -> Successors:
    found = {(CASE, old): case.slug for case in cases.values() for old in case.former_slugs}
    found |= {(REGION, old): region.id for region in regions.values() for old in region.former_ids}
    for opd in government.opds if government else ():
        found |= {(OPD, old): opd.code for old in opd.former_codes}
    return found


def _check_names(
    settings: Settings,
    cases: Mapping[str, Entry],
    library: Library[Brief],
    report: Report,
) -> None:
    """A former name belongs to one successor, and is nobody's name of today."""
    seen: dict[tuple[str, str], str] = {}
    for pair, new, path in _claims(settings, cases, library):
        kind, old = pair
        today = {CASE: cases, REGION: library.regions}.get(kind, {})
        is_code = kind == OPD and old in _codes(library.governments.get(settings.government))
        if old in today or is_code:
            report.add(path, 1, f"'{old}' masih dipakai sebagai nama sekarang, jadi bukan nama lama '{new}'")
        elif seen.setdefault(pair, new) != new:
            report.add(path, 1, f"nama lama '{old}' sudah diakui oleh '{seen[pair]}'")


def _claims(
    settings: Settings, cases: Mapping[str, Entry], library: Library[Brief]
) -> Iterator[tuple[tuple[str, str], str, str]]:
    content = settings.content.name
    for case in cases.values():
        yield from (((CASE, old), case.slug, case.path) for old in case.former_slugs)
    for region in library.regions.values():
        path = f"{content}/regions/{region.id}.yaml"
        yield from (((REGION, old), region.id, path) for old in region.former_ids)
    government = library.governments.get(settings.government)
    for opd in government.opds if government else ():
        path = f"{content}/government/{settings.government}.yaml"
        yield from (((OPD, old), opd.code, path) for old in opd.former_codes)


def _held(settings: Settings, report: Report) -> dict[str, dict[str, dict[str, int]]]:
    """What living rows name, by kind; nothing where there is no database yet."""
    where = db.place(settings)
    is_file = where.get_backend_name() == "sqlite" and where.database is not None
    if is_file and not Path(where.database or "").is_file():
        return {}
    engine = open_engine(where)
    try:
        with reading_only(engine).connect() as connection:
            return {kind: identities.held(connection, kind) for kind in identities.REFERENCES}
    except SQLAlchemyError:
        message = "basis data tidak dapat ditanya, jadi belum diperiksa apakah ada yang memakai nama lama"
        report.add(settings.content.name, 1, message, is_warning=True)
        return {}
    finally:
        engine.dispose()
