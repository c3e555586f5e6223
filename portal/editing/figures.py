"""Figures as curators write them (1.400 and 7,5), and as the file holds them (1400 and 7.5)."""

from __future__ import annotations

import re
from decimal import Decimal

_NUMBER = re.compile(r"([-−]?)(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?")
MAX_DIGITS = 15  # beyond that a float is no longer exact


def read_figure(text: str) -> int | float | str:
    """The number that a text writes in the Indonesian way; the text itself where it writes none."""
    text = " ".join(text.split())
    match = _NUMBER.fullmatch(text)
    if match is None:
        return text
    sign, whole, fraction = match[1], match[2].replace(".", ""), match[3]
    if len(whole) + len(fraction or "") > MAX_DIGITS:
        return text
    if fraction is None:
        return -int(whole) if sign else int(whole)
    value = float(f"{whole}.{fraction}")
    return -value if sign else value


def show_figure(value: int | float | str | None) -> str:
    """A figure of the file as a curator types it."""
    if value is None or isinstance(value, str):
        return value or ""
    sign = "-" if value < 0 else ""
    whole, _, fraction = format(abs(Decimal(repr(value))), "f").partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    return f"{sign}{grouped}" if isinstance(value, int) else f"{sign}{grouped},{fraction or '0'}"
