"""What the XML of an office file asks its reader's program to do: fields, formulas, addresses.

Read by a parser, never matched as text: an entity, a comment, other quotes or another prefix must not hide
a word. What fields may do is a list of the harmless ones (ISO/IEC 29500-1, 17.16.5); what is not in it is
refused. Element and attribute names are taken without their namespace, so that no false one helps.
"""

from __future__ import annotations

import re
from typing import IO
from xml.parsers import expat

from .answer import Refused

CHUNK = 256 * 1024
MAX_FIELD = 100_000  # characters
OUTSIDE = (
    "Berkas ini mengambil isi dari berkas atau alamat lain. Putuskan tautannya (Data > Edit Links > Break "
    "Link), atau simpan sebagai PDF, lalu unggah lagi."
)
DAMAGED = "Berkas rusak atau tidak utuh. Buka di komputer, simpan ulang, lalu unggah lagi."
OTHER = "Isi berkas tidak sesuai dengan jenisnya. Buka di komputer, simpan ulang, lalu unggah lagi."
_HARMLESS = """
= ADDIN ADDRESSBLOCK ADVANCE ASK AUTHOR AUTONUM AUTONUMLGL AUTONUMOUT BARCODE BIBLIOGRAPHY BIDIOUTLINE
CITATION COMMENTS COMPARE CREATEDATE DATE DISPLAYBARCODE DOCPROPERTY DOCVARIABLE EDITTIME EQ FILENAME FILESIZE
FILLIN FORMCHECKBOX FORMDROPDOWN FORMTEXT GREETINGLINE HYPERLINK IF INDEX INFO KEYWORDS LASTSAVEDBY LISTNUM
MERGEBARCODE MERGEFIELD MERGEREC MERGESEQ NEXT NEXTIF NOTEREF NUMCHARS NUMPAGES NUMWORDS PAGE PAGEREF
PRINTDATE QUOTE REF REVNUM SAVEDATE SECTION SECTIONPAGES SEQ SET SHAPE SKIPIF STYLEREF SUBJECT SYMBOL TA TC
TEMPLATE TIME TITLE TOA TOC USERADDRESS USERINITIALS USERNAME XE
"""
HARMLESS = frozenset(_HARMLESS.split())
FORMULAS = frozenset(("f", "formula", "formula1", "formula2", "definedname", "calculatedcolumnformula"))
_WORD = re.compile(r"\s*(=|[A-Za-z0-9_]+)")
_ARGUMENT = re.compile(r'\s*HYPERLINK\s*(?:"([^"]*)"|([^\s"]+))?', re.I)
_LITERAL = re.compile(r'"[^"]*"')
_FETCHES = re.compile(
    r"(?i)\b(WEBSERVICE|IMAGE|RTD|CALL|REGISTER(\.ID)?|EXEC|DDE\w*|FILTERXML|IMPORT(DATA|XML|HTML|FEED|RANGE)"
    r"|STOCKHISTORY|CUBE\w+|SQL\.REQUEST|PY)\s*\(|\|[^|]*!|\[[^\]]*[./\\:][^\]]*\]\S*!"
)
_PATHS = re.compile(r"(?i)\\\\|\bfile:")
_WEB = re.compile(r"(?i)(https?://|mailto:|tel:|#)")
_SCHEME = re.compile(r"(?i)[a-z][a-z0-9+.-]*:")
_EVENT = re.compile(r"on[a-z]{3,}")
_STYLE = re.compile(r"(?i)@import|url\(\s*(?!['\"]?\s*(#|data:))")


def is_web(address: str) -> bool:
    """May a reader be led there by a click?"""
    return _WEB.match(_bare(address)) is not None


def is_elsewhere(address: str) -> bool:
    """Does it leave the file: another machine, another file?"""
    bare = _bare(address)
    is_data = bare.lower().startswith("data:image/")
    return bool(_SCHEME.match(bare) and not is_data) or bare[:2] in ("//", "\\\\", "/\\", "\\/")


def check_part(part: IO[bytes], *, is_picture: bool = False) -> None:
    """Read an XML part to its end. Raises Refused; `is_picture`: it is an SVG."""
    reader = _Reader(is_picture=is_picture)
    try:
        while chunk := part.read(CHUNK):
            if b"\0" in chunk:
                raise Refused(OTHER)  # UTF-16: no office program writes its parts so
            reader.parser.Parse(chunk, False)
        reader.parser.Parse(b"", True)
    except expat.ExpatError:
        raise Refused(DAMAGED) from None
    reader.end()


class _Reader:
    """Follows the elements of one part."""

    def __init__(self, *, is_picture: bool) -> None:
        self.is_picture = is_picture
        self.fields: list[list[str]] = [[]]  # the instructions of open fields, innermost last; [0]: of none
        self.texts: list[str] | None = None  # of the formula or style that is open
        self.is_instruction = False
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._declare
        self.parser.ProcessingInstructionHandler = self._instruct

    def end(self) -> None:
        """The part has ended: judge what was never closed."""
        while self.fields:
            _check_field("".join(self.fields.pop()))

    def _declare(self, *_: object) -> None:
        raise Refused(OTHER)  # office files declare no entities

    def _instruct(self, target: str, _data: str) -> None:
        if not target.lower().startswith("mso-"):
            raise Refused(OTHER)  # a style sheet from elsewhere

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        local = _local(name)
        if local in ("script", "foreignobject", "iframe", "object") and (
            self.is_picture or local == "script"
        ):
            raise Refused(OTHER)
        given = {_local(key): value for key, value in attributes.items()}
        if local == "fldsimple" or "instr" in given:
            _check_field(given.get("instr", ""))
        if local == "fldchar":
            self._field_char(given.get("fldchartype", ""))
        self.is_instruction = local in ("instrtext", "delinstrtext")
        if local in FORMULAS or local == "style":
            self.texts = []
        self._check_attributes(local, given)

    def _check_attributes(self, local: str, given: dict[str, str]) -> None:
        for key, value in given.items():
            if key == "src" and is_elsewhere(value):
                raise Refused(OUTSIDE)  # fetched as soon as it is shown
            if key in ("href", "althref"):
                is_link = local == "a" or not self.is_picture
                if is_elsewhere(value) and not (is_link and is_web(value)):
                    raise Refused(OUTSIDE)
            if self.is_picture and (_EVENT.fullmatch(key) or _STYLE.search(value)):
                raise Refused(OTHER)

    def _field_char(self, kind: str) -> None:
        if kind == "begin":
            self.fields.append([])
        elif kind == "separate":
            _check_field("".join(self.fields[-1]))
            self.fields[-1].clear()
        elif kind == "end":
            _check_field("".join(self.fields.pop()))
            if not self.fields:
                self.fields.append([])

    def _text(self, text: str) -> None:
        if self.is_instruction:
            self.fields[-1].append(text)
            if sum(map(len, self.fields[-1][-2:])) > MAX_FIELD or len(self.fields) > 100:
                raise Refused(OUTSIDE)
        elif self.texts is not None:
            self.texts.append(text)

    def _end(self, name: str) -> None:
        self.is_instruction = False
        if self.texts is None or _local(name) not in (*FORMULAS, "style"):
            return
        text, self.texts = "".join(self.texts), None
        if _local(name) == "style":
            if _STYLE.search(text):
                raise Refused(OUTSIDE)
        elif _FETCHES.search(_LITERAL.sub('""', text)) or _PATHS.search(text):
            raise Refused(OUTSIDE)


def _check_field(instruction: str) -> None:
    """Refuse a field that is not harmless, and a link that leads elsewhere than to the web."""
    if not instruction.strip():
        return
    word = _WORD.match(instruction)
    if word is None or word[1].upper() not in HARMLESS:
        raise Refused(OUTSIDE)
    if word[1].upper() == "HYPERLINK" and (target := _ARGUMENT.match(instruction)):
        address = (target[1] or target[2] or "").replace("\\\\", "\\")
        is_place = not target[1] and address.lower() in ("", "\\l", "\\o", "\\h", "\\t", "\\m", "\\n", "\\s")
        if not is_place and is_elsewhere(address) and not is_web(address):
            raise Refused(OUTSIDE)


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()


def _bare(address: str) -> str:
    """An address as programs read it: without what is not seen, at its beginning and inside."""
    return "".join(char for char in address if char > " " and char.isprintable())
