"""How templates of the room show drafts, rows and revisions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from flask import Flask

from portal.editing.drafts import sheet_of
from portal.editing.models import CaseDraft, RevisionKind
from portal.editing.sheet import Row

_LINE = 90  # characters of a text area's line
_KINDS = {
    RevisionKind.FIRST: "isi awal",
    RevisionKind.EDITED: "disunting",
    RevisionKind.VERIFIED: "sumber diperiksa",
    RevisionKind.FILE: "berkas (di luar portal)",
}
_ORIGINS = {"rencana": "rencana", "revisi": "revisi"}


def is_day(value: str) -> bool:
    """Can a date field show this value?"""
    try:
        return not value or date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def origin(value: str) -> str:
    """'rencana:12' -> 'rencana 12'."""
    kind, _, number = value.partition(":")
    return f"{_ORIGINS.get(kind, kind)} {number}".strip()


def draft_title(draft: CaseDraft) -> str:
    """The title typed so far, or the address."""
    return sheet_of(draft).get("title") or draft.slug


def rows_text(rows: Iterable[Row]) -> str:
    """The rows of a table as lines of text."""
    return "\n".join("; ".join(value for value in row.values() if value) for row in rows)


def rows_for(text: str) -> int:
    """How many lines a text area needs to show its text, within reason."""
    lines = sum(1 + len(line) // _LINE for line in text.split("\n"))
    return min(max(lines + 1, 5), 30)


def revision_kind(value: str) -> str:
    """How a revision came about, in words."""
    return _KINDS[RevisionKind(value)]


def init_app(app: Flask) -> None:
    """Give templates the filters."""
    for shown in (is_day, origin, draft_title, rows_text, rows_for, revision_kind):
        app.jinja_env.filters[shown.__name__] = shown
