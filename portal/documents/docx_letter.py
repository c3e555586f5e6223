"""The parts of a Letter as WordprocessingML: letterhead, head, body, signatures, copies, attachments."""

from __future__ import annotations

import re
from typing import Any

from docx.oxml.ns import qn

from portal.documents.docx_xml import (
    AFTER_TABLE,
    ALIGN,
    BlockWriter,
    cell_xml,
    paragraph_xml,
    row_xml,
    run_xml,
    table_xml,
    twips,
)
from portal.documents.letter import DAY, SIGNATURE, Attachment, Letter, Letterhead, Signatory
from portal.documents.model import Blank, Run

ENOUGH = 160  # characters of a page: fewer than that beside a signature are left-overs
_TAG = re.compile("<[^>]*>")
ARMS_COLUMN = 24  # millimetres
DATE_COLUMN = 62
DOUBLE_LINE = '<w:pBdr><w:bottom w:val="thickThinSmallGap" w:sz="18" w:space="4" w:color="000000"/></w:pBdr>'
THIN = '<w:spacing w:before="0" w:after="120" w:line="80" w:lineRule="exact"/>'
GAP = paragraph_xml("", style="Sela")  # between two pieces, as high as in the PDF
HAIR = paragraph_xml("", style="Sela", properties='<w:spacing w:line="20" w:lineRule="exact"/>')
SIGNING = '<w:spacing w:before="140" w:after="140"/>'  # the line around a signature yet to come


def letter_xml(letter: Letter, writer: BlockWriter) -> str:
    """A letter without its attachments."""
    width = letter.layout.text_width(is_wide=letter.is_wide)
    parts = [_head(letter.letterhead, width, letter.layout.size)] if letter.letterhead else []
    parts.append((_beginning if letter.shape == "korespondensi" else _title)(letter, writer, width))
    body = writer.blocks(letter.blocks, width)
    if letter.signatories:
        body = last_kept(body)
    elif body.endswith(AFTER_TABLE) and not letter.copies:  # nothing follows that it could keep apart
        body = body.removesuffix(AFTER_TABLE) + HAIR
    parts.append(body)
    parts.append(_signatures(letter.signatories, writer, width, is_last=not letter.copies))
    parts.append(_copies(letter.copies, writer))
    return "".join(parts)


def last_kept(content: str) -> str:
    """A body whose last words stay with the signature below them: some lines of text, or rows of a table."""
    start = len(content)
    for paragraph in reversed(list(re.finditer("<w:p>", content))):
        start = paragraph.start()
        if len(_TAG.sub("", content[start:])) >= ENOUGH:
            break
    row = content.rfind("<w:tr>", 0, start)
    if row > content.rfind("</w:tr>", 0, start):  # inside a row, which is kept whole
        start = row
    return content[:start] + kept(content[start:])


def kept(content: str) -> str:
    """Paragraphs, each of which stays on the page of the next one."""
    return re.sub(r"(<w:pPr>(?:<w:pStyle [^>]*/>)?)(?!<w:keepNext/>)", r"\1<w:keepNext/>", content)


def _copies(copies: tuple[str, ...], writer: BlockWriter) -> str:
    """Who gets a copy; on the page of the signature."""
    if not copies:
        return ""
    number = writer.new_list("ListNumber", 1)
    listed = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
    lines = [paragraph_xml(run_xml("Tembusan:"), style="Tembusan")]
    lines += [paragraph_xml(run_xml(copy), style="Tembusan", properties=listed) for copy in copies]
    return kept("".join(lines[:-1])) + lines[-1]


def attachment_xml(attachment: Attachment, writer: BlockWriter, width: float) -> str:
    """An attachment under its title."""
    title = paragraph_xml(run_xml(attachment.title.upper()), style="Heading1", properties=ALIGN["center"])
    return (title if attachment.title else "") + writer.blocks(attachment.blocks, width)


def arms_place(element: Any) -> Any:
    """The empty paragraph of the letterhead that waits for the coat of arms, or nothing."""
    if element.tag != qn("w:tbl"):
        return None
    return next(iter(element.iter(qn("w:p"))), None)


def _head(head: Letterhead, width: float, size: float) -> str:
    large = round((size + 1) * 2)  # half points; agency to government as 4 to 3
    names = [
        *(
            [_centred(run_xml(head.government.upper(), f'<w:sz w:val="{large}"/>'))]
            if head.government
            else []
        ),
        _centred(run_xml(head.office.upper(), f'<w:b/><w:sz w:val="{round(large * 4 / 3)}"/>')),
        *(_centred(run_xml(line, '<w:sz w:val="18"/>')) for line in head.contact),
    ]
    line = paragraph_xml("", style="Rapat", properties=DOUBLE_LINE + THIN)
    if not head.arms:
        return "".join(names) + line
    widths = [ARMS_COLUMN, width - 2 * ARMS_COLUMN, ARMS_COLUMN]
    middle = '<w:vAlign w:val="center"/>'
    row = row_xml(
        [
            cell_xml(_centred(""), widths[0], middle),
            cell_xml("".join(names), widths[1], middle),
            cell_xml(HAIR, widths[2]),
        ]
    )
    return table_xml([row], widths, has_lines=False) + line


def _beginning(letter: Letter, writer: BlockWriter, width: float) -> str:
    """Number, kind and subject at the left, the date at the right, then who is written to."""
    label = max((len(name) for name, _ in letter.fields), default=0) * 2.6 + 3
    widths = [label, 5, width - label - 5 - DATE_COLUMN, DATE_COLUMN]
    day = writer.inlines((Run(f"{letter.place}, " if letter.place else ""), DAY))
    rows = []
    for place, (name, value) in enumerate(letter.fields):
        cells = [
            cell_xml(paragraph_xml(part, style="Rapat"), size)
            for part, size in zip((run_xml(name), run_xml(":"), writer.inlines(value)), widths, strict=False)
        ]
        right = paragraph_xml("" if place else day, style="Rapat", properties=ALIGN["right"])
        cells.append(cell_xml(right, DATE_COLUMN))
        rows.append(row_xml(cells))
    addressee = "".join(paragraph_xml(run_xml(line), style="Rapat") for line in letter.addressee)
    return table_xml(rows, widths, has_lines=False) + GAP + addressee + GAP


def _title(letter: Letter, writer: BlockWriter, width: float) -> str:
    """The name of the paper, its number and subject, then its fields above a line."""
    parts = [paragraph_xml(run_xml(letter.title.upper()), style="Title", properties=ALIGN["center"])]
    if letter.number:
        parts.append(_centred(run_xml("NOMOR ") + writer.inlines(letter.number)))
    if letter.subject:
        parts += [_centred(run_xml("TENTANG")), _centred(run_xml(letter.subject, "<w:b/><w:caps/>"))]
    if letter.fields:
        line = '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
        parts.append(writer.pairs(letter.fields, width))
        parts.append(paragraph_xml("", style="Rapat", properties=line + THIN))
    return "".join([*parts, GAP])


def _signatures(
    signatories: tuple[Signatory, ...], writer: BlockWriter, width: float, *, is_last: bool
) -> str:
    """Blocks for signing, two in a line; one alone stands at the right. All of them stay on one page."""
    if not signatories:
        return ""
    if len(signatories) == 1:  # paragraphs, because not every program keeps a table with what follows it
        lines = GAP + _signature(signatories[0], writer, f'<w:ind w:left="{twips(width / 2)}"/>')
        last = lines.rindex("<w:p>") if is_last else len(lines)
        return kept(lines[:last]) + lines[last:] + ("" if is_last else kept(GAP))
    blocks = [_signature(one, writer) for one in signatories]
    blocks += [HAIR] * (len(blocks) % 2)
    half = width / 2
    rows = [
        row_xml([cell_xml(left, half), cell_xml(right, half)])
        for left, right in zip(blocks[::2], blocks[1::2], strict=True)
    ]
    table = table_xml(rows, [half, half], has_lines=False) + (HAIR if is_last else GAP)
    return kept(GAP) + (kept(table[: -len(HAIR)]) + HAIR if is_last else kept(table))


def _signature(one: Signatory, writer: BlockWriter, place: str = "") -> str:
    above = [writer.inlines(line) for line in one.opening]
    if one.post:
        above.append(run_xml(f"{one.post},"))
    below = [
        run_xml(one.name, "<w:b/>") if one.name else writer.inlines((Blank(),)),
    ]
    if one.rank:
        below.append(run_xml(one.rank))
    if one.nip:
        below.append(run_xml(f"NIP {one.nip}"))
    sign = paragraph_xml(writer.inlines((SIGNATURE,)), style="Rapat", properties=SIGNING + place)
    return "".join(
        [
            *(paragraph_xml(line, style="Rapat", properties=place) for line in above),
            sign,
            *(paragraph_xml(line, style="Rapat", properties=place) for line in below),
        ]
    )


def _centred(content: str) -> str:
    return paragraph_xml(content, style="Rapat", properties=ALIGN["center"])
