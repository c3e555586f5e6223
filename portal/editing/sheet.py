"""A sheet: everything a curator has typed about one case, word for word, sound or not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict

from portal.cases.model import SECTIONS
from portal.editing.fields import FIELDS, TABLES, FieldKind, section_place

MAX_ROWS = 200  # of one table
_ROW = re.compile(r"([a-z_]+)-(\d{1,4})-([a-z_]+)")
_SOURCE_NUMBER = re.compile(r"s(\d{1,3})")
# what word processors and hostile forms put into text, and no reader ever sees
_INVISIBLE = re.compile("[\x00-\x08\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff\ufeff]")
_BREAK = re.compile("\r\n?|[\x0b\x85\u2028\u2029]")

Row = dict[str, str]


class Sheet(BaseModel):
    """The form's content. Lists of one entry a line stay the text that was typed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fields: dict[str, str] = {}
    choices: dict[str, tuple[str, ...]] = {}
    rows: dict[str, tuple[Row, ...]] = {}
    sections: dict[str, str] = {}

    def get(self, name: str) -> str:
        """What was typed into a field; '' for nothing."""
        return self.fields.get(name, "")

    def chosen(self, name: str) -> tuple[str, ...]:
        """What was ticked in a list."""
        return self.choices.get(name, ())

    def table(self, name: str) -> tuple[Row, ...]:
        """The rows of a table, empty ones among them."""
        return self.rows.get(name, ())

    def with_fields(self, **values: str) -> Sheet:
        """The same sheet with other values in these fields."""
        return self.model_copy(update={"fields": {**self.fields, **values}})

    def in_order_of(self, before: Sheet) -> Sheet:
        """The same sheet; what was ticked before keeps its order, what is new follows.

        A browser sends ticks in the order of the page, so that saving would otherwise change the file.
        """
        choices = {
            name: tuple(sorted(ticked, key=lambda one: (*before.chosen(name), one).index(one)))
            for name, ticked in self.choices.items()
        }
        return self.model_copy(update={"choices": choices})

    def with_row(self, table: str) -> Sheet:
        """The same sheet with one more row; a source gets the next free mark."""
        rows = self.table(table)
        new: Row = {"id": next_mark(rows)} if table == "sources" else {}
        most = 1 if TABLES[table].is_one else MAX_ROWS
        return self._with_rows(table, (*rows, new)[:most])

    def without_row(self, table: str, index: int) -> Sheet:
        """The same sheet without a row."""
        rows = self.table(table)
        return self._with_rows(table, (*rows[:index], *rows[index + 1 :]))

    def _with_rows(self, table: str, rows: tuple[Row, ...]) -> Sheet:
        return self.model_copy(update={"rows": {**self.rows, table: rows}})


def next_mark(sources: Iterable[Row]) -> str:
    """The next free source mark: s1, s2, …"""
    used = [int(match[1]) for row in sources if (match := _SOURCE_NUMBER.fullmatch(row.get("id", "")))]
    return f"s{max(used, default=0) + 1}"


def tidy(text: str) -> str:
    """Text without what nobody can see; line ends as in our files."""
    return _INVISIBLE.sub("", _BREAK.sub("\n", text))


def is_blank(row: Mapping[str, str]) -> bool:
    """Has nobody typed anything into this row? A source's mark alone does not count."""
    return not any(value.strip() for name, value in row.items() if name != "id")


def from_form(form: Any) -> Sheet:
    """What a form was sent with; `form` is Werkzeug's multi-dict. Names nobody knows are left out."""
    multiple = {name for name, field in FIELDS.items() if field.kind is FieldKind.CHOICES}
    return Sheet(
        fields={
            name: tidy(form.get(name, "")) for name in FIELDS if name not in multiple and form.get(name, "")
        },
        choices={name: tuple(tidy(value) for value in form.getlist(name)) for name in multiple},
        rows=_rows(form),
        sections={heading: tidy(form.get(section_place(heading), "")) for heading in SECTIONS},
    )


def _rows(form: Any) -> dict[str, tuple[Row, ...]]:
    found: dict[str, dict[int, Row]] = {name: {} for name in TABLES}
    for key in form:
        match = _ROW.fullmatch(key)
        if match is None or match[1] not in TABLES:
            continue
        if match[3] in {field.name for field in TABLES[match[1]].fields}:
            found[match[1]].setdefault(int(match[2]), {})[match[3]] = tidy(form.get(key, ""))
    return {
        name: tuple(row for _, row in sorted(by_index.items())[:MAX_ROWS]) for name, by_index in found.items()
    }
