"""Of a draft the trail tells that something was written, and to whoever may not read the draft no more."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from flask import Flask, current_app
from sqlalchemy.orm import Session

from portal.access import Actor
from portal.audit.chain import canonical
from portal.audit.models import AuditEntry

Hidden = Callable[[Session, Actor], Iterable[str]]  # subjects whose words an actor may not read
VEILED = canonical({"isi": ("", "Isi konsep tidak ditampilkan: peran Anda tidak membaca konsep.")})


def hide(app: Flask, hidden: Hidden) -> None:
    """Let a room say which of its records a reader of the trail may not read."""
    app.extensions.setdefault("audit_hidden", []).append(hidden)


def veiled(session: Session, entries: Iterable[AuditEntry], actor: Actor) -> Iterator[AuditEntry]:
    """The entries, those about hidden records without their words; nothing stored is changed.

    Which records these are is asked at once: the entries may be read when the request is over.
    """
    found: list[Hidden] = current_app.extensions.get("audit_hidden", [])
    subjects = frozenset(subject for hidden in found for subject in hidden(session, actor))
    return _veiled(session, entries, subjects)


def _veiled(
    session: Session, entries: Iterable[AuditEntry], subjects: Collection[str]
) -> Iterator[AuditEntry]:
    for entry in entries:
        if ":".join(entry.subject.split(":")[:2]) in subjects:
            session.expunge(entry)
            entry.changes, entry.reason = VEILED, ""
        yield entry
