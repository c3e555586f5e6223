"""The second step at sign-in: a code from an authenticator app (TOTP), or a recovery code."""

from __future__ import annotations

import base64
import hmac
import secrets
from datetime import datetime

import pyotp
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from portal import audit
from portal.access import Actor
from portal.accounts import tokens
from portal.accounts.models import Account, RecoveryCode, SecondStep
from portal.errors import RuleViolation

STEP = 30  # seconds that a code is shown
WINDOW = 1  # steps before and after that count too, for clocks that differ
CODES = 10  # recovery codes at a time
CODE_BYTES = 15  # 120 bits: from 112 on a plain hash is enough (ASVS 5.0, 6.5.2)


def is_on(account: Account) -> bool:
    """Does this account ask for a second step?"""
    return account.second_step is not None and account.second_step.confirmed_at is not None


def begin(session: Session, account: Account) -> SecondStep:
    """A fresh secret, not yet asked for at sign-in; replaces one that was never confirmed."""
    if is_on(account):
        raise RuleViolation(
            "Langkah kedua sudah aktif. Matikan dulu bila ingin memasangnya di perangkat lain."
        )
    if account.second_step is None:
        account.second_step = SecondStep(account_id=account.id, secret="", last_step=0)
    account.second_step.secret = pyotp.random_base32()
    session.flush()
    return account.second_step


def confirm(session: Session, account: Account, code: str, *, actor: Actor, now: datetime) -> list[str]:
    """Switch the second step on, once a code shows that the app works; returns the recovery codes."""
    step = account.second_step
    if step is None or step.confirmed_at is not None:
        raise RuleViolation("Mulai dulu pemasangan langkah kedua.")
    if not _takes(step, code, now):
        raise RuleViolation("Kode tidak cocok. Periksa jam ponsel Anda, lalu tulis kode yang sedang tampil.")
    step.confirmed_at = now
    audit.record(session, actor=actor, action="account.second-step-on", subject=f"account:{account.id}")
    return renew_codes(session, account, actor=actor)


def check(session: Session, account: Account, code: str, now: datetime) -> bool:
    """Is this the code of the moment, or an unused recovery code? Each works once."""
    step = account.second_step
    if step is None or step.confirmed_at is None:
        return False
    if _takes(step, code, now):
        return True
    wanted = tokens.digest(_bare(code))
    unused = select(RecoveryCode).where(RecoveryCode.account_id == account.id, RecoveryCode.used_at.is_(None))
    for kept in session.scalars(unused):
        if hmac.compare_digest(kept.code_hash, wanted):
            kept.used_at = now
            return True
    return False


def remove(session: Session, account: Account, *, actor: Actor, reason: str = "") -> None:
    """Switch the second step off, and forget its secret and recovery codes."""
    if account.second_step is not None:
        session.delete(account.second_step)
        session.flush()
        session.expire(account, ["second_step"])
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    audit.record(
        session, actor=actor, action="account.second-step-off", subject=f"account:{account.id}", reason=reason
    )


def renew_codes(session: Session, account: Account, *, actor: Actor) -> list[str]:
    """Fresh recovery codes; the old ones stop working."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    codes = [_new_code() for _ in range(CODES)]
    session.add_all(
        RecoveryCode(account_id=account.id, code_hash=tokens.digest(_bare(code))) for code in codes
    )
    audit.record(session, actor=actor, action="account.recovery-codes", subject=f"account:{account.id}")
    return codes


def unused_codes(session: Session, account_id: int) -> int:
    """How many recovery codes are left."""
    unused = select(func.count()).where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    return session.scalar(unused) or 0


def address(account: Account, portal_name: str) -> str:
    """What the QR code says to the app (otpauth://)."""
    secret = account.second_step.secret if account.second_step else ""
    return pyotp.TOTP(secret).provisioning_uri(name=account.username, issuer_name=portal_name)


def _takes(step: SecondStep, code: str, now: datetime) -> bool:
    digits = "".join(code.split())
    if not (digits.isascii() and digits.isdigit() and len(digits) == 6):
        return False
    totp, present = pyotp.TOTP(step.secret), int(now.timestamp()) // STEP
    if step.last_step > present + WINDOW:  # the clock ran ahead then: no code so far counts, later ones do
        step.last_step = present + WINDOW
    for number in range(present - WINDOW, present + WINDOW + 1):
        if number > step.last_step and hmac.compare_digest(totp.generate_otp(number), digits):
            step.last_step = number
            return True
    return False


def _new_code() -> str:
    letters = base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode("ascii").lower()
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def _bare(code: str) -> str:
    return "".join(mark for mark in code.casefold() if mark.isalnum())
