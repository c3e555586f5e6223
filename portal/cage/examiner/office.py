"""A DOCX or XLSX is taken when it is only text, tables and pictures: no macros, no parts from elsewhere.

What a part is, is told by [Content_Types].xml, what it reaches for by the relationship files
(ISO/IEC 29500-2). A link that a reader clicks may lead to the web; anything fetched by itself is refused.
The zip's directory is judged before anything is unpacked (see `archive`).
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import BinaryIO
from xml.etree import ElementTree

from .answer import Refused
from .archive import check_archive
from .fields import CHUNK, DAMAGED, OTHER, OUTSIDE, check_part, is_elsewhere, is_web

MAX_INDEX = 2 * 1024 * 1024  # bytes of one relationship file or of [Content_Types].xml
MAX_INNER = 20 * 1024 * 1024  # bytes
MAX_DEPTH = 1  # a chart's workbook inside a letter, and nothing inside that
MAIN = {
    "docx": ("/word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"),
    "xlsx": ("/xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"),
}
ENDINGS = {
    "xml", "rels", "png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "emf", "wmf", "wdp", "svg", "vml",
    "odttf", "fntdata", "docx", "xlsx", "bin", "psmdcp",
}  # fmt: skip
MACRO = "Berkas ini berisi makro. Simpan ulang tanpa makro, lalu unggah lagi."
OBJECT = "Di dalam berkas ini tertanam berkas atau program lain. Simpan sebagai PDF, lalu unggah lagi."
_BAD_TYPE = re.compile(r"macro|vba|activex|oleobject|htm|rtf|application/x-|msdownload", re.I)


def check_office(file: BinaryIO, media: str, depth: int = 0) -> None:
    """Refuse an office file with anything but its own text, tables and pictures. Raises Refused."""
    check_archive(file)
    try:
        with zipfile.ZipFile(file) as archive:
            if "[Content_Types].xml" not in archive.namelist():
                raise Refused(OTHER)
            _check_types(archive, media)
            for entry in archive.infolist():
                if not entry.is_dir():
                    _check_part(archive, entry, depth)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError):
        raise Refused(DAMAGED) from None


def _check_types(archive: zipfile.ZipFile, media: str) -> None:
    root = _tree(archive, "[Content_Types].xml")
    folder, wanted = MAIN[media]
    has_main = False
    for element in root:
        content_type = element.get("ContentType", "")
        name = element.get("PartName", "").lower()
        if _BAD_TYPE.search(content_type):
            raise Refused(MACRO if re.search("macro|vba", content_type, re.I) else OBJECT)
        has_main = has_main or (content_type == wanted and name.startswith(folder))
    if not has_main:
        raise Refused(OTHER)


def _check_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, depth: int) -> None:
    name = entry.filename.lower()
    ending = name.rpartition(".")[2]
    if "vbaproject" in name or "/macrosheets/" in name or "vbadata" in name:
        raise Refused(MACRO)
    if "/externallinks/" in name or name.endswith("/connections.xml"):
        raise Refused(OUTSIDE)
    if ending not in ENDINGS or "/activex/" in name or "/ctrlprops/" in name:
        raise Refused(OBJECT)
    if ending == "bin" and "/printersettings/" not in f"/{name}":
        raise Refused(OBJECT)
    if ending == "rels":
        _check_relationships(_tree(archive, entry.filename))
    elif ending in ("docx", "xlsx"):
        _check_inner(archive, entry, ending, depth)
    else:
        _check_bytes(archive, entry, ending=ending)


def _check_inner(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, media: str, depth: int) -> None:
    if depth >= MAX_DEPTH or entry.file_size > MAX_INNER:
        raise Refused(OBJECT)
    check_office(io.BytesIO(archive.read(entry)), media, depth + 1)


def _check_relationships(root: ElementTree.Element) -> None:
    for element in root:
        kind = element.get("Type", "").rpartition("/")[2].lower()
        if kind in ("afchunk", "oleobject", "control", "vbaproject", "attachedtoolbars"):
            raise Refused(OBJECT)
        target = element.get("Target", "")
        if element.get("TargetMode", "").strip().lower() != "external":
            if is_elsewhere(target):
                raise Refused(OUTSIDE)
        elif kind != "hyperlink" or not is_web(target):
            raise Refused(OUTSIDE)


def _check_bytes(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, *, ending: str) -> None:
    """Read a part to its end: its checksum holds, and its XML asks for nothing from elsewhere."""
    with archive.open(entry) as part:
        if ending in ("xml", "vml", "svg"):
            check_part(part, is_picture=ending == "svg")
        else:
            while part.read(CHUNK):
                pass


def _tree(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    if archive.getinfo(name).file_size > MAX_INDEX:
        raise Refused(OTHER)
    content = archive.read(name)
    check_part(io.BytesIO(content))  # it declares no entities
    try:
        return ElementTree.fromstring(content)  # noqa: S314 -- declares no entities, see above
    except (ElementTree.ParseError, ValueError, LookupError):
        raise Refused(DAMAGED) from None
