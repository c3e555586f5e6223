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
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, PdfObject, StreamObject

from .answer import Refused

MAX_OBJECTS = 300_000
MAX_ESCAPES = 200_000
ADVICE = "Cetak ulang ke PDF, lalu unggah hasilnya."
SCRIPT = f"PDF ini berisi skrip atau perintah yang berjalan sendiri. {ADVICE}"
EMBEDDED = f"PDF ini berisi berkas lain di dalamnya. Unggah berkas itu tersendiri. {ADVICE}"
FORM = f"PDF ini formulir yang mengirim isian. {ADVICE}"
LOCKED = f"PDF ini terkunci. Buka kuncinya. {ADVICE}"
DAMAGED = f"PDF ini rusak atau tidak utuh. {ADVICE}"
TOO_MUCH = f"PDF ini terlalu rumit untuk diperiksa. {ADVICE}"
REMOTE = f"PDF ini merujuk ke berkas di luar. {ADVICE}"

SENTENCES = {
    "/SubmitForm": FORM, "/ResetForm": FORM, "/ImportData": FORM, "/GoToE": EMBEDDED, "/GoToR": REMOTE,
    "/GoToDp": REMOTE, "/Thread": REMOTE,
}  # fmt: skip
ACTIONS = {
    *SENTENCES, "/JavaScript", "/Launch", "/Rendition", "/Movie", "/Sound", "/RichMediaExecute", "/Hide",
    "/SetOCGState", "/GoTo3DView",
}  # fmt: skip
"""Kinds of actions that are refused wherever they stand; where an action stands, all but HARMLESS are."""
HARMLESS = {"/GoTo", "/URI", "/Named"}
MOVES = {"/NextPage", "/PrevPage", "/FirstPage", "/LastPage", "/GoBack"}
PLACES_OF_ACTIONS = ("/A", "/PA", "/Next")
BAD_KEYS = {
    "/JS": SCRIPT, "/JavaScript": SCRIPT, "/EmbeddedFiles": EMBEDDED, "/EF": EMBEDDED, "/XFA": FORM,
    "/RichMediaContent": EMBEDDED, "/OPI": REMOTE,
}  # fmt: skip
BAD_KINDS = {
    "/Filespec": REMOTE, "/EmbeddedFile": EMBEDDED, "/FileAttachment": EMBEDDED, "/RichMedia": EMBEDDED,
}  # fmt: skip
RAW = {
    b"/JavaScript": SCRIPT, b"/Launch": SCRIPT, b"/EmbeddedFile": EMBEDDED, b"/RichMedia": EMBEDDED,
    b"/SubmitForm": FORM, b"/ImportData": FORM, b"/Encrypt": LOCKED,
}  # fmt: skip
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_SHORT_SCRIPT = re.compile(rb"/JS\s*[(<\d]")
MAX_LISTED = 1_000  # actions in one list
SCHEMES = ("http", "https", "mailto", "tel")
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")


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
    bare = _without_streams(content)
    if bare.count(b"#") > MAX_ESCAPES:
        raise Refused(TOO_MUCH)
    bare = _ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), bare)
    for mark, sentence in RAW.items():
        if mark in bare:
            raise Refused(sentence)
    if _SHORT_SCRIPT.search(bare):
        raise Refused(SCRIPT)


def _without_streams(content: bytes) -> bytes:
    """The file without what lies between `stream` and the next `endstream`; looks at each byte once."""
    kept, done, place = [], 0, content.find(b"stream")
    while place >= 0:
        inside = place + len(b"stream")
        if content[inside : inside + 1] == b"\n" or content[inside : inside + 2] == b"\r\n":
            end = content.find(b"endstream", inside)
            if end < 0:
                break
            kept.append(content[done:place])
            done = inside = end + len(b"endstream")
        place = content.find(b"stream", inside)
    return b"".join([*kept, content[done:]])


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
                raise Refused(TOO_MUCH)
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
    if action in ACTIONS or (_name(value, "/Type") == "/Action" and action not in HARMLESS):
        raise Refused(SENTENCES.get(action, SCRIPT))
    if action in HARMLESS:
        _check_action(value, action)
    for key in ("/Type", "/Subtype"):
        if (kind := _name(value, key)) in BAD_KINDS:
            raise Refused(BAD_KINDS[kind])
    for key in PLACES_OF_ACTIONS:
        for found in _each(value.get(key)):
            kind = _name(found, "/S")
            if "/S" in found and kind not in HARMLESS:
                raise Refused(SENTENCES.get(kind, SCRIPT))
    if "/F" in value and isinstance(value, StreamObject):
        raise Refused(REMOTE)  # its data lie in another file
    if any("/F" in found for found in _each(value.get("/Ref"))):
        raise Refused(REMOTE)  # a page of another file
    for found in _each(value.get("/URI")):
        _check_address(found.get("/Base", ""))  # what addresses without a scheme begin with
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


def _check_action(action: DictionaryObject, kind: str) -> None:
    """Refuse one of the harmless kinds that does harm."""
    if kind == "/URI":
        _check_address(action.get("/URI", ""))
    if kind == "/Named" and action.get("/N") is not None and _name(action, "/N") not in MOVES:
        raise Refused(SCRIPT)


def _check_address(address: object) -> None:
    if isinstance(address, IndirectObject):
        address = address.get_object()
    text = address.decode("latin-1") if isinstance(address, bytes) else str(address)
    bare = "".join(char for char in text if char > " " and char.isprintable())
    scheme = _SCHEME.match(bare)
    if bare[:2] in ("//", "\\\\", "/\\", "\\/") or (scheme and scheme[1].lower() not in SCHEMES):
        raise Refused(REMOTE)


def _each(value: object) -> list[DictionaryObject]:
    """The dictionaries that a key leads to: one, or those of a list."""
    if isinstance(value, IndirectObject):
        value = value.get_object()
    found = list(list.__iter__(value)) if isinstance(value, ArrayObject) else [value]
    known = [one.get_object() if isinstance(one, IndirectObject) else one for one in found[:MAX_LISTED]]
    return [one for one in known if isinstance(one, DictionaryObject)]


def _name(value: DictionaryObject, key: str) -> str:
    found = value.get(key)
    if isinstance(found, IndirectObject):
        found = found.get_object()
    return str(found) if isinstance(found, NameObject) else ""
