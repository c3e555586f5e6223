"""How often a mistyped word is corrected to what was meant, and how long that takes.

    python -m benchmarks.typing_errors [--docs 10000] [--json]

Words are drawn from the edition as often as documents have them; each gets one error: a letter left
out, put in, replaced, or swapped with its neighbour. Without --docs the words are those of content/.
"""

from __future__ import annotations

import argparse
import json
import random
import string
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.corpus import CONTENT, documents
from portal.search.engine.build import build
from portal.search.engine.document import Document
from portal.search.engine.edition import Edition

WORDS = 2000
SHORTEST = 5


def main(arguments: Sequence[str] | None = None) -> None:
    """Build an edition, mistype its words, correct them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--docs", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args(arguments)
    with TemporaryDirectory() as folder:
        texts = documents(chosen.docs) if chosen.docs else _content()
        build(Path(folder), texts, weights={"title": 1.0, "body": 1.0})
        found = measure(Edition.open(Path(folder)))
    if chosen.json:
        print(json.dumps(found))
    else:
        print("\n".join(f"{name:32}{value:10.3f}" for name, value in found.items()))


def measure(edition: Edition) -> dict[str, float]:
    """Mistype and correct; also see that no word that occurs is corrected."""
    chance = random.Random(4)
    vocabulary = edition.vocabulary
    known = {
        word: count
        for word, count in vocabulary.counts.items()
        if len(word) >= SHORTEST and word.isalpha() and word.isascii()
    }
    drawn = chance.choices(list(known), list(known.values()), k=WORDS)
    pairs = [(word, wrong) for word in drawn if (wrong := mistype(word, chance)) not in vocabulary]
    vocabulary.corrections(pairs[0][1])  # the table of words is made at the first use
    first = listed = 0
    times = []
    for word, wrong in pairs:
        begun = time.process_time()
        offered = vocabulary.corrections(wrong, 3)
        times.append((time.process_time() - begun) * 1000)
        first += offered[:1] == [word]
        listed += word in offered
    return {
        "words": len(known),
        "corrected first": first / len(pairs),
        "among the first three": listed / len(pairs),
        "known words corrected away": sum(bool(vocabulary.corrections(word)) for word in drawn),
        "milliseconds, median": median(times),
        "milliseconds, p95": sorted(times)[int(0.95 * len(times))],
    }


def mistype(word: str, chance: random.Random) -> str:
    """Make one error in a word."""
    while True:
        at, letter = chance.randrange(len(word)), chance.choice(string.ascii_lowercase)
        before, here, after = word[:at], word[at : at + 1], word[at + 1 :]
        errors = [before + after, before + letter + here + after, before + letter + after]
        errors.append(before + after[:1] + here + after[1:])
        if (wrong := chance.choice(errors)) != word:
            return wrong


def _content() -> Iterator[Document]:
    for path in sorted(CONTENT.rglob("*.md")):
        yield Document(path.stem, {"title": path.stem, "body": path.read_text(encoding="utf-8")})


if __name__ == "__main__":
    main()
