"""The child's only task: examine the file on its standard input, answer in JSON on its standard output."""

from __future__ import annotations

import json
import os
import resource
import sys
from dataclasses import asdict
from typing import Any

from .answer import Found, Refused

CPU_SECONDS = 15
NICE = 10  # readers of pages come first
MEMORY = 1024**3  # bytes
OUTPUT = 64 * 1024**2  # bytes the child may write
TOO_HEAVY = "Berkas terlalu berat untuk diperiksa. Kecilkan atau sederhanakan, lalu unggah lagi."


def examine(media: str, file: int, cleaned: int | None) -> Found:
    """Examine an open file; a picture is made anew into `cleaned`. Raises Refused."""
    with os.fdopen(file, "rb", closefd=False) as source:
        if media == "pdf":
            from .pdf import check_pdf

            check_pdf(source)
            return Found()
        if media in ("docx", "xlsx"):
            from .office import check_office

            check_office(source, media)
            return Found()
        from .picture import clean_picture

        if cleaned is None:
            raise ValueError("a picture needs a place to be written to")
        with os.fdopen(cleaned, "wb", closefd=False) as target:
            return clean_picture(source, target, media)


def draw(media: str, file: int, drawn: int, side: int, page: int) -> Found:
    """Write a small picture of an open file into `drawn`. Raises Refused."""
    from .preview import make_preview

    with os.fdopen(file, "rb", closefd=False) as source, os.fdopen(drawn, "wb", closefd=False) as target:
        return make_preview(source, target, media, side, page)


def _sheets(file: int, wanted: dict[str, Any]) -> dict[str, Any]:
    """The sheets of a workbook. Raises Refused."""
    from .grid import read_sheets

    with os.fdopen(file, "rb", closefd=False) as source:
        return {"sheets": read_sheets(source, wanted)}


def main() -> None:
    """Take limits on, examine or draw, answer. Whatever a library throws up is a damaged file."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT, OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    os.nice(NICE)
    media, cleaned, wanted = sys.argv[1], int(sys.argv[2]), json.loads(sys.argv[3])
    answer: dict[str, Any]
    try:
        if media == "grid":
            answer = _sheets(0, wanted)
        elif wanted:
            answer = asdict(draw(media, 0, cleaned, **wanted))
        else:
            answer = asdict(examine(media, 0, cleaned if cleaned >= 0 else None))
    except Refused as refused:
        answer = {"refused": str(refused)}
    except (MemoryError, RecursionError):
        answer = {"refused": TOO_HEAVY}
    except Exception as error:
        answer = {"refused": "", "error": type(error).__name__}
    sys.stdout.write(json.dumps(answer))
