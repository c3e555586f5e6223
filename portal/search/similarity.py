"""Which documents are about the same things, and how those similar to the best hits rise behind them.

A question that names few of its words finds one case well and its siblings badly. So the documents
are compared by the concepts they are about, in the few directions in which these vary together
(latent semantic analysis: Deerwester and others 1990, "Indexing by latent semantic analysis"), and
the score of a document grows with its likeness to the best ones. The very best keep their places.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from portal.search.engine.edition import Edition
from portal.search.engine.ranking import Ranking
from portal.search.engine.scoring import Floats

Doubles = NDArray[np.float64]

VECTORS, KEYS = "similarity.npy", "similarity.json"
DIRECTIONS = 15
ENOUGH = 3.0  # mentions of a concept that count half as much as infinitely many

BEST = 5  # hits whose similar documents rise
FIXED = 3  # hits that keep their places
SHARE = 0.2  # of the score of a hit, for a document wholly like it
EPSILON = 1e-12  # shorter vectors are none
EXPONENT = 2  # likeness counts with this power: distant cousins hardly rise


@dataclass(frozen=True, slots=True)
class Similarity:
    """A vector of length 1 (or 0) for each document, by its place in the edition."""

    vectors: Floats

    def lift(self, ranking: Ranking) -> None:
        """Raise the documents found by their likeness to the best of them."""
        scores = ranking.scores
        places = np.flatnonzero(scores > 0)
        if len(places) <= FIXED or any(concept.is_required for concept in ranking.concepts):
            return
        order = places[np.argsort(-scores[places], kind="stable")[: max(BEST, FIXED)]]
        documents = places if ranking.documents is None else ranking.documents[places]
        best = order if ranking.documents is None else ranking.documents[order]
        likeness = _products(self.vectors[documents], self.vectors[best[:BEST]]).clip(0.0, 1.0) ** EXPONENT
        # A document is not similar to itself: that would raise the best for being the best.
        likeness[documents[:, None] == best[None, :BEST]] = 0.0
        raised = scores[places] + np.float32(SHARE) * (likeness * scores[order[:BEST]]).sum(axis=1)
        bound = np.nextafter(scores[order[FIXED - 1]], np.float32(0), dtype=np.float32)
        fixed = np.isin(places, order[:FIXED])
        scores = scores.copy()
        scores[places] = np.where(fixed, scores[places], np.minimum(raised, bound)).astype(np.float32)
        ranking.scores = scores


def measure(texts: Sequence[str]) -> Floats:
    """Compare documents by the concepts that texts of index terms name: one vector a document."""
    counts = [Counter(text.split()) for text in texts]
    names = {name: at for at, name in enumerate(sorted(set().union(*counts)))}
    if len(texts) < 2 or not names:
        return np.zeros((len(texts), 1), dtype=np.float32)
    weights = np.zeros((len(texts), len(names)))
    for row, count in enumerate(counts):
        for name, number in count.items():
            weights[row, names[name]] = number / (number + ENOUGH)
    frequencies = np.count_nonzero(weights, axis=0)
    weights = _unit(weights * np.log(1.0 + (len(texts) - frequencies + 0.5) / (frequencies + 0.5)))
    # The columns are few (the concepts), so their products are small at any number of documents.
    with np.errstate(all="ignore"):  # the linear algebra library leaves flags of spare lanes behind
        _, directions = np.linalg.eigh(weights.T @ weights)
        vectors: Floats = _unit(weights @ directions[:, -DIRECTIONS:]).astype(np.float32)
    return vectors


def write(folder: Path, texts: Mapping[str, str]) -> None:
    """Keep the vectors of an edition's documents, whose concepts `texts` name by key."""
    np.save(folder / VECTORS, measure(list(texts.values())))
    (folder / KEYS).write_text(json.dumps(list(texts)), "utf-8")


def read(folder: Path, index: Edition) -> Similarity:
    """The vectors by the places of the index; raises OSError or ValueError where they are not sound."""
    vectors = np.load(folder / VECTORS, allow_pickle=False)
    rows = {key: row for row, key in enumerate(json.loads((folder / KEYS).read_text("utf-8")))}
    placed = np.zeros((index.size, vectors.shape[1]), dtype=np.float32)
    for place, key in enumerate(index.keys):
        if key in rows:
            placed[place] = vectors[rows[key]]
    return Similarity(placed)


def _products(ones: Floats, others: Floats) -> Floats:
    products: Floats = np.einsum("ij,kj->ik", ones, others)
    return products


def _unit(rows: Doubles) -> Doubles:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Doubles = rows / np.where(lengths > EPSILON, lengths, 1.0)
    return unit
