"""Pictures of cases: checked with the case, and made small for its page.

What is served is never the file itself: a child process with limits draws it anew, without its notes (place,
camera, names), and small enough for a slow line. It is made when first asked for and kept as long as the
edition is.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from portal import cage, edition
from portal.cases.model import Case
from portal.errors import NotFound
from portal.evidence.media import HEAD, FileRefused, Media, check_head
from portal.yamlfiles import Report, YamlText

FOLDER = "pictures"
MOST_KEPT = 8 * 1024 * 1024  # bytes of a file in content/
MOST_SENT = 60 * 1024  # bytes of what a reader gets
SIDES = (960, 800, 640, 480, 360, 240)  # pixels of the longer side, tried in turn
GONE = "Gambar ini sedang tidak dapat ditampilkan."


def check_pictures(case: Case, parsed: YamlText, content: Path, report: Report) -> None:
    """Report each picture whose file is not there, is too large, or is no picture."""
    for index, picture in enumerate(case.pictures):
        problem = _problem(content / FOLDER / picture.file)
        if problem:
            line = parsed.line_of(("pictures", index, "file"))
            report.add(case.path, line, f"gambar '{picture.file}' {problem}")


def _problem(path: Path) -> str:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError:
        return f"tidak ada di content/{FOLDER}"
    if size > MOST_KEPT:
        return f"lebih dari {MOST_KEPT // 1024 // 1024} MB"
    try:
        check_head(Media(path.suffix[1:]), head)
    except FileRefused:
        return "bukan JPG atau PNG seperti namanya"
    return ""


def small_picture(case: Case, number: int) -> bytes:
    """A case's picture, counted from 1, as a JPEG of at most 60 KB. Raises NotFound or ExaminationBusy."""
    if not 1 <= number <= len(case.pictures):
        raise NotFound("Kasus ini tidak punya gambar itu.")
    source = edition.settings().content / FOLDER / case.pictures[number - 1].file
    folder = edition.papers()
    try:
        stat = source.stat()
        kept = folder / f"{source.stem}-{stat.st_size}-{stat.st_mtime_ns}.jpg" if folder is not None else None
        if kept is not None and kept.is_file():
            return kept.read_bytes()
        made = _draw(source)
    except OSError:
        raise NotFound(GONE) from None
    if kept is not None:
        _keep(kept, made)
    return made


def _draw(source: Path) -> bytes:
    """The picture drawn anew, smaller and smaller until it is small enough."""
    for side in SIDES:
        with source.open("rb") as file, tempfile.TemporaryFile() as drawn:
            answer = cage.examine(source.suffix[1:], file, drawn, wanted={"side": side, "page": 1})
            if "refused" in answer:
                raise NotFound(GONE)
            drawn.seek(0)
            made = drawn.read()
        if len(made) <= MOST_SENT:
            return made
    raise NotFound(GONE)


def _keep(path: Path, made: bytes) -> None:
    """Keep it for the next reader; where that fails it is simply made again."""
    try:
        path.parent.mkdir(exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as part:
            part.write(made)
        os.replace(part.name, path)
    except OSError:
        return
