"""What was searched and not found reaches the curators, and nobody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from portal.access import Role
from portal.db import reading, transaction
from portal.search import misses, opened
from tests.integration.editing.desk import Desk

pytestmark = pytest.mark.both_engines("search")

Sit = Callable[..., Desk]


def test_a_curator_sees_what_readers_did_not_find(sit_down: Sit) -> None:
    reader, curator = sit_down("budi", Role.READER), sit_down("sari", Role.CURATOR)
    reader.get("/cari", q="zxqwv")
    reader.get("/cari", q="zxqwv")
    reader.get("/cari", q="198501012010011001 zxqwv")

    page = curator.get("/kurator/pencarian").text

    assert "zxqwv" in page
    assert "198501012010011001" not in page


def test_a_reader_does_not_see_the_list(sit_down: Sit) -> None:
    reader = sit_down("budi", Role.READER)

    assert reader.get("/kurator/pencarian").status_code == 403


def test_a_server_collects_and_writes_now_and_then(sit_down: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = sit_down("budi", Role.READER)
    app = reader.client.application
    collected: misses.Collected = app.extensions["misses"]
    monkeypatch.setattr(collected, "is_started", True)  # as in a server, but without its clock
    for number in range(30):
        reader.get("/cari", q="zxqwv")
        reader.get("/cari", q=f"qqxz{number}")

    with app.app_context():
        assert misses.how_many(reading(), 1) == 0
        assert collected.write()
    with app.app_context():
        found = {miss.text: miss.count for miss in misses.listed(reading(), 1)}
    assert found["zxqwv"] == 30
    assert len(found) == 31


def test_what_is_collected_has_a_bound(sit_down: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(misses, "MAX_HELD", 5)
    app = sit_down("budi", Role.READER).client.application
    collected: misses.Collected = app.extensions["misses"]
    monkeypatch.setattr(collected, "is_started", True)
    for number in range(50):
        collected.add(f"qqxz {number}", date(2026, 11, 21), count=1)
        collected.add("qqxz 1", date(2026, 11, 21), count=1)

    with app.app_context():
        collected.write()
    with app.app_context():
        found = {miss.text: miss.count for miss in misses.listed(reading(), 1)}
    assert len(found) == 5
    assert found["qqxz 1"] == 51


def test_the_list_is_paged_and_only_the_words_of_the_page_are_looked_up(
    sit_down: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    curator = sit_down("sari", Role.CURATOR)
    with curator.client.application.app_context(), transaction() as session:
        for number in range(130):
            misses.note(session, f"qqxz{number}", date(2026, 11, 21))
    looked_up: list[str] = []
    vocabulary = type(_vocabulary(curator))

    def corrections(_self: object, word: str, _most: int) -> list[str]:
        looked_up.append(word)
        return []

    monkeypatch.setattr(vocabulary, "corrections", corrections)

    first, last = curator.get("/kurator/pencarian"), curator.get("/kurator/pencarian", hal="3")

    assert first.text.count('<th scope="row">') == 50
    assert last.text.count('<th scope="row">') == 30
    assert len(looked_up) == 80
    assert "hal=2" in first.text


def _vocabulary(desk: Desk) -> Any:
    with desk.client.application.test_request_context("/"):
        return opened.index()[0].vocabulary
