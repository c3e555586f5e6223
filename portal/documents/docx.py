"""Letters and Documents as editable DOCX: real styles, tables with header rows, page numbers, no macros.

The same value is the same bytes: the package is written again with one fixed time stamp.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

import docx
from docx.document import Document as WordFile
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph

from portal.documents.docx_letter import arms_place, attachment_xml, letter_xml
from portal.documents.docx_report import report_xml
from portal.documents.docx_xml import AFTER_TABLE, BlockWriter, run_xml, twips
from portal.documents.letter import Layout, Letter
from portal.documents.model import Document

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first moment that a ZIP can name
BLACK = RGBColor(0, 0, 0)
LINE = 0.95  # Word counts from the line of the font, which is higher than the PDF's
GAP = 7  # points: the empty line between two pieces of a letter
ARMS_HEIGHT = 24  # millimetres
LAST = 'w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"'


def make_docx(paper: Document | Sequence[Letter]) -> bytes:
    """A report, or letters each from a page of its own, as DOCX bytes."""
    if isinstance(paper, Document):
        return _make(_Draft(Layout(), paper.title, paper.author, paper.dated), [paper])
    first = paper[0]
    return _make(_Draft(first.layout, first.title, first.author, first.dated), paper)


@dataclass
class _Draft:
    """A file on its way."""

    layout: Layout
    title: str
    author: str
    dated: date
    file: WordFile = field(default_factory=docx.Document)

    @property
    def writer(self) -> BlockWriter:
        """What writes blocks into this file."""
        return BlockWriter(self._link, self._new_list)

    def _link(self, address: str) -> str:
        return self.file.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)

    def _new_list(self, style_id: str, start: int) -> int:
        """A list of its own that counts from `start`, in the numbering of its style."""
        numbering: Any = self.file.part.numbering_part.element
        style: Any = next(one for one in self.file.styles if one.style_id == style_id)
        shown = style.element.pPr.numPr.numId.val
        number = numbering.add_num(numbering.num_having_numId(shown).abstractNumId.val)
        number.add_lvlOverride(ilvl=0).add_startOverride(start)
        return int(number.numId)


def _make(draft: _Draft, papers: Sequence[Document | Letter]) -> bytes:
    _set_styles(draft)
    remark = next((one.remark for one in papers if isinstance(one, Letter)), "")
    footer = _foot(draft, remark, is_alone=len(papers) == 1)
    body = draft.file.element.body
    last = body.sectPr
    pages: list[tuple[str, str, bytes]] = []
    for paper in papers:
        pages += _pages(draft, paper, footer)
    for place, (content, section, arms) in enumerate(pages):
        is_last = place == len(pages) - 1
        if not is_last:  # a gap behind a table that fills its page would make an empty one
            content = content.removesuffix(AFTER_TABLE)
        for element in parse_xml(f"<w:body {nsdecls('w', 'r')}>{content}</w:body>"):
            last.addprevious(element)
            if arms and (where := arms_place(element)) is not None:
                _add_arms(draft, where, arms)
                arms = b""
        if not is_last:
            last.addprevious(parse_xml(f"<w:p {nsdecls('w', 'r')}><w:pPr><{LAST}/>{section}</w:pPr></w:p>"))
        else:
            body.replace(last, parse_xml(section.replace("<w:sectPr>", f"<w:sectPr {nsdecls('w', 'r')}>")))
    return _packed(draft)


def _pages(draft: _Draft, paper: Document | Letter, footer: str) -> list[tuple[str, str, bytes]]:
    """Content, section and coat of arms of everything that needs pages of its own."""
    layout, writer = draft.layout, draft.writer
    if isinstance(paper, Document):
        width = layout.text_width(is_wide=False)
        return [(report_xml(paper, writer, width), _section(layout, footer), b"")]
    arms = paper.letterhead.arms if paper.letterhead else b""
    found = [
        (
            letter_xml(paper, writer),
            _section(layout, footer, is_wide=paper.is_wide, begins=True, is_draft=bool(paper.remark)),
            arms,
        )
    ]
    for one in paper.attachments:
        width = layout.text_width(is_wide=one.is_wide)
        found.append((attachment_xml(one, writer, width), _section(layout, footer, is_wide=one.is_wide), b""))
    return found


def _section(
    layout: Layout, footer: str, *, is_wide: bool = False, begins: bool = False, is_draft: bool = False
) -> str:
    """Paper and margins of a section; only the first page of a letter that is no draft carries no number."""
    width, height = layout.sides(is_wide=is_wide)
    turned = ' w:orient="landscape"' if is_wide else ""
    margins = " ".join(
        f'w:{side}="{twips(getattr(layout, side))}"' for side in ("top", "right", "bottom", "left")
    )
    counted = '<w:pgNumType w:start="1"/>' if begins else ""
    return (
        f'<w:sectPr><w:footerReference w:type="default" r:id="{footer}"/><w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{twips(width)}" w:h="{twips(height)}"{turned}/>'
        f'<w:pgMar {margins} w:header="600" w:footer="600" w:gutter="0"/>'
        f"{counted}{'<w:titlePg/>' if begins and not is_draft else ''}</w:sectPr>"
    )


def _set_styles(draft: _Draft) -> None:
    """The government's font everywhere, in black; Indonesian for the spelling check."""
    file, layout = draft.file, draft.layout
    properties = file.core_properties
    moment = datetime.combine(draft.dated, time(12))
    properties.title, properties.author = _short(draft.title), _short(draft.author)
    properties.created = properties.modified = moment
    properties.comments, properties.language = "", "id-ID"
    for language in file.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "id-ID")
    sizes = {"Normal": layout.size, "Title": layout.size + 1, "Heading 1": layout.size + 1}
    bold = {"Title", "Heading 1", "Heading 2", "Heading 3"}
    for name in ("Normal", "Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "Heading 4", "Quote"):
        style: Any = file.styles[name]
        _set_font(style, layout.font, sizes.get(name, layout.size), is_bold=name in bold)
        style.paragraph_format.keep_with_next = name.startswith(("Heading", "Title"))
        if name.startswith("Heading"):
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(7), Pt(2)
    title: Any = file.styles["Title"]
    title.paragraph_format.space_after = Pt(2)
    for edge in title.element.iter(qn("w:pBdr")):
        edge.getparent().remove(edge)
    space: Any = file.styles["Normal"]
    space.paragraph_format.space_after, space.paragraph_format.space_before = Pt(3), Pt(0)
    space.paragraph_format.line_spacing = round(layout.spacing * LINE, 2)
    for name, (size, after) in _tight(layout).items():
        made: Any = file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        made.base_style = file.styles["Normal"]
        made.font.size = Pt(size)
        made.paragraph_format.space_after = Pt(after)
        made.paragraph_format.line_spacing = Pt(GAP) if name == "Sela" else 1.0
    file.styles.add_style("Isian", WD_STYLE_TYPE.CHARACTER)  # its yellow is in the runs: no style may hold it


def _tight(layout: Layout) -> dict[str, tuple[float, float]]:
    """The styles with single lines: size and what stands below, in points."""
    return {
        "Tabel": (layout.table_size, 0),
        "Rapat": (layout.size, 0),
        "Sela": (4, 0),
        "Tembusan": (layout.size * 0.85, 0),
    }


def _set_font(style: Any, font: str, size: float, *, is_bold: bool) -> None:
    style.font.name, style.font.size, style.font.bold = font, Pt(size), is_bold
    style.font.italic, style.font.color.rgb = False, BLACK
    fonts = style.element.rPr.rFonts
    for key in list(fonts.attrib):  # the themes of the template would win over the name
        if key.endswith("Theme"):
            del fonts.attrib[key]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), font)


def _foot(draft: _Draft, remark: str, *, is_alone: bool) -> str:
    """A footer as the PDF has it: the remark, and the number of the page; gives the id of its part."""
    footer = draft.file.sections[0].footer
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    fields = [("Halaman ", "PAGE"), *([(" dari ", "NUMPAGES")] if is_alone else [])]
    small = '<w:sz w:val="16"/><w:color w:val="555555"/>'
    content = run_xml(remark, small) + "<w:r><w:tab/></w:r>"
    for words, name in fields:
        shown = f"<w:r><w:rPr>{small}</w:rPr><w:t>1</w:t></w:r>"
        content += run_xml(words, small) + f'<w:fldSimple w:instr=" {name} ">{shown}</w:fldSimple>'
    end = twips(draft.layout.text_width(is_wide=False))
    old = "".join(f'<w:tab w:val="clear" w:pos="{place}"/>' for place in (4320, 8640))  # of the template
    tabs = f'<w:tabs>{old}<w:tab w:val="right" w:pos="{end}"/></w:tabs>'
    made = parse_xml(f"<w:p {nsdecls('w')}><w:pPr>{tabs}</w:pPr>{content}</w:p>")
    paragraph._p.getparent().replace(paragraph._p, made)
    reference = draft.file.element.body.sectPr.find(qn("w:footerReference"))
    return str(reference.get(qn("r:id")))


def _add_arms(draft: _Draft, place: Any, arms: bytes) -> None:
    paragraph = WordParagraph(place, draft.file)
    picture = paragraph.add_run().add_picture(io.BytesIO(arms), height=Mm(ARMS_HEIGHT))
    picture._inline.docPr.set("descr", "Lambang daerah")


def _short(text: str) -> str:
    """A property of the file: 255 characters, none that XML forbids."""
    return "".join(char for char in text if char.isprintable())[:255]


def _packed(draft: _Draft) -> bytes:
    """The file's parts in a package that does not know what time it is."""
    saved, packed = io.BytesIO(), io.BytesIO()
    draft.file.save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, EARLIEST), old.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
