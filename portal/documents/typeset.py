"""Typesetting: a template of this room and plain values to PDF bytes, by typst.

Values reach the template only as one JSON text in `sys.inputs`, never as template source, so no word of
theirs can become code. The compiler sees nothing but the templates folder and its own fonts. PDF/UA-1 is
asked for, so a document that a screen reader could not read is refused instead of made.
"""

from __future__ import annotations

import json
import logging
import os
import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import typst

from portal.errors import PortalError

TEMPLATES = Path(__file__).parent / "templates"
STANDARD: Literal["ua-1"] = "ua-1"
MAX_PROBES = 200  # different rare characters looked at, one by one, before all of them are given up
SAME_WIDTHS = {
    "Arial": ("Liberation Sans", "Arimo"),
    "Times New Roman": ("Liberation Serif", "Tinos"),
    "Bookman Old Style": ("URW Bookman", "TeX Gyre Bonum"),
}
_log = logging.getLogger(__name__)
_SPACE = re.compile(r"[\t\r\n]")
_HEAPED_MARKS = re.compile("[\u0300-\u036f\u20d0-\u20f0]")
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
_PROBE = b'#set document(title: [.])\n#set text(lang: "id")\n#sys.inputs.values'


class DocumentNotMade(PortalError):
    """The document could not be set; nothing the reader did is at fault."""

    title = "Dokumen belum dapat dibuat"


class _Forks:
    """Typst's threads do not live on in a forked process: whoever waits for them there waits for ever."""

    has_threads = False  # something was set in this process
    is_severed = False  # something had been set before this process was forked

    def note(self) -> None:
        """In a new process: what the old one had is gone."""
        self.is_severed = self.has_threads


_forks = _Forks()
os.register_at_fork(after_in_child=_forks.note)


def typeset(template: str, values: dict[str, Any], *, dated: date, font_folder: str = "") -> bytes:
    """Set `values` in a template (a file name in templates/); the same input is the same bytes.

    `font_folder` holds font files that the template may use besides the typesetter's own. Raises
    DocumentNotMade. PDF/UA refuses the whole document over one emoji, so a character that no font has is
    named in its place by its number in Unicode, "[U+A9A7]", never left out and never drawn as a box.
    """
    source = (TEMPLATES / template).read_bytes()
    values = _mapped(values, _visible)
    try:
        return _compile(source, values, dated, font_folder)
    except typst.TypstError as error:
        rare = {char for char in json.dumps(values, ensure_ascii=False) if char > "\u00ff"}
        if not rare:
            raise _not_made(values) from error
    missing = {char for char in rare if len(rare) > MAX_PROBES or not _has_glyph(char)}
    for lost in (missing, rare):  # the second round: marks that no font can put together
        try:
            return _compile(source, _without(values, lost), dated, font_folder)
        except typst.TypstError as error:
            failure = error
    raise _not_made(values) from failure


def family(wanted: str, *, folder: str) -> str:
    """The family that a folder of font files has for a wanted font or one of the same widths, or none."""
    there = _families(folder) if folder and Path(folder).is_dir() else frozenset()
    return next((name for name in (wanted, *SAME_WIDTHS.get(wanted, ())) if name in there), "")


@lru_cache(maxsize=16)
def _families(folder: str) -> frozenset[str]:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
    return frozenset(fonts.families())


def _compile(source: bytes, values: Any, dated: date, font_folder: str = "") -> bytes:
    if _forks.is_severed:
        raise RuntimeError("set nothing before a fork: this process would wait for the typesetter for ever")
    _forks.has_threads = True
    noon = datetime(dated.year, dated.month, dated.day, 12, tzinfo=UTC)
    folders: list[Any] = [font_folder] if font_folder else []
    compiler = typst.Compiler(
        source,
        root=TEMPLATES,
        font_paths=folders,
        ignore_system_fonts=True,
        package_path=TEMPLATES,
        package_cache_path=TEMPLATES,
        sys_inputs={"values": json.dumps(values, ensure_ascii=False, allow_nan=False)},
    )
    made, warnings = compiler.compile_with_warnings(
        format="pdf", pdf_standards=STANDARD, timestamp=int(noon.timestamp())
    )
    for warning in warnings:
        _log.warning("typesetting: %s", warning.message)
    if not isinstance(made, bytes):
        raise TypeError("a PDF is expected as bytes")
    return made


@lru_cache(maxsize=4096)
def _has_glyph(char: str) -> bool:
    """Whether a font of ours has this character: asked by setting it alone."""
    try:
        _compile(_PROBE, char, date(2000, 1, 1))
    except typst.TypstError:
        return False
    return True


def _visible(text: str) -> str:
    """Text without what no reader can see (controls, direction marks, soft hyphens, joiners).

    Nor has it marks heaped on a letter that Unicode does not compose: such a heap spoils the text that
    others copy from the same page.
    """
    text = _HEAPED_MARKS.sub("", unicodedata.normalize("NFC", _SPACE.sub(" ", text)))
    return "".join(char for char in text if unicodedata.category(char) not in _INVISIBLE)


def _without(values: Any, lost: set[str]) -> Any:
    if not lost:
        return values
    run = re.compile(f"[{re.escape(''.join(sorted(lost)))}]+")
    return _mapped(values, lambda text: run.sub(_named, text))


def _named(run: re.Match[str]) -> str:
    """What stands for characters that cannot be drawn: the number of the first, and how many there are."""
    many = f"{len(run[0])} tanda tak tercetak, " if len(run[0]) > 1 else ""
    return f"[{many}U+{ord(run[0][0]):04X}{' …' if many else ''}]"


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    """The same lists and keys with every text changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _mapped(part, change) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_mapped(part, change) for part in value]
    return value


def _not_made(values: Any) -> DocumentNotMade:
    title = values.get("title", "") if isinstance(values, dict) else ""
    return DocumentNotMade(
        f"PDF “{title}” belum dapat dibuat. Cetak halamannya dari peramban, "
        "dan beri tahu pengelola portal supaya isinya diperiksa."
    )
