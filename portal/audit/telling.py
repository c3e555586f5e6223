"""An entry of the trail as a person reads it: what stood there before and after, codes and digests apart.

What is stored stays as it is; exports for machines take it from there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from portal.audit import words
from portal.audit.models import AuditEntry
from portal.audit.queries import values_of
from portal.web.figures import long_date, moment

_DIGEST = re.compile(r"(?=.*[a-f])(?=.*\d)[0-9a-f]{16,64}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*(Z|[+-]\d\d:\d\d)")


@dataclass(frozen=True)
class Change:
    """A field, and what stood in it; "" for nothing."""

    label: str
    before: str
    after: str

    @property
    def said(self) -> str:
        """In one line: what came, what went, or what became what."""
        if not self.after:
            return f"{self.before} → (kosong)" if self.before else "(kosong)"
        return f"{self.before} → {self.after}" if self.before else self.after


@dataclass(frozen=True)
class Told:
    """What an entry changed: for readers, and the codes that only a check needs."""

    shown: tuple[Change, ...]
    codes: tuple[Change, ...]


def told(entry: AuditEntry) -> Told:
    """The changes of an entry in words."""
    shown, codes = [], []
    for name, before, after in values_of(entry):
        label = words.field(entry.action, name, entry.subject)
        if _is_code(before) or _is_code(after):
            codes.append(Change(label, _plain(before), _plain(after)))
            continue
        write = words.writer(entry.action, name, entry.subject)
        change = Change(label, *(_written(value, write) for value in (before, after)))
        if change.before != change.after:  # a field that only says whose it is stands in the subject already
            shown.append(change)
    return Told(tuple(shown), tuple(codes))


def _written(value: object, write: words.Writer | None) -> str:
    if value is None or value in ("", [], {}):
        return ""
    if write is not None:
        try:
            return write(value)
        except (ArithmeticError, LookupError, TypeError, ValueError):
            return _plain(value)  # a value of another release, or tampered with
    return _plain(value)


def _plain(value: object) -> str:
    """A value as people write it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Ya" if value else "Tidak"
    if isinstance(value, list):
        return ", ".join(_plain(one) for one in value)
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    try:
        if _DAY.fullmatch(value):
            return long_date(date.fromisoformat(value))
        return moment(datetime.fromisoformat(value)) if _MOMENT.fullmatch(value) else value
    except ValueError:
        return value


def _is_code(value: object) -> bool:
    found: Iterable[object] = value if isinstance(value, list) else [value]
    return any(isinstance(one, str) and _DIGEST.fullmatch(one) for one in found)
