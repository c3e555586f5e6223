"""People from a workbook (XLSX): a template to fill in, and the rows of what comes back."""

from __future__ import annotations

import io

from portal.documents.workbooks import Form, read_book

COLUMNS = (
    ("username", "Nama pengguna", "budi.santoso"),
    ("name", "Nama lengkap", "Budi Santoso, S.STP."),
    ("nip", "NIP", "contoh: 18 digit, sebagai teks"),
    ("email", "Surel", "budi@contoh.go.id"),
    ("position", "Jabatan", "Analis Kebijakan Ahli Muda"),
    ("rank", "Pangkat/golongan", "Penata, III/c"),
    ("role", "Peran", "operator"),
    ("opd", "OPD", "Dinkes"),
    ("kind", "Sifat", "definitif"),
    ("since", "Mulai", "2026-01-01"),
    ("until", "Hari terakhir", ""),
)
MAX_ROWS = 2_000
MAX_CELL = 300  # characters
SHEET = "Pengguna"
FORM = Form(
    headings={name: heading for name, heading, _ in COLUMNS},
    needed=("username", "name"),
    sheet=SHEET,
    max_rows=MAX_ROWS,
    max_cell=MAX_CELL,
)


def template(opd_codes: list[str], roles: list[str], kinds: list[str]) -> bytes:
    """An empty workbook with the headings, text cells throughout, and a sheet of what may be written."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    for number, (_, heading, _) in enumerate(COLUMNS, 1):
        cell = sheet.cell(row=1, column=number, value=heading)
        cell.font = Font(bold=True)
        letter = cell.column_letter
        sheet.column_dimensions[letter].width = 24
        for row in range(2, 202):
            sheet.cell(row=row, column=number).number_format = "@"  # keeps all 18 digits of a NIP
    sheet.freeze_panes = "A2"
    notes = book.create_sheet("Petunjuk")
    notes.append(["Kolom", "Contoh"])
    for _, heading, example in COLUMNS:
        notes.append([heading, example])
    notes.append([])
    for heading, values in (("Peran", roles), ("Sifat", kinds), ("Kode OPD", opd_codes)):
        notes.append([heading, ", ".join(values)])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read(content: bytes) -> list[tuple[int, dict[str, str]]]:
    """The filled rows as (row number, column -> text); raises RuleViolation for an unsound file."""
    return read_book(content, FORM)
