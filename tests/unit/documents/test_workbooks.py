"""Tables from outside: hostile and clumsy ones are refused in a sentence, and nothing is guessed."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from portal.documents.workbooks import MAX_UNPACKED, Form, read_table
from portal.errors import RuleViolation

FORM = Form({"name": "Nama", "value": "Nilai"}, ("name",), max_rows=3, comma=True)


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


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (zipped(**{"xl/workbook.xml": "0" * (MAX_UNPACKED + 1)}), "terlalu besar"),
        (zipped(**{f"{number}.xml": "" for number in range(101)}), "terlalu besar"),
        (zipped(**{"../keluar": "", "xl/workbook.xml": "", "[Content_Types].xml": ""}), "wajar"),
        (zipped(**{"xl/vbaProject.bin": "", "xl/workbook.xml": "", "[Content_Types].xml": ""}), "makro"),
        (zipped(**{"xl/workbook.xml": "<a", "[Content_Types].xml": "<a"}), "rusak"),
        (zipped(**{"catatan.txt": "bukan buku kerja"}), "bukan buku kerja"),
        (b'Nama;Nilai\na;"b', "tanda kutip"),
        ("Nama\né".encode("latin-1"), "UTF-8"),
        (b"Nama\n" + b"a\n" * 4, "Paling banyak 3 baris"),
        (book(("Nama",), *([("a",)] * 4)), "Paling banyak 3 baris"),
        (book(("Lain",), ("a",)), "“Nama” tidak ada"),
    ],
)
def test_what_is_no_sound_table_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(RuleViolation, match=sentence):
        read_table(content, FORM)
