"""Typesetting: a template of this room and plain values to PDF bytes, by typst.

Values reach the template only as one JSON text in `sys.inputs`, never as template source, so no word of
theirs can become code. It runs in a child process (`press`) and sees nothing but the templates folder and
its own fonts. PDF/UA-1 is asked for, so a document that a screen reader could not read is refused instead
of made.
"""

from __future__ import annotations

import json
import logging
import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

import typst

from portal.documents.compositor import PICTURE
from portal.documents.kept import kept
from portal.documents.press import PRESS, SECONDS, Compositor, NotSet
from portal.errors import PortalError

TEMPLATES = Path(__file__).parent / "templates"
STANDARD: Literal["ua-1"] = "ua-1"
MAX_PROBES = 200  # different rare characters looked at, one by one, before all of them are given up
SAME_WIDTHS = {
    "Arial": ("Liberation Sans", "Arimo"),
    "Times New Roman": ("Liberation Serif", "Tinos"),
    "Bookman Old Style": ("URW Bookman", "TeX Gyre Bonum"),
}
MAX_GLYPHS = 4096  # characters that are remembered
_GLYPHS: dict[str, bool] = {}
_log = logging.getLogger(__name__)
_SPACE = re.compile(r"[\t\r\n]")
_HEAPED_MARKS = re.compile("[\u0300-\u036f\u20d0-\u20f0]")
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
_NO_DAY = date(2000, 1, 1)  # of what bears no day
_PROBE = b'#set document(title: [.])\n#set text(lang: "id")\n#sys.inputs.values'


class DocumentNotMade(PortalError):
    """The document could not be set; nothing the reader did is at fault."""

    title = "Dokumen belum dapat dibuat"


def typeset(
    template: str,
    values: dict[str, Any],
    *,
    dated: date,
    font_folder: str = "",
    seconds: float = SECONDS,
    keep: Path | None = None,
) -> bytes:
    """Set `values` in a template (a file name in templates/); the same input is the same bytes.

    `font_folder` holds font files that the template may use besides the typesetter's own; `seconds` is all
    the time it may take; what is made is kept in the folder `keep`, if given. Raises DocumentNotMade, TooLong
    and DocumentBusy. PDF/UA refuses the whole document over one emoji, so a character that no font has is
    named in its place by its number in Unicode, "[U+A9A7]", never left out and never drawn as a box.
    """
    source = (TEMPLATES / template).read_bytes()
    values = _mapped(values, _visible)
    if keep is not None:
        given = json.dumps([str(dated), font_folder, version("typst"), values], sort_keys=True).encode()
        digest = sha256(source + given).hexdigest()
        return kept(keep, digest, lambda: _set(source, values, dated, font_folder, seconds))
    return _set(source, values, dated, font_folder, seconds)


def _set(source: bytes, values: dict[str, Any], dated: date, font_folder: str, seconds: float) -> bytes:
    with PRESS.compositor(seconds) as compositor:
        try:
            return _compile(compositor, source, values, dated, font_folder)
        except NotSet as error:
            rare = {char for char in json.dumps(values, ensure_ascii=False) if char > "\u00ff"}
            if not rare:
                raise _not_made(values) from error
        missing = {char for char in rare if len(rare) > MAX_PROBES or not _has_glyph(compositor, char)}
        for lost in (missing, rare):  # the second round: marks that no font can put together
            try:
                return _compile(compositor, source, _without(values, lost), dated, font_folder)
            except NotSet as error:
                failure = error
        raise _not_made(values) from failure


def picture(template: str, values: dict[str, Any], *, keep: Path | None = None) -> bytes:
    """Set `values` in a template of one page as a PNG, kept in a folder if given. Raises as `typeset`."""
    source = (TEMPLATES / template).read_bytes()
    values = _mapped(values, _visible)

    def make() -> bytes:
        with PRESS.compositor(SECONDS) as compositor:
            rare = {char for char in json.dumps(values, ensure_ascii=False) if char > "\u00ff"}
            missing = {char for char in rare if len(rare) > MAX_PROBES or not _has_glyph(compositor, char)}
            try:
                return _compile(compositor, source, _without(values, missing), _NO_DAY, standard=PICTURE)
            except NotSet as error:
                raise DocumentNotMade("Gambar ini belum dapat dibuat. Muat halamannya lagi nanti.") from error

    if keep is None:
        return make()
    given = json.dumps([version("typst"), values], sort_keys=True).encode()
    return kept(keep, sha256(source + given).hexdigest(), make, ending="png")


def family(wanted: str, *, folder: str) -> str:
    """The family that a folder of font files has for a wanted font or one of the same widths, or none."""
    there = _families(folder) if folder and Path(folder).is_dir() else frozenset()
    return next((name for name in (wanted, *SAME_WIDTHS.get(wanted, ())) if name in there), "")


@lru_cache(maxsize=16)
def _families(folder: str) -> frozenset[str]:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
    return frozenset(fonts.families())


def _compile(
    compositor: Compositor,
    source: bytes,
    values: Any,
    dated: date,
    font_folder: str = "",
    standard: str = STANDARD,
) -> bytes:
    noon = datetime(dated.year, dated.month, dated.day, 12, tzinfo=UTC)
    made, warnings = compositor.set(
        {
            "source": source.decode(),
            "root": str(TEMPLATES),
            "fonts": [font_folder] if font_folder else [],
            "standard": standard,
            "values": json.dumps(values, ensure_ascii=False, allow_nan=False),
            "timestamp": int(noon.timestamp()),
        }
    )
    for warning in warnings:
        _log.warning("typesetting: %s", warning)
    return made


def _has_glyph(compositor: Compositor, char: str) -> bool:
    """Whether a font of ours has this character: asked by setting it alone."""
    if char not in _GLYPHS:
        if len(_GLYPHS) >= MAX_GLYPHS:
            _GLYPHS.clear()
        try:
            _compile(compositor, _PROBE, char, _NO_DAY)
            _GLYPHS[char] = True
        except NotSet:
            _GLYPHS[char] = False
    return _GLYPHS[char]


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
