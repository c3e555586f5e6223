"""Visits as a table for a file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from portal import clock
from portal.documents.sheets import Sheet
from portal.government import Government
from portal.records.lists import ListColumn, list_sheet
from portal.visits.models import Visit
from portal.visits.page import host_name
from portal.visits.rules import MODE_NAMES
from portal.web.figures import long_date

COLUMNS = (
    ListColumn("Nomor", 8, lambda visit: visit.id),
    ListColumn(Visit.opd, 14),
    ListColumn(Visit.title, 40),
    ListColumn(Visit.mode, 14, lambda visit: MODE_NAMES[visit.mode]),
    ListColumn(Visit.stage, 16),
    ListColumn(Visit.region, 26, host_name),
    ListColumn(Visit.host_unit, 30),
    ListColumn(Visit.start, 14),
    ListColumn(Visit.end, 14),
    ListColumn("Peserta", 10, lambda visit: len(visit.members)),
    ListColumn("Pertanyaan", 12, lambda visit: len(visit.questions)),
    ListColumn("Terjawab", 10, lambda visit: sum(bool(question.answer) for question in visit.questions)),
    ListColumn("Biaya (rupiah)", 18, lambda visit: visit.total),
    ListColumn("Dilaporkan", 14, lambda visit: visit.reported_on),
    ListColumn("Tindak lanjut", 12, lambda visit: len(visit.follow_ups)),
    ListColumn(
        "Menjadi rencana", 14, lambda visit: sum(item.plan_id is not None for item in visit.follow_ups)
    ),
    ListColumn("Kabar terakhir", 14, lambda visit: clock.local(visit.last_news_at).date()),
)


def visit_sheet(visits: Iterable[Visit], government: Government, today: date, *, total: int = 0) -> Sheet:
    """A list of visits as a table."""
    remark = f"{government.name}, {long_date(today)}."
    return list_sheet("Kunjungan", COLUMNS, visits, today, remark, total=total)
