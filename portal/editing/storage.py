"""Case files on disk: found by slug, changed by one rename, put back when the change does not hold."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from portal.cases.catalogue import case_paths
from portal.config import Settings
from portal.errors import NotFound
from portal.publishing.writing import ContentBusy, locked, replaced
from portal.yamlfiles import MAX_FILE

__all__ = [
    "ContentBusy",
    "check_slug",
    "current",
    "digest_of",
    "find",
    "is_text",
    "locked",
    "place_for",
    "read_text",
    "replaced",
]
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def digest_of(text: str) -> str:
    """SHA-256 of a text as its file holds it."""
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def read_text(path: Path) -> str:
    """A case file word for word, sound or not; raises NotFound."""
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_FILE + 1)
    except OSError:
        raise NotFound("Berkas kasus ini sedang tidak dapat dibaca.") from None
    return raw.decode("utf-8", "surrogateescape")


def is_text(text: str) -> bool:
    """Is this sound UTF-8 within the size that the gate lets through?"""
    try:
        return len(text.encode("utf-8")) <= MAX_FILE
    except UnicodeEncodeError:
        return False


def check_slug(slug: str) -> str:
    """The slug itself; raises NotFound for what can be no case's address."""
    if len(slug) > 80 or not _SLUG.fullmatch(slug):
        raise NotFound("Tidak ada kasus dengan alamat ini.")
    return slug


def find(content: Path, slug: str) -> Path | None:
    """The file of a case, published or not; None where there is none."""
    return next(iter(sorted((content / "cases").glob(f"*/{check_slug(slug)}.md"))), None)


def place_for(content: Path, region: str, slug: str) -> Path:
    """Where the file of a new case goes; raises NotFound for what is no region's name."""
    return content / "cases" / check_slug(region) / f"{check_slug(slug)}.md"


def current(settings: Settings) -> dict[str, Path]:
    """Every case file, by slug."""
    return {path.stem: path for path in case_paths(settings.content)}
