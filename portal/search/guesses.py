"""What a question points to without naming it: forms with their words apart, and words typical of a concept.

The forms of the concepts are few beside the ways people speak. So the words of a form may also stand
apart and in another order ("aplikasi tiap dinas terpisah" for "aplikasi terpisah"), and a word that
stands in forms of few concepts points to these. Both are guesses: they are used on questions, never
on documents, and count less than a form that is said as it stands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from portal.search.analysis import Position
from portal.search.lexicon import Lexicon, Mention, is_inflected

APART = 0.4  # a form whose words stand apart, beside one that is said as it stands
REACH = 7  # words with a meaning between the first and the last word of such a form
TYPICAL = 0.7  # a word that stands in the forms of one concept only, beside one that means it
WRITTEN = 0.5  # ... that documents have too, and that is found there without a guess
RAREST_SHARE = 0.1  # ... and how much of what a word stands for a concept must be, to be pointed to


@dataclass(frozen=True, slots=True)
class _Apart:
    """The words of a form that must all be there, and the concept they then point to."""

    stems: frozenset[str]
    name: str
    weight: float


class Guesses:
    """Guesses from the forms of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._apart: dict[str, list[_Apart]] = defaultdict(list)
        stands: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for name, form, weight in lexicon.forms():
            heavy = frozenset(place.stem for place in form) - lexicon.light
            for word in {_said(place) for place in form if place.stem in heavy}:
                stands[word][name] += weight / len(heavy)
            if len(heavy) > 1:
                for stem in heavy:
                    self._apart[stem].append(_Apart(heavy, name, weight))
        self._typical = {word: _shares(names) for word, names in stands.items()}

    def of(
        self, places: Sequence[Position], mentions: Sequence[Mention], written: Container[str]
    ) -> Iterator[Mention]:
        """Guess from the words of a question, beside the concepts it mentions.

        `written` are the words that documents have.
        """
        bare = [place for place in places if not place.is_stop]
        at = {place.stem: number for number, place in reversed(list(enumerate(bare)))}
        named = {name for mention in mentions for name in mention.concepts}
        yield from self._spread(at, named, [frozenset(mention.stems) for mention in mentions])
        spoken_for = {stem for mention in mentions for stem in mention.stems}
        for place in {place.stem: place for place in bare}.values():
            names = self._typical.get(_said(place))
            if names and place.stem not in spoken_for:
                worth = TYPICAL * (WRITTEN if place.word in written else 1.0)
                weights = {name: worth * share for name, share in names.items()}
                yield Mention(at[place.stem], 1, place.word, (), weights)

    def _spread(
        self, at: Mapping[str, int], named: set[str], said_whole: Sequence[frozenset[str]]
    ) -> Iterator[Mention]:
        """Forms whose words are all there, not too far apart, and not all within one form that is said.

        "rumah sakit" does not point to "sakit di rumah".
        """
        found: dict[str, tuple[float, frozenset[str]]] = {}
        for stem in at:
            for form in self._apart.get(stem, ()):
                if form.name in named or form.weight <= found.get(form.name, (0.0,))[0]:
                    continue
                if form.stems <= at.keys() and not any(form.stems <= stems for stems in said_whole):
                    places = [at[one] for one in form.stems]
                    if max(places) - min(places) < REACH:
                        found[form.name] = (form.weight, form.stems)
        for name, (weight, stems) in found.items():
            said = " … ".join(sorted(stems, key=at.__getitem__))
            yield Mention(min(at[stem] for stem in stems), 1, said, (), {name: APART * weight})


def _said(place: Position) -> str:
    """The root of a word that is only inflected; other words as they are: "sebatang" is not "batang"."""
    return place.stem if is_inflected(place) else place.word


def _shares(names: Mapping[str, float]) -> dict[str, float]:
    """How much of what a word stands for each concept is; the small shares left out."""
    total = sum(names.values())
    shares = {name: weight / total for name, weight in names.items()}
    return {name: share for name, share in shares.items() if share >= RAREST_SHARE}
