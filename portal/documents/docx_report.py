"""A Document (report) as WordprocessingML: the words of the PDF in Word's own styles."""

from __future__ import annotations

from portal.documents.docx_xml import BlockWriter, paragraph_xml, run_xml
from portal.documents.model import Document, Note, plain


def report_xml(document: Document, writer: BlockWriter, width: float) -> str:
    """Title, warning, summary, key facts, tables, sections, notes."""
    small = '<w:sz w:val="18"/>'
    parts = [
        paragraph_xml(run_xml(" · ".join(filter(None, (document.kicker, document.masthead))), small)),
        paragraph_xml(run_xml(document.title), style="Title"),
        paragraph_xml(run_xml(document.subtitle), style="Subtitle") if document.subtitle else "",
        paragraph_xml(run_xml(document.verified, small)) if document.verified else "",
        paragraph_xml(run_xml(document.warning, "<w:b/>")) if document.warning else "",
        *(paragraph_xml(run_xml(part)) for part in document.summary.split("\n") if part.strip()),
        writer.pairs([(fact.label, plain(fact.value)) for fact in document.facts if fact.value], width)
        if document.facts
        else "",
    ]
    for table in document.tables:
        parts.append(writer.blocks((table,), width))
    for section in document.sections:
        if section.blocks:
            parts.append(writer.heading(plain(section.heading), 1))
            parts.append(writer.blocks(section.blocks, width))
    if document.notes:
        parts.append(writer.heading(plain("Sources" if document.language == "en" else "Sumber"), 1))
        parts += [_note(note) for note in document.notes]
    parts.append(paragraph_xml(run_xml(" · ".join(filter(None, (document.footer, document.address))), small)))
    return "".join(parts)


def _note(note: Note) -> str:
    """A note with its own number; its address is text, so that it survives printing."""
    return paragraph_xml(run_xml(f"{note.number}. {note.text} {note.url}".rstrip(), '<w:sz w:val="20"/>'))
