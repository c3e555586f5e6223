"""Writing imported figures into content/regions: all files or none, and the trail says who and why."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal import audit
from portal.access import Actor
from portal.benchmark.importing import Change, Judged, Kind, Row, Shelf, judge
from portal.benchmark.models import FigureImport
from portal.benchmark.regionfiles import with_figures
from portal.benchmark.settling import BEGUN, DONE, FIGURES, SUBJECT, UNDONE, Transaction, digest, settle
from portal.config import Settings
from portal.errors import Conflict, NotFound, RuleViolation
from portal.publishing.publish import publish
from portal.publishing.writing import locked, replaced
from portal.records.limits import check_reason
from portal.regions import INDICATORS, INSTRUMENTS, REGIONS
from portal.yamlfiles import MAX_FILE, Report

LIFE = timedelta(hours=2)  # of a preview


@dataclass(frozen=True)
class FileChange:
    """A region's file before and after."""

    region: str
    path: Path
    before: str
    after: str


def shelf_on_disk(settings: Settings) -> Shelf:
    """What the files hold now, published or not; raises RuleViolation where they cannot be read."""
    report = Report()
    shelf = Shelf(
        regions=REGIONS.read(settings.content, report),
        indicators=INDICATORS.read(settings.content, report),
        instruments=INSTRUMENTS.read(settings.content, report),
    )
    if report.errors:
        first = report.errors[0]
        raise RuleViolation(f"Berkas di content/ belum benar, jadi angka belum dapat diimpor: {first}")
    return shelf


def mark_of(judged: Judged) -> str:
    """A mark of what a preview promises: the same mark, the same changes."""
    parts = [
        f"{one.region}|{one.kind}|{one.place}|{one.before}|{one.after}|{one.source}" for one in judged.writes
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:20]


def carry_out(
    transaction: Transaction,
    settings: Settings,
    actor: Actor,
    rows: Iterable[tuple[int, Row]],
    *,
    mark: str,
    reason: str,
) -> Judged:
    """Write the changes of a table and publish them; gives what was done.

    Raises RuleViolation without a reason or a change, Conflict where the files changed since the preview,
    InvalidContent where the gate refuses. The files are then as they were, and the trail says so.
    """
    check_reason(reason, "reason")
    with locked(settings):
        settle(transaction, settings)
        judged = judge(rows, shelf_on_disk(settings))
        if not judged.writes:
            raise RuleViolation("Tidak ada angka yang berubah.")
        if mark_of(judged) != mark:
            raise Conflict("Angka wilayah sudah berubah sejak pratinjau ini. Lihat pratinjaunya lagi.")
        files = _files(settings, judged.writes)
        _note(transaction, actor, BEGUN, files, judged, reason)
        try:
            with ExitStack() as stack:
                for file in files:
                    stack.enter_context(replaced(file.path, file.after))
                publish(settings)
        except BaseException:
            _note(transaction, actor, UNDONE, (), judged, reason)
            raise
        _note(transaction, actor, DONE, files, judged, reason)
    return judged


def keep(
    session: Session, rows: list[tuple[int, dict[str, str]]], *, actor: Actor, now: datetime
) -> FigureImport:
    """Keep the rows until the curator has looked at them; older previews are swept."""
    session.execute(delete(FigureImport).where(FigureImport.created_at <= now - LIFE))
    kept = FigureImport(account_id=actor.account_id or 0, created_at=now, rows=rows)
    session.add(kept)
    session.flush()
    return kept


def get(session: Session, import_id: int, *, actor: Actor, now: datetime) -> FigureImport:
    """One's own preview; raises NotFound when it was imported, or is too old."""
    kept = session.get(FigureImport, import_id)
    if kept is None or kept.account_id != actor.account_id or kept.created_at + LIFE <= now:
        raise NotFound("Pratinjau ini sudah tidak ada. Unggah berkasnya sekali lagi.")
    return kept


def _files(settings: Settings, changes: Iterable[Change]) -> tuple[FileChange, ...]:
    by_region: dict[str, list[Change]] = {}
    for change in changes:
        by_region.setdefault(change.region, []).append(change)
    return tuple(_file(settings, region, found) for region, found in sorted(by_region.items()))


def _file(settings: Settings, region: str, changes: list[Change]) -> FileChange:
    path = settings.content / "regions" / f"{region}.yaml"
    before = path.read_text("utf-8")
    changed = {one.place: one.after for one in changes if one.kind is Kind.CHANGED and one.place is not None}
    sources = {one.source.id: one.source for one in changes if one.source is not None}
    after = with_figures(
        before,
        changed=changed,
        added=[one.after for one in changes if one.kind in (Kind.NEW, Kind.DISPUTED)],
        sources=list(sources.values()),
    )
    if len(after.encode()) > MAX_FILE:
        raise RuleViolation(f"Berkas {region}.yaml akan lebih besar dari {MAX_FILE // 1024} KB.")
    return FileChange(region, path, before, after)


def _note(
    transaction: Transaction,
    actor: Actor,
    action: str,
    files: Iterable[FileChange],
    judged: Judged,
    reason: str,
) -> None:
    changes: dict[str, tuple[object, object]] = {
        file.region: (digest(file.before), digest(file.after)) for file in files
    }
    changes[FIGURES] = ("", {str(kind): judged.count(kind) for kind in Kind if kind is not Kind.SAME})
    with transaction() as session:
        audit.record(session, actor=actor, action=action, subject=SUBJECT, changes=changes, reason=reason)
