"""Verification source by source: what rests on each, which come first, and what a curator found.

A check belongs to what was checked: whoever changes a figure, a status or a source's address takes the
checks of that source away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from flask import Flask, current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.cases import Case
from portal.cases.model import Result
from portal.editing.models import CaseRevision, RevisionKind
from portal.editing.sheet import Row, Sheet
from portal.editing.writing import marks
from portal.errors import RuleViolation
from portal.sources import Quote, Source

FOUND = {"confirmed": "Cocok", "corrected": "Sudah saya perbaiki", "gone": "Halaman hilang"}
CURATOR = "kurator"
ENOUGH = 5  # sittings, before a time per source is told
SITTING = timedelta(minutes=60)  # between two checks of one person, as one piece of work
Uses = Callable[[Session], Mapping[str, int]]  # how often each case is used: slug -> count


@dataclass(frozen=True)
class Claim:
    """Something that a source is named for, with the source's own words where they are stored."""

    what: str
    result: Result | None
    quotes: tuple[str, ...]
    is_quoted: bool  # by this source or another one


@dataclass(frozen=True)
class Waiting:
    """A source that nobody has verified yet, and the case that needs it."""

    case: Case
    source: Source
    claims: tuple[Claim, ...]
    uses: int


@dataclass(frozen=True)
class Upkeep:
    """What keeping the library true costs."""

    waiting: int  # sources
    verified: int  # sources
    minutes: float | None  # for one source; None: not measured yet


def add_uses(app: Flask, uses: Uses) -> None:
    """Let a room say how often cases are used; the most used are checked first."""
    app.extensions.setdefault("case_uses", []).append(uses)


def uses_of_cases(session: Session) -> dict[str, int]:
    """How often each case is used, over all rooms that know."""
    found: dict[str, int] = {}
    for uses in current_app.extensions.get("case_uses", ()):
        for slug, count in uses(session).items():
            found[slug] = found.get(slug, 0) + count
    return found


def claims_of(case: Case, source_id: str, status_label: str) -> tuple[Claim, ...]:
    """What a case says from a source in its status, its end and its results."""
    found = []
    if source_id in case.status_sources:
        quotes = case.status_quotes
        found.append(Claim(f"Keadaan: {status_label}", None, _words(quotes, source_id), bool(quotes)))
    if case.ended and source_id in case.ended.sources:
        quotes = case.ended.quotes
        found.append(Claim(f"Berakhir: {case.ended.words}", None, _words(quotes, source_id), bool(quotes)))
    found += [
        Claim(result.metric, result, _words(result.quotes, source_id), bool(result.quotes))
        for result in case.results
        if source_id in result.sources
    ]
    return tuple(found)


def queue(cases: Iterable[Case], uses: Mapping[str, int], label: Callable[[Case], str]) -> list[Waiting]:
    """Every source that waits to be verified: of the most used cases first, the oldest first among equals."""
    found = [
        Waiting(
            case,
            source,
            claims_of(case, source.id, label(case)),
            uses.get(case.slug, 0) + len(case.needs),
        )
        for case in cases
        for source in case.key_sources
        if source.checked is None
    ]
    return sorted(found, key=lambda one: (-one.uses, one.source.date or "", one.case.slug, one.source.id))


def upkeep(session: Session, cases: Sequence[Case]) -> Upkeep:
    """How many sources wait, how many are verified, and how long one took so far."""
    sources = [source for case in cases for source in case.key_sources]
    return Upkeep(
        waiting=sum(source.checked is None for source in sources),
        verified=sum(source.is_verified for source in sources),
        minutes=_minutes(session),
    )


def with_checks(sheet: Sheet, found: Mapping[str, str], today: date) -> Sheet:
    """The sheet with what a curator found in these sources; raises RuleViolation for unknown ones."""
    known = {row.get("id", "") for row in sheet.table("sources")}
    if not found:
        raise RuleViolation("Pilih dahulu hasilnya untuk paling sedikit satu sumber.")
    if set(found) - known or set(found.values()) - set(FOUND):
        raise RuleViolation("Ada sumber atau hasil yang tidak dikenal. Muat ulang halaman ini.")
    words = {"confirmed": "cocok", "corrected": "diperbaiki", "gone": "hilang"}
    rows = tuple(
        {**row, "checked": f"{today.isoformat()} {CURATOR} {words[found[row['id']]]}"}
        if row.get("id", "") in found
        else row
        for row in sheet.table("sources")
    )
    return sheet.model_copy(update={"rows": {**sheet.rows, "sources": rows}})


def summary_of(found: Mapping[str, str], remark: str) -> str:
    """What the history keeps: 's1 cocok, s4 halaman hilang. Catatan.'"""
    said = ", ".join(f"{mark} {FOUND[result].lower()}" for mark, result in found.items())
    return f"{said}. {remark.strip()}".strip()


def without_outdated(sheet: Sheet, published: Sheet) -> Sheet:
    """The sheet without the checks of sources of which something else is said now than was checked."""
    rows = tuple(
        {key: value for key, value in row.items() if key != "checked"}
        if row.get("checked") and _said(sheet, row) != _said(published, _row(published, row.get("id", "")))
        else row
        for row in sheet.table("sources")
    )
    return sheet.model_copy(update={"rows": {**sheet.rows, "sources": rows}})


def _said(sheet: Sheet, source: Row) -> tuple[object, ...]:
    mark = source.get("id", "")
    rows = [
        tuple(sorted((key, value) for key, value in row.items() if value))
        for table in ("results", "ended")
        for row in sheet.table(table)
        if mark in marks(row.get("sources", ""))
    ]
    status = (
        (sheet.get("status"), sheet.get("status_quotes"))
        if mark in marks(sheet.get("status_sources"))
        else None
    )
    return source.get("url", ""), status, tuple(rows)


def _row(sheet: Sheet, mark: str) -> Row:
    return next((row for row in sheet.table("sources") if row.get("id") == mark), {})


def _words(quotes: Iterable[Quote], source_id: str) -> tuple[str, ...]:
    return tuple(quote.text for quote in quotes if quote.source == source_id)


def _minutes(session: Session) -> float | None:
    """The median minutes between two verifications in one sitting; None before there are enough of them."""
    wanted = (
        select(CaseRevision.account_id, CaseRevision.at)
        .where(CaseRevision.kind == RevisionKind.VERIFIED)
        .order_by(CaseRevision.account_id, CaseRevision.at)
    )
    rows = session.execute(wanted).all()
    gaps = [
        (later.at - earlier.at).total_seconds() / 60
        for earlier, later in pairwise(rows)
        if earlier.account_id == later.account_id and later.at - earlier.at <= SITTING
    ]
    return median(gaps) if len(gaps) >= ENOUGH else None
