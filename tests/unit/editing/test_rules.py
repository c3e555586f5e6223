"""When a case that was verified today is due again."""

from __future__ import annotations

from datetime import date

import pytest

from portal.editing.rules import next_review


@pytest.mark.parametrize(
    ("today", "status", "due"),
    [
        (date(2026, 11, 21), "active", date(2027, 11, 21)),
        (date(2026, 11, 21), "unknown", date(2027, 5, 21)),
        (date(2028, 2, 29), "scaled", date(2029, 2, 28)),
        (date(2026, 8, 31), "unknown", date(2027, 2, 28)),
        (date(2026, 12, 31), "stopped", date(2027, 12, 31)),
    ],
)
def test_a_verified_case_is_due_after_a_year_or_half_a_year_where_its_state_is_unknown(
    today: date, status: str, due: date
) -> None:
    assert next_review(today, status) == due
