"""Tables from outside: hostile and clumsy ones are refused in a sentence, and nothing is guessed."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from portal.documents.workbooks import MIN_UNPACKED, Form, read_table
from portal.errors import RuleViolation
from portal.values import HIDDEN

FORM = Form({"name": "Nama", "value": "Nilai"}, ("name",), max_rows=3)


def book(*rows: tuple[object, ...]) -> bytes:
    """A workbook with these rows."""
    made = openpyxl.Workbook()
    page = made.active
    assert page is not None
    for row in rows:
        page.append(row)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def zipped(**files: str) -> bytes:
    """A zip with these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def test_numbers_get_a_comma_and_formulas_show_as_themselves() -> None:
    content = book(("Nilai", "Nama"), (7.5, "a"), (1785316, "b"), ("=1+1", "c"))

    assert read_table(content, FORM) == [
        (2, {"name": "a", "value": "7,5"}),
        (3, {"name": "b", "value": "1785316"}),
        (4, {"name": "c", "value": "=1+1"}),
    ]


def test_csv_is_read_with_commas_or_semicolons_and_without_our_own_apostrophes() -> None:
    for text in ('\ufeffNama,Nilai\r\n"a","\'-3,2"\r\n', "Nama;Nilai\na;'-3,2\n"):
        assert read_table(text.encode(), FORM) == [(2, {"name": "a", "value": "-3,2"})]


@pytest.mark.parametrize("separator", ["sep=;\n", '"sep=;"\r\n', ""])
def test_the_line_by_which_excel_names_the_separator_is_no_heading(separator: str) -> None:
    rows = read_table(f"{separator}Nama;Nilai\na;1,5\n".encode(), FORM)

    assert rows == [(2 + bool(separator), {"name": "a", "value": "1,5"})]
    assert read_table(b"Nama\tNilai\na\t1,5\n", FORM) == [(2, {"name": "a", "value": "1,5"})]


@pytest.mark.parametrize(
    ("value", "shape", "text"),
    [
        (0.0892, "0.00%", "8,92%"),
        (0.07, "0%", "7%"),
        (-0.0207, "0.00%;[Red]\\-0.00%", "-2,07%"),
        (1.5, "0%", "150%"),
        (0.1 + 0.2, "0.00%", "30%"),
        (8.92, '0.00"%"', "8,92"),
        (8.92, "General", "8,92"),
        (7.789999999999999, "0.00", "7,79"),
        (1785316, "#,##0", "1785316"),
        (702_300_000_000, '#,##0.0,,,"M"', "#SKALA 702,3"),
        (41000, "#,##0,", "#SKALA 41"),
        ("#DIV/0!", "General", "#DIV/0!"),
        (True, "General", "True"),
    ],
)
def test_a_cell_is_read_as_its_format_shows_it(value: object, shape: str, text: str) -> None:
    made = openpyxl.Workbook()
    page = made.active
    assert page is not None
    page.append(("Nama", "Nilai"))
    page.append(("a", value))
    page["B2"].number_format = shape
    buffer = io.BytesIO()
    made.save(buffer)

    assert read_table(buffer.getvalue(), FORM) == [(2, {"name": "a", "value": text})]


def test_headings_are_known_with_breaks_and_blanks_of_every_kind() -> None:
    content = book((" NAMA\n", "Ni\u00adlai"), ("Uang\u00a0 harian ", 1))

    assert read_table(content, FORM) == [(2, {"name": "Uang harian", "value": "1"})]


def test_a_row_out_of_sight_is_told_and_a_column_out_of_sight_is_refused() -> None:
    made = openpyxl.Workbook()
    page = made.active
    assert page is not None
    for row in (("Nama", "Nilai"), ("a", 1), ("b", 2)):
        page.append(row)
    page.row_dimensions[3].hidden = True
    rows = io.BytesIO()
    made.save(rows)
    page.column_dimensions["B"].hidden = True
    columns = io.BytesIO()
    made.save(columns)

    assert read_table(rows.getvalue(), FORM) == [
        (2, {"name": "a", "value": "1"}),
        (3, {"name": "b", "value": "2", HIDDEN: "ya"}),
    ]
    with pytest.raises(RuleViolation, match="Kolom “Nilai” tersembunyi"):
        read_table(columns.getvalue(), FORM)


def test_a_sheet_out_of_sight_is_not_read() -> None:
    made = openpyxl.Workbook()
    page = made.active
    assert page is not None
    page.append(("Nama",))
    page.append(("rahasia",))
    page.sheet_state = "hidden"
    other = made.create_sheet("Terlihat")
    other.append(("Nama",))
    other.append(("a",))
    buffer = io.BytesIO()
    made.save(buffer)

    assert read_table(buffer.getvalue(), FORM) == [(2, {"name": "a"})]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (zipped(**{"xl/workbook.xml": "0" * (MIN_UNPACKED + 1)}), "terlalu besar"),
        (zipped(**{f"{number}.xml": "" for number in range(101)}), "terlalu besar"),
        (zipped(**{"../keluar": "", "xl/workbook.xml": "", "[Content_Types].xml": ""}), "wajar"),
        (zipped(**{"xl/vbaProject.bin": "", "xl/workbook.xml": "", "[Content_Types].xml": ""}), "makro"),
        (zipped(**{"xl/workbook.xml": "<a", "[Content_Types].xml": "<a"}), "rusak"),
        (zipped(**{"catatan.txt": "bukan buku kerja"}), "bukan buku kerja"),
        (b'Nama;Nilai\na;"b', "tanda kutip"),
        (b"", "kosong"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 isi", "XLS lama"),
        (b"\xef\xbb\xbf<HTML><table>", "halaman web"),
        (b"%PDF-1.7", "PDF"),
        ("Nama;Nilai".encode("utf-16"), "UTF-16"),
        (b"Namaa;Nilai\na;b", "Apakah “Namaa”"),
        (b"Nama|Nilai\na|b", "“Nama|Nilai”"),
        ("Nama\né".encode("latin-1"), "UTF-8"),
        (b"Nama\n" + b"a\n" * 4, "Paling banyak 3 baris"),
        (book(("Nama",), *([("a",)] * 4)), "Paling banyak 3 baris"),
        (book(("Lain",), ("a",)), "“Nama” tidak ada"),
    ],
)
def test_what_is_no_sound_table_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(RuleViolation, match=sentence):
        read_table(content, FORM)
