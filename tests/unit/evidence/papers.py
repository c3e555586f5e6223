"""Sound files of every kind that is taken, made from nothing; hostile ones are made from these."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from PIL import Image

OFFICE = "application/vnd.openxmlformats-officedocument"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
DOCUMENT_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pdf(
    catalog: bytes = b"",
    page: bytes = b"",
    more: Mapping[int, bytes] | None = None,
    trailer: bytes = b"",
    text: bytes = b"BT /F1 12 Tf 72 700 Td (Surat Keputusan) Tj ET",
) -> bytes:
    """A one-page PDF with a correct cross-reference table; objects from 5 on may be added."""
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R %s >>" % page,
        4: b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        **(more or {}),
    }
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        max(objects) + 1,
        trailer,
        start,
    )
    return bytes(out)


def jpg(width: int = 320, height: int = 200, *, exif: bytes = b"") -> bytes:
    """A JPEG picture."""
    out = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(out, "JPEG", exif=exif)
    return out.getvalue()


def png(width: int = 320, height: int = 200) -> bytes:
    """A PNG picture."""
    out = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGBA").save(out, "PNG")
    return out.getvalue()


def chunk(kind: bytes, content: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">L", len(content)) + kind + content + struct.pack(">L", zlib.crc32(kind + content))


def photo_notes() -> bytes:
    """What a telephone writes into a photo: time and place (6° 54' 30" S, 109° 44' 0" E)."""
    notes = Image.Exif()
    notes[0x010F] = "Telepon Dinas"
    notes[0x8769] = {0x9003: "2026:11:02 08:30:00"}
    notes[0x8825] = {1: "S", 2: (6.0, 54.0, 30.0), 3: "E", 4: (109.0, 44.0, 0.0)}
    return notes.tobytes()


def archive(parts: Mapping[str, bytes | str]) -> bytes:
    """A zip of these parts, in this order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return out.getvalue()


def types(*overrides: tuple[str, str], defaults: Mapping[str, str] | None = None) -> str:
    """A [Content_Types].xml."""
    rows = "".join(
        f'<Default Extension="{ending}" ContentType="{kind}"/>'
        for ending, kind in {
            "rels": "application/vnd.openxmlformats-package.relationships+xml",
            "xml": "application/xml",
            **(defaults or {}),
        }.items()
    )
    rows += "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'content-types">{rows}</Types>'
    )


def relations(*rows: tuple[str, str, str]) -> str:
    """A relationship file of (kind, target, mode)."""
    return (
        f'<?xml version="1.0"?><Relationships xmlns="{RELATIONS}">'
        + "".join(
            f'<Relationship Id="r{number}" Type="{DOCUMENT_RELATIONS}/{kind}" Target="{target}"'
            + (f' TargetMode="{mode}"' if mode else "")
            + "/>"
            for number, (kind, target, mode) in enumerate(rows)
        )
        + "</Relationships>"
    )


def docx_parts(
    body: str = "<w:p><w:r><w:t>Surat tugas</w:t></w:r></w:p>",
    *,
    main: str = f"{OFFICE}.wordprocessingml.document.main+xml",
    links: tuple[tuple[str, str, str], ...] = (),
    more: Mapping[str, bytes | str] | None = None,
    defaults: Mapping[str, str] | None = None,
) -> dict[str, bytes | str]:
    """The parts of a Word document."""
    return {
        "[Content_Types].xml": types(("/word/document.xml", main), defaults=defaults),
        "_rels/.rels": relations(("officeDocument", "word/document.xml", "")),
        "word/document.xml": f'<?xml version="1.0"?><w:document xmlns:w="{WORD}">{body}</w:document>',
        "word/_rels/document.xml.rels": relations(*links),
        **(more or {}),
    }


def docx() -> bytes:
    """A Word document with a link to a web page."""
    return archive(docx_parts(links=(("hyperlink", "https://batangkab.go.id/", "External"),)))


def xlsx_parts(
    *, main: str = f"{OFFICE}.spreadsheetml.sheet.main+xml", more: Mapping[str, bytes | str] | None = None
) -> dict[str, bytes | str]:
    """The parts of a workbook."""
    return {
        "[Content_Types].xml": types(("/xl/workbook.xml", main)),
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml", "")),
        "xl/workbook.xml": '<?xml version="1.0"?><workbook><sheets/></workbook>',
        "xl/worksheets/sheet1.xml": '<?xml version="1.0"?><worksheet><sheetData/></worksheet>',
        **(more or {}),
    }


def xlsx() -> bytes:
    """A workbook."""
    return archive(xlsx_parts())


def box(kind: bytes, content: bytes = b"") -> bytes:
    """One box of an MP4."""
    return struct.pack(">L", len(content) + 8) + kind + content


def mp4(*, brand: bytes = b"isom", more: bytes = b"", recording: bytes = b"\0" * 4096) -> bytes:
    """An MP4 with a track and some recording."""
    track = box(b"trak", box(b"tkhd", b"\0" * 84))
    return (
        box(b"ftyp", brand + b"\0\0\2\0isomiso2avc1mp41")
        + box(b"moov", box(b"mvhd", b"\0" * 100) + track)
        + more
        + box(b"mdat", recording)
    )
