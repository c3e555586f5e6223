"""Inspection: extension, first bytes and opening with the right library must tell the same story.

What is cheap and bounded is done here; what needs a library runs in the cage (`portal.cage`), a child
process with limits.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from portal import cage
from portal.cage.examiner.answer import Refused
from portal.cage.examiner.archive import check_archive, holds_archive
from portal.cage.examiner.film import check_film
from portal.evidence.media import HEAD, FileRefused, Media, check_head

DAMAGED = "Berkas rusak atau tidak utuh. Buka di komputer, simpan ulang, lalu unggah lagi."


@dataclass(frozen=True)
class Findings:
    """What an accepted file told about itself; only photos tell anything."""

    taken_at: datetime | None = None  # as the camera's clock showed it
    latitude: float | None = None
    longitude: float | None = None


def inspect(media: Media, file: BinaryIO, cleaned: BinaryIO | None = None, *, person: str = "") -> Findings:
    """Inspect an uploaded file from its first byte to its last. Raises FileRefused with a sentence.

    A picture is made anew into `cleaned`, which is what is kept of it. Of one person one file is inspected at
    a time; then, and where too many wait, ExaminationBusy is raised.
    """
    file.seek(0)
    head = file.read(HEAD)
    try:
        check_head(media, head)
        if media in (Media.DOCX, Media.XLSX):
            check_archive(file)
        elif media in (Media.PDF, Media.MP4) and holds_archive(file):
            raise Refused("Di dalam berkas ini tersembunyi berkas lain. Simpan ulang, lalu unggah lagi.")
        if media is Media.MP4:
            check_film(file)
            return Findings()
    except Refused as refused:
        raise FileRefused(str(refused)) from None
    return _examine(media, file, cleaned, person)


def draw(media: Media, file: BinaryIO, drawn: BinaryIO, *, side: int, page: int) -> None:
    """Write a small JPEG of a picture, or of one page of a PDF, into `drawn`. Raises FileRefused."""
    _accepted(cage.examine(media, file, drawn, wanted={"side": side, "page": page}))


def _examine(media: Media, file: BinaryIO, cleaned: BinaryIO | None, person: str) -> Findings:
    answer = _accepted(cage.examine(media, file, cleaned, person=person))
    taken_at = str(answer["taken_at"])
    return Findings(
        taken_at=datetime.fromisoformat(taken_at) if taken_at else None,
        latitude=answer["latitude"],
        longitude=answer["longitude"],
    )


def _accepted(answer: dict[str, Any]) -> dict[str, Any]:
    if "refused" in answer:
        raise FileRefused(str(answer["refused"] or DAMAGED))
    return answer
