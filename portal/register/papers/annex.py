"""The annex of the penetapan as a workbook, with the headings of the forms in use."""

from __future__ import annotations

from datetime import date

from portal.documents.sheets import Sheet, SheetColumn
from portal.register.papers.dossier import YearDossier
from portal.web.figures import long_date

COLUMNS = (
    SheetColumn("NO", 6),
    SheetColumn("NAMA INOVASI", 36),
    SheetColumn("PERANGKAT DAERAH", 36),
    SheetColumn("UNIT", 24),
    SheetColumn("BENTUK", 26),
    SheetColumn("JENIS", 14),
    SheetColumn("TAHAPAN", 14),
    SheetColumn("INISIATOR", 20),
    SheetColumn("URUSAN", 30),
    SheetColumn("WAKTU PENERAPAN", 20),
)


def annex_sheet(dossier: YearDossier, made: date) -> Sheet:
    """A row an innovation."""
    rows = [
        (
            place,
            one.title,
            one.office,
            one.unit or "-",
            one.form,
            one.technology,
            one.stage,
            one.initiator,
            one.affair,
            long_date(one.applied_on) if one.applied_on else "-",
        )
        for place, one in enumerate(dossier.innovations, 1)
    ]
    return Sheet(f"Lampiran {dossier.year}", COLUMNS, rows, made)
