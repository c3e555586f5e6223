"""Whether the search says what the library lacks: on questions it answers and questions it does not.

    python -m benchmarks.coverage [--half tune|held] [--json]

tests/relevance/coverage.jsonl holds 100 of each. Weights were found on the half `tune`; of the half `held`
only these shares are looked at.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from benchmarks.judged import ROOT, questions
from portal.search import service
from portal.search.doubt import Answer

COVERAGE = ROOT / "tests" / "relevance" / "coverage.jsonl"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, whether the library answers it, and by which cases."""

    query: str
    covered: bool
    answers: Sequence[str]
    half: str


@dataclass(frozen=True, slots=True)
class Share:
    """Shares of questions: told that there is nothing, told that nothing fits, a right case first."""

    questions: int
    nothing: float
    weak: float
    right_first: float


def asked(half: str = "all") -> list[Asked]:
    """The questions of a half, or of both."""
    lines = (json.loads(line) for line in COVERAGE.read_text("utf-8").splitlines())
    return [one for one in (Asked(**line) for line in lines) if half in ("all", one.half)]


def share(texts: Sequence[tuple[str, Sequence[str]]]) -> Share:
    """Ask each question, and count the verdicts and the right first hits."""
    found = [(service.find(text), right) for text, right in texts]
    verdicts = [one.verdict.answer for one, _ in found]
    first = sum(bool(one.hits) and one.hits[0].key in right for one, right in found)
    size = len(found)
    return Share(
        size, verdicts.count(Answer.NOTHING) / size, verdicts.count(Answer.WEAK) / size, first / size
    )


def shares(half: str) -> dict[str, Share]:
    """The shares of covered and uncovered questions, and of the judged ones, which are all covered."""
    every = asked(half)
    parts: dict[str, list[tuple[str, Sequence[str]]]] = {
        "uncovered": [(one.query, one.answers) for one in every if not one.covered],
        "covered": [(one.query, one.answers) for one in every if one.covered],
        **{split: [(q.text, list(q.answers)) for q in questions(split)] for split in ("dev", "dev2", "test")},
    }
    return {name: share(texts) for name, texts in parts.items()}


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    from benchmarks.queries import library  # brings the peers, which tests do without

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--half", choices=["tune", "held", "all"], default="all")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args(arguments)
    with library():
        found = shares(chosen.half)
    if chosen.json:
        print(json.dumps({name: asdict(one) for name, one in found.items()}))
        return
    print(f"{'':12}{'questions':>10}{'nothing':>9}{'weak':>9}{'right first':>13}")
    for name, one in found.items():
        print(f"{name:12}{one.questions:10}{one.nothing:9.1%}{one.weak:9.1%}{one.right_first:13.1%}")


if __name__ == "__main__":
    main()
