"""How far the trail was checked: a note outside the database, signed with this portal's secret.

Whoever changes the database only cannot change what the note says of it. Whoever can read and write the
folder of the note owns the machine: against him only a digest kept elsewhere helps (docs/decisions/0035).
"""

from __future__ import annotations

import hashlib
import hmac
import json
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from flask import current_app
from pydantic import BaseModel, ValidationError

from portal import edition
from portal.disk import write_whole

FILE = ".audit-checked.json"  # of the instance folder; a name that backups leave out


class Note(BaseModel):
    """The head that was found sound last, and the last check of everything."""

    seq: int
    digest: str
    at: datetime
    full_seq: int
    full_at: datetime
    is_sound: bool = True  # what the last check of everything said


def read() -> Note | None:
    """The note; None where there is none, or none that this portal has signed."""
    try:
        stored = json.loads(_place().read_text("utf-8"))
        text, mark = str(stored["note"]), str(stored["mark"])
    except (OSError, ValueError, TypeError, LookupError):
        return None
    if not hmac.compare_digest(mark, _mark(text)):
        return None
    with suppress(ValidationError):
        return Note.model_validate_json(text)
    return None


def write(note: Note) -> None:
    """Keep a note, whole or not at all; a folder that cannot be written keeps the old one."""
    text = note.model_dump_json()
    with suppress(OSError):
        write_whole(_place(), json.dumps({"note": text, "mark": _mark(text)}).encode())


def forget(instance: Path) -> None:
    """Let the next check look at everything: the database was put back to what it was."""
    (instance / FILE).unlink(missing_ok=True)


def _place() -> Path:
    return edition.settings().instance / FILE


def _mark(text: str) -> str:
    key = f"audit checked {current_app.config['SECRET_KEY']}"
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()
