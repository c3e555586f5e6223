"""Passwords: argon2id with its library's parameters, and a refusal of what everybody guesses first.

No rules on kinds of characters and no forced change (ASVS 5.0, 6.2.5 and 6.2.10): length is what counts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from portal.errors import RuleViolation

MIN_LENGTH = 12
MAX_LENGTH = 256
MIN_DIFFERENT = 5  # characters
COMMON = Path(__file__).with_name("common-passwords.txt")
_hasher = PasswordHasher()
_at_once = BoundedSemaphore(4)  # each hash takes 64 MiB
_RUNS = ("01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")


def check(password: str, about: Iterable[str] = ()) -> None:
    """Refuse a password that is short, common, or made of what is known about its owner (`about`)."""
    if len(password) < MIN_LENGTH:
        raise RuleViolation(
            f"Kata sandi paling sedikit {MIN_LENGTH} karakter. Beberapa kata sekaligus lebih mudah diingat."
        )
    if len(password) > MAX_LENGTH:
        raise RuleViolation(f"Kata sandi paling banyak {MAX_LENGTH} karakter.")
    plain = _plain(password)
    own = {_plain(text) for text in about if len(_plain(text)) >= 3}
    own |= {_plain(word) for text in about for word in text.split() if len(_plain(word)) >= 4}
    few = len(set(password.casefold())) < MIN_DIFFERENT
    if few or (plain and (plain.isdigit() or _is_common(plain) or _is_run(plain))):
        raise RuleViolation(
            "Kata sandi ini terlalu mudah ditebak. Pakai misalnya empat kata yang tidak berhubungan."
        )
    if plain.strip("0123456789") in own or plain in own:
        raise RuleViolation("Kata sandi tidak boleh berupa nama, nama pengguna, atau NIP Anda.")


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


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[^\w]|_", "", folded)


@cache
def _nobody() -> str:
    """A hash that no password has, for accounts that do not exist."""
    return _hasher.hash(unicodedata.normalize("NFC", "\x00 tidak ada \x00"))


@cache
def _common() -> frozenset[str]:
    lines = COMMON.read_text("utf-8").splitlines()
    return frozenset(_plain(line) for line in lines if line and not line.startswith("#"))


def _is_common(plain: str) -> bool:
    """On the list as it is, with a number before or after it, or one such word over and over."""
    words = _common()
    core = plain.strip("0123456789")
    if plain in words or core in words:
        return True
    return any(
        len(core) % size == 0 and core == core[:size] * (len(core) // size)
        for size in range(1, len(core) // 2 + 1)
    )


def _is_run(plain: str) -> bool:
    """Neighbours in the alphabet or on the keyboard, either way."""
    return any(plain in run + run or plain in (run + run)[::-1] for run in _RUNS)


def prepare(password: str, about: Iterable[str] = ()) -> str:
    """Check a new password and hash it; slow, so call it before the transaction that stores it."""
    check(password, about)
    return make_hash(password)
