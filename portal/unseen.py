"""Characters that nobody sees and that can turn a text around: refused wherever text is taken.

Controls (Cc) but for line breaks and tabs, formats (Cf) but for the joiners that some scripts and emoji need,
and the separators of lines and paragraphs (Zl, Zp) of Unicode.
"""

from __future__ import annotations

import unicodedata

SEEN_AS = frozenset("\n\r\t\u200c\u200d")  # breaks, tab, zero-width non-joiner and joiner
HIDDEN = frozenset({"Cc", "Cf", "Zl", "Zp"})
BEFORE = 20  # characters that are quoted, to find the place


def place_of(text: str) -> int:
    """Where the first such character stands; -1 where there is none."""
    if text.isascii() and text.isprintable():
        return -1
    hidden = {mark for mark in set(text) - SEEN_AS if unicodedata.category(mark) in HIDDEN}
    if not hidden:  # a text has few letters, each many times
        return -1
    return next(place for place, mark in enumerate(text) if mark in hidden)


def refusal(text: str) -> str:
    """The sentence that refuses a text with such a character; empty for a sound one."""
    place = place_of(text)
    if place < 0:
        return ""
    before = " ".join(text[:place].split())[-BEFORE:]
    where = f"sesudah “{before}”" if before else "di awal"
    return f"Hapus karakter yang tidak terlihat {where}, lalu coba lagi."
