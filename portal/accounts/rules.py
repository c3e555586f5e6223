"""Rules of accounts: names, memberships and their dates, and how long things last."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.access import OPD_ROLES, Role
from portal.errors import RuleViolation

IDLE = timedelta(minutes=30)  # a session nobody uses ends
ABSOLUTE = timedelta(hours=12)  # and any session ends after this
PENDING = timedelta(minutes=10)  # between password and second step
LINK_LIFE = timedelta(hours=72)
WINDOW = timedelta(minutes=15)  # in which failed tries are counted
MAX_TRIES = 5  # per account and address
MAX_TRIES_ADDRESS = 50  # per address
_USERNAME = re.compile(r"^[a-z0-9][a-z0-9._-]{2,39}$")
_EMAIL = re.compile(r"^[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+$")


class Tenure(StrEnum):
    """How a post is held."""

    DEFINITIVE = "definitif"
    ACTING = "Plt."  # pelaksana tugas: the post is vacant
    STANDING_IN = "Plh."  # pelaksana harian: its holder is away for a while


@dataclass(frozen=True)
class Term:
    """A role held in an OPD (or in none) for a time."""

    role: Role
    opd: str | None
    since: date
    until: date | None  # the last day; None: until further notice
    kind: Tenure = Tenure.DEFINITIVE

    def holds_on(self, day: date) -> bool:
        """Is the role held on this day?"""
        return self.since <= day and (self.until is None or day <= self.until)

    def overlaps(self, other: Term) -> bool:
        """Is there a day on which both hold?"""
        return (self.until is None or other.since <= self.until) and (
            other.until is None or self.since <= other.until
        )


def check_term(term: Term, opd_codes: frozenset[str]) -> None:
    """Refuse a membership that cannot be: no such OPD, dates the wrong way, delegation without an end."""
    if term.role in OPD_ROLES and term.opd is None:
        raise RuleViolation(f"Peran {term.role} harus di sebuah OPD. Pilih OPD-nya.")
    if term.opd is not None and term.opd not in opd_codes:
        known = ", ".join(sorted(opd_codes))
        raise RuleViolation(f"OPD “{term.opd}” tidak ada di daftar OPD. Kode yang dikenal: {known}.")
    if term.until is not None and term.until < term.since:
        raise RuleViolation("Tanggal akhir lebih awal daripada tanggal mulai.")
    if term.kind is not Tenure.DEFINITIVE and term.until is None:
        raise RuleViolation(f"Penugasan {term.kind} harus punya tanggal akhir.")


def check_alone(term: Term, own: list[Term], heads: list[Term]) -> None:
    """Refuse a second membership alike, and a second definitive head of one OPD at the same time."""
    if any(other.role is term.role and other.opd == term.opd and other.overlaps(term) for other in own):
        raise RuleViolation("Orang ini sudah memegang peran itu pada tanggal tersebut.")
    if term.role is Role.HEAD and term.kind is Tenure.DEFINITIVE and any(term.overlaps(one) for one in heads):
        raise RuleViolation(
            f"OPD {term.opd} sudah punya kepala definitif pada tanggal tersebut. Akhiri dulu yang lama, "
            "atau catat sebagai Plt. atau Plh."
        )


def username(text: str) -> str:
    """A user name: 3–40 small letters, digits, dots, hyphens; never a NIP."""
    name = text.strip().casefold()
    if not _USERNAME.match(name):
        raise RuleViolation(
            "Nama pengguna terdiri atas 3–40 huruf kecil, angka, titik, atau tanda hubung, tanpa spasi."
        )
    if sum(mark.isdigit() for mark in name) >= 8:
        raise RuleViolation("Nama pengguna tidak boleh memuat NIP atau nomor panjang lain.")
    return name


def email(text: str) -> str:
    """An e-mail address, or nothing."""
    address = text.strip()
    if address and (len(address) > 200 or not _EMAIL.match(address)):
        raise RuleViolation("Tulis alamat surel yang benar, misalnya nama@instansi.go.id.")
    return address


def person_name(text: str) -> str:
    """The name of a person, with titles."""
    name = " ".join(text.split())
    if not 2 <= len(name) <= 120 or not any(mark.isalpha() for mark in name):
        raise RuleViolation("Tulis nama orangnya, 2–120 karakter.")
    if not name.isprintable():
        raise RuleViolation("Nama memuat karakter yang tidak terlihat. Ketik ulang namanya.")
    return name
