"""Saved searches: kept by a person, with what is new since the last look."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import Role
from portal.audit.models import AuditEntry
from portal.search import saved
from portal.search.models import SavedSearch
from tests.integration.editing.desk import Desk

pytestmark = pytest.mark.both_engines("search")

Sit = Callable[..., Desk]


def keep(desk: Desk, address: str = "/cari?q=gemas") -> None:
    """Save a search by the button of its results."""
    assert desk.press(address, "/pencarian").status_code == 303


def test_a_reader_keeps_a_search_and_finds_it_again(sit_down: Sit, session: Session) -> None:
    reader = sit_down("budi", Role.READER)

    keep(reader)

    page = reader.get("/pencarian").text
    assert "gemas" in page
    assert "tidak ada yang baru" in page
    assert session.scalars(select(SavedSearch.address)).all() == ["/cari?q=gemas"]
    assert session.scalars(select(AuditEntry.action).where(AuditEntry.action == "search.save")).all()


def test_saving_the_same_search_again_keeps_one(sit_down: Sit, session: Session) -> None:
    reader = sit_down("budi", Role.READER)

    keep(reader)
    keep(reader)

    assert len(session.scalars(select(SavedSearch)).all()) == 1


def test_a_case_that_was_not_there_at_the_last_look_is_news(sit_down: Sit, session: Session) -> None:
    keep(sit_down("budi", Role.READER))
    row = session.scalars(select(SavedSearch)).one()

    found = saved.news(row, [*row.seen.split(), "kasus-baru"])

    assert found.new == ("kasus-baru",)


def test_nobody_opens_or_deletes_the_search_of_somebody_else(sit_down: Sit, session: Session) -> None:
    keep(sit_down("budi", Role.READER))
    number = session.scalars(select(SavedSearch.id)).one()
    stranger = sit_down("tono", Role.READER)
    form = stranger.form("/cari?q=gemas", "/pencarian")

    for action in (f"/pencarian/{number}/buka", f"/pencarian/{number}/hapus"):
        form.action = action
        assert stranger.send(form).status_code == 404
    assert session.scalars(select(SavedSearch.id)).all() == [number]


def test_only_the_address_of_a_search_can_be_saved(sit_down: Sit, session: Session) -> None:
    reader = sit_down("budi", Role.READER)
    form = reader.form("/cari?q=gemas", "/pencarian")
    form.set(address="https://jahat.example/?q=x&lain=1")

    reader.send(form)

    assert session.scalars(select(SavedSearch.address)).one() == "/cari?q=x"


def test_who_has_not_signed_in_is_asked_to(portal: Flask) -> None:
    visitor = Desk(portal, None)

    assert visitor.get("/pencarian").status_code == 303
    assert "Simpan pencarian" not in visitor.get("/cari?q=gemas").text
