"""Writing imported figures into content/regions: all files or none, and the trail says who and why.

The beginning of every import stands in the trail with a digest of each file as it was and as it was to be.
A beginning without an end is a process that died: the next import finishes it or undoes it, and tells so.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from portal import audit, jobs
from portal.access import Actor, command_actor
from portal.audit.models import AuditEntry
from portal.benchmark.importing import Change, Effect, Judged, Row, Snapshot, judge
from portal.benchmark.models import FigureImport
from portal.benchmark.regionfiles import with_figures
from portal.config import Settings
from portal.errors import Conflict, NotFound, RuleViolation
from portal.publishing.changes import Transaction, change_files, recover_files
from portal.publishing.publish import publish
from portal.publishing.steps import silent
from portal.publishing.writing import locked
from portal.records.limits import check_reason
from portal.regions import INDICATORS, INSTRUMENTS, REGIONS
from portal.yamlfiles import MAX_FILE, Report

SUBJECT = "regions:figures"
BEGUN, DONE, UNDONE = "benchmark.begin-import", "benchmark.import", "benchmark.undo-import"
FIGURES = "angka"  # beside the regions: how many figures
JOB = "pekerjaan"  # and which job it was
LIFE = timedelta(hours=2)  # of a preview


def snapshot_of_files(settings: Settings) -> Snapshot:
    """What the files hold now, published or not; raises RuleViolation where they cannot be read."""
    report = Report()
    snapshot = Snapshot(
        regions=REGIONS.read(settings.content, report),
        indicators=INDICATORS.read(settings.content, report),
        instruments=INSTRUMENTS.read(settings.content, report),
    )
    if report.errors:
        first = report.errors[0]
        raise RuleViolation(f"Berkas di content/ belum benar, jadi angka belum dapat diimpor: {first}")
    return snapshot


def mark_of(judged: Judged) -> str:
    """A mark of what a preview promises: the same mark, the same changes."""
    parts = [
        f"{one.region}|{one.kind}|{one.place}|{one.before}|{one.after}|{one.source}" for one in judged.writes
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:20]


def publish_change(
    transaction: Transaction,
    settings: Settings,
    actor: Actor,
    rows: Iterable[tuple[int, Row]],
    *,
    mark: str,
    reason: str,
    task: jobs.Task | None = None,
) -> Judged:
    """Write the changes of a table and publish them; gives what was done. The job (`task`) ends with it.

    Raises RuleViolation without a reason or a change, Conflict where the files changed since the preview,
    InvalidContent where the gate refuses. The files are then as they were, and the trail says so.
    """
    check_reason(reason, "reason")
    with locked(settings):
        recover(transaction, settings)
        judged = as_promised(settings, rows, mark)
        texts = _texts(settings, judged.writes)
        note = partial(_note, actor=actor, judged=judged, reason=reason, task=task)
        return change_files(
            transaction,
            settings,
            {_path(settings, region): after for region, (_, after) in texts.items()},
            begin=lambda session: note(session, BEGUN, texts),
            finish=lambda session, _: note(session, DONE, texts),
            undo=lambda session, _: note(session, UNDONE, {}),
            tell=task.progress if task else silent,
        )


def as_promised(settings: Settings, rows: Iterable[tuple[int, Row]], mark: str) -> Judged:
    """What the rows change, if it is still what the preview with this mark showed."""
    judged = judge(rows, snapshot_of_files(settings))
    if not judged.writes:
        raise RuleViolation("Tidak ada angka yang berubah.")
    if mark_of(judged) != mark:
        raise Conflict("Angka wilayah sudah berubah sejak pratinjau ini. Lihat pratinjaunya lagi.")
    return judged


def recover(transaction: Transaction, settings: Settings) -> None:
    """Finish or undo an import that died; the content lock must be held.

    What it wrote whole is published before it counts as done, and its job with it.
    """
    with transaction() as session:
        newest = select(AuditEntry).where(AuditEntry.subject == SUBJECT).order_by(AuditEntry.seq.desc())
        last = session.scalars(newest.limit(1)).first()
    if last is None or last.action != BEGUN:
        return
    changes = json.loads(last.changes)
    promised = {name: both for name, both in changes.items() if name not in (FIGURES, JOB)}
    written = recover_files({_path(settings, region): both[1] for region, both in promised.items()})
    is_whole = len(written) == len(promised)
    if is_whole:
        publish(settings)
    with transaction() as session:
        audit.record(
            session,
            actor=command_actor("portal"),
            action=DONE if is_whole else UNDONE,
            subject=SUBJECT,
            changes={path.stem: tuple(promised[path.stem]) for path in sorted(written)},
            reason=f"Proses berhenti di tengah impor yang dimulai {last.actor or 'portal'}; "
            + ("semua berkasnya sudah tertulis." if is_whole else "berkas yang sudah tertulis dikembalikan."),
        )
        if is_whole and JOB in changes:
            jobs.end_for(session, changes[JOB][1], _said(sum(changes[FIGURES][1].values())))


def keep(
    session: Session, rows: list[tuple[int, dict[str, str]]], *, actor: Actor, now: datetime
) -> FigureImport:
    """Keep the rows until the curator has looked at them; older previews are swept."""
    old = or_(FigureImport.created_at <= now - LIFE, FigureImport.created_at > now)
    session.execute(delete(FigureImport).where(old))
    kept = FigureImport(account_id=actor.account_id or 0, created_at=now, rows=rows)
    session.add(kept)
    session.flush()
    return kept


def get(session: Session, import_id: int, *, actor: Actor, now: datetime) -> FigureImport:
    """One's own preview; raises NotFound when it was imported, or is too old."""
    kept = session.get(FigureImport, import_id)
    if (
        kept is None
        or kept.account_id != actor.account_id
        or not kept.created_at <= now < kept.created_at + LIFE
    ):
        raise NotFound("Pratinjau ini sudah tidak ada. Unggah berkasnya sekali lagi.")
    return kept


def _texts(settings: Settings, changes: Iterable[Change]) -> dict[str, tuple[str, str]]:
    """Region -> the text of its file before and after."""
    by_region: dict[str, list[Change]] = {}
    for change in changes:
        by_region.setdefault(change.region, []).append(change)
    before = {region: _path(settings, region).read_text("utf-8") for region in sorted(by_region)}
    return {region: (text, _changed(region, text, by_region[region])) for region, text in before.items()}


def _changed(region: str, before: str, changes: list[Change]) -> str:
    changed = {
        one.place: one.after for one in changes if one.kind is Effect.CHANGED and one.place is not None
    }
    sources = {one.source.id: one.source for one in changes if one.source is not None}
    after = with_figures(
        before,
        changed=changed,
        added=[one.after for one in changes if one.kind in (Effect.NEW, Effect.DISPUTED)],
        sources=list(sources.values()),
    )
    if len(after.encode()) > MAX_FILE:
        raise RuleViolation(f"Berkas {region}.yaml akan lebih besar dari {MAX_FILE // 1024} KB.")
    return after


def _note(
    session: Session,
    action: str,
    texts: Mapping[str, tuple[str, str]],
    *,
    actor: Actor,
    judged: Judged,
    reason: str,
    task: jobs.Task | None,
) -> Judged:
    changes: dict[str, tuple[object, object]] = {
        region: (_digest(before), _digest(after)) for region, (before, after) in texts.items()
    }
    changes[FIGURES] = ("", {str(kind): judged.count(kind) for kind in Effect if kind is not Effect.SAME})
    if task is not None:
        changes[JOB] = ("", task.id)
        if action == BEGUN:
            task.hold(session)
        if action == DONE:
            jobs.end_for(session, task.id, _said(len(judged.writes)))
    audit.record(session, actor=actor, action=action, subject=SUBJECT, changes=changes, reason=reason)
    return judged


def _said(count: int) -> jobs.Done:
    return jobs.Done(f"{count} angka ditulis dan diterbitkan.")


def _digest(text: str) -> str:
    """What the trail keeps of a file: the beginning of its SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _path(settings: Settings, region: str) -> Path:
    return settings.content / "regions" / f"{region}.yaml"
