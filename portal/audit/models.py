"""Tables of the audit trail. Triggers in the database refuse to change or remove an entry."""

from __future__ import annotations

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base

DIGEST = 64  # characters of a SHA-256 in hexadecimal


class AuditEntry(Base):
    """One change by one actor. Texts are stored exactly as they were hashed."""

    __tablename__ = "audit_entry"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # 1, 2, 3 … without a gap
    at: Mapped[str] = mapped_column(String(27), index=True)  # UTC, 2026-11-21T07:05:09.123456Z
    account_id: Mapped[int | None] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(200))  # all roles then held, joined by ", "
    opd: Mapped[str] = mapped_column(String(1000), index=True)  # codes of the actor's OPDs, joined by "; "
    action: Mapped[str] = mapped_column(String(80), index=True)
    subject: Mapped[str] = mapped_column(String(200), index=True)  # kind:id
    changes: Mapped[str] = mapped_column(Text)  # JSON {field: [before, after]}
    reason: Mapped[str] = mapped_column(Text)
    previous: Mapped[str] = mapped_column(String(DIGEST))
    hash: Mapped[str] = mapped_column(String(DIGEST), unique=True)


class AuditHead(Base):
    """The end of the chain, in one row, so that a cut tail is noticed."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # always 1
    seq: Mapped[int]
    hash: Mapped[str] = mapped_column(String(DIGEST))
