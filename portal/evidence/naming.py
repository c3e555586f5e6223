"""Names of files: what an uploader's name is cleaned to, and under which name a file is handed out."""

from __future__ import annotations

import re
import unicodedata

MAX_BYTES = 120
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?$")
_INNER_EXTENSION = re.compile(r"\.(?=[A-Za-z])")


def clean_name(name: str) -> str:
    """The name of an uploaded file, safe to show and to store as text; never used as a path.

    Folders, control and direction marks, names that Windows reserves and second extensions go away.
    """
    last = re.split(r"[/\\]", name)[-1]
    kept = "".join(
        " " if letter.isspace() else letter
        for letter in unicodedata.normalize("NFC", last)
        if letter.isspace() or unicodedata.category(letter)[0] not in "C"
    )
    kept = re.sub(r'[<>:"|?*%;]', "_", " ".join(kept.split())).rstrip(". ")
    stem, dot, extension = kept.rpartition(".")
    if not dot:
        stem, extension = kept, ""
    stem = _INNER_EXTENSION.sub("_", stem).strip(". ")
    if _RESERVED.fullmatch(stem) or not stem:
        stem = f"berkas_{stem}".rstrip("_")
    room = MAX_BYTES - len(extension.encode()) - 1
    stem = stem.encode()[:room].decode("utf-8", "ignore").strip(". ")
    return f"{stem}.{extension.lower()}" if extension else stem


def download_name(kind: str, number: str, version: int, extension: str) -> str:
    """The name a file is handed out under: the same for everyone, made of kind, number and version."""
    plain = unicodedata.normalize("NFKD", f"{kind}-{number}").encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:80].strip("-")
    return f"{slug}-v{version}.{extension}"
