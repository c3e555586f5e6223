"""A Document becomes an accessible PDF whose words are those that went in."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from portal.documents import (
    Block,
    Column,
    Document,
    DocumentNotMade,
    Fact,
    Heading,
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
    make_pdf,
    plain,
)
from portal.documents.press import PRESS
from portal.errors import PortalError

HOSTILE = (
    'A & B < > " {{ x }} {% y %} #read("/etc/passwd") $x$ @ref \\ [s1] *b* _u_ `c` // /* */ <b> ~ -- '
    "'s' “q” #import \"@preview/x:0.1.0\" #panic() fi ffl Thé → ≤ ½ km² = + - / 1. #{ } #"
)
SMALL = Document(language="id", title="Judul", author="Pemkab", dated=date(2026, 11, 21))
RIGHT_EDGE = 595.28 - 20 / 25.4 * 72 + 3  # points: A4 less the margin; punctuation may hang into it
MARKED = Paragraph((Run("Turun"), NoteMark((1,)), Run(".")))
FULL = replace(
    SMALL,
    kicker="Studi kasus",
    subtitle="Kabupaten Contoh",
    masthead="Tiru",
    warning="Perlu diverifikasi ulang",
    summary="Ringkas sekali.",
    facts=(Fact("Wilayah", "Contoh"), Fact("Pelaksana", "Dinas " + "panjang " * 12)),
    tables=(
        Table(
            (Column(plain("Ukuran")), Column(plain("Sebelum"), True), Column(plain("Sesudah"), True, True)),
            ((plain("waktu"), plain("7,5"), plain("2")), (plain("antrean"), plain("–"), plain("1.785.316"))),
            caption="Hasil terukur",
        ),
    ),
    sections=(
        Section(
            "Masalah",
            (
                MARKED,
                Heading(1, plain("Rincian")),
                Listing(((MARKED,), (Listing(((MARKED,),)),)), is_ordered=True, start=3),
                Quote((MARKED,)),
                Rule(),
                Paragraph((Run("satu"), LineBreak(), Run("dua", href="https://dua.example/"))),
                Table((Column(()),), ((plain("isi"),),)),
            ),
        ),
    ),
    notes=(Note(1, "Sumber pertama.", "https://sumber.example/satu"),),
    address="https://tiru.example/inovasi/contoh",
    verified="Terakhir diverifikasi 21 November 2026",
    footer="Dicetak dari Tiru",
)


def _read(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


def _words(pdf: bytes) -> str:
    """The text of every page without spaces: where a line ends is the typesetter's business."""
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in _read(pdf).pages))


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _root(pdf: bytes) -> Any:
    return _read(pdf).root_object


def _annotations(reader: PdfReader) -> Iterator[Any]:
    for page in reader.pages:
        found: Any = page.get("/Annots", [])
        yield from (annotation.get_object() for annotation in found)


def _links(pdf: bytes) -> list[str]:
    """Where each link leads, in the order of the pages: an address, or a page of this file."""
    reader = _read(pdf)
    numbers = {_id(page): number for number, page in enumerate(reader.pages, 1)}
    return [
        link["/A"]["/URI"] if "/A" in link else f"page {numbers[_target(link)]}"
        for link in _annotations(reader)
    ]


def _target(link: Any) -> int:
    return _id(link["/Dest"].get_object()[0].get_object())


def _id(page: Any) -> int:
    return int(page.indirect_reference.idnum)


def _tags(node: Any) -> Iterator[str]:
    """The structure tags in reading order."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for child in node:
            yield from _tags(child)
    elif isinstance(node, dict):
        if "/S" in node:
            yield str(node["/S"])
        yield from _tags(node.get("/K", []))


def test_the_file_says_that_it_is_accessible_and_whose_it_is() -> None:
    pdf = make_pdf(FULL)

    root, reader = _root(pdf), _read(pdf)
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "id"
    assert "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == ("Judul", "Pemkab")
    assert str(reader.metadata.get("/CreationDate")).startswith("D:20261121")


def test_a_screen_reader_finds_headings_lists_tables_and_notes_in_order() -> None:
    root = _read(make_pdf(FULL)).root_object

    tags = [
        tag
        for tag in _tags(root["/StructTreeRoot"])
        if tag in {"/H1", "/H2", "/H3", "/Table", "/L", "/BlockQuote"}
    ]

    assert tags[:3] == ["/H1", "/H2", "/H2"]  # title, summary, results
    assert tags[3:] == ["/Table", "/H2", "/H3", "/L", "/L", "/BlockQuote", "/Table", "/H2"]


def test_the_same_document_is_the_same_bytes_in_another_process() -> None:
    script = (
        "import hashlib; from portal.documents import make_pdf; "
        "from tests.unit.documents.test_pdf import FULL; "
        "print(hashlib.sha256(make_pdf(FULL)).hexdigest())"
    )

    there = [
        subprocess.check_output([sys.executable, "-c", script], env={"PYTHONHASHSEED": seed, "TZ": zone})
        for seed, zone in (("1", "UTC"), ("2", "Asia/Jakarta"))
    ]

    here = hashlib.sha256(make_pdf(FULL)).hexdigest().encode()
    assert [output.strip() for output in there] == [here, here]


def test_setting_a_document_gives_no_warning(caplog: pytest.LogCaptureFixture) -> None:
    make_pdf(FULL)

    assert caplog.messages == []


def test_all_words_of_a_document_are_in_its_pages() -> None:
    words = _words(make_pdf(FULL))

    for text in ("Studikasus", "KabupatenContoh", "Perludiverifikasiulang", "Ringkassekali.", "Rincian",
                 "Turun1.", "7,5", "→2", "1.785.316", "Sumberpertama.", "(dirujukdihlm.1)",
                 "DicetakdariTiru·https://tiru.example/inovasi/contoh", "Halaman1dari1"):  # fmt: skip
        assert text in words
    assert "→1.785.316" not in words  # no value before, so no arrow


def test_hostile_words_come_back_identical_from_every_place() -> None:
    words = plain(HOSTILE)
    table = Table((Column(words), Column(words)), ((words, words),), HOSTILE, HOSTILE)
    blocks: tuple[Block, ...] = (
        Heading(1, words),
        Paragraph((Run(HOSTILE, strong=True), LineBreak(), Run(HOSTILE, href="https://x.example/"))),
        Paragraph((Run(HOSTILE, code=True), LineBreak(), Run(HOSTILE, emphasis=True))),
        Listing(((Paragraph(words),),)),
        Quote((Paragraph(words),)),
        table,
    )
    document = Document(
        language="id",
        title=HOSTILE,
        author=HOSTILE,
        dated=date(2026, 11, 21),
        kicker=HOSTILE,
        masthead=HOSTILE,
        subtitle=HOSTILE,
        verified=HOSTILE,
        warning=HOSTILE,
        summary=HOSTILE,
        facts=(Fact(HOSTILE, HOSTILE),),
        tables=(table,),
        sections=(Section(HOSTILE, blocks),),
        notes=(Note(1, HOSTILE),),
    )

    pdf = make_pdf(document)

    text = re.sub(r"Halaman\d+dari\d+", "", _words(pdf))
    front, each_table, section, note = 9, 6, 8, 1
    assert text.count(_squeezed(HOSTILE)) == front + 2 * each_table + section + note
    metadata = _read(pdf).metadata
    assert metadata is not None
    assert (metadata.title, metadata.author) == (HOSTILE, HOSTILE)


def test_hostile_words_in_the_footer_come_back_identical() -> None:
    pdf = make_pdf(replace(SMALL, footer=HOSTILE, address=HOSTILE))

    assert _words(pdf).count(_squeezed(HOSTILE)) == 2


def test_a_document_of_nothing_but_a_title_is_made() -> None:
    assert "Judul" in _words(make_pdf(replace(SMALL, author="")))


def test_empty_lists_and_sections_leave_no_heading_behind() -> None:
    document = replace(
        SMALL, sections=(Section("Kosong", ()),), facts=(Fact("Tanpa isi", ""),), tables=(Table((), ()),)
    )

    words = _words(make_pdf(document))

    assert "Kosong" not in words
    assert "Tanpaisi" not in words


def test_a_mark_leads_to_its_note_and_the_note_back() -> None:
    filler = tuple(Paragraph(plain("kata " * 80)) for _ in range(12))
    section = Section("Masalah", (MARKED, *filler, MARKED))

    pdf = make_pdf(replace(SMALL, sections=(section,), notes=(Note(1, "Asal.", "https://asal.example/"),)))

    last = len(_read(pdf).pages)
    assert last > 1
    assert _links(pdf) == [f"page {last}", f"page {last}", "page 1", f"page {last}", "https://asal.example/"]
    assert _squeezed(f"dirujuk di hlm. 1, {last}") in _words(pdf)


def test_a_mark_without_a_note_is_left_out() -> None:
    document = replace(SMALL, sections=(Section("Masalah", (Paragraph((Run("Turun"), NoteMark((7,)))),)),))

    words = _words(make_pdf(document))

    assert "Turun7" not in words
    assert "Turun" in words


def test_only_web_addresses_are_linked() -> None:
    runs = Paragraph((Run("a", href="javascript:alert(1)"), Run("b", href="file:///etc/passwd")))
    notes = (Note(1, "Asal.", "javascript:alert(1)"),)

    pdf = make_pdf(replace(SMALL, sections=(Section("Masalah", (runs,)),), notes=notes, address="data:x"))

    assert _links(pdf) == []


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/" + "kata-panjang-sekali/" * 20,
        "https://a.example/" + "u" * 600,
        "https://a.example/?q=" + "%20" * 300,
    ],
)
def test_a_long_address_stays_inside_the_page_and_comes_back_identical(url: str) -> None:
    section = Section("A", (Paragraph((Run(url, href=url),)),))

    pdf = make_pdf(replace(SMALL, notes=(Note(1, "Asal.", url),), sections=(section,)))

    assert set(_links(pdf)) == {url}
    assert _words(pdf).count(url) == 2
    assert max(float(link["/Rect"][2]) for link in _annotations(_read(pdf))) <= RIGHT_EDGE


def test_a_long_word_in_a_table_and_a_heading_comes_back_identical() -> None:
    word = "panjang" * 40
    table = Table((Column(plain("A")), Column(plain(word))), ((plain(word), plain("x")),))

    words = _words(make_pdf(replace(SMALL, sections=(Section(word, (table,)),))))

    assert words.count(word) == 3


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("rapat 😀 selesai", "rapat [U+1F600] selesai"),
        ("中文 dan →", "[2 tanda tak tercetak, U+4E2D …] dan →"),
        ("\x00a\x1fb\x7f", "ab"),
        ("sand\u00adi \u202ekanan\ufeff\u200b", "sandi kanan"),
        ("z\u0337\u0321algo", "zalgo"),
        ("cafe\u0301", "café"),
        ("\ud800x", "x"),
    ],
)
def test_what_no_font_can_show_never_stops_a_document(text: str, shown: str) -> None:
    pdf = make_pdf(replace(SMALL, title="Judul", sections=(Section("Isi", (Paragraph(plain(text)),)),)))

    assert _squeezed(shown) in _words(pdf)
    assert "Halaman1dari1" in _words(pdf)  # the other words are unharmed


def test_thousands_of_unknown_characters_cost_little_work_of_the_processor() -> None:
    text = "".join(map(chr, range(0x4E00, 0x4E00 + 3000)))
    document = replace(SMALL, summary=text)

    start = time.process_time()
    pdf = make_pdf(document)

    assert time.process_time() - start < 1.5
    assert "3000tandataktercetak" in _squeezed(_words(pdf))


def test_a_document_that_cannot_be_set_is_a_sentence_for_its_reader() -> None:
    with pytest.raises(DocumentNotMade, match="belum dapat dibuat") as failure:
        make_pdf(replace(SMALL, title=""))  # PDF/UA refuses a document without a title

    assert isinstance(failure.value, PortalError)
    assert "typst" not in str(failure.value)


def test_an_english_document_has_english_words() -> None:
    pdf = make_pdf(replace(FULL, language="en"))

    words = _words(pdf)
    assert "Page1of1" in words
    assert "Summary" in words
    assert _root(pdf)["/Lang"] == "en"


def test_a_process_forked_from_one_that_has_typeset_typesets_too() -> None:
    make_pdf(SMALL)
    child = os.fork()
    if child == 0:
        try:
            make_pdf(SMALL)
            PRESS.close()
            os._exit(7)
        finally:
            os._exit(1)

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
