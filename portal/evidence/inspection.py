"""Inspection: extension, first bytes and opening with the right library must tell the same story.

What is cheap and bounded is done here; what needs a library runs in the examiner, a child process with
limits on CPU time, memory and wall time. At most two examiners run at once in a process.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, BinaryIO

from portal.errors import PortalError
from portal.evidence.examiner import main as examiner
from portal.evidence.examiner.answer import Refused
from portal.evidence.examiner.archive import check_archive, ends_as_zip
from portal.evidence.examiner.film import check_film
from portal.evidence.media import HEAD, FileRefused, Media, check_head

WALL_SECONDS = 40
WAIT_SECONDS = 60
DAMAGED = "Berkas rusak atau tidak utuh. Buka di komputer, simpan ulang, lalu unggah lagi."
_ROOM = Path(__file__).parent
# The room's folder goes last, so that none of its modules stands before a library's
_START = f"import sys; sys.path.append({str(_ROOM)!r}); from examiner.main import main; main()"
_PLACES = BoundedSemaphore(2)


class InspectionBusy(PortalError):
    """All examiners are at work."""

    status = 503
    title = "Pemeriksaan berkas sedang penuh"


@dataclass(frozen=True)
class Findings:
    """What an accepted file told about itself; only photos tell anything."""

    taken_at: datetime | None = None  # as the camera's clock showed it
    latitude: float | None = None
    longitude: float | None = None


def inspect(media: Media, file: BinaryIO, cleaned: BinaryIO | None = None) -> Findings:
    """Inspect an uploaded file from its first byte to its last. Raises FileRefused with a sentence.

    A picture is made anew into `cleaned`, which is what is kept of it.
    """
    file.seek(0)
    head = file.read(HEAD)
    try:
        check_head(media, head)
        if media in (Media.DOCX, Media.XLSX):
            check_archive(file)
        elif media in (Media.PDF, Media.MP4) and ends_as_zip(file):
            raise Refused("Di belakang berkas ini tersembunyi berkas lain. Simpan ulang, lalu unggah lagi.")
        if media is Media.MP4:
            check_film(file)
            return Findings()
    except Refused as refused:
        raise FileRefused(str(refused)) from None
    return _examine(media, file, cleaned)


def draw(media: Media, file: BinaryIO, drawn: BinaryIO, *, side: int, page: int) -> None:
    """Write a small JPEG of a picture, or of one page of a PDF, into `drawn`. Raises FileRefused."""
    _answer(media, file, drawn, (side, page))


def _answer(
    media: Media, file: BinaryIO, cleaned: BinaryIO | None, picture: tuple[int, ...] = ()
) -> dict[str, Any]:
    if not _PLACES.acquire(timeout=WAIT_SECONDS):
        raise InspectionBusy("Banyak berkas sedang diperiksa. Tunggu sebentar, lalu ulangi.")
    try:
        answer = _run(media, file, cleaned, picture)
    finally:
        _PLACES.release()
    if "refused" in answer:
        raise FileRefused(str(answer["refused"] or DAMAGED))
    return answer


def _examine(media: Media, file: BinaryIO, cleaned: BinaryIO | None) -> Findings:
    answer = _answer(media, file, cleaned)
    taken_at = str(answer["taken_at"])
    return Findings(
        taken_at=datetime.fromisoformat(taken_at) if taken_at else None,
        latitude=answer["latitude"],
        longitude=answer["longitude"],
    )


def _run(media: Media, file: BinaryIO, cleaned: BinaryIO | None, picture: tuple[int, ...]) -> dict[str, Any]:
    """One examiner, from its start to its end; one that dies found the file too heavy."""
    file.seek(0)
    kept = [cleaned.fileno()] if cleaned is not None else []
    command = [sys.executable, "-P", "-E", "-s", "-c", _START, media, str(kept[0] if kept else -1)]
    command += map(str, picture)
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
        return {"refused": examiner.TOO_HEAVY}
    return answer
