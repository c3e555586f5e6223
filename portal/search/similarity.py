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

from portal.search.engine.edition import Edition
from portal.search.engine.ranking import Ranking
from portal.search.engine.scoring import Floats

VECTORS, KEYS, COUNTS = "similarity.npy", "similarity.json", "concept_counts.json"
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


def counted(text: str) -> dict[str, int]:
    """How often a text of index terms names each concept."""
    return dict(Counter(text.split()))


def measure(counts: Sequence[Mapping[str, int]]) -> Floats:
    """Compare documents by how often they name each concept: one vector a document."""
    names = {name: at for at, name in enumerate(sorted(set().union(*counts)))}
    if len(counts) < 2 or not names:
        return np.zeros((len(counts), 1), dtype=np.float32)
    rows = np.repeat(np.arange(len(counts)), [len(count) for count in counts])
    columns = np.fromiter((names[name] for count in counts for name in count), np.intp, len(rows))
    often = np.fromiter((number for count in counts for number in count.values()), np.float64, len(rows))
    weights = np.zeros((len(counts), len(names)), dtype=np.float32)
    weights[rows, columns] = often / (often + ENOUGH)
    frequencies = np.bincount(columns[often > 0], minlength=len(names))
    rarity = np.log(1.0 + (len(counts) - frequencies + 0.5) / (frequencies + 0.5))
    weights = _unit(weights * rarity.astype(np.float32))
    # The columns are few (the concepts), so their products are small at any number of documents.
    with np.errstate(all="ignore"):  # the linear algebra library leaves flags of spare lanes behind
        _, directions = np.linalg.eigh((weights.T @ weights).astype(np.float64))
        return _unit(weights @ directions[:, -DIRECTIONS:].astype(np.float32))


def write(folder: Path, counts: Mapping[str, Mapping[str, int]]) -> None:
    """Keep the vectors of an edition's documents, and by key how often each names each concept."""
    np.save(folder / VECTORS, measure(list(counts.values())))
    (folder / KEYS).write_text(json.dumps(list(counts)), "utf-8")
    (folder / COUNTS).write_text(json.dumps(counts), "utf-8")


def counts_of(folder: Path) -> dict[str, dict[str, int]]:
    """How often the documents of an edition name each concept; raises OSError or ValueError."""
    found: dict[str, dict[str, int]] = json.loads((folder / COUNTS).read_bytes())
    return found


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


def _unit(rows: Floats) -> Floats:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Floats = (rows / np.where(lengths > EPSILON, lengths, 1.0)).astype(np.float32)
    return unit
