"""What changed in the security of an account, for its owner: read from the audit trail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import Session, aliased

from portal.accounts.models import LoginSession
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


TOLD_AT_ONCE = (
    "account.password",
    "account.second-step-on",
    "account.second-step-off",
    "account.recovery-codes",
    "account.sso-link",
)


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


def changes(session: Session, since: datetime) -> list[tuple[str, int, SecurityNews]]:
    """What nobody may learn late, of all accounts: a key of its own, the account, and what changed."""
    entries = select(AuditEntry).where(AuditEntry.action.in_(TOLD_AT_ONCE), AuditEntry.at > stamp(since))
    found = []
    for one in session.scalars(entries.order_by(AuditEntry.seq)):
        kind, _, number = one.subject.partition(":")
        if kind == "account" and number.isdigit():
            is_own = one.account_id == int(number)
            news = SecurityNews(SAID[one.action], moment_of(one), one.actor, is_own)
            found.append((f"jejak:{one.seq}", int(number), news))
    return found


def new_devices(session: Session, since: datetime) -> list[tuple[str, int, SecurityNews]]:
    """Sign-ins from a browser or system that the account did not use in the weeks before; never the first."""
    before = aliased(LoginSession)
    is_before = and_(before.account_id == LoginSession.account_id, before.id < LoginSession.id)
    entries = (
        select(LoginSession)
        .where(
            LoginSession.created_at > since,
            exists().where(is_before),
            ~exists().where(is_before, before.device == LoginSession.device),
        )
        .order_by(LoginSession.id)
    )
    return [
        (
            f"perangkat:{one.id}",
            one.account_id,
            SecurityNews(f"Masuk dari perangkat baru: {one.device}", one.created_at, "", is_own=True),
        )
        for one in session.scalars(entries)
    ]
