"""Sanitised article HTML to blocks and runs, so that every format can be written from one tree.

Knows the tags that the article sanitiser lets through and forgives the rest: an unknown tag is dropped,
its words stay. Nothing here is trusted to have been sanitised: only http(s) addresses become links.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from portal.documents.model import (
    Block,
    Column,
    Heading,
    Inline,
    Inlines,
    LineBreak,
    Listing,
    NoteMark,
    Paragraph,
    Quote,
    Rule,
    Run,
    Table,
)

MAX_DEPTH = 6  # lists and quotes inside each other; what is deeper joins the level above
_CITED = re.compile(r"#sumber-(\d{1,4})")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_STYLES = {"strong", "em", "code"}
_SILENT = {"script", "style"}
_NESTED = {"ul", "ol", "blockquote"}
_BARE = {"ul", "ol", "table", "tr"}  # hold other elements only, no words
_WORDS = {"section", "li", "blockquote", "td", "th"}
_HOLDERS = {
    "ul": _WORDS, "ol": _WORDS, "blockquote": _WORDS, "table": _WORDS,
    "li": {"ul", "ol"}, "tr": {"table"}, "td": {"tr"}, "th": {"tr"},
}  # fmt: skip


def read_blocks(html: str, *, base: str = "") -> tuple[Block, ...]:
    """The blocks of an article's section; relative links are completed with `base`, the page's address."""
    reader = _Reader(base)
    reader.feed(html)
    reader.close()
    return reader.finish()


def web_address(href: str, base: str = "") -> str:
    """The absolute http(s) address of a link, or nothing where it is anything else."""
    try:
        address = urljoin(base, href.strip())
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in {"http", "https"} and parts.netloc else ""


@dataclass
class _Frame:
    """An open element that holds blocks: the section itself, a list item, a quote or a table cell."""

    tag: str
    blocks: list[Block] = field(default_factory=list)
    inlines: list[Inline] = field(default_factory=list)
    heading: int = 0
    items: list[tuple[Block, ...]] = field(default_factory=list)
    start: int = 1
    rows: list[tuple[bool, list[Inlines]]] = field(default_factory=list)


class _Reader(HTMLParser):
    """Walks the tags once; `frames` are the open containers, outermost first."""

    def __init__(self, base: str) -> None:
        super().__init__(convert_charrefs=True)
        self.base = base
        self.frames = [_Frame("section")]
        self.styles: list[str] = []
        self.hrefs: list[str] = []
        self.cited: list[int] | None = None
        self.silent = 0
        self.flattened = 0  # open lists and quotes that are too deep to be kept
        self.level = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in _SILENT:
            self.silent += 1
        elif tag in _STYLES:
            self.styles.append(tag)
        elif tag == "a":
            self._open_link(values.get("href", ""))
        elif tag == "sup" and "cite" in values.get("class", "").split():
            self.cited = []
        elif tag == "br":
            self.frames[-1].inlines.append(LineBreak())
        elif tag == "hr":
            self._flush()
            self.frames[-1].blocks.append(Rule())
        elif tag in {"h3", "h4"}:
            self._flush()
            self.frames[-1].heading = int(tag[1]) - 2
        elif tag == "p":
            self._flush()
        else:
            self._open(tag, values)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(self.silent - 1, 0)
        elif tag in _STYLES:
            if tag in self.styles:
                self.styles.remove(tag)
        elif tag == "a":
            if self.hrefs:
                self.hrefs.pop()
        elif tag == "sup":
            self._close_citation()
        elif tag in {"p", "h3", "h4"}:
            self._flush()
        else:
            self._close(tag)

    def handle_data(self, data: str) -> None:
        if self.silent or self.cited is not None or self.frames[-1].tag in _BARE:
            return
        text = _SPACE.sub(" ", data)
        self.frames[-1].inlines.append(
            Run(
                text,
                strong="strong" in self.styles,
                emphasis="em" in self.styles,
                code="code" in self.styles,
                href=self.hrefs[-1] if self.hrefs else "",
            )
        )

    def finish(self) -> tuple[Block, ...]:
        """Close whatever is still open and return the section's blocks."""
        while len(self.frames) > 1:
            self._close(self.frames[-1].tag)
        self._flush()
        return tuple(self.frames[0].blocks)

    def _open_link(self, href: str) -> None:
        if self.cited is not None and (match := _CITED.fullmatch(href)):
            self.cited.append(int(match[1]))
        self.hrefs.append(web_address(href, self.base))

    def _close_citation(self) -> None:
        if self.cited:
            self.frames[-1].inlines.append(NoteMark(tuple(self.cited)))
        self.cited = None

    def _open(self, tag: str, values: dict[str, str]) -> None:
        holders = _HOLDERS.get(tag)
        if holders is None:
            return
        if self.frames[-1].tag not in _BARE:
            self._flush()
        if tag in _NESTED and sum(frame.tag in _NESTED for frame in self.frames) >= MAX_DEPTH:
            self.flattened += 1
            return
        if self.frames[-1].tag not in holders:
            return
        start = values.get("start", "")
        self.frames.append(_Frame(tag, start=int(start) if re.fullmatch(r"\d{1,6}", start) else 1))

    def _close(self, tag: str) -> None:
        """Close the innermost frame of this tag and those left open inside it."""
        if tag in _NESTED and self.flattened:
            self._flush()
            self.flattened -= 1
            return
        if (tag == "li" and self.flattened) or all(frame.tag != tag for frame in self.frames[1:]):
            return
        while True:
            self._flush()
            frame = self.frames.pop()
            self._hand_over(frame, self.frames[-1])
            if frame.tag == tag:
                return

    def _hand_over(self, frame: _Frame, parent: _Frame) -> None:
        if frame.tag == "li":
            parent.items.append(tuple(frame.blocks))
        elif frame.tag in {"td", "th"}:
            is_header, cells = parent.rows[-1] if parent.rows else (True, [])
            parent.rows = [(is_header and frame.tag == "th", [*cells, _inlines(frame.blocks)])]
        elif frame.tag == "tr":
            parent.rows += frame.rows
        elif frame.tag in {"ul", "ol"} and frame.items:
            parent.blocks.append(Listing(tuple(frame.items), frame.tag == "ol", frame.start))
        elif frame.tag == "blockquote" and frame.blocks:
            parent.blocks.append(Quote(tuple(frame.blocks)))
        elif frame.tag == "table" and frame.rows:
            parent.blocks.append(_table(frame.rows))

    def _flush(self) -> None:
        """End the paragraph or heading that is being read."""
        frame = self.frames[-1]
        inlines, frame.inlines = _trim(frame.inlines), []
        level, frame.heading = frame.heading, 0
        if not inlines:
            return
        if level:
            self.level = min(level, self.level + 1)
            frame.blocks.append(Heading(self.level, inlines))
        else:
            frame.blocks.append(Paragraph(inlines))


def _trim(inlines: list[Inline]) -> Inlines:
    """Inlines as a browser shows them: one space between words, none at the edges of a line."""
    kept: list[Inline] = []
    for inline in [*inlines, LineBreak()]:
        if isinstance(inline, Run):
            before = kept[-1] if kept else LineBreak()
            at_edge = isinstance(before, LineBreak) or (isinstance(before, Run) and before.text.endswith(" "))
            text = inline.text.lstrip(" ") if at_edge else inline.text
            if text:
                kept.append(Run(text, inline.strong, inline.emphasis, inline.code, inline.href))
            continue
        if isinstance(inline, LineBreak):
            _strip_end(kept)
        kept.append(inline)
    breaks = [isinstance(inline, LineBreak) for inline in kept]
    if all(breaks):
        return ()
    return tuple(kept[breaks.index(False) : len(kept) - breaks[::-1].index(False)])


def _strip_end(kept: list[Inline]) -> None:
    """Take the space away that would hang at the end of a line."""
    while kept and isinstance(last := kept[-1], Run):
        kept.pop()
        if text := last.text.rstrip(" "):
            kept.append(Run(text, last.strong, last.emphasis, last.code, last.href))
            return


def _inlines(blocks: list[Block]) -> Inlines:
    """The inlines of a table cell, whose paragraphs become lines."""
    found: list[Inline] = []
    for block in blocks:
        if isinstance(block, Paragraph | Heading):
            found += [LineBreak(), *block.inlines] if found else block.inlines
    return tuple(found)


def _table(rows: list[tuple[bool, list[Inlines]]]) -> Table:
    """A table whose header is its first row where that is one; every row as long as the longest."""
    width = max(len(cells) for _, cells in rows)
    padded = [(*cells, *((),) * (width - len(cells))) for _, cells in rows]
    header: tuple[Inlines, ...] = ((),) * width
    if rows[0][0]:
        header, padded = padded[0], padded[1:]
    return Table(tuple(Column(cell) for cell in header), tuple(padded))
