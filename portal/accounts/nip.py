"""NIP, the 18 digits by which the state knows an employee.

Digits 1–8 date of birth · 9–12 year of appointment · 13–14 month of appointment (PNS) or 2 and how many
times appointed (NI PPPK) · 15 sex (1 or 2) · 16–18 sequence. It tells birthday and sex, so it is personal
data (UU 27/2022): stored once, shown masked, never in an address or a log. Sex and age are never inferred.
"""

from __future__ import annotations

import re
from datetime import date

from portal.errors import RuleViolation
from portal.same import DASHES, tidy

LENGTH = 18
MIN_AGE = 17  # years at appointment
_SEPARATORS = re.compile(rf"[\s.{re.escape(DASHES)}]+")
_FLOAT = re.compile(r"^[\d.,]+e\+?\d+$", re.IGNORECASE)


def parse(text: str, today: date) -> str:
    """The 18 digits of a NIP; spaces are taken out. Raises RuleViolation without repeating the number."""
    if _FLOAT.match(text.strip()):
        raise RuleViolation(
            "NIP ini tersimpan sebagai angka sehingga digit akhirnya hilang. Ubah kolomnya menjadi teks, "
            "lalu ketik ulang 18 digitnya."
        )
    digits = _SEPARATORS.sub("", tidy(text))
    if not (digits.isascii() and digits.isdigit()):
        raise RuleViolation("NIP hanya berisi angka.")
    if len(digits) != LENGTH:
        raise RuleViolation(f"NIP harus 18 digit; yang tertulis {len(digits)} digit.")
    birth = _birth(digits[:8], today)
    last_day = _last_day_of_appointment(int(digits[8:12]), int(digits[12:14]))
    if last_day.year > today.year:
        raise RuleViolation("Digit 9–12 NIP (tahun pengangkatan) ada di masa depan.")
    if last_day < date(birth.year + MIN_AGE, birth.month, min(birth.day, 28)):
        raise RuleViolation(f"Menurut NIP ini umur saat diangkat kurang dari {MIN_AGE} tahun.")
    if digits[14] not in "12":
        raise RuleViolation("Digit ke-15 NIP harus 1 atau 2.")
    return digits


def _birth(digits: str, today: date) -> date:
    try:
        birth = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise RuleViolation("Digit 1–8 NIP harus tanggal lahir yang ada (tahun, bulan, tanggal).") from None
    if birth.year < 1900 or birth >= today:
        raise RuleViolation("Digit 1–8 NIP bukan tanggal lahir yang mungkin.")
    return birth


def _last_day_of_appointment(year: int, code: int) -> date:
    """The latest day the number allows for: a month for PNS, only a year for PPPK."""
    is_civil_servant, is_contract = 1 <= code <= 12, 21 <= code <= 29
    if not (is_civil_servant or is_contract) or not 1900 <= year <= 9998:
        raise RuleViolation(
            "Digit 9–14 NIP harus tahun pengangkatan, lalu bulan 01–12 (PNS) atau 21–29 (PPPK)."
        )
    month = code if is_civil_servant else 12
    return date(year + month // 12, month % 12 + 1, 1) - date.resolution


def mask(nip: str | None) -> str:
    """How a NIP is shown: 19**************01; nothing for a person without one."""
    return f"{nip[:2]}{'*' * (len(nip) - 4)}{nip[-2:]}" if nip else ""
