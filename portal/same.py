"""What counts as the same: one normal form of names, keys and headings, for imports, guards and search.

People type blanks of every kind, dashes of every kind, capitals, abbreviations and spellings from before
1972; none of these makes another thing. Pure; nothing here is shown to readers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import TypeVar

T = TypeVar("T")

DASHES = "\u002d\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_DASH = re.compile(f"[{DASHES}]")
_QUOTES = str.maketrans({"‘": "'", "’": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"'})
_AROUND = re.compile(r" ?([-/]) ?")
_KINDS = {
    "kabupaten": r"(?:pemerintah |pemda )?kab(?:upaten)?\b\.?|pemkab\b\.?",
    "kota": r"(?:pemerintah |pemda )?(?:kota(?:madya)?|kodya)\b\.?|pemkot\b\.?",
    "provinsi": r"(?:pemerintah |pemda )?pro[vp](?:insi)?\b\.?|pemprov\b\.?",
}
_KIND = {kind: re.compile(rf"(?:{words}) ?") for kind, words in _KINDS.items()}
_OLD = re.compile(r"oe|dj|tj|sj|nj")
_MODERN = {"dj": "\0", "tj": "c", "sj": "sy", "nj": "ny", "oe": "u"}


def tidy(text: str) -> str:
    """A text without what nobody sees: one blank for many of any kind, none at the ends, no zero widths."""
    seen = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    return " ".join(seen.split())


def same(text: str) -> str:
    """The normal form: two texts that people take for the same have the same one."""
    plain = unicodedata.normalize("NFKC", tidy(text)).casefold().translate(_QUOTES)
    return " ".join(_AROUND.sub(r"\1", _DASH.sub("-", plain)).split())


def same_word(text: str) -> str:
    """The normal form of a word from a list: its points do not count either ("Plt." is "plt")."""
    return same(text).replace(".", "").strip()


def folded(text: str) -> str:
    """The normal form of a title: letters and figures count, nothing between them does."""
    plain = unicodedata.normalize("NFKC", tidy(text)).casefold()
    return " ".join(re.findall(r"[^\W_]+", plain))


def same_place(text: str) -> str:
    """The normal form of a region's name: "KAB.  PATI" and "Pemkab Pati" are "kabupaten pati"."""
    plain = same(text)
    for kind, opening in _KIND.items():
        if found := opening.match(plain):
            return f"{kind} {plain[found.end() :].strip(' .')}".strip()
    return plain


def modern(text: str) -> str:
    """A name in the spelling since 1972: "Soerabaja" is "surabaya"; one without old signs stays as it is."""
    plain = same(text)
    if not _OLD.search(plain):
        return plain
    for old, new in _MODERN.items():
        plain = plain.replace(old, new)
    return plain.replace("j", "y").replace("\0", "j")


def nearest(text: str, names: Iterable[str]) -> str:
    """The name that a mistyped one is most like; "" where none is near."""
    by_form = {same_place(name): name for name in names}
    near = get_close_matches(same_place(text), by_form, n=1, cutoff=0.75)
    return by_form[near[0]] if near else ""


def named(text: str, names: Mapping[str, T]) -> T | None:
    """What a text names among normal forms of places, in the spelling of today or of old."""
    for form in (same_place(text), same_place(modern(text))):
        if form in names:
            return names[form]
    return None
