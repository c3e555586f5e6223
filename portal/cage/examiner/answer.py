"""What the child answers: a refusal with its sentence, or what was found in the file."""

from __future__ import annotations

from dataclasses import dataclass


class Refused(Exception):
    """The file is refused; the text is the sentence its uploader reads."""


@dataclass(frozen=True)
class Found:
    """What an accepted file told: of a photo, when and where it was taken, as far as its camera knew."""

    taken_at: str = ""  # ISO 8601 without a zone: cameras know none
    latitude: float | None = None  # degrees, south is negative
    longitude: float | None = None
