"""A batch: what a file changed, kept with the file, and undone as a whole."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from pathlib import PurePath
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal import audit, clock
from portal.access import Actor, may
from portal.errors import Forbidden, RuleViolation
from portal.records.changes import assign, plain, signed
from portal.records.limits import check_reason
from portal.register.changes import INNOVATION
from portal.register.importing.judging import Entry
from portal.register.importing.preview import Preview
from portal.register.models import ClaimSheet, ImportBatch, Innovation
from portal.register.names import key_of
from portal.register.rules import Stage, State
from portal.taxonomy.profile import PROFILE
from portal.web import csvfiles

COMMAND = "perintah:"  # begins the name of an actor that is a command
LIFE = timedelta(days=1)  # of a file that nobody accepted


def receive(session: Session, content: bytes, name: str, *, actor: Actor) -> ImportBatch:
    """Take a file in before it is read; what nobody accepted within a day is forgotten."""
    _require(actor)
    if not content:
        raise RuleViolation("Berkas ini kosong.", "file")
    old = ImportBatch.accepted_at.is_(None), ImportBatch.at < clock.now() - LIFE
    session.execute(delete(ImportBatch).where(*old))
    digest = hashlib.sha256(content).hexdigest()
    file_name = PurePath(name.replace("\\", "/")).name[:200]
    batch = ImportBatch(
        file_name=file_name, sha256=digest, source=content, found={}, made=[], **signed(actor)
    )
    session.add(batch)
    session.flush()
    return batch


def keep_preview(batch: ImportBatch, preview: Preview) -> None:
    """Keep what the file would do, to be looked at and accepted."""
    batch.kind, batch.found = preview.table.kind, preview.told(PROFILE.get())


def accept(session: Session, batch: ImportBatch, preview: Preview, reason: str, *, actor: Actor) -> None:
    """Store what is new and what changed, in one batch."""
    _require(actor)
    check_reason(reason, "reason", "Tulis alasan impor ini")
    if batch.accepted_at is not None:
        raise RuleViolation("Impor ini sudah disimpan.")
    keep_preview(batch, preview)
    made: list[dict[str, Any]] = []
    for entry in preview.entries:
        if entry.what == "new":
            made.append(_add(session, entry, actor))
        elif entry.what == "changed":
            made.append(_change(session, entry, actor))
    if preview.claims is not None and preview.known == "new" and preview.innovation_id is not None:
        rows = [one.told() for one in preview.claims.rows]
        sheet = ClaimSheet(
            innovation_id=preview.innovation_id,
            batch_id=batch.id,
            kind=batch.kind,
            rows=rows,
            totals=preview.claims.totals,
            **signed(actor),
        )
        session.add(sheet)
        session.flush()
        made.append({"what": "sheet", "id": sheet.id, "innovation_id": preview.innovation_id})
    if not made:
        raise RuleViolation("Tidak ada baris baru atau berubah di berkas ini, jadi tidak ada yang disimpan.")
    if preview.holds_persons:  # the file is needed no more; its digest still tells which it was
        batch.is_whole, batch.source = False, _without_persons(preview)
    batch.accepted_at, batch.reason, batch.made = clock.now(), reason, made
    counts = {what: (None, sum(one["what"] == what for one in made)) for what in ("new", "changed", "sheet")}
    _note(session, batch, "import", actor, counts, reason)


def undo(session: Session, batch: ImportBatch, reason: str, *, actor: Actor) -> list[str]:
    """Undo a batch; what people changed since stays as they left it, and is told."""
    _require(actor)
    check_reason(reason, "reason")
    if batch.accepted_at is None or batch.undone_at is not None:
        raise RuleViolation("Impor ini belum disimpan atau sudah dibatalkan.")
    kept: list[str] = []
    for one in reversed(batch.made):
        if one["what"] == "sheet":
            session.get_one(ClaimSheet, one["id"]).removed_at = clock.now()
            continue
        innovation = session.get_one(Innovation, one["id"])
        if one["what"] == "new":
            _take_out(session, innovation, one, kept, reason, actor)
        else:
            _put_back(session, innovation, one, kept, reason, actor)
    batch.undone_at, batch.undone_by_name = clock.now(), actor.name
    _note(session, batch, "undo-import", actor, {"undone": (False, True)}, reason)
    return kept


def _add(session: Session, entry: Entry, actor: Actor) -> dict[str, Any]:
    draft = entry.draft
    innovation = Innovation(
        opd=draft.owner.opd,
        unit=draft.owner.unit,
        owner_text=draft.owner.text[:300],
        title=draft.title,
        key=key_of(draft.title),
        stage=Stage(str(draft.values.get("stage") or Stage.INITIATIVE)),
        state=State.SUBMITTED,
        created_at=clock.now(),
        last_news_at=clock.now(),
        created_by=actor.account_id,
        created_by_name=actor.name,
    )
    assign(innovation, _values(draft.values))
    session.add(innovation)
    session.flush()
    changes = {"title": (None, draft.title), "opd": (None, draft.owner.opd), "row": (None, draft.row)}
    INNOVATION.note(session, innovation, "import", actor=actor, changes=changes)
    return {"what": "new", "id": innovation.id, "row": draft.row, "version": innovation.version}


def _change(session: Session, entry: Entry, actor: Actor) -> dict[str, Any]:
    innovation = session.get_one(Innovation, entry.innovation_id)
    wanted = _values({name: after for name, (_, after) in entry.changes.items()})
    changes = assign(innovation, wanted)
    INNOVATION.follow(innovation, changes)
    innovation.version += 1
    INNOVATION.note(session, innovation, "import", actor=actor, changes=changes)
    told = {name: list(pair) for name, pair in changes.items() if name in wanted}
    return {"what": "changed", "id": innovation.id, "row": entry.draft.row, "changes": told}


def _take_out(
    session: Session,
    innovation: Innovation,
    one: Mapping[str, Any],
    kept: list[str],
    reason: str,
    actor: Actor,
) -> None:
    if innovation.version != one["version"]:
        kept.append(f"{innovation.title}: sudah diubah orang sesudah impor, jadi dibiarkan.")
        return
    innovation.removed_at = clock.now()
    innovation.version += 1
    changes: dict[str, tuple[object, object]] = {"removed": (False, True)}
    INNOVATION.note(session, innovation, "undo-import", actor=actor, changes=changes, reason=reason)


def _put_back(
    session: Session,
    innovation: Innovation,
    one: Mapping[str, Any],
    kept: list[str],
    reason: str,
    actor: Actor,
) -> None:
    back: dict[str, object] = {}
    for name, (before, after) in one["changes"].items():
        if plain(getattr(innovation, name)) == after:
            back[name] = _typed(name, before)
        else:
            kept.append(f"{innovation.title}: sebuah isian sudah diubah lagi, jadi dibiarkan.")
    if changes := assign(innovation, back):
        innovation.key = key_of(innovation.title)
        innovation.version += 1
        INNOVATION.note(session, innovation, "undo-import", actor=actor, changes=changes, reason=reason)


def _values(values: Mapping[str, object]) -> dict[str, object]:
    return {name: Stage(str(value)) if name == "stage" else value for name, value in values.items()}


def _typed(name: str, value: Any) -> object:
    """A value as its column holds it, from how JSON holds it."""
    if name == "stage":
        return Stage(value)
    if value is not None and name.endswith("_on"):
        return date.fromisoformat(value)
    return Decimal(value) if value is not None and name == "claimed_score" else value


def _without_persons(preview: Preview) -> bytes:
    """What is kept of a file that told of persons: the rows as they were understood, as CSV."""
    rows: list[list[object]] = [["baris", "isian", "isi"]]
    for entry in preview.entries:
        rows.extend([entry.draft.row, name, plain(value)] for name, value in entry.draft.values.items())
    for one in preview.claims.rows if preview.claims else ():
        rows.append([one.row, one.name, one.text])
    return "".join(csvfiles.lines(rows)).encode()


def _require(actor: Actor) -> None:
    is_command = actor.account_id is None and actor.name.startswith(COMMAND)
    if not is_command and not may(actor, "register.import"):
        raise Forbidden("Hanya kurator yang mengimpor inovasi.")


def _note(
    session: Session, batch: ImportBatch, action: str, actor: Actor, changes: Mapping[str, Any], reason: str
) -> None:
    subject = f"register-import:{batch.id}"
    audit.record(
        session,
        actor=actor,
        action=f"register.{action}",
        subject=subject,
        changes=dict(changes),
        reason=reason,
    )
