"""Blocks and inlines as WordprocessingML: real styles, lists, header rows; every word escaped.

Written as text and parsed once a block, because building each cell by objects costs a second for a long
table. Characters that XML cannot hold (controls) are left out; everything else comes back as it went in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape

from portal.documents.blocks import web_address
from portal.documents.model import (
    Blank,
    Block,
    Heading,
    Inline,
    Inlines,
    LineBreak,
    Listing,
    NoteMark,
    Pairs,
    Paragraph,
    Quote,
    Room,
    Run,
    Table,
)
from portal.documents.nodes import length, shares

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile(r"(\r\n|[\n\r\t])")
DOTS, CELL_DOTS = "." * 40, "." * 10  # a gap without a name
TWIPS = 1440 / 25.4  # in a millimetre
NARROWEST, NARROW = 9, 2.1  # millimetres: a column at least, and a character of one without a share
ROOM_LINE = '<w:bottom w:val="single" w:sz="4" w:space="1" w:color="9AA6AA"/>'
GAP = '<w:rStyle w:val="Isian"/><w:highlight w:val="yellow"/>'
SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="EBEBEB"/>'
AFTER_TABLE = '<w:p><w:pPr><w:pStyle w:val="Sela"/></w:pPr></w:p>'  # two tables need something between
ALIGN = {"left": "", "right": '<w:jc w:val="right"/>', "center": '<w:jc w:val="center"/>'}


def twips(millimetres: float) -> int:
    """Millimetres in the unit of Word's sizes."""
    return round(millimetres * TWIPS)


def text_xml(text: str) -> str:
    """The text elements of a run: line ends and tabs as such, the rest word for word."""
    parts = []
    for part in _BREAKS.split(_FORBIDDEN.sub("", text)):
        if part == "\t":
            parts.append("<w:tab/>")
        elif _BREAKS.fullmatch(part):
            parts.append("<w:br/>")
        elif part:
            parts.append(f'<w:t xml:space="preserve">{escape(part)}</w:t>')
    return "".join(parts)


def run_xml(text: str, properties: str = "") -> str:
    """A run of words with its properties."""
    return f"<w:r><w:rPr>{properties}</w:rPr>{text_xml(text)}</w:r>" if text else ""


def paragraph_xml(content: str, *, style: str = "", properties: str = "") -> str:
    """A paragraph of runs in a style (by its id)."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{content}</w:p>"


@dataclass
class BlockWriter:
    """Writes blocks for one document; `link` and `new_list` ask the document's parts for an id."""

    link: Callable[[str], str]
    new_list: Callable[[str, int], int]

    def inlines(self, inlines: Inlines, *, is_strong: bool = False, dots: str = DOTS) -> str:
        """Runs, links, marks and gaps."""
        return "".join(self._inline(inline, is_strong, dots) for inline in inlines)

    def _inline(self, inline: Inline, is_strong: bool, dots: str) -> str:
        match inline:
            case Run():
                marks = "<w:b/>" * (inline.strong or is_strong) + "<w:i/>" * inline.emphasis
                run = run_xml(inline.text, marks)
                address = web_address(inline.href)
                return f'<w:hyperlink r:id="{self.link(address)}">{run}</w:hyperlink>' if address else run
            case LineBreak():
                return "<w:r><w:br/></w:r>"
            case NoteMark():
                return run_xml(", ".join(map(str, inline.numbers)), '<w:vertAlign w:val="superscript"/>')
            case Blank():
                return run_xml(f"[{inline.what}]", GAP) if inline.what else run_xml(dots)

    def blocks(self, blocks: Iterable[Block], width: float, *, first_heading: int = 2) -> str:
        """Blocks under each other, `width` millimetres wide."""
        return "".join(self._block(block, width, first_heading) for block in blocks)

    def _block(self, block: Block, width: float, first_heading: int) -> str:
        match block:
            case Paragraph():
                return paragraph_xml(self.inlines(block.inlines))
            case Heading():
                return self.heading(block.inlines, block.level + first_heading - 1)
            case Listing():
                return self._listing(block, width, 1)
            case Quote():
                return "".join(self._quoted(inner, width) for inner in block.blocks)
            case Table():
                return self.table(block, width)
            case Pairs():
                return self.pairs(block.rows, width)
            case Room():
                line = paragraph_xml("", properties=f"<w:pBdr>{ROOM_LINE}</w:pBdr>")
                return line * block.lines
            case _:
                return paragraph_xml("", properties=f"<w:pBdr>{ROOM_LINE}</w:pBdr>")

    def heading(self, inlines: Inlines, level: int) -> str:
        """A heading in Word's own style of that level."""
        return paragraph_xml(self.inlines(inlines), style=f"Heading{level}")

    def _quoted(self, block: Block, width: float) -> str:
        if isinstance(block, Paragraph):
            return paragraph_xml(self.inlines(block.inlines), style="Quote")
        return self._block(block, width, 2)

    def _listing(self, listing: Listing, width: float, depth: int) -> str:
        name = "ListNumber" if listing.is_ordered else "ListBullet"
        style = name if depth == 1 else f"{name}{min(depth, 3)}"
        number = self.new_list(style, listing.start)
        numbering = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
        written = []
        for item in listing.items:
            is_first = True
            for block in item:
                if isinstance(block, Listing):
                    written.append(self._listing(block, width, depth + 1))
                elif isinstance(block, Paragraph):
                    follows = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'
                    properties = numbering if is_first else follows
                    written.append(
                        paragraph_xml(self.inlines(block.inlines), style=style, properties=properties)
                    )
                    is_first = False
                else:
                    written.append(self._block(block, width, 2))
        return "".join(written)

    def pairs(self, rows: Iterable[tuple[str, Inlines]], width: float) -> str:
        """Labels, colons and values in a table without lines, so that long values stay under each other."""
        kept = list(rows)
        label = min(max((len(name) for name, _ in kept), default=0) * 2.6 + 3, width * 0.4)
        widths = [label, 5.0, width - label - 5]
        lines = [row_xml(
            [cell_xml(paragraph_xml(part, style="Rapat"), size) for part, size in zip(
                (run_xml(name), run_xml(":"), self.inlines(value)), widths, strict=True
            )]
        ) for name, value in kept]  # fmt: skip
        return table_xml(lines, widths, has_lines=False) + AFTER_TABLE

    def table(self, table: Table, width: float) -> str:
        """A table with lines, its header row repeated on every page."""
        widths = column_widths(table, width)
        lines = []
        if any(column.header for column in table.columns):
            cells = [
                cell_xml(
                    paragraph_xml(
                        self.inlines(column.header, is_strong=True), style="Tabel", properties=ALIGN["center"]
                    ),
                    size,
                    SHADE + '<w:vAlign w:val="center"/>',
                )
                for column, size in zip(table.columns, widths, strict=True)
            ]
            lines.append(row_xml(cells, is_header=True))
        for row in table.rows:
            cells = [
                cell_xml(
                    paragraph_xml(
                        self.inlines(cell, dots=CELL_DOTS),
                        style="Tabel",
                        properties=ALIGN["right" * column.is_number or "left"],
                    ),
                    size,
                )
                for cell, column, size in zip(row, table.columns, widths, strict=True)
            ]
            lines.append(row_xml(cells, height=table.row_mm))
        caption = (
            paragraph_xml(run_xml(table.caption, "<w:b/>"), properties="<w:keepNext/>")
            if table.caption
            else ""
        )
        remark = (
            paragraph_xml(run_xml(table.remark, '<w:sz w:val="18"/>'), style="Rapat") if table.remark else ""
        )
        after = remark or AFTER_TABLE
        return caption + table_xml(lines, widths, has_lines=True) + after


def column_widths(table: Table, width: float) -> list[float]:
    """Millimetres of each column; together as wide as the text."""
    parts = shares(table)
    cells = zip(*(tuple(column.header for column in table.columns), *table.rows), strict=True)
    longest = [max(length(cell) for cell in column) for column in cells]
    fixed = [
        0.0 if part else max(NARROWEST, chars * NARROW + 4)
        for part, chars in zip(parts, longest, strict=True)
    ]
    if sum(fixed) > width * 0.6:
        fixed = [size * width * 0.6 / sum(fixed) for size in fixed]
    left = width - sum(fixed)
    return [size or left * part / sum(parts) for size, part in zip(fixed, parts, strict=True)]


def cell_xml(content: str, width: float, properties: str = "") -> str:
    """A table cell; `content` is one paragraph at least."""
    return f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/>{properties}</w:tcPr>{content}</w:tc>'


def row_xml(cells: Iterable[str], *, is_header: bool = False, height: float = 0) -> str:
    """A table row that no page break cuts."""
    properties = "<w:cantSplit/>"
    if height:
        properties += f'<w:trHeight w:val="{twips(height)}" w:hRule="atLeast"/>'
    if is_header:
        properties += "<w:tblHeader/>"
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table_xml(rows: Iterable[str], widths: Iterable[float], *, has_lines: bool) -> str:
    """A table of fixed columns."""
    sizes = [twips(size) for size in widths]
    style = '<w:tblStyle w:val="TableGrid"/>' if has_lines else ""
    above = 30 if has_lines else 0
    margins = "".join(
        f'<w:{side} w:w="{size}" w:type="dxa"/>'
        for side, size in (("top", above), ("left", 70), ("bottom", above), ("right", 70))
    )
    grid = "".join(f'<w:gridCol w:w="{size}"/>' for size in sizes)
    return (
        f'<w:tbl><w:tblPr>{style}<w:tblW w:w="{sum(sizes)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar>"
        '<w:tblLook w:val="0420" w:firstRow="1" w:noHBand="0" w:noVBand="1"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
