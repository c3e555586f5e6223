"""The month's report as a document and as a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from babel.dates import format_date

from portal import edition
from portal.adoption import Stage
from portal.dashboards.report import LIMITS_OF_KNOWLEDGE, STILL_RUNNING, MonthReport
from portal.dashboards.rules import Month
from portal.dashboards.tables import Head, Rows, tables
from portal.documents import Block, Column, Document, Fact, Listing, Paragraph, Section, Table, plain
from portal.documents.sheets import Cell, Sheet, SheetColumn
from portal.government import Government
from portal.web.figures import long_date, number

MAX_ROWS = 30  # lines of a table on paper; the workbook holds them all


def month_name(month: Month) -> str:
    """Oktober 2026."""
    return str(format_date(month.first, "MMMM y", locale="id_ID"))


def document(found: MonthReport, government: Government) -> Document:
    """The report for reading and for the file."""
    settings = edition.settings()
    return Document(
        language="id",
        title=f"Laporan adopsi inovasi {month_name(found.month)}",
        author=government.name,
        dated=found.dated,
        kicker="Laporan bulanan",
        subtitle=government.name,
        masthead=f"{settings.name} · {government.name}",
        warning="" if found.is_closed else STILL_RUNNING,
        summary=_summary(found),
        facts=_facts(found, government),
        sections=tuple(_sections(found, government)),
        verified=f"Keadaan pada {long_date(found.dated)}",
        footer=f"Dicetak dari {settings.name}",
    )


def sheets(found: MonthReport, government: Government) -> list[Sheet]:
    """The same, a page for each table."""
    remark = f"{government.name}, keadaan pada {long_date(found.dated)}."
    made = [
        Sheet(name, [SheetColumn(heading, width) for heading, width in heads], rows, found.dated, remark)
        for name, heads, rows in tables(found, government, is_paper=False)
    ]
    notes: Rows = [[text] for text in _notes(found)]
    return [*made, Sheet("Catatan", [SheetColumn("Yang perlu diketahui", 110)], notes, found.dated)]


def _summary(found: MonthReport) -> str:
    met = found.met
    sentences = [
        f"{len(found.plans)} rencana sudah diajukan; {found.stages.get(Stage.APPLIED, 0)} di antaranya pada "
        f"tahap penerapan.",
        f"{found.met.part} dari {met.whole} KPI mencapai targetnya." if met.whole else "Belum ada KPI.",
        f"{len(found.late)} langkah kerja terlambat, {len(found.waiting)} masalah menunggu pimpinan.",
    ]
    return " ".join(sentences)


def _facts(found: MonthReport, government: Government) -> tuple[Fact, ...]:
    rate = "belum ada" if found.met.percent is None else f"{found.met.percent}%"
    return (
        Fact("Rencana", str(len(found.plans))),
        Fact("Masuk penerapan bulan ini", str(found.entered.get(Stage.APPLIED, 0))),
        Fact("KPI mencapai target", rate),
        Fact("Langkah terlambat", str(len(found.late))),
        Fact("Masalah dibuka dan ditutup", f"{found.opened} dan {found.closed}"),
        Fact("Menunggu pimpinan", str(len(found.waiting))),
        Fact("OPD tanpa rencana", f"{len(found.without_plan)} dari {len(government.opds)}"),
    )


def _sections(found: MonthReport, government: Government) -> Iterator[Section]:
    for name, heads, rows in tables(found, government, is_paper=True):
        yield Section(name, (_table(heads, rows) if rows else Paragraph(plain("Tidak ada.")),))
    if found.without_plan:
        names: tuple[tuple[Block, ...], ...] = tuple((Paragraph(plain(name)),) for name in found.without_plan)
        yield Section(f"OPD tanpa rencana ({len(names)})", (Listing(names),))
    items: tuple[tuple[Block, ...], ...] = tuple((Paragraph(plain(text)),) for text in _notes(found))
    yield Section("Yang tidak dapat disusun ulang", (Listing(items),))


def _notes(found: MonthReport) -> tuple[str, ...]:
    return LIMITS_OF_KNOWLEDGE if found.is_closed else (STILL_RUNNING, *LIMITS_OF_KNOWLEDGE)


def _table(heads: Sequence[Head], rows: Rows) -> Table:
    columns = tuple(
        Column(plain(heading), is_number=bool(rows) and isinstance(rows[0][place], int))
        for place, (heading, _) in enumerate(heads)
    )
    shown = tuple(tuple(plain(_written(cell) or "–") for cell in row) for row in rows[:MAX_ROWS])
    rest = len(rows) - len(shown)
    remark = f"dan {rest} baris lain; lihat berkas XLSX." if rest > 0 else ""
    return Table(columns, shown, remark=remark)


def _written(cell: Cell) -> str:
    if isinstance(cell, date):
        return long_date(cell)
    return cell if isinstance(cell, str) else "" if cell is None else number(cell)


def address_names(months: Iterable[Month]) -> list[tuple[Month, str]]:
    """Months with their names, for a list of links."""
    return [(month, month_name(month)) for month in months]
