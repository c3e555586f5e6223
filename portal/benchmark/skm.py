"""The public satisfaction survey (SKM, PermenPANRB 14/2017): nine elements, each weighing exactly one ninth.

Many sheets round the weight to 0.11; nine of those make 0.99, so that a perfect service would score 99.
Here the weight stays a fraction, and only the result is rounded. A simulation, no official score. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from portal.errors import RuleViolation

ELEMENTS = (
    "Persyaratan",
    "Sistem, mekanisme, dan prosedur",
    "Waktu penyelesaian",
    "Biaya atau tarif",
    "Produk spesifikasi jenis pelayanan",
    "Kompetensi pelaksana",
    "Perilaku pelaksana",
    "Penanganan pengaduan, saran, dan masukan",
    "Sarana dan prasarana",
)
LOWEST, HIGHEST = 1, 4
CONVERSION = 25  # an index of 1 to 4 becomes a score of 25 to 100


@dataclass(frozen=True)
class Survey:
    """What nine means come to; rounded half up, the index to four places and the score to two."""

    index: Decimal
    score: Decimal


def survey(means: Sequence[Decimal]) -> Survey:
    """The index and score of the nine elements' mean scores (1 to 4); raises RuleViolation for others."""
    if len(means) != len(ELEMENTS):
        raise RuleViolation(f"Isi kesembilan unsur; baru {len(means)} yang terisi.")
    if any(not mean.is_finite() or not LOWEST <= mean <= HIGHEST for mean in means):
        raise RuleViolation("Rata-rata tiap unsur antara 1 dan 4.")
    exact = sum((Fraction(mean) for mean in means), Fraction(0)) / len(ELEMENTS)
    return Survey(_rounded(exact, 4), _rounded(exact * CONVERSION, 2))


def _rounded(value: Fraction, places: int) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
