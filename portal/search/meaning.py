"""What a question means: the concepts it mentions are searched beside its words.

Each word keeps its own place in the score, and each concept gets one of its own, because a rare word
and a common concept must not be counted as one (see docs/search-relevance.md for what was measured).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from portal.search.analysis import positions
from portal.search.grammar import Concept, Form, Query
from portal.search.lexicon import Lexicon, Mention, token_of

CONCEPT = 2.0  # what a concept that is mentioned counts beside a word
BROADER = 0.3  # ... the next broader one
NEAR = 0.3  # ... a neighbouring one
LIGHT = 0.5  # a word, or a concept known by it, that says little: "orang", "punya", "harus"
COVERED = 0.7  # a word that stands for a concept which is searched too
WITHIN = 0.5  # a word within a form of several: "rumah" in "rumah makan"
MOST = 24  # concepts searched

_UNSPOKEN = re.compile(r"""(?:^|\s)-\S+|\S*"[^"]*"|\b\w+:\S*""")
"""Exclusions, phrases and filters: they are taken by the letter, so they mention no concept."""


def understand(query: Query, lexicon: Lexicon, read_as: Mapping[str, str]) -> Query:
    """Add the concepts that a query mentions; `read_as` holds the mistyped words and what they mean."""
    text = _UNSPOKEN.sub(" ", query.text)
    for typed, correct in read_as.items():
        text = text.replace(typed, correct)
    mentions = lexicon.mentions(text)
    words = [_weighed(concept, mentions, lexicon) for concept in query.concepts]
    ranked = sorted(_asked(mentions, lexicon).items(), key=lambda pair: (-pair[1], pair[0]))
    meant = [
        Concept(lexicon.label(name), (Form((token_of(name),)),), boost=CONCEPT * weight)
        for name, weight in ranked[:MOST]
    ]
    return replace(query, concepts=(*words, *meant))


def _asked(mentions: list[Mention], lexicon: Lexicon) -> Mapping[str, float]:
    """How much each concept is asked for."""
    asked: dict[str, float] = {}
    for mention in mentions:
        is_light = mention.length == 1 and mention.stems[0] in lexicon.light
        for name, weight in mention.concepts.items():
            entry = lexicon.entries[name]
            weight *= entry.weight * (LIGHT if is_light else 1.0)
            shares = {
                name: weight,
                **dict.fromkeys(entry.broader, weight * BROADER),
                **dict.fromkeys(entry.near, weight * NEAR),
            }
            for other, share in shares.items():
                asked[other] = max(share, asked.get(other, 0.0))
    return asked


def _weighed(concept: Concept, mentions: list[Mention], lexicon: Lexicon) -> Concept:
    """Let a word count less where it says little, or where its concept is searched too."""
    if concept.is_required:
        return concept
    stems = {place.stem for place in positions(concept.word)}
    boost = LIGHT if stems <= lexicon.light else 1.0
    longest = max((mention.length for mention in mentions if not stems.isdisjoint(mention.stems)), default=0)
    if longest:
        boost *= COVERED * (WITHIN if longest > 1 else 1.0)
    return replace(concept, boost=concept.boost * boost)
