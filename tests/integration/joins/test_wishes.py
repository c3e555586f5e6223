"""What readers wish for and the library lacks is said, and recorded with one click and no name."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import Role
from portal.search.models import SearchMiss
from tests.integration.editing.desk import Desk

Sit = Callable[..., Desk]


def test_a_wish_is_counted_and_nothing_of_the_reader_is_kept(sit_down: Sit, session: Session) -> None:
    reader = sit_down("budi", Role.READER)

    assert reader.press("/cari?q=zxqwv+terbang", "/cari/catat").status_code == 303

    (miss,) = session.scalars(select(SearchMiss))
    assert (miss.text, miss.count) == ("zxqwv terbang", 2)  # once searched in vain, once wished for


def test_a_wish_with_a_number_of_a_person_is_not_kept(sit_down: Sit, session: Session) -> None:
    reader = sit_down("budi", Role.READER)

    reader.press("/cari?q=zxqwv+198501012010011001", "/cari/catat")

    assert session.scalars(select(SearchMiss)).all() == []
