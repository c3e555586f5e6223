"""Tables from outside on their way in: looked at, accepted, and undone, whichever room they are for.

A room judges the rows, shows what would change, and stores what was shown: the mark of a preview says
whether that is still the same. What an import made is kept with it, so that it can be taken back whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, String, delete, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.access import Actor
from portal.db import Base, Moment
from portal.errors import Conflict, NotFound

LIFE = timedelta(hours=2)  # of a preview
Rows = list[tuple[int, dict[str, str]]]  # row number, column -> text


class TableImport(Base):
    """A table that somebody uploaded: its rows as they were read, until it is stored; what came of them."""

    __tablename__ = "records_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))  # room and what is imported: "visits.rates"
    subject: Mapped[str] = mapped_column(String(80), index=True)  # whose: an OPD's code, or the portal's
    account_id: Mapped[int]
    account_name: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(Moment)
    rows: Mapped[Rows] = mapped_column(JSON)
    accepted_at: Mapped[datetime | None] = mapped_column(Moment)
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
    made: Mapped[dict[str, list[Any]]] = mapped_column(JSON, default=dict)  # word of the room -> what it made


def keep(
    session: Session, kind: str, subject: str, rows: Rows, *, actor: Actor, now: datetime
) -> TableImport:
    """Keep the rows until somebody has looked at them; older previews are swept."""
    sweep(session, now)
    kept = TableImport(
        kind=kind,
        subject=subject,
        rows=rows,
        account_id=actor.account_id or 0,
        account_name=actor.name,
        created_at=now,
        made={},
    )
    session.add(kept)
    session.flush()
    return kept


def sweep(session: Session, now: datetime) -> None:
    """Forget previews that are too old, or from a day that a wrong clock told."""
    is_old = or_(TableImport.created_at <= now - LIFE, TableImport.created_at > now)
    session.execute(delete(TableImport).where(TableImport.accepted_at.is_(None), is_old))


def preview(session: Session, import_id: int, kind: str, *, actor: Actor, now: datetime) -> TableImport:
    """One's own preview; raises NotFound when it was accepted, or is too old."""
    kept = session.get(TableImport, import_id)
    is_mine = kept is not None and (kept.kind, kept.account_id) == (kind, actor.account_id or 0)
    is_open = kept is not None and kept.accepted_at is None
    if kept is None or not is_mine or not is_open or not kept.created_at <= now < kept.created_at + LIFE:
        raise NotFound("Pratinjau ini sudah tidak ada. Unggah berkasnya sekali lagi.")
    return kept


def accepted(session: Session, kind: str, subject: str) -> list[TableImport]:
    """What came in and was not taken back, newest first."""
    wanted = TableImport.kind == kind, TableImport.subject == subject, TableImport.undone_at.is_(None)
    found = select(TableImport).where(*wanted, TableImport.accepted_at.is_not(None))
    return list(session.scalars(found.order_by(TableImport.id.desc()).limit(20)))


def to_undo(session: Session, import_id: int, kind: str, subject: str) -> TableImport:
    """An accepted import that may be taken back; raises NotFound."""
    found = next((one for one in accepted(session, kind, subject) if one.id == import_id), None)
    if found is None:
        raise NotFound("Impor ini tidak ada atau sudah dibatalkan.")
    return found


def mark_of(parts: Iterable[object]) -> str:
    """A mark of what a preview promises: the same mark, the same changes."""
    return hashlib.sha256("\n".join(str(part) for part in parts).encode()).hexdigest()[:20]


def check_promise(mark: str, parts: Iterable[object]) -> None:
    """Refuse to store what the preview with this mark did not show."""
    if mark_of(parts) != mark:
        raise Conflict("Isi portal berubah sejak pratinjau ini dibuat. Lihat pratinjaunya sekali lagi.")


def accept(kept: TableImport, made: Mapping[str, list[Any]], *, now: datetime) -> None:
    """Note that it was stored, and what that made; the rows as they came are needed no more."""
    kept.accepted_at, kept.made, kept.rows = now, dict(made), []
