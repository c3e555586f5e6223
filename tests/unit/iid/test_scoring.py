"""The score of a year: the values that were worked out by hand, and what each rule does to it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache

import pytest

from portal.evidence.rules import EvidenceKind, SignerLevel
from portal.iid import ideas, reading
from portal.iid.ideas import Holder
from portal.iid.reading import PaperFact, Record
from portal.iid.scoring import Entry, Reckoning, Row, maturity, reckon
from portal.regions.files import read_instruments
from portal.taxonomy.iid import IidRules, IidVersion, read_iid
from portal.yamlfiles import Report
from tests.conftest import ROOT

BASIC = ("1.01", "1.02", "1.03", "1.04", "1.05", "1.06")


@cache
def rules() -> IidRules:
    """The shipped rules."""
    report = Report()
    found = read_iid(ROOT / "content", report)
    assert report.problems == []
    return found


def version(version_id: str) -> IidVersion:
    found = rules().version(version_id)
    assert found is not None
    return found


def of(version_id: str, scores: list[int], covered: int, government: int = 50) -> Reckoning:
    """Innovations with these scores, the first of them in basic affairs."""
    affairs = [*BASIC[:covered], *["2.06"] * len(scores)]
    entries = [
        Entry(number, f"Inovasi {number}", Decimal(score), affairs[number])
        for number, score in enumerate(scores)
    ]
    found = reckon(version(version_id), Decimal(government), entries, BASIC)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("version_id", "count", "covered", "expected"),
    [
        ("iid-2026", 12, 5, "53.82"),
        ("iid-2026", 12, 4, "52.00"),
        ("iid-2026", 6, 6, "36.91"),
        ("iid-2027", 12, 5, "47.43"),
    ],
)
def test_the_formula_gives_the_values_worked_out_by_hand(
    version_id: str, count: int, covered: int, expected: str
) -> None:
    assert of(version_id, [80] * count, covered).score == Decimal(expected)


def test_a_version_without_a_formula_scores_nothing() -> None:
    assert reckon(version("iid-2025"), Decimal(50), [], BASIC) is None


def test_the_weights_are_those_of_the_formula_and_the_classes_those_of_the_instrument() -> None:
    known = {one.id: one for one in read_instruments(ROOT / "content", Report())["iid"].versions}
    for one in rules().versions:
        kept = known.get(one.id) or known["iid-2026"]
        assert [(float(band.lower), float(band.upper), band.label) for band in one.bands] == [
            (band.lower, band.upper, band.label) for band in kept.bands
        ]
    assert sum(one.weight for one in version("iid-2026").indicators) * 3 == 111
    assert sum(one.weight for one in version("iid-2026").government) * 3 == 63


def test_the_year_changes_the_rules_and_nothing_else() -> None:
    before, after = of("iid-2026", [66] * 8, 5), of("iid-2027", [66] * 8, 5)

    assert before.sums == after.sums
    assert (before.score, after.score) == (Decimal("38.82"), Decimal("35.09"))
    assert (before.label, after.label) == ("Kurang Inovatif", "Kurang Inovatif")
    assert after.missing == ("1.06",)


def test_one_that_is_refused_divides_and_brings_nothing() -> None:
    entries = [Entry(number, "", Decimal(80), "1.02") for number in range(14)]
    refused = Entry(99, "", Decimal(80), "1.01", is_sent=True, is_eligible=False)

    with_it = reckon(version("iid-2026"), Decimal(50), [*entries, refused], BASIC)
    without = reckon(version("iid-2026"), Decimal(50), entries, BASIC)

    assert with_it is not None
    assert without is not None
    assert (with_it.sums.sent, with_it.sums.counted) == (15, 14)
    assert with_it.score < without.score
    assert with_it.flipped(refused) == without.exact - with_it.exact


def test_what_flipping_one_changes_is_what_reckoning_anew_gives() -> None:
    scores = [10, 90, 70, 70, 70, 70, 70, 70, 70, 70, 70, 70, 70]
    found = of("iid-2026", scores, 5)
    for entry in found.entries:
        others = [one for one in found.entries if one.id != entry.id]
        anew = reckon(found.version, found.sums.government, others, BASIC)
        assert anew is not None
        assert found.exact + found.flipped(entry) == anew.exact


def rows(**levels: int) -> list[Row]:
    """The twenty rows at these levels, each with evidence."""
    return [
        Row(one, proposed=levels.get(f"no{one.no}", 0), has_evidence=True)
        for one in version("iid-2026").indicators
    ]


def test_a_level_without_evidence_counts_nothing_and_a_verdict_counts_whatever_is_claimed() -> None:
    indicator = version("iid-2026").by_no["16"]

    assert Row(indicator, proposed=3).points == 0
    assert Row(indicator, proposed=1, claimed=3, has_evidence=True).points == 9
    verified = Row(indicator, claimed=3, verified=1, has_evidence=True)
    assert verified.points == 3
    assert verified.lost == 2
    assert maturity(rows(no16=3, no35=2)) == 9 + 8


def test_one_decree_for_31_people_five_agencies_and_five_actors_is_worth_fifteen_points() -> None:
    (best, *_) = ideas.for_one(version("iid-2026").papers, Holder(1, "Antar KTP", rows(no35=3)))

    assert (best.paper.id, best.indicators) == ("sk-tim", "17, 22, 23, 24")
    assert best.points == 15


def test_a_paper_that_names_many_innovations_counts_for_all_of_them() -> None:
    found = of("iid-2026", [0] * 12, 6)
    holders = [Holder(number, "", rows()) for number in range(12)]

    shared = next(
        one for one in ideas.for_all(version("iid-2026").papers, holders, found) if one.paper.id == "perkada"
    )

    assert len(shared.holders) == 12
    assert shared.points == 12 * 6
    assert shared.index == Decimal(12 * 6) / 12 / 250 * 100


DECREE = PaperFact(EvidenceKind.SK, date(2025, 3, 1), 2025, SignerLevel.HEAD)
FULL = Record(
    year=2026,
    begun_on=date(2024, 12, 20),
    applied_on=date(2025, 3, 15),
    has_video=True,
    people=31,
    agencies=5,
    actors=4,
    papers={
        "16": (DECREE,),
        "18": tuple(PaperFact(EvidenceKind.DPA, date(year, 1, 2), year) for year in (2024, 2026)),
        "20": tuple(PaperFact(EvidenceKind.UNDANGAN, date(2025, 1, day)) for day in (2, 2, 9)),
        "21": tuple(PaperFact(EvidenceKind.RKPD, date(year, 1, 2), year + 1) for year in (2023, 2024)),
        "23": (PaperFact(EvidenceKind.SURAT_TUGAS, date(2025, 1, 2), signer=SignerLevel.UNIT),),
        "34": (PaperFact(EvidenceKind.LAPORAN, date(2025, 1, 2)),),
    },
)


def levels(record: Record) -> dict[str, int]:
    found = {}
    for one in version("iid-2026").indicators:
        told = reading.read(one, record)
        assert told.why
        found[one.no] = one.measure.level(told.number, told.choice)
    return {no: level for no, level in found.items() if level}


def test_the_record_gives_levels_only_for_what_it_tells() -> None:
    expected = {"16": 1, "17": 3, "18": 1, "20": 2, "21": 2, "22": 2, "23": 2, "24": 3, "32": 3, "34": 1}

    assert levels(FULL) == expected
    assert levels(Record(year=2026)) == {}


def test_a_decree_of_another_year_or_another_signer_proves_no_regulation() -> None:
    for paper in (
        PaperFact(EvidenceKind.SK, date(2024, 3, 1), 2025, SignerLevel.HEAD),
        PaperFact(EvidenceKind.SK, date(2025, 3, 1), 2025, SignerLevel.AGENCY),
        PaperFact(EvidenceKind.SK, date(2025, 3, 1), 2025, SignerLevel.HEAD, is_refused=True),
    ):
        assert "16" not in levels(Record(year=2026, applied_on=date(2025, 3, 15), papers={"16": (paper,)}))


@pytest.mark.parametrize(
    ("no", "number", "choice", "level"),
    [
        ("28", "1", "", 3),
        ("28", "5", "", 2),
        ("28", "6", "", 1),
        ("29", "90.5", "", 2),
        ("29", "0", "", 1),
        ("33", "501", "orang", 3),
        ("33", "501", "", 0),
        ("33", "20", "belanja", 2),
        ("32", "9", "", 1),
        ("30", None, "lintas", 3),
        ("31", None, "", 0),
    ],
)
def test_a_measure_is_worth_the_level_of_the_rules(
    no: str, number: str | None, choice: str, level: int
) -> None:
    measure = version("iid-2026").by_no[no].measure

    assert measure.level(Decimal(number) if number else None, choice) == level
