"""From the text of a case file to a sheet: nothing in the file is lost, sound or not."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from portal.cases.model import SECTIONS, UNKNOWN_YEAR
from portal.editing.fields import HEAD, ORIGIN_PLAN, TABLES, Field, FieldKind
from portal.editing.figures import show_figure
from portal.editing.nested import show_packed, show_quotes
from portal.editing.sheet import MAX_ROWS, Row, Sheet, tidy
from portal.errors import InvalidContent, Problem
from portal.yamlfiles import MAX_FRONT_MATTER, YamlRefused, parse

_HEADING = re.compile(r"^## +(.+?) *$", re.M)


def read(text: str, name: str) -> Sheet:
    """The sheet of a case file; keys may be missing, unknown ones are refused. Raises InvalidContent."""
    text = tidy(text)
    head, body = _split(text, name)
    try:
        parsed = parse(head, first_line=2, max_size=MAX_FRONT_MATTER)
    except YamlRefused as refusal:
        raise InvalidContent([Problem(name, refusal.line, refusal.message)]) from None
    values = parsed.values if parsed.values is not None else {}
    if not isinstance(values, dict):
        raise InvalidContent([Problem(name, 2, "kepala berkas harus berupa pasangan kunci dan isi")])
    values = _in_todays_form(values)
    known = {field.name: field for field in (*HEAD, ORIGIN_PLAN)}
    for key in values:
        if key not in known and key not in TABLES:
            line = parsed.line_of((key,))
            raise InvalidContent([Problem(name, line, f"kunci '{key}' tidak dikenal")])
    try:
        return Sheet(
            fields={
                key: text
                for key, field in known.items()
                if field.kind is not FieldKind.CHOICES and (text := _typed(field, values.get(key)))
            },
            choices={
                key: _texts(values.get(key))
                for key, field in known.items()
                if field.kind is FieldKind.CHOICES
            },
            rows={key: _rows(key, values.get(key)) for key in TABLES},
            sections=split_sections(body),
        )
    except (TypeError, AttributeError):
        raise InvalidContent([Problem(name, 2, "kepala berkas tidak berbentuk kepala kasus")]) from None


def _in_todays_form(values: dict[str, Any]) -> dict[str, Any]:
    """The head of a revision of release 0.1.0 with today's keys: it knew one date for all sources."""
    if "verified" not in values:
        return values
    new = {key: value for key, value in values.items() if key not in ("verified", "review_due")}
    laws = values.get("legal_basis")
    if isinstance(laws, list) and all(isinstance(law, dict) for law in laws):
        new["legal_basis"] = [
            {key: value for key, value in law.items() if key not in ("year", "note")}
            | {"text": "; ".join(str(law[key]) for key in ("text", "note") if law.get(key))}
            for law in laws
        ]
    return new | {"compiled": {"date": values["verified"], "source": "archive"}}


def split_sections(body: str) -> dict[str, str]:
    """The text under each of the eleven headings.

    What stands under a heading that is unknown or comes twice stays, heading and all, where it stood.
    """
    sections = dict.fromkeys(SECTIONS, "")
    current, start = SECTIONS[0], 0
    met: set[str] = set()
    for match in _HEADING.finditer(body):
        heading = match[1].strip()
        if heading in SECTIONS and heading not in met:
            sections[current] = _joined(sections[current], body[start : match.start()])
            met.add(heading)
            current, start = heading, match.end()
    sections[current] = _joined(sections[current], body[start:])
    return sections


def _joined(before: str, text: str) -> str:
    return "\n\n".join(part for part in (before, text.strip("\n").rstrip()) if part)


def _split(text: str, name: str) -> tuple[str, str]:
    end = text.find("\n---\n", 3)
    if not text.startswith("---\n") or end < 0:
        message = "berkas harus diawali kepala YAML di antara dua baris '---'"
        raise InvalidContent([Problem(name, 1, message)])
    return text[4 : end + 1], text[end + 5 :]


def _rows(name: str, values: Any) -> tuple[Row, ...]:
    if not values:
        return ()
    columns = {field.name: field for field in TABLES[name].fields}
    rows = []
    for value in [values] if TABLES[name].is_one else list(values)[:MAX_ROWS]:
        if set(value) - set(columns):
            raise TypeError(name)
        typed = {key: _typed(field, value.get(key)) for key, field in columns.items()}
        rows.append({key: text for key, text in typed.items() if text})
    return tuple(rows)


def _typed(field: Field, value: Any) -> str:
    """A value of the file as a curator would have typed it."""
    if value is None or (value == UNKNOWN_YEAR and field.kind is FieldKind.RESULT_YEAR):
        return ""
    match field.kind:
        case FieldKind.QUOTES:
            return show_quotes(value)
        case FieldKind.PACKED:
            return show_packed(field.name, value)
        case FieldKind.LINES | FieldKind.OPTIONAL_LINES:
            return "\n".join(_texts(value))
        case FieldKind.CITES | FieldKind.OPTIONAL_CITES:
            return ", ".join(_texts(value))
        case FieldKind.YES_NO:
            return {True: "ya", False: "tidak"}.get(value, str(value))
        case FieldKind.FIGURE | FieldKind.OPTIONAL_FIGURE if isinstance(value, int | float):
            return show_figure(value)
    if isinstance(value, dict | list):
        raise TypeError(field.name)
    return value.isoformat() if isinstance(value, date) else str(value)


def _texts(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, str | dict):
        raise TypeError("daftar")
    return tuple(str(entry) for entry in value)
