"""A PDF is taken when it is nothing but pages: no scripts, no programs to start, no files inside.

Judged twice: object by object as a reader sees it, and in its raw bytes, so that what a lenient reader
would dig out of a damaged file is found as well. The file itself is kept byte for byte, for an
electronic signature (BSrE) breaks with any change.
"""

from __future__ import annotations

import logging
import re
from typing import Any, BinaryIO

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, PdfObject

from .answer import Refused

MAX_OBJECTS = 300_000
ADVICE = "Cetak ulang ke PDF, lalu unggah hasilnya."
SCRIPT = f"PDF ini berisi skrip atau perintah yang berjalan sendiri. {ADVICE}"
EMBEDDED = f"PDF ini berisi berkas lain di dalamnya. Unggah berkas itu tersendiri. {ADVICE}"
FORM = f"PDF ini formulir yang mengirim isian. {ADVICE}"
LOCKED = f"PDF ini terkunci. Buka kuncinya. {ADVICE}"
DAMAGED = f"PDF ini rusak atau tidak utuh. {ADVICE}"
REMOTE = f"PDF ini merujuk ke berkas di luar. {ADVICE}"

BAD_ACTIONS = {
    "/JavaScript": SCRIPT, "/Launch": SCRIPT, "/Rendition": SCRIPT, "/Movie": SCRIPT, "/Sound": SCRIPT,
    "/RichMediaExecute": SCRIPT, "/SubmitForm": FORM, "/ImportData": FORM, "/GoToE": EMBEDDED,
    "/GoToR": REMOTE,
}  # fmt: skip
BAD_KEYS = {
    "/JS": SCRIPT, "/JavaScript": SCRIPT, "/EmbeddedFiles": EMBEDDED, "/EF": EMBEDDED, "/XFA": FORM,
    "/RichMediaContent": EMBEDDED,
}  # fmt: skip
BAD_KINDS = {"/EmbeddedFile": EMBEDDED, "/FileAttachment": EMBEDDED, "/RichMedia": EMBEDDED}
RAW = {
    b"/JavaScript": SCRIPT, b"/Launch": SCRIPT, b"/EmbeddedFile": EMBEDDED, b"/RichMedia": EMBEDDED,
    b"/SubmitForm": FORM, b"/ImportData": FORM, b"/Encrypt": LOCKED,
}  # fmt: skip
_STREAM = re.compile(rb"stream\r?\n.*?endstream", re.S)
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_SHORT_SCRIPT = re.compile(rb"/JS\s*[(<\d]")
_SCHEME = re.compile(r"\s*([a-zA-Z][a-zA-Z0-9+.-]*):")


def check_pdf(file: BinaryIO) -> None:
    """Refuse a PDF that does more than show pages, is locked, damaged, or two files in one."""
    logging.disable(logging.CRITICAL)
    _check_raw(file.read())
    file.seek(0)
    reader = PdfReader(file, strict=False)
    if reader.is_encrypted:
        raise Refused(LOCKED)
    _Walk(reader).run()
    if len(reader.pages) < 1:
        raise Refused(DAMAGED)


def _check_raw(content: bytes) -> None:
    if b"%%EOF" not in content or content[content.rfind(b"%%EOF") + 5 :].strip(b"\r\n\t \0"):
        raise Refused(DAMAGED)  # cut short, or something was hung behind its end
    bare = _ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), _STREAM.sub(b"", content))
    for mark, sentence in RAW.items():
        if mark in bare:
            raise Refused(sentence)
    if _SHORT_SCRIPT.search(bare):
        raise Refused(SCRIPT)


class _Walk:
    """Goes through every object of a PDF once."""

    def __init__(self, reader: PdfReader) -> None:
        self.reader = reader
        self.count = 0

    def run(self) -> None:
        """Look at the trailer and at everything the cross-reference tables name."""
        self._look(self.reader.trailer)
        numbers = [(number, generation) for generation, table in self.reader.xref.items() for number in table]
        numbers += [(number, 0) for number in self.reader.xref_objStm]
        for number, generation in numbers:
            found = self.reader.get_object(IndirectObject(number, generation, self.reader))
            if found is not None:
                self._look(found)

    def _look(self, top: PdfObject) -> None:
        waiting: list[Any] = [top]
        while waiting:
            self.count += 1
            if self.count > MAX_OBJECTS:
                raise Refused(f"PDF ini terlalu rumit untuk diperiksa. {ADVICE}")
            value = waiting.pop()
            if isinstance(value, DictionaryObject):
                _check_dictionary(value)
                waiting.extend(dict.values(value))
            elif isinstance(value, ArrayObject):
                waiting.extend(list.__iter__(value))


def _check_dictionary(value: DictionaryObject) -> None:
    for key, sentence in BAD_KEYS.items():
        if key in value:
            raise Refused(sentence)
    action = _name(value, "/S")
    if action in BAD_ACTIONS:
        raise Refused(BAD_ACTIONS[action])
    for key in ("/Type", "/Subtype"):
        if (kind := _name(value, key)) in BAD_KINDS:
            raise Refused(BAD_KINDS[kind])
    if action == "/URI":
        _check_address(value)
    if "/OpenAction" in value and not _only_shows(value["/OpenAction"]):
        raise Refused(SCRIPT)
    if "/AA" in value:
        events = value["/AA"]
        if not isinstance(events, DictionaryObject) or not all(_only_shows(events[key]) for key in events):
            raise Refused(SCRIPT)


def _only_shows(action: object) -> bool:
    """Is it a place in this document, or a command to go there? Office programs write one."""
    if isinstance(action, IndirectObject):
        action = action.get_object()
    if isinstance(action, DictionaryObject):
        return _name(action, "/S") == "/GoTo" and "/Next" not in action
    return action is not None


def _check_address(action: DictionaryObject) -> None:
    scheme = _SCHEME.match(str(action.get("/URI", "")))
    if scheme and scheme[1].lower() not in ("http", "https", "mailto", "tel"):
        raise Refused(REMOTE)


def _name(value: DictionaryObject, key: str) -> str:
    found = value.get(key)
    if isinstance(found, IndirectObject):
        found = found.get_object()
    return str(found) if isinstance(found, NameObject) else ""
