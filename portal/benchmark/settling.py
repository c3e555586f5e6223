"""What a process that died while it wrote figures has left: finished or undone, and told in the trail.

The beginning of every import stands in the trail with a digest of each file as it was and as it was to be.
A beginning without an end is a process that died. All files as promised: the import counts. Some of them:
they are put back, and none of it counts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import audit
from portal.access import command_actor
from portal.audit.models import AuditEntry
from portal.config import Settings
from portal.publishing.writing import clear_leftovers, put_back

SUBJECT = "regions:figures"
BEGUN, DONE, UNDONE = "benchmark.begin-import", "benchmark.import", "benchmark.undo-import"
FIGURES = "angka"  # beside the regions: how many figures
Transaction = Callable[[], AbstractContextManager[Session]]


def digest(text: str) -> str:
    """What the trail keeps of a file."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def settle(transaction: Transaction, settings: Settings) -> None:
    """Finish or undo an import that died; the content lock must be held."""
    with transaction() as session:
        newest = select(AuditEntry).where(AuditEntry.subject == SUBJECT).order_by(AuditEntry.seq.desc())
        last = session.scalars(newest.limit(1)).first()
        if last is None or last.action != BEGUN:
            return
        promised = {name: both for name, both in json.loads(last.changes).items() if name != FIGURES}
        paths = {region: settings.content / "regions" / f"{region}.yaml" for region in promised}
        written = {
            region
            for region, path in paths.items()
            if path.is_file() and digest(path.read_text("utf-8")) == promised[region][1]
        }
        is_whole = written == set(promised)
        for region, path in paths.items():
            if region in written and not is_whole:
                put_back(path)
            clear_leftovers(path)
        audit.record(
            session,
            actor=command_actor("portal"),
            action=DONE if is_whole else UNDONE,
            subject=SUBJECT,
            changes={region: tuple(promised[region]) for region in written},
            reason=f"Proses berhenti di tengah impor yang dimulai {last.actor or 'portal'}; "
            + ("semua berkasnya sudah tertulis." if is_whole else "berkas yang sudah tertulis dikembalikan."),
        )
