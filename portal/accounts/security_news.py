"""What changed in the security of an account, for its owner: read from the audit trail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit.models import AuditEntry
from portal.audit.queries import moment_of
from portal.audit.service import stamp

SHOWN = timedelta(days=90)
MOST = 20
SAID = {
    "account.password": "Kata sandi diganti",
    "account.second-step-on": "Langkah kedua diaktifkan",
    "account.second-step-off": "Langkah kedua dihapus",
    "account.recovery-codes": "Kode pemulihan dibuat baru",
    "account.link": "Tautan kata sandi dibuat",
    "account.role-give": "Peran diberikan",
    "account.role-end": "Peran diakhiri",
    "account.edit": "Data akun diubah",
    "account.sso-link": "Akun dihubungkan dengan SSO",
    "account.open": "Akun diaktifkan",
    "account.close": "Akun dinonaktifkan",
    "account.sign-out-all": "Semua sesi diakhiri",
}


@dataclass(frozen=True)
class SecurityNews:
    """A change of an account's security, and who made it."""

    what: str
    at: datetime | None
    who: str
    is_own: bool


def of_account(session: Session, account_id: int, since: datetime) -> list[SecurityNews]:
    """The changes since a moment, the newest first."""
    entries = (
        select(AuditEntry)
        .where(
            AuditEntry.subject == f"account:{account_id}",
            AuditEntry.action.in_(SAID),
            AuditEntry.at > stamp(since),
        )
        .order_by(AuditEntry.seq.desc())
        .limit(MOST)
    )
    return [
        SecurityNews(SAID[one.action], moment_of(one), one.actor, one.account_id == account_id)
        for one in session.scalars(entries)
    ]


def since_last_visit(session: Session, account_id: int) -> list[SecurityNews]:
    """The changes since the sign-in before this one; none at the very first."""
    entered = (
        select(AuditEntry)
        .where(AuditEntry.subject == f"account:{account_id}", AuditEntry.action == "account.sign-in")
        .order_by(AuditEntry.seq.desc())
        .limit(1)
    )
    last = session.scalars(entered).first()
    moment = moment_of(last) if last else None
    return of_account(session, account_id, moment) if moment else []
