"""A case as text that a curator reads without knowing the file's keys; for comparisons side by side."""

from __future__ import annotations

from portal.cases.model import SECTIONS
from portal.editing import reading
from portal.editing.fields import HEAD, ORIGIN_PLAN, TABLES, FieldKind, Table
from portal.editing.sheet import Row, Sheet, is_blank
from portal.editing.writing import entries
from portal.errors import InvalidContent


def as_words(text: str) -> str:
    """The text of a case file in words; the file itself where it cannot be read."""
    if not text:
        return ""
    try:
        return in_words(reading.read(text, "berkas"))
    except InvalidContent:
        return text


def in_words(sheet: Sheet) -> str:
    """Labels and what stands in the fields, then the sections."""
    lines: list[str] = []
    for field in (*HEAD, ORIGIN_PLAN):
        if field.kind is FieldKind.CHOICES:
            lines.append(f"{field.label}: {', '.join(sheet.chosen(field.name))}")
        elif field.kind is FieldKind.LINES or (
            field.kind is FieldKind.OPTIONAL_LINES and sheet.get(field.name)
        ):
            lines.append(f"{field.label}: {'; '.join(entries(sheet.get(field.name)))}")
        elif sheet.get(field.name) or field.kind not in (FieldKind.OPTIONAL, FieldKind.OPTIONAL_LINES):
            lines.append(f"{field.label}: {' '.join(sheet.get(field.name).split())}")
    for table in TABLES.values():
        lines += _rows(table, sheet.table(table.name))
    for heading in SECTIONS:
        lines += ["", heading.upper(), *sheet.sections.get(heading, "").strip().split("\n")]
    return "\n".join(line.rstrip() for line in lines)


def _rows(table: Table, rows: tuple[Row, ...]) -> list[str]:
    """One line a row; a source is named by its mark, because numbers shift when one is removed."""
    lines = []
    for number, row in enumerate((row for row in rows if not is_blank(row)), 1):
        named = row.get("id", "") if table.name == "sources" else str(number)
        cells = [
            f"{column.label.lower()} {dict(column.options).get(row[column.name], row[column.name])}"
            for column in table.fields
            if row.get(column.name) and column.name != "id"
        ]
        lines.append(f"{table.row} {named}: {'; '.join(cells)}")
    return lines
