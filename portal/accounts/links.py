"""One-time links: how a person sets a first or a new password, and how the first admin comes in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import audit
from portal.access import Actor
from portal.accounts import tokens
from portal.accounts.models import Account, OneTimeLink
from portal.accounts.rules import LINK_LIFE
from portal.errors import NotFound, RuleViolation


def make(session: Session, account: Account | None, *, actor: Actor, now: datetime) -> str:
    """A fresh link's token; earlier unused links of the same person stop working."""
    if account is not None and not account.is_open:
        raise RuleViolation("Akun ini nonaktif. Aktifkan dulu, lalu buat tautannya.")
    spend_all(session, account.id if account else None, now)
    token = tokens.make()
    session.add(
        OneTimeLink(
            token_hash=tokens.digest(token),
            account_id=account.id if account else None,
            created_at=now,
            expires_at=now + LINK_LIFE,
        )
    )
    subject = f"account:{account.id}" if account else "account:first-admin"
    audit.record(session, actor=actor, action="account.link", subject=subject)
    return token


def get(session: Session, token: str, now: datetime) -> OneTimeLink:
    """The link with this token; raises NotFound for one that is unknown, used or too old."""
    found = session.scalar(select(OneTimeLink).where(OneTimeLink.token_hash == tokens.digest(token)))
    is_good = (
        found is not None
        and found.used_at is None
        and found.created_at <= now < found.expires_at
        and (found.account is None or found.account.is_open)
    )
    if found is None or not is_good:
        raise NotFound(
            "Tautan ini tidak berlaku lagi: sudah dipakai, diganti, atau kedaluwarsa. Mintalah tautan baru "
            "kepada admin portal."
        )
    return found


def spend(session: Session, link: OneTimeLink, now: datetime) -> None:
    """Use a link up, with all others of the same person."""
    link.used_at = now
    spend_all(session, link.account_id, now)


def spend_all(session: Session, account_id: int | None, now: datetime) -> None:
    """Make every unused link of a person (None: of the first admin) worthless."""
    unused = select(OneTimeLink).where(OneTimeLink.used_at.is_(None), OneTimeLink.account_id == account_id)
    for link in session.scalars(unused):
        link.used_at = now
