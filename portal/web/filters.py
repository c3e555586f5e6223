"""What a list is narrowed to: fields of a dataclass, each with its name in the address and how it is read.

    stage: Stage | None = by("tahap", one_of(Stage), label="Tahap", offer=STAGE_NAMES.items)

What has no meaning in an address is left out, so that a link never fails for its filters. Where a filter has
a label, the box above the list (`macros/filters.html`) offers it.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import ColumnElement

F = TypeVar("F")
E = TypeVar("E", bound=StrEnum)


Offer = Callable[[], Iterable[tuple[Any, str]]]


def by(
    name: str,
    read: Callable[[str], Any],
    default: Any = None,
    *,
    column: Any = None,
    label: str = "",
    offer: Offer | None = None,
) -> Any:
    """A filter by this name; `column` where it simply asks for the column's value, `offer` its choices."""
    said = {"name": name, "read": read, "column": column, "label": label, "offer": offer}
    return field(default=default, metadata=said)


@dataclass(frozen=True)
class FilterField:
    """A filter as the box above a list shows it: a list, a tick, a short text, or kept unseen."""

    name: str
    label: str
    value: Any
    offer: tuple[tuple[Any, str], ...] | None
    is_tick: bool


def box(filters: Any) -> list[FilterField]:
    """The filters of a list as its box shows them, ticks last; one without a label stays as it is."""
    said = [(one.metadata, getattr(filters, one.name), one.default is False) for one in fields(filters)]
    found = [
        FilterField(of["name"], of["label"], value, tuple(of["offer"]()) if of["offer"] else None, is_tick)
        for of, value, is_tick in said
    ]
    return sorted(found, key=lambda one: one.is_tick)


def shown(filters: Any) -> dict[str, Any]:
    """What a list's page needs to show its filters and to keep them in its links."""
    kept = query(filters)
    return {"filters": filters, "box": box(filters), "kept": kept, "is_narrowed": bool(kept)}


def read(kind: type[F], args: Mapping[str, str]) -> F:
    """The filters in an address."""
    asked = {one.name: (one, args.get(one.metadata["name"], "")) for one in fields(kind)}  # type: ignore[arg-type]
    found = {name: one.metadata["read"](text) for name, (one, text) in asked.items() if text}
    return kind(**{name: value for name, value in found.items() if value is not None})


def query(filters: Any) -> dict[str, str]:
    """The address that `read` reads as these filters; what narrows nothing is left out."""
    found = {
        one.metadata["name"]: getattr(filters, one.name)
        for one in fields(filters)
        if getattr(filters, one.name) != one.default
    }
    return {name: "1" if value is True else str(value) for name, value in found.items()}


def conditions(filters: Any) -> list[ColumnElement[bool]]:
    """The filters that ask for a column's value, as SQL."""
    asked = ((one.metadata["column"], getattr(filters, one.name)) for one in fields(filters))
    return [column == value for column, value in asked if column is not None and value]


def flag(text: str) -> bool | None:
    """Ticked or not."""
    return text == "1" or None


def line(text: str) -> str:
    """Some text, cut to what a filter holds."""
    return text[:80]


def one_of(kind: type[E]) -> Callable[[str], E | None]:
    """A word of a fixed list."""
    return lambda text: kind(text) if text in set(kind) else None


def known(words: Callable[[], Container[str]]) -> Callable[[str], str | None]:
    """A word of a list that is known only at the request."""
    return lambda text: text if text in words() else None


def whole(low: int, high: int) -> Callable[[str], int | None]:
    """A whole number within bounds, written in plain digits."""

    def read_whole(text: str) -> int | None:
        is_number = text.isascii() and text.isdigit() and len(text) <= len(str(high))
        return int(text) if is_number and low <= int(text) <= high else None

    return read_whole


number = whole(0, 10**9 - 1)  # of a row, a version, a page
