"""One label for each column, said beside it, that forms, pages, papers and the audit trail read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, String, Text
from sqlalchemy.orm import MappedColumn, mapped_column

from portal.records.columns import Exact
from portal.web.figures import long_date, number
from portal.web.forms import TextField

Words = Mapping[Any, str] | Callable[[Any], str]


@dataclass(frozen=True)
class Label:
    """What a column is called, what its codes are called, and whether tables on paper show it."""

    text: str
    words: Words | None = None
    on_paper: bool = False
    empty: str = ""  # said where nothing stands in it
    is_number: bool = False
    length: int | None = None  # most characters of a line

    @property
    def offers(self) -> Iterable[tuple[Any, str]] | None:
        """The codes and their words, for a list to choose from."""
        return self.words.items() if isinstance(self.words, Mapping) else None

    def write(self, value: Any) -> str:
        """A value as a reader sees it."""
        if isinstance(self.words, Mapping) and value in self.words:
            return self.words[value]
        if value is None or value == "":
            return self.empty
        if isinstance(self.words, Mapping):  # a code that has left the list stays readable
            return str(value)
        if self.words is not None:
            return self.words(value)
        if isinstance(value, bool):
            return "Ya" if value else "Tidak"
        if isinstance(value, date):
            return long_date(value)
        return number(value) if self.is_number or isinstance(value, Decimal) else str(value)


def column(
    label: str,
    *args: Any,
    words: Words | None = None,
    paper: bool = False,
    empty: str = "",
    **named: Any,
) -> MappedColumn[Any]:
    """A column that people fill or read, with its label: `due = column("Tenggat")`."""
    return mapped_column(*args, info={"label": Label(label, words, paper, empty)}, **named)


def line(label: str, length: int = 200, **named: Any) -> MappedColumn[Any]:
    """A column for a line of text."""
    return column(label, String(length), default="", **named)


def paragraphs(label: str, **named: Any) -> MappedColumn[Any]:
    """A column for paragraphs."""
    return column(label, Text, default="", **named)


def labels(kind: Any) -> dict[str, Label]:
    """The labelled columns of a kind of row, as they are declared."""
    return _labels(kind)


@cache
def _labels(kind: Any) -> dict[str, Label]:
    return {
        one.key: replace(
            one.info["label"],
            is_number=isinstance(one.type, Exact | BigInteger),
            length=one.type.length if isinstance(one.type, String) else None,
        )
        for one in kind.__table__.columns
        if "label" in one.info
    }


def label(kind: type[Any], name: str) -> str:
    """What a column is called."""
    return labels(kind)[name].text


def written(row: Any, name: str) -> str:
    """What stands in a column, as a reader sees it."""
    return labels(type(row))[name].write(getattr(row, name))


def pairs(row: Any, *names: str) -> list[tuple[str, str]]:
    """Label and content of some columns, or of all that have a label."""
    known = labels(type(row))
    return [(known[name].text, known[name].write(getattr(row, name))) for name in names or known]


def trail_fields(room: str, *kinds: type[Any]) -> dict[str, str]:
    """What the audit trail calls columns: `kpi.name`, and `name` where the kind of row is not known."""
    named = [(kind.__tablename__.removeprefix(f"{room}_"), labels(kind)) for kind in kinds]
    loose = {name: one.text for _, found in reversed(named) for name, one in found.items()}
    return loose | {f"{kind}.{name}": one.text for kind, found in named for name, one in found.items()}


def trail_writers(room: str, *kinds: type[Any]) -> dict[str, Callable[[Any], str]]:
    """How the audit trail writes the values of columns that hold codes, by the same names."""
    named = [(kind.__tablename__.removeprefix(f"{room}_"), labels(kind)) for kind in kinds]
    coded = [(kind, name, one.write) for kind, found in named for name, one in found.items() if one.words]
    loose = {name: write for _, name, write in reversed(coded)}
    return loose | {f"{kind}.{name}": write for kind, name, write in coded}


def field_options(kind: type[Any], field: type[Any], name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """What a form's field takes from its column: the label, and the words that can be chosen."""
    found = labels(kind)[name]
    options: dict[str, Any] = {"label": found.text}
    if issubclass(field, TextField) and found.length and "max_length" not in given:
        options["max_length"] = found.length
    if found.offers is not None and hasattr(field, "offer") and "options" not in given:
        options["options"] = list(found.offers)
        if found.empty and "empty" not in given:
            options["empty"] = found.empty
        code = type(options["options"][0][0])
        if "coerce" not in given and issubclass(code, StrEnum):
            options["coerce"] = lambda value: code(value) if value not in (None, "", "None") else None
    return options
