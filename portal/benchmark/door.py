"""Writing imported figures into content/regions: all files or none, and the trail says who and why.

Taking an import back is such a change too (`taking_back.py`). The beginning of every change stands in the
trail with a digest of each file as it was and as it was to be. A beginning without an end is a process that
died: the next change finishes it or undoes it, and tells so.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import audit, clock, jobs
from portal.access import Actor, command_actor
from portal.audit.models import AuditEntry
from portal.benchmark.importing import Change, Effect, Judged, Row, Snapshot, judge
from portal.benchmark.regionfiles import with_figures
from portal.config import Settings
from portal.errors import RuleViolation
from portal.publishing.changes import Transaction, change_files, recover_files
from portal.publishing.publish import publish
from portal.publishing.steps import silent
from portal.publishing.writing import locked
from portal.records import imports
from portal.records.imports import TableImport
from portal.records.limits import check_reason
from portal.regions import INDICATORS, INSTRUMENTS, REGIONS
from portal.sources import Fact
from portal.yamlfiles import MAX_FILE, Report

KIND, WHOSE = "benchmark.figures", "regions"
SUBJECT = "regions:figures"
BEGUN, DONE, UNDONE = "benchmark.begin-import", "benchmark.import", "benchmark.undo-import"
TAKEN_BACK = "benchmark.take-back"
MOST_TOLD = 200  # figures named one by one at the end of a job
FIGURES = "angka"  # beside the regions: how many figures
JOB = "pekerjaan"  # which job it was
IMPORT = "impor"  # and which import: after, where it is stored, or before, where it is taken back
BESIDE = frozenset((FIGURES, JOB, IMPORT))
Texts = Mapping[str, tuple[str, str]]  # region -> the text of its file before and after


@dataclass(frozen=True)
class Told:
    """What the trail is told of a change of figures."""

    import_id: int
    counts: Mapping[str, int]  # of figures, by what becomes of them
    reason: str
    actor: Actor
    task: jobs.Task | None = None
    is_back: bool = False
    left: tuple[str, ...] = ()  # what people changed since, and stays

    @property
    def end(self) -> jobs.Done:
        """How a job that does it ends."""
        return _said(sum(self.counts.values()), is_back=self.is_back, left=self.left)


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


def promise_of(judged: Judged) -> list[object]:
    """What a preview promises."""
    return [
        f"{one.region}|{one.kind}|{one.place}|{one.before}|{one.after}|{one.source}" for one in judged.writes
    ]


def publish_change(
    transaction: Transaction,
    settings: Settings,
    actor: Actor,
    import_id: int,
    *,
    mark: str,
    reason: str,
    task: jobs.Task | None = None,
) -> Judged:
    """Write the changes of a preview and publish them; gives what was done. The job (`task`) ends with it.

    Raises RuleViolation without a reason or a change, Conflict where the files changed since the preview,
    InvalidContent where the gate refuses. The files are then as they were, and the trail says so.
    """
    check_reason(reason, "reason")
    with locked(settings):
        recover(transaction, settings)
        with transaction() as session:
            rows = imports.preview(session, import_id, KIND, actor=actor, now=clock.now()).rows
        judged = as_promised(settings, rows, mark)
        counts = {str(kind): judged.count(kind) for kind in Effect if kind is not Effect.SAME}
        told = Told(import_id, counts, reason, actor, task)
        write(transaction, settings, _texts(settings, judged.writes), told, made=_made(judged))
        return judged


def as_promised(settings: Settings, rows: Iterable[tuple[int, Row]], mark: str) -> Judged:
    """What the rows change, if it is still what the preview with this mark showed."""
    judged = judge(rows, snapshot_of_files(settings))
    if not judged.writes:
        raise RuleViolation("Tidak ada angka yang berubah.")
    imports.check_promise(mark, promise_of(judged))
    return judged


def write(
    transaction: Transaction,
    settings: Settings,
    texts: Texts,
    told: Told,
    made: Mapping[str, list[Any]] | None = None,
) -> None:
    """Put the texts in their places, publish, and note it with its import; the content lock must be held."""
    note = partial(_note, told=told)

    def begin(session: Session) -> None:
        if made is not None:  # kept with the intention, so that whoever finishes it knows
            session.get_one(TableImport, told.import_id).made = dict(made)
        note(session, BEGUN, texts)

    def finish(session: Session, _: object) -> None:
        _settle(session, told.import_id, is_back=told.is_back)
        note(session, TAKEN_BACK if told.is_back else DONE, texts)

    change_files(
        transaction,
        settings,
        {path_of(settings, region): after for region, (_, after) in texts.items()},
        begin=begin,
        finish=finish,
        undo=lambda session, _: note(session, UNDONE, {}),
        tell=told.task.progress if told.task else silent,
    )


def recover(transaction: Transaction, settings: Settings) -> None:
    """Finish or undo a change that died; the content lock must be held.

    What it wrote whole is published before it counts as done, and its job with it.
    """
    with transaction() as session:
        newest = select(AuditEntry).where(AuditEntry.subject == SUBJECT).order_by(AuditEntry.seq.desc())
        last = session.scalars(newest.limit(1)).first()
    if last is None or last.action != BEGUN:
        return
    changes = json.loads(last.changes)
    promised = {name: both for name, both in changes.items() if name not in BESIDE}
    written = recover_files({path_of(settings, region): both[1] for region, both in promised.items()})
    is_whole = len(written) == len(promised)
    went, came = changes.get(IMPORT, ("", ""))
    done = TAKEN_BACK if went else DONE
    if is_whole:
        publish(settings)
    with transaction() as session:
        if is_whole and (came or went):
            _settle(session, came or went, is_back=bool(went))
        audit.record(
            session,
            actor=command_actor("portal"),
            action=done if is_whole else UNDONE,
            subject=SUBJECT,
            changes={path.stem: tuple(promised[path.stem]) for path in sorted(written)},
            reason=f"Proses berhenti di tengah impor yang dimulai {last.actor or 'portal'}; "
            + ("semua berkasnya sudah tertulis." if is_whole else "berkas yang sudah tertulis dikembalikan."),
        )
        if is_whole and JOB in changes:
            end = _said(sum(changes[FIGURES][1].values()), is_back=bool(went))
            jobs.end_for(session, changes[JOB][1], end)


def _settle(session: Session, import_id: int, *, is_back: bool) -> None:
    """Note that an import is stored, or taken back."""
    kept, now = session.get_one(TableImport, import_id), clock.now()
    if is_back:
        kept.undone_at = now
    else:
        imports.accept(kept, kept.made, now=now)


def _made(judged: Judged) -> dict[str, list[Any]]:
    """What an import makes, so that it can be taken back."""
    return {
        "figures": [
            {
                "region": one.region,
                "before": _plain(one.before) if one.kind is Effect.CHANGED else None,
                "after": _plain(one.after),
                "source": _plain(one.source),
            }
            for one in judged.writes
        ]
    }


def _plain(fact: Fact | None) -> dict[str, Any] | None:
    return fact.model_dump(mode="json") if fact is not None else None


def _texts(settings: Settings, changes: Iterable[Change]) -> dict[str, tuple[str, str]]:
    """Region -> the text of its file before and after."""
    by_region: dict[str, list[Change]] = {}
    for change in changes:
        by_region.setdefault(change.region, []).append(change)
    before = {region: path_of(settings, region).read_text("utf-8") for region in sorted(by_region)}
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


def _note(session: Session, action: str, texts: Texts, *, told: Told) -> None:
    changes: dict[str, tuple[object, object]] = {
        region: (_digest(before), _digest(after)) for region, (before, after) in texts.items()
    }
    changes[FIGURES] = ("", dict(told.counts))
    changes[IMPORT] = (told.import_id, "") if told.is_back else ("", told.import_id)
    if told.task is not None:
        changes[JOB] = ("", told.task.id)
        if action == BEGUN:
            told.task.hold(session)
        if action in (DONE, TAKEN_BACK):
            jobs.end_for(session, told.task.id, told.end)
    audit.record(
        session, actor=told.actor, action=action, subject=SUBJECT, changes=changes, reason=told.reason
    )


def _said(count: int, *, is_back: bool = False, left: tuple[str, ...] = ()) -> jobs.Done:
    if not is_back:
        return jobs.Done(f"{count} angka ditulis dan diterbitkan.")
    return jobs.Done(f"{count} angka kembali seperti sebelum impor, dan diterbitkan.", left[:MOST_TOLD])


def _digest(text: str) -> str:
    """What the trail keeps of a file: the beginning of its SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def path_of(settings: Settings, region: str) -> Path:
    """The file of a region."""
    return settings.content / "regions" / f"{region}.yaml"
