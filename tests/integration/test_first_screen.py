"""What stands above the cases of an answered search: at most the one thing that was called by its name."""

from __future__ import annotations

from portal.search.doubt import Answer
from portal.search.others import Group, Thing
from portal.search.views import _beside
from tests.make import Maker

CURATORS = """---
title: Antrean pemeriksaan kurator
summary: Antrean sumber yang perlu diperiksa kurator.
updated: '2026-12-01'
audience: kurator
screens: [/sunting/pemeriksaan]
---

## Satu

Isi.
"""


def group(kind: str, score: float, things: int = 2) -> Group:
    return Group(kind, tuple(Thing(kind, f"{kind} {n}", "home.show") for n in range(things)), score)


def test_cases_that_answer_stand_before_terms_help_and_needs() -> None:
    groups = [group("istilah", 2.0), group("kebutuhan", 1.0), group("bantuan", 0.9)]

    assert _beside(groups, Answer.GOOD) == ([], groups)
    above, below = _beside(groups, Answer.NOTHING)
    assert [one.kind for one in above] == ["istilah", "kebutuhan", "bantuan"]
    assert below == []


def test_one_need_called_by_its_title_stands_above_and_the_rest_below() -> None:
    above, below = _beside([group("kebutuhan", 2.0), group("istilah", 2.0)], Answer.GOOD)

    assert [(one.kind, len(one.things)) for one in above] == [("kebutuhan", 1)]
    assert [(one.kind, len(one.things)) for one in below] == [("kebutuhan", 1), ("istilah", 2)]


def test_help_for_curators_is_for_curators(make: Maker) -> None:
    make.library()
    make.file("pages/antrean-kurator.md", CURATORS)
    make.publish()

    assert "Antrean pemeriksaan kurator" not in make.client().get("/cari?q=antrean").text


def test_a_region_called_by_its_name_stands_above_its_cases(make: Maker) -> None:
    make.library()
    make.publish()

    text = make.client().get("/cari?q=Kabupaten+Teladan").text

    first = text.index('class="hit"')
    assert text[:first].count('class="things"') == 1
    assert "/wilayah/teladan" in text[:first]
