"""What pages about a record are called: by what they do, and on which plan or visit."""

from __future__ import annotations

from typing import Any

from portal.records.kinds import KINDS


def headline(title: str, record: Any) -> str:
    """`Anggaran` of a plan -> Anggaran: Jempol di sini; a title that names its record stays as it is."""
    named = str(getattr(record, "title", "") or "")
    if not named or named in title:
        return title
    return f"{title}{' ' if title.endswith(('?', '!')) else ': '}{named}"


def brackets(record: Any, row: Any = None) -> str:
    """` (rencana 5)`, which sets apart the titles of two records called the same; "" for no record."""
    table = getattr(record, "__tablename__", "")
    kind = next((one for one in KINDS.values() if table == f"{one.room}_{one.subject}"), None)
    if kind is None:
        return ""
    return f" ({kind.called} {record.id}{f', baris {row.id}' if row is not None else ''})"
