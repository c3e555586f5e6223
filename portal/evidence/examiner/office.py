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

MAX_INDEX = 2 * 1024 * 1024  # bytes of one relationship file or of [Content_Types].xml
MAX_INNER = 20 * 1024 * 1024  # bytes
MAX_DEPTH = 1  # a chart's workbook inside a letter, and nothing inside that
CHUNK = 256 * 1024
MAIN = {
    "docx": ("/word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"),
    "xlsx": ("/xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"),
}
ENDINGS = {
    "xml", "rels", "png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "emf", "wmf", "wdp", "svg", "vml",
    "odttf", "fntdata", "docx", "xlsx", "bin", "psmdcp",
}  # fmt: skip
MACRO = "Berkas ini berisi makro. Simpan ulang tanpa makro, lalu unggah lagi."
OUTSIDE = (
    "Berkas ini mengambil isi dari berkas atau alamat lain. Putuskan tautannya (Data > Edit Links > Break "
    "Link), atau simpan sebagai PDF, lalu unggah lagi."
)
OBJECT = "Di dalam berkas ini tertanam berkas atau program lain. Simpan sebagai PDF, lalu unggah lagi."
DAMAGED = "Berkas rusak atau tidak utuh. Buka di komputer, simpan ulang, lalu unggah lagi."
OTHER = "Isi berkas tidak sesuai dengan jenisnya. Buka di komputer, simpan ulang, lalu unggah lagi."
_BAD_TYPE = re.compile(r"macro|vba|activex|oleobject|htm|rtf|application/x-|msdownload", re.I)
_FIELD = re.compile(rb"(?i)DDEAUTO|\bDDE\b|INCLUDETEXT|INCLUDEPICTURE|\bLINK\s+\w+\.")
_FIELD_TEXT = re.compile(rb"<w:instrText[^>]*>([^<]*)<|<w:fldSimple[^>]*w:instr=\"([^\"]*)\"")
_WEB = re.compile(r"(?i)(https?://|mailto:|tel:|#)")


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
        _check_bytes(archive, entry, is_markup=ending in ("xml", "vml", "svg"))


def _check_inner(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, media: str, depth: int) -> None:
    if depth >= MAX_DEPTH or entry.file_size > MAX_INNER:
        raise Refused(OBJECT)
    check_office(io.BytesIO(archive.read(entry)), media, depth + 1)


def _check_relationships(root: ElementTree.Element) -> None:
    for element in root:
        kind = element.get("Type", "").rpartition("/")[2].lower()
        if kind in ("afchunk", "oleobject", "control", "vbaproject", "attachedtoolbars"):
            raise Refused(OBJECT)
        if element.get("TargetMode", "").lower() != "external":
            continue
        if kind != "hyperlink" or not _WEB.match(element.get("Target", "").strip()):
            raise Refused(OUTSIDE)


def _check_bytes(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, *, is_markup: bool) -> None:
    """Read a part to its end: its checksum holds, it declares no entities, no field fetches by itself."""
    before = b""
    fields = bytearray()
    with archive.open(entry) as part:
        while chunk := part.read(CHUNK):
            window = before + chunk
            if is_markup:
                _check_markup(window)
                for match in _FIELD_TEXT.finditer(window):
                    fields += match[1] or match[2] or b""
            before = window[-200:]
    if _FIELD.search(fields):
        raise Refused(OUTSIDE)


def _check_markup(window: bytes) -> None:
    upper = window.upper()
    if b"<!DOCTYPE" in upper or b"<!ENTITY" in upper or b"<SCRIPT" in upper or b"\0" in window:
        raise Refused(OTHER)  # office files hold neither; NUL stands for UTF-16, which would hide them


def _tree(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    if archive.getinfo(name).file_size > MAX_INDEX:
        raise Refused(OTHER)
    content = archive.read(name)
    _check_markup(content)
    try:
        return ElementTree.fromstring(content)  # noqa: S314 -- declares no entities, see _check_markup
    except (ElementTree.ParseError, ValueError, LookupError):
        raise Refused(DAMAGED) from None
