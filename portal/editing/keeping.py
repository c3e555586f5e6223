"""A case file written anew keeps the lines of the file it came from wherever nothing was changed."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from portal.editing.reading import split_sections
from portal.yamlfiles import MAX_FRONT_MATTER, YamlRefused, parse

_KEY = re.compile(r"^([a-z_]+):", re.M)


def keep_style(text: str, base: str) -> str:
    """The same case as `text`, in the order of `base`, with its lines for each key of the same value."""
    new, old = _head(text), _head(base)
    if new is None or old is None:
        return text
    try:
        new_values, old_values = _values(new), _values(old)
        new_blocks, old_blocks = _blocks(new), _blocks(old)
        order = [key for key in old_blocks if key in new_blocks]
        order += [key for key in new_blocks if key not in old_blocks]
        head = "".join(
            old_blocks[key]
            if key in old_blocks and _is_same(key, new_values, old_values)
            else new_blocks[key]
            for key in order
        )
        if _values(head) != new_values:
            return text
    except (YamlRefused, TypeError):
        return text
    body, before = text[len(new) + 8 :], base[len(old) + 8 :]
    return f"---\n{head}---\n{before if split_sections(body) == split_sections(before) else body}"


def _is_same(key: str, new: dict[str, Any], old: dict[str, Any]) -> bool:
    value = new.get(key)
    return key in old and value == old[key] and type(value) is type(old[key])


def _head(text: str) -> str | None:
    end = text.find("\n---\n", 3)
    return text[4 : end + 1] if text.startswith("---\n") and end > 0 else None


def _values(head: str) -> dict[str, Any]:
    """The values of a head; a date counts like the text that spells it."""
    return {key: _spelt(value) for key, value in dict(parse(head, max_size=MAX_FRONT_MATTER).values).items()}


def _spelt(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _spelt(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_spelt(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def _blocks(head: str) -> dict[str, str]:
    """The lines of each key, comments below it among them."""
    starts = [match.start() for match in _KEY.finditer(head)]
    ends = [*starts[1:], len(head)]
    parts = (head[start:end] for start, end in zip(starts, ends, strict=True))
    return {part.partition(":")[0]: part for part in parts}
