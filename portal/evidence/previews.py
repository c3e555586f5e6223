"""Pictures of files, so that a paper can be looked at without downloading it.

Made when first asked for, in the examiner's child process with its limits, and kept under the file's digest
in `instance/evidence/previews/`: what is there can always be made again, so no backup holds it.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from flask import Response, send_file

from portal.disk import disk_full
from portal.errors import NotFound
from portal.evidence import queries
from portal.evidence.incoming import store_of_app
from portal.evidence.inspection import draw
from portal.evidence.media import Media
from portal.evidence.models import Evidence, EvidenceFile
from portal.evidence.store import Store
from portal.web.filters import whole

THUMB, SMALL, LARGE = 128, 480, 1400  # pixels of the longer side; lists show a THUMB, at most 20 KB
SHOWN = frozenset({Media.PDF, Media.JPG, Media.PNG})
MOST_PAGES = 999
GONE = "Berkas bukti ini tidak ditemukan di penyimpanan. Beri tahu admin portal."
_page = whole(1, MOST_PAGES)


def can_show(file: EvidenceFile) -> bool:
    """Can the portal make a picture of it?"""
    return Media(file.media) in SHOWN


def answer(evidence: Evidence, number: int, page: str, side: int) -> Response:
    """The picture of one version of a file. Raises NotFound, FileRefused or ExaminationBusy."""
    file = queries.get_file(evidence, number)
    if not can_show(file):
        raise NotFound("Berkas jenis ini tidak dapat ditampilkan. Unduh berkasnya.")
    wanted = (_page(page) or 1) if Media(file.media) is Media.PDF else 1
    path = preview(store_of_app(), file.sha256, Media(file.media), side, wanted)
    response = send_file(path.resolve(), mimetype="image/jpeg", conditional=True)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def preview(store: Store, sha256: str, media: Media, side: int, page: int = 1) -> Path:
    """Where the picture stands; made first where it is not there yet."""
    folder = store.root / "previews" / sha256[:2]
    target = folder / f"{sha256[2:]}-{side}-{page}.jpg"
    if target.is_file():
        return target
    source = store.path(sha256)
    if not source.is_file():
        raise NotFound(GONE)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=folder, suffix=".part")
    try:
        with os.fdopen(descriptor, "w+b") as drawn, source.open("rb") as file:
            draw(media, file, drawn, side=side, page=page)
        os.replace(name, target)
    except OSError as error:
        if disk_full(error):
            raise NotFound("Ruang simpan penuh, jadi gambarnya belum dapat dibuat.") from None
        raise
    finally:
        Path(name).unlink(missing_ok=True)
    return target


def sweep(store: Store) -> int:
    """Remove pictures of files that are no longer in the store; answers how many."""
    kept, removed = set(store.digests()), 0
    for path in (store.root / "previews").glob("*/*"):
        if path.parent.name + path.name.partition("-")[0] not in kept:
            path.unlink(missing_ok=True)
            removed += 1
    return removed
