"""One value as YAML text, in the style of our files: plain where that is safe, else in single quotes.

Whatever is typed stays a text: no value can become a key, a list, a second document or another type.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ruamel.yaml import YAML
from ruamel.yaml.nodes import ScalarNode

_TEXT_TAG = "tag:yaml.org,2002:str"
_OPENERS = "-?:,[]{}#&*!|>'\"%@`=~."
_BREAKS = re.compile("[\t\n\x0b\x0c\r\x1c-\x1f\x85\u2028\u2029]+")
_UNPRINTABLE = re.compile("[^\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_RESOLVER = YAML(typ="safe", pure=True).resolver


def one_line(text: str) -> str:
    """Text on one line; what a YAML file cannot hold in plain sight is left out."""
    return _UNPRINTABLE.sub("", _BREAKS.sub(" ", text)).strip()


def scalar(text: str, *, in_list: bool = False) -> str:
    """A text as the value of a key, or as an entry of a list in brackets."""
    text = one_line(text)
    return text if _is_plain(text, in_list=in_list) else "'" + text.replace("'", "''") + "'"


def bracket_list(entries: Iterable[str]) -> str:
    """Texts as a list in brackets: [a, b]."""
    return "[" + ", ".join(scalar(entry, in_list=True) for entry in entries) + "]"


def _is_plain(text: str, *, in_list: bool) -> bool:
    if not text or text[0] in _OPENERS or text.endswith(":") or ": " in text or " #" in text:
        return False
    if in_list and re.search(r"[,\[\]{}]", text):
        return False
    return bool(_RESOLVER.resolve(ScalarNode, text, (True, False)) == _TEXT_TAG)
