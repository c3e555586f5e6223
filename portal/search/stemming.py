"""Indonesian stems: the word a reader would look up in a dictionary.

Enhanced confix stripping: take suffixes and prefixes off, one rule after another, until a root of the
dictionary is left; where none is, put the suffixes back one by one and try the prefixes again. The
rules are those of Nazief and Adriani as changed by Asian ("Effective techniques for Indonesian text
retrieval", 2007), Arifin, Mahendra and Ciptaningtyas (2009) and the Sastrawi project, whose list of
roots is read. They stand in a table here, because a build stems every word of the language once, and
Sastrawi's own objects take ten times as long for the same answers (a test compares the two).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache, lru_cache
from importlib.resources import files

from portal.search.words import words

LONGEST_STEMMED = 28  # letters; the longest inflected words of the language have about 24
SHORTEST_STEMMED = 4

_VOWEL, _CONSONANT = "[aiueo]", "[bcdfghjklmnpqrstvwxyz]"
_MOST = "[bcdfghjkpqstvxz]"  # consonants other than l, m, n, r, w, y

# First letter -> rules in order. A rule is one or more readings; a reading is a pattern and what is
# put before the part it captures. The first reading that is a root wins, else the last.
_RULES = {
    "b": (
        (("ber(V.*)", ""), ("ber(V.*)", "r")),
        (("ber(C[a-z](?!er).*)", ""),),
        (("ber((?!r)C[a-z]erV.*)", ""),),
        ((r"bel(ajar)\Z", ""),),
        (("be((?!r)CerC.*)", ""),),
    ),
    "t": (
        (("ter(V.*)", ""), ("ter(V.*)", "r")),
        (("ter((?!r)CerV.*)", ""),),
        (("ter((?!r)C(?!er).*)", ""),),
        (("te((?!r)CerC.*)", ""),),
        (("ter(MerC.*)", ""),),
    ),
    "m": (
        (("me([lrwy]V.*)", ""),),
        (("mem([bfv].*)", ""),),
        (("mem(pe.*)", ""),),
        (("mem(V.*)", "m"), ("mem(V.*)", "p")),
        (("men([cdjstz].*)", ""),),
        (("men(V.*)", "n"), ("men(V.*)", "t")),
        (("meng([ghqk].*)", ""),),
        (("meng(V.*)", ""), ("meng(V.*)", "k"), ("menge(.*)", ""), ("meng(V.*)", "ng")),
        (("meny(V.*)", "ny"), ("meny(V.*)", "s")),
        (("mem(p[^en].*)", ""),),
    ),
    "p": (
        (("pe([wy]V.*)", ""),),
        (("per(V.*)", ""), ("pe(rV.*)", "")),
        (("per(C[a-z](?!er).*)", ""),),
        (("per((?!r)C[a-z]erV.*)", ""),),
        (("pem([bfv].*)", ""),),
        (("pem(V.*)", "m"), ("pem(V.*)", "p")),
        (("pen([cdjstz].*)", ""),),
        (("pen(V.*)", "n"), ("pen(V.*)", "t")),
        (("peng(C.*)", ""),),
        (("peng(V.*)", ""), ("peng(V.*)", "k"), ("penge(.*)", "")),
        (("peny(V.*)", "ny"), ("peny(V.*)", "s")),
        ((r"pel(ajar)\Z", ""),),
        (("pe(lV.*)", ""),),
        (("pe(C(?!er).*)", ""),),
        (("pe(MerC.*)", ""),),
    ),
}
_ALWAYS_PREFIX = re.compile("di|ke|se")
_INFIX = re.compile("([bcdfghjklmnpqrstvwxyz])(?:er|el|em|in)([aiueo].*)")
_LATE_PREFIX = re.compile("kau|ku")
_SUFFIXES = (
    re.compile(r"(?:lah|kah|tah|pun)\Z"),
    re.compile(r"(?:ku|mu|nya)\Z"),
    re.compile(r"(?:isasi|isme|is|i|kan|an)\Z"),
)
_PREFIX_FIRST = re.compile(r"be.*(?:lah|an)\Z|(?:me|di|pe|ter).*i\Z")
_PREFIXES_AT_MOST = 3

Roots = Collection[str]


@lru_cache(maxsize=1 << 18)
def stem(word: str) -> str:
    """Cut a folded word to its root; words that are not plain letters stay as they are."""
    if not SHORTEST_STEMMED <= len(word) <= LONGEST_STEMMED or not word.isascii() or not word.isalpha():
        return word
    return cut_to_root(word, _roots())


def cut_to_root(word: str, roots: Roots) -> str:
    """Strip affixes until a root is left; the word itself where none is found."""
    if word in roots:
        return word
    if _PREFIX_FIRST.match(word):
        found = _without_prefixes(word, roots)
        found, _ = (found, []) if found in roots else _without_suffixes(found, roots)
        if found in roots:
            return found
    found, steps = _without_suffixes(word, roots)
    if found not in roots:
        found = _without_prefixes(found, roots)
    if found not in roots:
        found = _with_suffixes_back(word, steps, roots)
    return found if found in roots else word


def _without_suffixes(word: str, roots: Roots) -> tuple[str, list[tuple[str, str]]]:
    """Take off particle, possessive and derivation; also give each step as (before, after)."""
    steps: list[tuple[str, str]] = []
    for suffix in _SUFFIXES:
        shorter = suffix.sub("", word, count=1)
        if shorter != word:
            steps.append((word, shorter))
            word = shorter
        if word in roots:
            break
    return word, steps


def _without_prefixes(word: str, roots: Roots) -> str:
    for _ in range(_PREFIXES_AT_MOST):
        shorter = _without_prefix(word, roots)
        if shorter is None:
            break
        word = shorter
        if word in roots:
            break
    return word


def _without_prefix(word: str, roots: Roots) -> str | None:
    if _ALWAYS_PREFIX.match(word):
        return word[2:]
    if word in roots:  # only now: Sastrawi cuts di-, ke- and se- first
        return None
    for rule in _compiled().get(word[:1], ()):
        left = None
        for pattern, before in rule:
            match = pattern.match(word)
            left = before + match[1] if match else None
            if left in roots:
                break
        if left is not None:
            return left
    if match := _INFIX.match(word):
        return match[1] + match[2]
    if match := _LATE_PREFIX.match(word):
        return word[match.end() :]
    return None


def _with_suffixes_back(word: str, steps: list[tuple[str, str]], roots: Roots) -> str:
    """Undo the suffixes, last one first, and try the prefixes each time."""
    for before, after in reversed(steps):
        tries = [after + "k", after + "kan"] if before == after + "kan" else [before]
        for one in tries:
            found = _without_prefixes(one, roots)
            if found in roots:
                return found
    return word


@cache
def _compiled() -> dict[str, tuple[tuple[tuple[re.Pattern[str], str], ...], ...]]:
    def written_out(pattern: str) -> re.Pattern[str]:
        whole = pattern.replace("V", _VOWEL).replace("C", _CONSONANT).replace("M", _MOST)
        return re.compile(whole)

    return {
        letter: tuple(tuple((written_out(pattern), before) for pattern, before in rule) for rule in rules)
        for letter, rules in _RULES.items()
    }


@cache
def _roots() -> frozenset[str]:
    """Sastrawi's roots, those of the field that it lacks, and names that must not be cut."""
    text = files("Sastrawi.Stemmer.data").joinpath("kata-dasar.txt").read_text(encoding="utf-8")
    return frozenset(text.split()) | words("roots") | words("protected")
