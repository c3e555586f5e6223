"""No NIP in plans: posts are named, never persons, and a NIP tells birthday and sex (UU 27/2022). Pure."""

from __future__ import annotations

import re

REFUSAL = "Jangan tulis NIP di sini. Sebut jabatannya saja."
_NIP = re.compile(
    r"(?<!\d)(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[ .]?\d{6}[ .]?[12][ .]?\d{3}(?!\d)"
)


def holds_nip(text: str) -> bool:
    """Is there a NIP in the text, written together or in its four groups?"""
    return _NIP.search(text) is not None
