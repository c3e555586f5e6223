"""Every paper says what the record says, as an editable draft and as a PDF for everyone."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.shared import Mm
from docx.table import Table
from PIL import Image
from pypdf import PdfReader

from portal.documents import Layout, coat_of_arms
from portal.errors import NotFound
from portal.government.sender import sender_of
from portal.visits.papers.dossier import Dossier, Host, Need
from portal.visits.papers.registry import FACTS, PAPERS, Paper, docx_of, get_paper, papers_for, pdf_of
from tests.unit.visit_papers.sample import DAY, dossier, government, people, questions, sender

HOSTILE = (
    'A & B < > " {{ x }} {% y %} #read("/etc/passwd") $x$ \\ *b* _u_ // /* */ <b>tebal</b> \'s\' ]]> &amp; #'
)
EMOJI = "setuju 👍🏽"
CONTROLS = "satu\x00\x08\x1bdua"
EVERY = pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
EXPECTED = {
    "telaahan-staf": ("TELAAHAN STAF", "Akta kelahiran lambat terbit", "Jaringan internet desa memadai.",
                      "Belajar akta daring", "Rp3.000.000", "Rp40.000.000", "12 pertanyaan",
                      "Mempelajari pembagian kerja dinas dan desa."),
    "nota-dinas": ("NOTA DINAS", "Sekretaris Daerah Kabupaten Contoh", "Peserta Ke-6", "Rp3.000.000",
                   "setuju"),
    "kak": ("KERANGKA ACUAN KERJA", "2.12.01.2.06.0009 Rapat", "Akta Jempol (Kabupaten Teladan)", "1.800.000",
            "5.1.02.04.01.0001", "2 (dua) hari"),
    "surat-permohonan": ("400.14.5.1/", "Kepala Dinas Kependudukan dan Pencatatan Sipil Kabupaten Teladan",
                         "5 sampai 6 Oktober 2026", "Senin, 12 Oktober 2026", "09.00–10.30 WIB",
                         "Jumat, 25 September 2026", "DAFTAR PESERTA", "DAFTAR PERTANYAAN", "Peserta Ke-6"),
    "daftar-peserta": ("Peserta Ke-1", "Penata (III/c)", "19**************01", "Dokumentasi"),
    "daftar-pertanyaan": ("tahun ke-12", "Dibagi 1 banding satu.", "Salinan Perbup 1", "Belum terjawab."),
    "jadwal": ("09.15–10.45 WIB", "Pemaparan layanan", "(dibatalkan)"),
    "surat-tugas": ("SURAT TUGAS", "800.1.11.1/", "400/12/2026", "Peserta Ke-6", "Kabupaten Teladan"),
    "spd": ("SURAT PERJALANAN DINAS", "000.1.2.3", "Peserta Ke-6", "Kendaraan dinas", "5 Oktober 2026",
            "Berangkat dari", "VII. Perhatian"),
    "daftar-hadir": ("DAFTAR HADIR", "Peserta Ke-6", "Tanda tangan"),
    "notula": ("NOTULA", "09.15–10.45 WIB", "Teladan mengirim salinan SOP", "Menyusun SOP akta di desa"),
    "laporan": ("LAPORAN HASIL PERJALANAN DINAS", "11 dari 12 pertanyaan terjawab", "98% (2025)",
                "Pengantaran kurir", "Adaptasi", "6 foto"),
    "rtl": ("RENCANA TINDAK LANJUT", "0 desa → 3 desa", "Rp15.000.000", "30 Apr 2027", "Jaringan putus"),
    "surat-minat-replikasi": ("Bupati Teladan", "Akta Jempol", "Badan Strategi Kebijakan Dalam Negeri",
                              "izin replikasi"),
}  # fmt: skip


def docx_text(content: bytes) -> str:
    """Every paragraph and cell of a DOCX, in order."""
    file = docx.Document(BytesIO(content))
    parts: list[str] = []
    for block in file.iter_inner_content():
        if isinstance(block, Table):
            parts += [cell.text for row in block.rows for cell in row.cells]
        else:
            parts.append(block.text)
    return "\n".join(parts)


def pdf_text(content: bytes) -> str:
    """The text of a PDF, its lines joined."""
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def squeezed(text: str) -> str:
    """Text without any space: lines may be broken anywhere."""
    return re.sub(r"\s+", "", text)


@EVERY
def test_a_draft_says_what_the_record_says(paper: Paper) -> None:
    text = docx_text(docx_of(paper, dossier(), sender()))

    assert [fact for fact in EXPECTED[paper.name] if fact not in text] == []
    assert "[nomor]" in text or paper.name not in ("surat-tugas", "spd", "notula", "surat-permohonan")


@EVERY
def test_a_pdf_says_what_the_record_says_and_can_be_read_aloud(paper: Paper) -> None:
    content = pdf_of(paper, dossier(), sender())

    text = squeezed(pdf_text(content))
    assert [fact for fact in EXPECTED[paper.name] if squeezed(fact) not in text] == []
    assert b"pdfuaid" in content


@pytest.mark.parametrize("paper", PAPERS[:4], ids=lambda paper: paper.name)
def test_a_paper_is_the_same_bytes_on_any_day(paper: Paper) -> None:
    record = dossier()

    assert docx_of(paper, record, sender()) == docx_of(paper, record, sender())
    assert pdf_of(paper, record, sender()) == pdf_of(paper, record, sender())


@EVERY
def test_a_record_that_knows_nothing_yet_gives_a_paper_with_gaps(paper: Paper) -> None:
    empty = Dossier(
        id=1, title="Belajar akta", mode="perjalanan", need=Need("Akta lambat"), stage="draf",
        host=Host("", "Kabupaten Teladan"), opd_code="Disdukcapil", opd="Disdukcapil", stage_name="Draf",
    )  # fmt: skip

    text = docx_text(docx_of(paper, empty, sender()))

    assert text
    assert pdf_of(paper, empty, sender())
    assert paper.missing(empty)
    assert paper.missing(dossier()) == []


@pytest.mark.parametrize("name", ["surat-permohonan", "surat-tugas", "daftar-hadir", "laporan"])
def test_thirty_participants_fit(name: str) -> None:
    record = replace(dossier(), delegates=people(30))
    paper = get_paper(record, name)

    drafted, printed = docx_text(docx_of(paper, record, sender())), pdf_text(pdf_of(paper, record, sender()))

    for place in range(1, 31):
        assert f"Peserta Ke-{place}\n" in drafted
        assert f"Peserta Ke-{place}" in printed


@EVERY
def test_words_that_look_like_code_come_back_as_they_were_typed(paper: Paper) -> None:
    record = hostile(HOSTILE)

    text = docx_text(docx_of(paper, record, sender()))
    printed = pdf_text(pdf_of(paper, record, sender()))

    assert HOSTILE in text
    assert squeezed(HOSTILE).casefold() in squeezed(printed).casefold()  # a subject is set in capitals


@EVERY
def test_emoji_and_controls_spoil_no_paper(paper: Paper) -> None:
    record = hostile(f"{EMOJI} {CONTROLS}")

    text = docx_text(docx_of(paper, record, sender()))

    assert f"{EMOJI} satudua" in text
    assert pdf_of(paper, record, sender())


def hostile(text: str) -> Dossier:
    """The sample with a text in every place that all papers share."""
    first, *others = people(6)
    return replace(
        dossier(),
        title=text,
        purpose=text,
        need=replace(dossier().need, title=text),
        delegates=(replace(first, name=text), *others),
        questions=(replace(questions(1, answered=False)[0], text=text),),
    )


def test_a_draft_has_the_paper_font_and_margins_of_the_government() -> None:
    layout = Layout(paper="F4", font="Bookman Old Style", size=11, left=25)
    paper = get_paper(dossier(), "surat-tugas")

    file = docx.Document(BytesIO(docx_of(paper, dossier(), sender(layout=layout))))
    page = PdfReader(BytesIO(pdf_of(paper, dossier(), sender(layout=layout)))).pages[0]

    section = file.sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert section.left_margin is not None
    assert abs(section.page_width - Mm(215)) < Mm(0.1)
    assert abs(section.page_height - Mm(330)) < Mm(0.1)
    assert abs(section.left_margin - Mm(25)) < Mm(0.1)
    assert file.styles["Normal"].font.name == "Bookman Old Style"
    assert [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] == [215, 330]


def test_a_draft_uses_real_headings_and_repeats_the_header_row_of_its_tables() -> None:
    file = docx.Document(BytesIO(docx_of(get_paper(dossier(), "laporan"), dossier(), sender())))

    styles = {paragraph.style.name for paragraph in file.paragraphs if paragraph.style}
    assert {"Title", "Heading 2", "Heading 3", "List Number"} <= styles
    repeated = [table for table in file.tables if "w:tblHeader" in table.rows[0]._tr.xml]
    assert len(repeated) >= 5


def test_the_coat_of_arms_stands_in_the_letterhead_with_words_for_who_cannot_see_it() -> None:
    arms = coat_of_arms(picture())
    paper = get_paper(dossier(), "nota-dinas")

    file = docx.Document(BytesIO(docx_of(paper, dossier(), sender(arms=arms))))
    page = PdfReader(BytesIO(pdf_of(paper, dossier(), sender(arms=arms)))).pages[0]

    assert len(file.inline_shapes) == 1
    assert file.inline_shapes[0]._inline.docPr.get("descr") == "Lambang daerah"
    assert len(page.images) == 1


def picture() -> bytes:
    """A red square."""
    made = BytesIO()
    Image.new("RGB", (20, 20), "red").save(made, "PNG")
    return made.getvalue()


def test_a_picture_that_cannot_be_read_costs_no_letter(tmp_path: Path) -> None:
    (tmp_path / "government").mkdir()
    (tmp_path / "government" / "lambang.png").write_bytes(picture()[:40])
    rules = government().letters.model_copy(update={"coat_of_arms": "lambang.png"})
    ours = government().model_copy(update={"letters": rules})

    found = sender_of(ours, content=tmp_path, font_folder="", portal="", dated=DAY)

    assert found.arms == b""
    assert pdf_of(get_paper(dossier(), "nota-dinas"), dossier(), found)


def test_a_desk_study_needs_no_travel_papers() -> None:
    desk = replace(dossier(), mode="meja")

    names = {paper.name for paper in papers_for(desk)}

    assert "laporan" in names
    assert not names & {"spd", "surat-tugas", "surat-permohonan", "daftar-hadir"}
    with pytest.raises(NotFound):
        get_paper(desk, "spd")


def test_every_paper_has_two_pages_of_its_own_for_each_traveller() -> None:
    paper = get_paper(dossier(), "spd")

    pages = PdfReader(BytesIO(pdf_of(paper, dossier(people_count=3), sender()))).pages

    assert len(pages) == 6
    for place, page in enumerate(pages):
        assert f"Peserta Ke-{place // 2 + 1}" in page.extract_text()


def test_what_is_missing_is_said_in_words_of_the_form() -> None:
    paper = get_paper(dossier(), "laporan")

    missing = paper.missing(dossier(reported=False))

    assert missing == [
        "waktu pelaksanaan di jadwal", "jawaban", "ringkasan hasil", "rekomendasi setiap inovasi",
        "tindak lanjut",
    ]  # fmt: skip
    assert {key for one in PAPERS for key in one.asks} == set(FACTS)


def test_a_long_text_in_a_narrow_column_loses_no_word() -> None:
    words = " ".join(f"kata{place}" for place in range(400))
    first, second = dossier().follow_ups
    record = replace(dossier(), follow_ups=(replace(first, risk=words), replace(second, risk=words[:600])))

    text = squeezed(pdf_text(pdf_of(get_paper(record, "rtl"), record, sender())))

    assert [word for word in words.split() if word not in text] == []
