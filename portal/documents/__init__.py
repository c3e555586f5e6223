"""Documents: values that say what a paper holds, and the PDF, DOCX or calendar made from them.

Knows nothing of cases, plans or visits. Another kind of paper is another value beside `Document` and
`Letter` with its own template; another format is another module beside `pdf` and `docx`.
"""

from portal.documents.blocks import read_blocks
from portal.documents.booklet import Booklet, Chapter, make_booklet_pdf, renumbered
from portal.documents.calendars import ICS, Appointment, Diary, make_ics
from portal.documents.docx import DOCX, make_docx
from portal.documents.gaps import gaps
from portal.documents.letter import (
    Attachment,
    Layout,
    Letter,
    Letterhead,
    Signatory,
    coat_of_arms,
    numbered,
)
from portal.documents.letter_pdf import make_letter_pdf
from portal.documents.model import (
    NOT_KNOWN,
    Blank,
    Block,
    Column,
    Document,
    Fact,
    Heading,
    Inline,
    Inlines,
    LineBreak,
    Listing,
    Note,
    NoteMark,
    Pairs,
    Paragraph,
    Quote,
    Room,
    Rule,
    Run,
    Section,
    Table,
    known,
    paragraphs,
    plain,
)
from portal.documents.offline import make_offline
from portal.documents.pdf import make_pdf
from portal.documents.typeset import DocumentNotMade, picture

__all__ = [
    "DOCX",
    "ICS",
    "NOT_KNOWN",
    "Appointment",
    "Attachment",
    "Blank",
    "Block",
    "Booklet",
    "Chapter",
    "Column",
    "Diary",
    "Document",
    "DocumentNotMade",
    "Fact",
    "Heading",
    "Inline",
    "Inlines",
    "Layout",
    "Letter",
    "Letterhead",
    "LineBreak",
    "Listing",
    "Note",
    "NoteMark",
    "Pairs",
    "Paragraph",
    "Quote",
    "Room",
    "Rule",
    "Run",
    "Section",
    "Signatory",
    "Table",
    "coat_of_arms",
    "gaps",
    "known",
    "make_booklet_pdf",
    "make_docx",
    "make_ics",
    "make_letter_pdf",
    "make_offline",
    "make_pdf",
    "numbered",
    "paragraphs",
    "picture",
    "plain",
    "read_blocks",
    "renumbered",
]
