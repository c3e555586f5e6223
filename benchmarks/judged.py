"""Questions of people over the shipped cases, with judged answers, and what a search is worth on them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np

ROOT = Path(__file__).parent.parent
QUERIES = ROOT / "tests" / "relevance" / "queries.jsonl"
JUDGED = [
    line.split() for line in (ROOT / "tests" / "relevance" / "judged.txt").read_text("utf-8").splitlines()
]
"""The cases that somebody has judged, each with the parts it was judged for; without any, for all."""
DEPTH = 10
LOOKED_AT = 60  # hits, so that ten judged ones are among them
USEFUL = 2  # from this grade on an answer counts for MRR
ALL = "semua"

Search = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Question:
    """A question, its kind, and the grades of the cases that answer it."""

    text: str
    kind: str
    split: str
    answers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Score:
    """What a search is worth on the questions of a kind."""

    questions: int
    mrr: float
    recall: float


@dataclass(frozen=True, slots=True)
class Row:
    """A search on all questions, by kind, and what a question costs."""

    name: str
    scores: Mapping[str, Score]
    milliseconds: float


def questions(split: str) -> list[Question]:
    """The judged questions of a part (`dev`, `dev2`, `test`), or of `all`."""
    lines = (json.loads(line) for line in QUERIES.read_text("utf-8").splitlines())
    found = [Question(line["query"], line["kind"], line["split"], line["answers"]) for line in lines]
    return [question for question in found if split in ("all", question.split)]


def judged(split: str) -> frozenset[str]:
    """The cases of which it is known whether they answer the questions of a part."""
    return frozenset(slug for slug, *parts in JUDGED if not parts or split in parts)


def measure(name: str, search: Search, asked: Sequence[Question], among: frozenset[str] | None = None) -> Row:
    """Ask every question once; a useful answer counts for MRR, every answer for recall, of which at most
    as many can be found as are looked at.

    `among` narrows hits and answers to these cases.
    Cases that were not judged for a part are left out of its lists: nobody has said whether they answer
    (condensed lists, Sakai: Alternatives to Bpref, SIGIR 2007).
    """
    parts: dict[str, list[tuple[float, float]]] = defaultdict(list)
    known = {split: judged(split) for split in {question.split for question in asked}}
    begun = perf_counter()
    for question in asked:
        counted = known[question.split] if among is None else among
        found = [key for key in search(question.text) if key in counted][:DEPTH]
        answers = question.answers.keys() & counted
        useful = {key for key in answers if question.answers[key] >= USEFUL} or answers
        rank = next((1 / place for place, key in enumerate(found, 1) if key in useful), 0.0)
        recall = len(answers & set(found)) / min(len(answers), DEPTH)
        for kind in (ALL, question.kind):
            parts[kind].append((rank, recall))
    taken = (perf_counter() - begun) / len(asked) * 1000
    scores = {
        kind: Score(len(pairs), *(float(mean) for mean in np.mean(pairs, axis=0)))
        for kind, pairs in sorted(parts.items())
    }
    return Row(name, scores, taken)
