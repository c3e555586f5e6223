"""The brake on guessing: counted in the database, so a restart forgets nothing.

A try is written down before the password is looked at, in one locked transaction; so a hundred tries
at once pass the brake no more often than one after another.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from portal.accounts import tokens
from portal.accounts.models import LoginAttempt
from portal.accounts.rules import MAX_TRIES, MAX_TRIES_ADDRESS, WINDOW

MINUTE = timedelta(minutes=1)


def note(session: Session, *, login: str, address: str, now: datetime) -> int:
    """Count a try. Returns 0 where it may go on, else the minutes to wait; a refused try is not counted."""
    session.execute(delete(LoginAttempt).where(LoginAttempt.at <= now - WINDOW))
    # Tries from a clock that ran ahead count as made now: else they would shut people out until it is then.
    session.execute(update(LoginAttempt).where(LoginAttempt.at > now).values(at=now))
    account_key, address_key = _keys(login, address)
    by_address = select(LoginAttempt.at).where(LoginAttempt.address_key == address_key)
    by_both = by_address.where(LoginAttempt.account_key == account_key)
    for statement, allowed in ((by_both, MAX_TRIES), (by_address, MAX_TRIES_ADDRESS)):
        tries = statement.subquery()
        count, oldest = session.execute(select(func.count(), func.min(tries.c.at)).select_from(tries)).one()
        if count >= allowed:
            wait: timedelta = oldest + WINDOW - now
            return max(1, ceil(wait / MINUTE))
    session.add(LoginAttempt(at=now, account_key=account_key, address_key=address_key))
    session.flush()
    return 0


def reset(session: Session, *, login: str, address: str) -> None:
    """Forget the tries of somebody who then signed in."""
    account_key, address_key = _keys(login, address)
    session.execute(
        delete(LoginAttempt).where(
            LoginAttempt.account_key == account_key, LoginAttempt.address_key == address_key
        )
    )


def _keys(login: str, address: str) -> tuple[str, str]:
    return tokens.keyed(f"account:{login}"), tokens.keyed(f"address:{address}")
