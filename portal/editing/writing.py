"""From a sheet to the text of a case file, in the style of our files, knowing where each field went."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass, field
from datetime import date

from portal.cases.model import SECTIONS, UNKNOWN_YEAR
from portal.editing.fields import HEAD, ORIGIN_PLAN, TABLES, Field, FieldKind, Table, section_place
from portal.editing.figures import read_figure
from portal.editing.nested import write_packed, write_quotes
from portal.editing.scalars import bracket_list, one_line, scalar
from portal.editing.sheet import Row, Sheet, is_blank

SUMMARY_WIDTH = 108  # characters, as our files are folded
LEFT_OUT = (
    FieldKind.OPTIONAL,
    FieldKind.OPTIONAL_LINES,
    FieldKind.OPTIONAL_CITES,
    FieldKind.QUOTES,
    FieldKind.PACKED,
)  # of the file, while nothing was typed
_YES_NO = {"ya": "true", "tidak": "false"}


@dataclass
class Written:
    """The text, and for each of its lines the place in the form that it came from."""

    lines: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The file."""
        return "\n".join(self.lines) + "\n"

    @property
    def body(self) -> str:
        """The Markdown below the head."""
        return "\n".join(self.lines[self.lines.index("---", 1) + 1 :]) + "\n"

    def add(self, line: str, place: str = "") -> None:
        """Write one or more lines that come from a place."""
        for part in line.split("\n"):
            self.lines.append(part)
            self.places.append(place)

    def place_of(self, line: int) -> str:
        """The place a line (from 1) came from; '' for none."""
        return self.places[line - 1] if 0 < line <= len(self.places) else ""


def write(sheet: Sheet) -> Written:
    """The case file that a sheet stands for."""
    written = Written()
    written.add("---")
    for head in HEAD:
        _write_field(written, head, sheet)
    for table in TABLES.values():
        _write_table(written, table, sheet.table(table.name))
    _write_field(written, ORIGIN_PLAN, sheet)
    written.add("---")
    for heading in SECTIONS:
        place = section_place(heading)
        written.add("", place)
        written.add(f"## {heading}", place)
        body = sheet.sections.get(heading, "").strip("\n").rstrip()
        if body:
            written.add("", place)
            written.add(body, place)
    return written


def entries(text: str) -> tuple[str, ...]:
    """The entries of a list that was typed one a line."""
    return tuple(line for line in (one_line(line) for line in text.split("\n")) if line)


def marks(text: str) -> tuple[str, ...]:
    """The source marks in what was typed: 's1, s4', '[s1] [s4]'."""
    return tuple(part for part in re.split(r"[\s,;\[\]]+", text) if part)


def _write_field(written: Written, head: Field, sheet: Sheet) -> None:
    if head.kind is FieldKind.CHOICES:
        written.add(f"{head.name}: {bracket_list(sheet.chosen(head.name))}", head.name)
        return
    typed = sheet.get(head.name)
    if head.kind in LEFT_OUT and not one_line(typed):
        return
    written.add(
        _key(head.name, _prose(typed) if head.kind is FieldKind.PROSE else _value(head, typed)), head.name
    )


def _write_table(written: Written, table: Table, rows: tuple[Row, ...]) -> None:
    filled = [(index, row) for index, row in enumerate(rows) if not is_blank(row)]
    if not filled:
        if not table.is_left_out:
            written.add(f"{table.name}: []", table.name)
        return
    written.add(f"{table.name}:", table.name)
    for index, row in filled:
        lead = "  " if table.is_one else "  - "
        for column in table.fields:
            typed = row.get(column.name, "")
            if column.kind in LEFT_OUT and not one_line(typed):
                continue
            place = f"{table.name}-{index}-{column.name}"
            written.add(lead + _key(column.name, _value(column, typed)), place)
            lead = "  " if table.is_one else "    "


def _key(name: str, value: str) -> str:
    return f"{name}: {value}" if value else f"{name}:"


def _value(column: Field, typed: str) -> str:
    text = one_line(typed)
    match column.kind:
        case FieldKind.QUOTES:
            return write_quotes(typed)
        case FieldKind.PACKED:
            return write_packed(column.name, typed)
        case FieldKind.LINES | FieldKind.OPTIONAL_LINES:
            return bracket_list(entries(typed))
        case FieldKind.CITES | FieldKind.OPTIONAL_CITES:
            return bracket_list(marks(typed))
        case FieldKind.YEAR:
            return _year(text)
        case FieldKind.RESULT_YEAR:
            return _year(text) if text else UNKNOWN_YEAR
        case FieldKind.DAY:
            return text if _is_day(text) else scalar(text)
        case FieldKind.PARTIAL_DAY:
            return f'"{text}"' if re.fullmatch(r"[\d-]+", text) else (scalar(text) if text else "")
        case FieldKind.FIGURE | FieldKind.OPTIONAL_FIGURE:
            return _figure(text, is_optional=column.kind is FieldKind.OPTIONAL_FIGURE)
        case FieldKind.CHOICE:
            return scalar(text) if text else ""
        case FieldKind.YES_NO:
            return _YES_NO.get(text, scalar(text))
    return scalar(text)


def _year(text: str) -> str:
    return text if re.fullmatch(r"[1-9]\d{0,3}", text) else (scalar(text) if text else "")


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _figure(text: str, *, is_optional: bool) -> str:
    if not text:
        return "" if is_optional else "''"
    value = read_figure(text)
    return scalar(value) if isinstance(value, str) else repr(value)


def _prose(typed: str) -> str:
    """A paragraph, folded as our files are."""
    words = one_line(typed).split(" ")
    text = " ".join(word for word in words if word)
    if not text:
        return "''"
    folded = textwrap.wrap(
        text,
        SUMMARY_WIDTH,
        initial_indent="  ",
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\n".join([">-", *folded])
