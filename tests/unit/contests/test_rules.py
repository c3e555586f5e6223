"""Who may take part in a contest, how proposals are ranked, who may not judge."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from portal.access import Actor, Role
from portal.contests import rules
from portal.contests.rules import Choice, Entry, Place
from portal.errors import RuleViolation
from portal.taxonomy.contests import Contest, ContestEdition, ContestRules, read_contests
from portal.yamlfiles import Report
from tests.conftest import ROOT

OLD = Entry("umum", date(2018, 1, 2), date(2021, 5, 31), is_service=True, has_effect=True)


@pytest.fixture(scope="module", name="known")
def _known() -> ContestRules:
    report = Report()
    found = read_contests(Path(ROOT / "content"), report)
    assert not report.problems
    return found


@pytest.fixture(name="kipp")
def _kipp(known: ContestRules) -> Contest:
    found = known.contest("kipp")
    assert found is not None
    return found


def edition(contest: Contest, year: int) -> ContestEdition:
    found = contest.edition(year)
    assert found is not None
    return found


def said(contest: Contest, year: int, entry: Entry) -> dict[str, bool | None]:
    """What each condition says."""
    return {one.name: one.is_kept for one in rules.checks(contest, contest.edition(year), entry)}


def test_an_edition_judges_age_back_from_its_closing_day(kipp: Contest) -> None:
    young = replace(OLD, applied_on=date(2019, 6, 1))

    assert said(kipp, 2021, OLD)["Usia inovasi"] is True
    assert said(kipp, 2021, young)["Usia inovasi"] is False
    assert said(kipp, 2021, replace(young, group="replikasi"))["Usia inovasi"] is True
    assert said(kipp, 2021, replace(OLD, applied_on=date(2019, 5, 31)))["Usia inovasi"] is True
    assert said(kipp, 2021, replace(OLD, closes=None))["Usia inovasi"] is None


def test_statements_are_counted_against_what_the_contest_asks_for(known: ContestRules, kipp: Contest) -> None:
    krenova = known.contest("krenova")
    assert krenova is not None

    assert said(kipp, 2021, replace(OLD, statements=2))["Surat pernyataan"] is False
    assert said(kipp, 2021, replace(OLD, statements=3))["Surat pernyataan"] is True
    assert "Surat pernyataan" not in said(krenova, 2025, OLD)


@pytest.mark.parametrize(
    ("days", "state", "field"),
    [
        ({"interest_on": date(2026, 3, 1), "agreed_on": date(2026, 2, 1)}, "", "agreed_on"),
        ({"interest_on": date(2026, 3, 1), "implemented_on": date(2026, 2, 1)}, "", "implemented_on"),
        ({"interest_on": date(2026, 6, 2)}, "", "interest_on"),
        ({"interest_on": date(2026, 3, 1)}, "implementasi", "implemented_on"),
        ({}, "disetujui", "approved_on"),
        ({"interest_on": date(2026, 3, 1), "approved_on": date(2026, 3, 1)}, "disetujui", None),
        ({"interest_on": date(2026, 6, 1)}, "tolak", None),
    ],
)
def test_steps_of_a_replication_happened_in_order_and_a_state_stands_on_its_day(
    days: dict[str, object], state: str, field: str | None
) -> None:
    if field is None:
        rules.check_steps(days, state, date(2026, 6, 1))
        return
    with pytest.raises(RuleViolation) as refused:
        rules.check_steps(days, state, date(2026, 6, 1))
    assert refused.value.field == field


def test_what_nobody_read_is_neither_kept_nor_broken(kipp: Contest) -> None:
    assert said(kipp, 2025, OLD)["Usia inovasi"] is None
    assert said(kipp, 2026, OLD)["Kemenangan sebelumnya"] is None
    assert said(kipp, 2024, OLD) == {"Diadakan": False}


@pytest.mark.parametrize(
    ("wins", "kept"),
    [
        ((), True),
        ((Place(2019, 45),), False),
        ((Place(2016, 45),), True),
        ((Place(2016, 35),), False),
        ((Place(2018, 99),), True),
        ((Place(2018, 99), Place(2019, 99)), False),
        ((Place(2019, 99), Place(2019, 99)), True),
    ],
)
def test_who_came_far_enough_earlier_stays_out(kipp: Contest, wins: tuple[Place, ...], kept: bool) -> None:
    assert said(kipp, 2021, replace(OLD, wins=wins))["Kemenangan sebelumnya"] is kept


def test_a_replication_needs_an_origin_among_the_best_since_2014(kipp: Contest) -> None:
    copy = replace(OLD, group="replikasi", has_origin=True)

    assert said(kipp, 2021, replace(copy, origin=(Place(2019, 99),)))["Asal replikasi"] is True
    assert said(kipp, 2021, replace(copy, origin=(Place(2013, 9),)))["Asal replikasi"] is False
    assert said(kipp, 2021, copy)["Asal replikasi"] is False
    assert said(kipp, 2021, replace(copy, has_origin=False))["Asal replikasi"] is None
    assert said(kipp, 2025, copy)["Asal replikasi"] is None


@pytest.mark.parametrize(
    ("name", "level", "place"),
    [
        ("TOP 99 Inovasi Pelayanan Publik (dari 3.156 inovasi)", "nasional", Place(2019, 99)),
        ("Top 45 Kompetisi Inovasi Pelayanan Publik", "nasional", Place(2019, 45)),
        ("Top 45 Kompetisi Inovasi Pelayanan Publik Jawa Timur", "provinsi", None),
        ("Top 30 Kompetisi Inovasi Pelayanan Publik (Kovablik) Jawa Timur", "nasional", None),
        ("Top 25 Pengelolaan Pengaduan Pelayanan Publik", "nasional", None),
        ("15 besar Guangzhou International Award", "internasional", None),
    ],
)
def test_awards_in_the_library_say_how_far_an_origin_came(name: str, level: str, place: Place | None) -> None:
    assert rules.place_of(name, level, 2019) == place
    assert rules.place_of(name, level, "tidak diketahui") is None


def test_weights_make_the_score_and_equal_scores_share_a_rank(known: ContestRules, kipp: Contest) -> None:
    criteria = known.criteria(kipp)
    points = {one.id: Decimal(100 if one.id == "signifikansi" else 0) for one in criteria}

    assert sum(one.weight for one in criteria) == 100
    assert rules.weighted(criteria, points) == Decimal("30.00")
    ranked = rules.ranking({1: [Decimal(70), Decimal(80)], 2: [Decimal(75)], 3: [], 4: [Decimal(90)]})
    assert [(one.proposal_id, one.rank) for one in ranked] == [(4, 1), (1, 2), (2, 2), (3, None)]


def test_a_selection_keeps_the_quota_and_explains_who_is_passed_over() -> None:
    ranked = rules.ranking({1: [Decimal(90)] * 2, 2: [Decimal(80)] * 2, 3: [Decimal(70)]})

    def choose(*chosen: int, reason: str = "") -> dict[int, Choice]:
        return {
            one: Choice(one, "dipilih" if one in chosen else "tidak-dipilih", reason) for one in (1, 2, 3)
        }

    rules.check_choices(ranked, choose(1), quota=1, chosen="dipilih")
    rules.check_choices(ranked, choose(2, reason="Sudah ikut tahun lalu"), quota=1, chosen="dipilih")
    for choices, words in (
        (choose(1, 2), "kuotanya 1"),
        (choose(2), "dilewati"),
        (choose(3, reason="Alasan yang cukup"), "sedikitnya 2 orang"),
    ):
        with pytest.raises(RuleViolation, match=words):
            rules.check_choices(ranked, choices, quota=1, chosen="dipilih")


def test_an_assessor_judges_neither_his_own_agency_nor_what_he_wrote() -> None:
    assessor = Actor(7, "A", frozenset({Role.ASSESSOR}))
    posted = replace(assessor, posts=frozenset({(Role.COACH, "Dinkes")}))

    assert rules.why_not_judge(assessor, "Dinkes", [1, 2]) == ""
    assert "OPD pengusul" in rules.why_not_judge(posted, "Dinkes", [])
    assert rules.why_not_judge(posted, "DLH", []) == ""
    assert "ikut menulis" in rules.why_not_judge(assessor, "DLH", [7])
    assert "Tim Penilai" in rules.why_not_judge(Actor(8, "B", frozenset({Role.CURATOR})), "DLH", [])


def test_readiness_counts_weights_of_what_is_written_and_names_what_is_too_long(
    known: ContestRules, kipp: Contest
) -> None:
    texts = {"ringkasan": "kata " * 205, "signifikansi": "Hasil naik", "adaptabilitas": " "}
    found = rules.readiness(known.sections(kipp), texts)

    assert (found.filled, found.weight, found.too_long) == (2, 30, ("Ringkasan",))
    with pytest.raises(RuleViolation, match="Masih kosong"):
        rules.check_submit(found)
    with pytest.raises(RuleViolation, match="batas kata: Ringkasan"):
        rules.check_submit(replace(found, empty=()))
