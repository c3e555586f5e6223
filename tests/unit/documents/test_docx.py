"""A report becomes a DOCX with Word's own styles, whose words are those that went in."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO

import docx
from docx.opc.constants import RELATIONSHIP_TYPE

from portal.documents import (
    Attachment,
    Heading,
    Layout,
    Letter,
    LineBreak,
    Listing,
    Paragraph,
    Room,
    Run,
    Section,
    Table,
    make_docx,
    plain,
)
from portal.documents.pieces import columns
from tests.unit.documents.test_pdf import FULL, HOSTILE


def test_a_report_keeps_its_words_and_headings() -> None:
    file = docx.Document(BytesIO(make_docx(FULL)))

    styled = {(one.style.name if one.style else "", one.text) for one in file.paragraphs}
    assert ("Title", "Judul") in styled
    assert ("Heading 1", "Masalah") in styled
    assert ("Heading 2", "Rincian") in styled
    assert file.tables[1].rows[1].cells[1].text == "7,5"
    assert file.core_properties.title == "Judul"


def test_a_report_is_the_same_bytes_on_any_day() -> None:
    assert make_docx(FULL) == make_docx(FULL)


def test_hostile_words_come_back_as_they_were_typed() -> None:
    hostile = replace(FULL, title=HOSTILE, sections=(Section(HOSTILE, (Paragraph(plain(HOSTILE)),)),))

    file = docx.Document(BytesIO(make_docx(hostile)))

    assert [one.text for one in file.paragraphs].count(HOSTILE) == 3


def test_only_web_addresses_become_links() -> None:
    links = Paragraph((Run("satu", href="https://satu.example/"), Run("dua", href="javascript:alert(1)")))

    file = docx.Document(BytesIO(make_docx(replace(FULL, sections=(Section("Tautan", (links,)),)))))

    targets = [
        one.target_ref for one in file.part.rels.values() if one.reltype == RELATIONSHIP_TYPE.HYPERLINK
    ]
    assert targets == ["https://satu.example/"]


def test_every_list_counts_from_its_own_start() -> None:
    items = ((Paragraph(plain("a")),), (Paragraph((Run("b"), LineBreak(), Run("c"))), Listing(((Room(1),),))))
    lists = (
        Listing(items, is_ordered=True, start=4),
        Heading(1, plain("x")),
        Listing(items, is_ordered=True),
    )

    content = make_docx(replace(FULL, sections=(Section("Daftar", lists),)))

    with zipfile.ZipFile(BytesIO(content)) as package:
        numbering = package.read("word/numbering.xml").decode()
    assert 'w:startOverride w:val="4"' in numbering
    assert 'w:startOverride w:val="1"' in numbering


def test_no_gap_follows_a_table_that_ends_its_page() -> None:
    table = Table(columns(("No.", 100)), ((plain("1"),),))
    attached = (Attachment("Satu", (table,)), Attachment("Dua", (table,)))
    letter = Letter("Contoh", Layout(), date(2026, 1, 1), "Kami", attachments=attached)

    file = docx.Document(BytesIO(make_docx([letter])))

    ends = [one._p for one in file.paragraphs if one._p.pPr is not None and one._p.pPr.sectPr is not None]
    assert len(ends) == 2
    assert ends[-1].getprevious().tag.endswith("}tbl")
