"""BM25 in arrays: how much a term, a document length and a rarity count, and the best k of many.

score(query, document) = sum over concepts of  idf * tf / (tf + K)
  tf   weighted frequency: the weights of fields and leads are added before saturation (BM25F;
       Robertson, Zaragoza and Taylor 2004, "Simple BM25 extension to multiple weighted fields")
  K    K1 * (1 - B + B * length / pivot), length counted in the same weights
  idf  ln(1 + (N - df + 0.5) / (df + 0.5)), never negative (the form Lucene uses)
The factor (K1 + 1) is left out: it is the same for all and changes no order.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

K1 = 1.2
B = 0.5
LEAD, REACH = 3.0, 4.0
"""A text opens with what it is about: its first word counts 1 + LEAD times as much as its last, and
the surplus falls by the factor e every REACH words. Chosen by measurement, see docs/search.md."""
PIVOT_STEPS = 8  # the pivot moves in steps of 2^(1/8), about nine per cent

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]

LEADS: Floats = (np.round(16 * (1 + LEAD * np.exp(-np.arange(24) / REACH))) / 16).astype(np.float32)
"""What a word counts by its distance from the beginning of its field; 1 beyond the table's end.

Sixteenths add up exactly in single precision, so no order of adding changes a score.
"""

_FEW = 512  # up to this many scores, sorting them all is cheaper than narrowing them down
_ROWS = 64


def pivot_length(total_length: float, documents: int) -> float:
    """Average length, rounded to a coarse geometric grid.

    Rounding lets a publish of a few documents keep the stored saturations of all others: they
    change only when the average crosses to the next step. A rebuild rounds to the same value.
    """
    if documents == 0 or total_length <= 0:
        return 1.0
    steps = round(PIVOT_STEPS * math.log2(total_length / documents))
    return float(2.0 ** (steps / PIVOT_STEPS))


def dampening(lengths: Floats, pivot: float) -> Floats:
    """K of each document: how many occurrences are worth half of infinitely many."""
    return (K1 * (1.0 - B + B * lengths / np.float32(pivot))).astype(np.float32)


def lead(distance: NDArray[np.integer]) -> Floats:
    """What words at these distances from the beginning of their field count."""
    weights: Floats = LEADS[np.minimum(distance, len(LEADS) - 1)]
    return weights


def saturation(frequency: Floats, dampening_of: Floats, out: Floats | None = None) -> Floats:
    """tf / (tf + K), between 0 and 1; written into `out` where that is given."""
    share: Floats = np.divide(frequency, frequency + dampening_of, out=out)
    return share


def rarity(documents: int, frequency: int) -> float:
    """idf of a term or concept that `frequency` of `documents` have."""
    return math.log(1.0 + (documents - frequency + 0.5) / (frequency + 0.5))


def best(scores: Floats, count: int) -> NDArray[np.intp]:
    """Places of at least the `count` best positive scores, ties at the edge included, in any order.

    The maxima of disjoint groups give a bound that at least `count` scores reach, so all but a
    few places are dropped with two passes over the array, far cheaper than a partition of it.
    """
    size = len(scores)
    if size > _FEW:
        rows = max(4, min(_ROWS, size // max(4 * count, 64)))
        groups = size // rows
        if groups > count:
            maxima = scores[: groups * rows].reshape(rows, groups).max(axis=0)
            maxima.partition(groups - count)
            if (bound := maxima[groups - count]) > 0:
                places: NDArray[np.intp] = (scores >= bound).nonzero()[0]
                return _cut(places, scores, count)
    return _cut((scores > 0).nonzero()[0], scores, count)


def _cut(places: NDArray[np.intp], scores: Floats, count: int) -> NDArray[np.intp]:
    """Leave out places that are not among the `count` best, where there are many of them."""
    if len(places) <= 2 * count + 16:
        return places
    kept = scores[places]
    edge = np.partition(kept, len(kept) - count)[len(kept) - count]
    chosen: NDArray[np.intp] = places[kept >= edge]
    return chosen
