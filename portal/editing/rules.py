"""Rules of editing that need nothing but dates."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

MONTHS_KNOWN = 12  # between two verifications
MONTHS_UNKNOWN = 6  # the same, where nobody knows whether the innovation still runs


def next_review(today: date, status: str) -> date:
    """When a case verified today is due again, unless the curator says otherwise."""
    months = MONTHS_UNKNOWN if status == "unknown" else MONTHS_KNOWN
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
