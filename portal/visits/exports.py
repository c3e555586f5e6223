"""Visits as a table for a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from portal import clock
from portal.documents.sheets import Cell, Sheet, SheetColumn
from portal.government import Government
from portal.visits.models import Visit
from portal.visits.page import host_name
from portal.visits.rules import MODE_NAMES, STAGE_NAMES
from portal.web.figures import long_date

COLUMNS = (
    ("Nomor", 8), ("OPD", 14), ("Kunjungan", 40), ("Cara", 14), ("Tahap", 16), ("Daerah tujuan", 26),
    ("Unit", 30), ("Hari pertama", 14), ("Hari terakhir", 14), ("Peserta", 10), ("Pertanyaan", 12),
    ("Terjawab", 10), ("Biaya (rupiah)", 18), ("Dilaporkan", 14), ("Tindak lanjut", 12),
    ("Menjadi rencana", 14), ("Kabar terakhir", 14),
)  # fmt: skip


def visit_sheet(visits: Iterable[Visit], government: Government, today: date) -> Sheet:
    """A list of visits as a table."""
    columns = [SheetColumn(heading, width) for heading, width in COLUMNS]
    return Sheet("Kunjungan", columns, _rows(visits), today, f"{government.name}, {long_date(today)}.")


def _rows(visits: Iterable[Visit]) -> Iterator[Sequence[Cell]]:
    for visit in visits:
        yield (
            visit.id, visit.opd, visit.title, MODE_NAMES[visit.mode], STAGE_NAMES[visit.stage],
            host_name(visit), visit.host_unit, visit.start, visit.end, len(visit.members),
            len(visit.questions), sum(bool(question.answer) for question in visit.questions), visit.total,
            visit.reported_on, len(visit.follow_ups),
            sum(item.plan_id is not None for item in visit.follow_ups),
            clock.local(visit.last_news_at).date(),
        )  # fmt: skip
