"""How far figures, amounts, days and reasons of a record may go. Pure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from portal.errors import RuleViolation
from portal.web.figures import number

MAX_FIGURE = Decimal(10) ** 15
MAX_DECIMALS = 6
MAX_RUPIAH = 10**15
FIRST_YEAR, LAST_YEAR = 2019, 2045  # nomenclature of Permendagri 90/2019 … end of the RPJPD in force
FIRST_DAY = date(2000, 1, 1)
LAST_DAY = date(2100, 12, 31)
MIN_REASON, MAX_REASON = 10, 1_000  # characters; less explains nothing


def check_figure(value: Decimal, field: str) -> None:
    """Refuse a figure that no measure has."""
    if not value.is_finite() or abs(value) > MAX_FIGURE:
        raise RuleViolation("Angka ini terlalu besar. Pakai satuan yang lebih besar, misalnya juta.", field)


def check_rupiah(amount: int, field: str = "") -> None:
    """Refuse an amount that no regional budget holds."""
    if not 0 <= amount <= MAX_RUPIAH:
        raise RuleViolation("Jumlah rupiah harus antara 0 dan 1.000.000.000.000.000.", field)


def explains(text: str) -> bool:
    """Does a text say enough to be a reason?"""
    return len(text.strip()) >= MIN_REASON


def check_reason(text: str, field: str = "", ask: str = "Tulis alasannya") -> None:
    """Refuse a reason that explains nothing, or that nobody reads; `ask` says what is to be written."""
    if not explains(text):
        raise RuleViolation(f"{ask}, paling sedikit {MIN_REASON} huruf.", field)
    if len(text.strip()) > MAX_REASON:
        raise RuleViolation(f"{ask}, paling banyak {number(MAX_REASON)} huruf.", field)
