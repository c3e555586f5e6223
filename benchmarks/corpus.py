"""A corpus that behaves like Indonesian government prose, of any size, always the same.

Words and their neighbours come from content/ (cases, glossary, pages); how often each occurs follows
Zipf's law over the words by their frequency there. Rarer words are made from the frequent ones with
the endings and beginnings of the language, as a real vocabulary grows: most of it by inflection.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from portal.search.analysis import positions
from portal.search.engine.document import Document

CONTENT = Path(__file__).parent.parent / "content"
WEIGHTS = {"title": 4.0, "body": 1.0}
SHORTEST, LONGEST = 500, 2000  # words a document
EXPONENT = 1.0
FOLLOWS = 0.45  # how often a word is followed by a word that follows it in content/
SENTENCE = 14
VOCABULARY = 60_000
_WORD = re.compile(r"[^\W\d_]{2,}")
_BEGINNINGS = ("", "di", "ke", "se", "ter", "ber", "me", "pe")
_ENDINGS = ("nya", "kan", "an", "i", "lah", "kah", "pun", "ku", "mu")
FACETS = {"wilayah": 38, "sektor": 14, "status": 4, "tahun": 16, "penghargaan": 5}


@dataclass(frozen=True, slots=True)
class Language:
    """Words by falling frequency, their cumulative probabilities, and what follows each."""

    words: list[str]
    cumulative: NDArray[np.float64]
    followers: NDArray[np.int32]  # (words, 4)


def documents(count: int, *, first: int = 0) -> Iterator[Document]:
    """Make documents `first` to `first + count`; a document depends on its number alone."""
    for number in range(first, first + count):
        chance = np.random.default_rng(number)
        length = int(chance.integers(SHORTEST, LONGEST + 1))
        spoken = [language().words[at] for at in _numbers(chance, length + 8).tolist()]
        body = _sentences(spoken[8:])
        facets = {
            name: (f"{name}-{int(chance.zipf(1.3) % values)}",)
            for name, values in FACETS.items()
            if name != "penghargaan"
        }
        awards = tuple(f"penghargaan-{at}" for at in np.flatnonzero(chance.random(5) < 0.2).tolist())
        yield Document(
            key=f"d{number:06}",
            fields={"title": " ".join(spoken[:8]).capitalize(), "body": body},
            facets={**facets, "penghargaan": awards},
            sort_keys={"nama": spoken[0], "terbaru": float(2000 + number % 26)},
            stored={"title": " ".join(spoken[:8]).capitalize()},
            excerpt="body",
        )


def _numbers(chance: np.random.Generator, length: int) -> NDArray[np.int64]:
    spoken = language()
    drawn = np.searchsorted(spoken.cumulative, chance.random(length))
    follows = np.flatnonzero(chance.random(length - 1) < FOLLOWS)
    choice = chance.integers(0, spoken.followers.shape[1], len(follows))
    drawn[follows + 1] = spoken.followers[drawn[follows], choice]
    return drawn


def _sentences(words: list[str]) -> str:
    runs = (words[at : at + SENTENCE] for at in range(0, len(words), SENTENCE))
    return " ".join(" ".join(run).capitalize() + "." for run in runs)


@cache
def language() -> Language:
    """Learn words and neighbours from content/."""
    counts: Counter[str] = Counter()
    after: dict[str, Counter[str]] = {}
    for path in sorted(CONTENT.rglob("*.md")) + sorted(CONTENT.rglob("*.yaml")):
        words = _WORD.findall(path.read_text(encoding="utf-8").casefold())
        counts.update(words)
        for word, following in pairwise(words):
            after.setdefault(word, Counter())[following] += 1
    words = [word for word, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))]
    words += _inflected(words, VOCABULARY - len(words))
    number = {word: at for at, word in enumerate(words)}
    followers = np.random.default_rng(1).integers(0, 2000, (len(words), 4), dtype=np.int32)
    for word, following in after.items():
        common = [number[other] for other, _ in following.most_common(4)]
        followers[number[word], : len(common)] = common
    weights = 1.0 / np.arange(1, len(words) + 1) ** EXPONENT
    return Language(words, np.cumsum(weights / weights.sum()), followers)


def _inflected(words: list[str], wanted: int) -> list[str]:
    known = set(words)
    made: list[str] = []
    for ending in _ENDINGS:
        for beginning in _BEGINNINGS:
            for word in words:
                if len(made) >= wanted:
                    return made
                new = f"{beginning}{word}{ending}"
                if len(word) > 3 and new not in known:
                    known.add(new)
                    made.append(new)
    return made


@dataclass(frozen=True, slots=True)
class Questions:
    """Queries of each kind, as typed; every word occurs in the corpus."""

    one: list[str]
    two: list[str]
    four: list[str]
    phrases: list[str]
    prefixes: list[str]


def questions(documents_: int, count: int = 100) -> Questions:
    """Draw queries from the documents themselves, words of every frequency but stop words."""
    chance = np.random.default_rng(12345)
    drawn: dict[str, list[str]] = {"one": [], "two": [], "four": [], "phrases": [], "prefixes": []}
    while len(drawn["prefixes"]) < count:
        number = int(chance.integers(0, documents_))
        body = next(documents(1, first=number)).fields["body"]
        words = [word for word in _WORD.findall(body.casefold()) if not positions(word)[0].is_stop]
        picked = [words[at] for at in chance.choice(len(words), 7, replace=False).tolist()]
        if len(set(picked)) < 7:
            continue
        drawn["one"].append(picked[0])
        drawn["two"].append(" ".join(picked[1:3]))
        drawn["four"].append(" ".join(picked[3:7]))
        drawn["phrases"].append(_phrase(body, chance))
        drawn["prefixes"].append(positions(picked[0])[0].stem[: int(chance.integers(3, 6))])
    return Questions(**drawn)


def _phrase(body: str, chance: np.random.Generator) -> str:
    sentences = [_WORD.findall(sentence.casefold()) for sentence in body.split(".")]
    while True:
        sentence = sentences[int(chance.integers(0, len(sentences)))]
        if len(sentence) < 4:
            continue
        at = int(chance.integers(0, len(sentence) - 2))
        words = sentence[at : at + int(chance.integers(2, 4))]
        if not any(positions(word)[0].is_stop for word in words):
            return " ".join(words)
