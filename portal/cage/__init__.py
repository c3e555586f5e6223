"""The cage: files from outside are opened in a child process, few at a time, one at a time of a person.

The child (`portal.cage.examiner`) has limits on processor time, memory and wall time, sees no file but the
one on its standard input, and gives way to readers of pages.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, BinaryIO

from portal.cage.examiner import main as examiner
from portal.errors import Busy
from portal.places import Places

WALL_SECONDS = 40
AT_WORK, WAITING = 2, 6  # in one process: together half of a server's threads
TOO_HEAVY = examiner.TOO_HEAVY
_HERE = Path(__file__).parent
# The folder goes last, so that none of its modules stands before a library's
_START = f"import sys; sys.path.append({str(_HERE)!r}); from examiner.main import main; main()"


class ExaminationBusy(Busy):
    """All examiners are at work, or one is at work for this person already."""

    title = "Pemeriksaan berkas sedang penuh"


def _busy() -> ExaminationBusy:
    return ExaminationBusy("Berkas lain sedang diperiksa. Tunggu beberapa detik, lalu kirim lagi.")


PLACES = Places(AT_WORK, WAITING, _busy)


def examine(
    media: str,
    file: BinaryIO,
    cleaned: BinaryIO | None = None,
    *,
    person: str = "",
    wanted: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Let the child look at an open file; what it answers, with the key `refused` if it refuses.

    A picture is made anew or drawn into `cleaned`; `wanted` says what of a table is read, or that
    a small picture is drawn, how large and of which page. Raises ExaminationBusy.
    """
    with PLACES.one(person):
        return _run(media, file, cleaned, wanted or {})


def _run(media: str, file: BinaryIO, cleaned: BinaryIO | None, wanted: dict[str, Any]) -> dict[str, Any]:
    """One examiner, from its start to its end; one that dies found the file too heavy."""
    file.seek(0)
    kept = [cleaned.fileno()] if cleaned is not None else []
    place = str(kept[0] if kept else -1)
    command = [sys.executable, "-P", "-E", "-s", "-c", _START, media, place, json.dumps(wanted)]
    try:
        done = subprocess.run(
            command,
            stdin=file.fileno(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pass_fds=kept,
            env={},
            cwd="/",
            timeout=WALL_SECONDS,
            check=False,
        )
        answer: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return {"refused": TOO_HEAVY}
    return answer
