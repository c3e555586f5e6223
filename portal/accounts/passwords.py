"""Passwords: argon2id with its library's parameters, and a refusal of what is guessed first (`strength`).

No rules on kinds of characters and no forced change (ASVS 5.0, 6.2.5 and 6.2.10): length is what counts.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from portal.accounts import strength
from portal.accounts.strength import plain
from portal.errors import RuleViolation

MIN_LENGTH = 12
MAX_LENGTH = 256
ADVICE = "Pakai misalnya empat kata yang tidak berhubungan."
_hasher = PasswordHasher()
_at_once = BoundedSemaphore(4)  # each hash takes 64 MiB


def check(password: str, about: Iterable[str] = ()) -> None:
    """Refuse a password that is short, common, or made of what is known about its owner (`about`)."""
    if len(password) < MIN_LENGTH:
        raise RuleViolation(
            f"Kata sandi paling sedikit {MIN_LENGTH} karakter. Beberapa kata sekaligus lebih mudah diingat."
        )
    if len(password) > MAX_LENGTH:
        raise RuleViolation(f"Kata sandi paling banyak {MAX_LENGTH} karakter.")
    bare = plain(password)
    own = {plain(text) for text in about if len(plain(text)) >= 3}
    own |= {plain(word) for text in about for word in text.split() if len(plain(word)) >= 4}
    if bare.strip("0123456789") in own or bare in own:
        raise RuleViolation("Kata sandi tidak boleh berupa nama, nama pengguna, atau NIP Anda.")
    if why := strength.weakness(password, own):
        raise RuleViolation(f"Kata sandi ini terlalu mudah ditebak: {why}. {ADVICE}")


def make_hash(password: str) -> str:
    """What is stored instead of the password."""
    with _at_once:
        return _hasher.hash(_same(password))


def matches(stored: str | None, password: str) -> bool:
    """Is this the password? Without a stored hash the answer is no, and takes as long."""
    with _at_once:
        try:
            _hasher.verify(stored or _nobody(), _same(password[:MAX_LENGTH]))
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """Was it made with weaker parameters than today's?"""
    return _hasher.check_needs_rehash(stored)


def _same(password: str) -> str:
    """One spelling for letters that keyboards compose differently."""
    return unicodedata.normalize("NFC", password)


@cache
def _nobody() -> str:
    """A hash that no password has, for accounts that do not exist."""
    return _hasher.hash(unicodedata.normalize("NFC", "\x00 tidak ada \x00"))


def prepare(password: str, about: Iterable[str] = ()) -> str:
    """Check a new password and hash it; slow, so call it before the transaction that stores it."""
    check(password, about)
    return make_hash(password)
