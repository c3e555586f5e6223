"""Documents: a value that says what a paper holds, and the PDF made from it.

Knows nothing of cases, plans or visits. Another kind of paper (a letter, a pocket book) is another value
beside `Document` with its own template; another format (DOCX, XLSX) is another module beside `pdf`.
"""

from portal.documents.blocks import read_blocks
from portal.documents.model import (
    NOT_KNOWN,
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
    Paragraph,
    Quote,
    Rule,
    Run,
    Section,
    Table,
    plain,
)
from portal.documents.pdf import make_pdf
from portal.documents.typeset import DocumentNotMade

__all__ = [
    "NOT_KNOWN",
    "Block",
    "Column",
    "Document",
    "DocumentNotMade",
    "Fact",
    "Heading",
    "Inline",
    "Inlines",
    "LineBreak",
    "Listing",
    "Note",
    "NoteMark",
    "Paragraph",
    "Quote",
    "Rule",
    "Run",
    "Section",
    "Table",
    "make_pdf",
    "plain",
    "read_blocks",
]
