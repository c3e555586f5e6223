"""The satisfaction survey, checked by hand (PermenPANRB 14/2017)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from portal.benchmark.figures import band_of
from portal.benchmark.skm import survey
from portal.errors import RuleViolation
from portal.regions.model import InstrumentVersion

VERSION = InstrumentVersion.model_validate(
    {
        "id": "skm-2017",
        "bands": [
            {"from": 88.31, "to": 100, "label": "A"},
            {"from": 76.61, "to": 88.30, "label": "B"},
            {"from": 65, "to": 76.60, "label": "C"},
            {"from": 25, "to": 64.99, "label": "D"},
        ],
        "confidence": "terverifikasi",
    }
)


def nine(*means: str) -> list[Decimal]:
    """Nine means; the last given one fills the rest."""
    return [Decimal(means[min(place, len(means) - 1)]) for place in range(9)]


def test_a_perfect_service_scores_100_because_a_weight_is_exactly_one_ninth() -> None:
    assert survey(nine("4")).score == Decimal(100)  # with 0.11 it would be 99
    assert survey(nine("1")).score == Decimal(25)


def test_the_score_is_the_mean_of_nine_times_25_rounded_at_the_end() -> None:
    found = survey(nine("3.5", "3.2"))  # (3.5 + 8 × 3.2) / 9 = 29.1 / 9 = 3.2333…; × 25 = 80.8333…

    assert (found.index, found.score) == (Decimal("3.2333"), Decimal("80.83"))


@pytest.mark.parametrize(
    ("score", "band"),
    [(100, "A"), (88.31, "A"), (88.30, "B"), (76.61, "B"), (76.60, "C"), (65, "C"), (64.99, "D"), (25, "D")],
)
def test_bands_hold_at_their_edges(score: float, band: str) -> None:
    assert band_of(VERSION, score) == band


@pytest.mark.parametrize("means", [nine("4")[:8], nine("0.99", "3"), nine("4.01", "3"), nine("NaN", "3")])
def test_what_is_no_survey_is_refused(means: list[Decimal]) -> None:
    with pytest.raises(RuleViolation):
        survey(means)
