"""Small maps of a case file as a curator types them: quotes one a line, dates with a word or two."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from portal.editing.scalars import one_line, scalar

_QUOTE = re.compile(r"\[?([a-z]{1,3}\d{1,3})\]?\s*:\s*(.*)")
_WORDS: dict[str, dict[str, dict[str, str]]] = {
    "read": {
        "date": {},
        "how": {"archive": "arsip", "live": "langsung"},
        "extent": {"whole": "utuh", "part": "sebagian"},
    },
    "checked": {
        "date": {},
        "by": {},
        "found": {"confirmed": "cocok", "corrected": "diperbaiki", "gone": "hilang"},
    },
    "compiled": {
        "date": {},
        "source": {"archive": "arsip", "pages": "halaman", "visit": "kunjungan", "plan": "rencana"},
    },
}  # field -> key -> what the file holds -> what is typed


def show_packed(name: str, value: Any) -> str:
    """{date: 2026-11-30, how: archive} -> "2026-11-30 arsip"; raises TypeError for another shape."""
    if not isinstance(value, Mapping) or set(value) - set(_WORDS[name]):
        raise TypeError(name)
    return " ".join(
        _typed(words, value[key]) for key, words in _WORDS[name].items() if value.get(key) is not None
    )


def write_packed(name: str, typed: str) -> str:
    """What was typed as a map in brackets; words that nobody knows go to the gate as they are."""
    parts = one_line(typed).split()
    if not parts:
        return ""
    keys = list(_WORDS[name])
    pairs = []
    for key, part in zip(keys, parts, strict=False):
        code = {word: code for code, word in _WORDS[name][key].items()}.get(part.casefold(), part)
        pairs.append(f"{key}: {code if _is_day(code) else scalar(code, in_list=True)}")
    pairs += [f"lain: {scalar(' '.join(parts[len(keys) :]), in_list=True)}"] if parts[len(keys) :] else []
    return "{" + ", ".join(pairs) + "}"


def show_quotes(value: Any) -> str:
    """[{source: s1, text: …}] -> "s1: …", one a line; raises TypeError for another shape."""
    if isinstance(value, str | Mapping):
        raise TypeError("quotes")
    lines = []
    for quote in value:
        if not isinstance(quote, Mapping) or set(quote) != {"source", "text"}:
            raise TypeError("quotes")
        lines.append(f"{quote['source']}: {one_line(str(quote['text']))}")
    return "\n".join(lines)


def write_quotes(typed: str) -> str:
    """Lines "s1: …" -> [{source: s1, text: …}]; a line without a mark continues the quote before it."""
    quotes: list[tuple[str, str]] = []
    for line in (one_line(line) for line in typed.split("\n")):
        match = _QUOTE.fullmatch(line)
        if match:
            quotes.append((match[1], match[2]))
        elif line and quotes:
            quotes[-1] = (quotes[-1][0], f"{quotes[-1][1]} {line}")
        elif line:
            quotes.append(("", line))
    listed = (f"{{source: {scalar(mark, in_list=True)}, text: {_text(text)}}}" for mark, text in quotes)
    return f"[{', '.join(listed)}]" if quotes else ""


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _typed(words: Mapping[str, str], value: Any) -> str:
    if isinstance(value, Mapping | list):
        raise TypeError("packed")
    text = value.isoformat() if isinstance(value, date) else one_line(str(value))
    return words.get(text, text)


def _is_day(text: str) -> bool:
    return bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", text))
