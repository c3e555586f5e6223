"""A printed table: no column is narrower than its longest word, whatever stands beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from portal.documents import Column, Document, Run, Section, Table, make_pdf, plain

SMALL = Document(language="id", title="Judul", author="Pemkab", dated=date(2026, 11, 21))
RIGHT_EDGE = 595.28 - 20 / 25.4 * 72 + 3  # points: A4 less the margin; punctuation may hang into it
STAGES = ("Usulan", "Telaah", "Persiapan", "Uji coba", "Evaluasi", "Penerapan", "Perluasan", "Dihentikan")
CROWDED = Table(
    (Column(plain("OPD")), *(Column(plain(name), is_number=True) for name in (*STAGES, "Dipertahankan"))),
    tuple((plain(opd), *(plain("1") for _ in range(9))) for opd in ("Disdukcapil", "DPMPTSP dan Naker")),
)
UNEVEN = Table(
    tuple(Column(plain(name)) for name in ("Masalah", "OPD", "Dibuka", "Menunggu", "Tenggat")),
    (
        (
            plain("Jaringan di kecamatan sering putus sehingga petugas harus kembali " * 2),
            plain("Disdukcapil"),
            plain("3 November 2026"),
            plain("Sekretaris Daerah"),
            plain("30 November 2026"),
        ),
    ),
)


@pytest.mark.parametrize("table", [CROWDED, UNEVEN], ids=["many columns", "long beside short"])
@pytest.mark.parametrize("is_section", [True, False], ids=["below a heading", "across the page"])
def test_no_word_of_a_table_is_broken_joined_to_its_neighbour_or_off_the_page(
    table: Table, is_section: bool
) -> None:
    parts: dict[str, Any] = (
        {"sections": (Section("Tabel", (table,)),)} if is_section else {"tables": (table,)}
    )
    cells = [column.header for column in table.columns] + [cell for row in table.rows for cell in row]
    typed = {word for cell in cells for part in cell if isinstance(part, Run) for word in part.text.split()}

    reader = PdfReader(BytesIO(make_pdf(replace(SMALL, **parts))))

    assert typed <= {word for page in reader.pages for word in page.extract_text().split()}
    assert max(_ends(reader)) <= RIGHT_EDGE


def _ends(reader: PdfReader) -> Iterator[float]:
    """Where each piece of text ends at least, in points: a letter is no narrower than a third of its size."""
    found: list[float] = []
    for page in reader.pages:
        page.extract_text(
            visitor_text=lambda text, _c, at, _f, size: found.append(at[4] + len(text.strip()) * size / 3)
        )
    yield from found
