"""Words as people say them: "ngurus", "nungguin", "kebanjiran", "cepet" -> the word they stand for.

Only for words that neither a document nor a concept knows, so that nothing the written language has is
read as something else. The rules give candidates; the caller keeps the first that it knows. Javanese
words of every day ("banyu", "omah") are read by a list, also where a title happens to have them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.same import modern
from portal.search.words import pairs

SHORTEST = 3  # letters of a root

# What the nasal of spoken verbs takes the place of: nyari - cari, nyapu - sapu, nulis - tulis.
_NASALS = (
    (re.compile(r"nge(?P<root>.+)"), ("",)),
    (re.compile(r"ng(?P<root>[aiueo].+)"), ("", "k")),
    (re.compile(r"ng(?P<root>[bdghjklr].+)"), ("",)),
    (re.compile(r"ny(?P<root>[aiueo].+)"), ("c", "s", "ny")),
    (re.compile(r"n(?P<root>[aiueo].+)"), ("t",)),
    (re.compile(r"n(?P<root>[cdjt].+)"), ("",)),
    (re.compile(r"m(?P<root>[aiueo].+)"), ("p",)),
    (re.compile(r"m(?P<root>[bp].+)"), ("",)),
)
_ENDING = re.compile(r"(?P<root>.{3,})in\Z")  # bayarin - bayar
_ACCIDENT = re.compile(r"(?:ke|ke-)(?P<root>[^aiueo].{2,})\Z")  # ketabrak - tertabrak
_PASSIVE = re.compile(r"di(?P<root>.{3,})\Z")
_LAST_E = re.compile(r"e(?=[^aiueo]+\Z)")  # cepet - cepat, bener - benar
_STRETCHED = re.compile(r"(.)\1{2,}")  # lamaaaa


def javanese(word: str) -> str | None:
    """The Indonesian word for a Javanese one."""
    return pairs("javanese").get(word)


def variants(word: str) -> Iterator[str]:
    """Words that a spoken one may stand for, likeliest first."""
    plain = _STRETCHED.sub(r"\1", word)
    known = javanese(plain) or pairs("colloquial").get(plain)
    if known:
        yield known
    if plain != word:
        yield plain
    if (today := modern(plain)) != plain:  # "Soerabaja", "Bandoeng"
        yield today
    seen = {word, known}
    for one in _stripped(plain):
        for form in (one, _LAST_E.sub("a", one)):
            if len(form) >= SHORTEST and form not in seen:
                seen.add(form)
                yield form


def _stripped(word: str) -> Iterator[str]:
    """The word without what spoken grammar puts around it."""
    yield word
    bases = [word]
    for rule in (_PASSIVE, _ACCIDENT):
        if match := rule.match(word):
            bases.append(match["root"])
    bases += [match["root"] for base in list(bases) if (match := _ENDING.match(base))]
    yield from bases[1:]
    for base in bases:
        for rule, replaced in _NASALS:
            if match := rule.fullmatch(base):
                yield from (first + match["root"] for first in replaced)
