"""The order of names: capital or small, with or without an accent, the same on every database.

Databases sort by collations, which differ between servers and between versions of one library. Here the key
is made of what both can do alike: small letters, taken apart from their accents, compared by code point.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from sqlalchemy import String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

_ACCENTS = re.compile("[\u0300-\u036f]")


class by_name(FunctionElement[str]):  # noqa: N801 -- reads as the function it is in SQL
    """What to order names by: `order_by(by_name(Account.name), Account.id)`."""

    name = "by_name"
    type = String()
    inherit_cache = True


def key(text: object) -> object:
    """The same key, in Python; SQLite asks it."""
    return _ACCENTS.sub("", unicodedata.normalize("NFD", text.lower())) if isinstance(text, str) else text


@compiles(by_name)
def _asks_python(element: by_name, compiler: Any, **options: Any) -> str:
    return f"by_name({compiler.process(element.clauses, **options)})"


@compiles(by_name, "postgresql")
def _asks_server(element: by_name, compiler: Any, **options: Any) -> str:
    name = compiler.process(element.clauses, **options)
    return f"regexp_replace(normalize(lower({name}), NFD), '[\u0300-\u036f]', '', 'g')"
