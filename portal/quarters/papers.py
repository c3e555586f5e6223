"""The evaluation on paper and as a workbook: fifteen columns, money beside results."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from portal.documents import Attachment, Block, Inlines, Letter, Pairs, Table, plain
from portal.documents.pieces import columns, heading, lines, text, written
from portal.documents.sheets import Cell, Sheet, SheetColumn
from portal.government.papers import Paper
from portal.government.sender import Sender, place_and_day
from portal.government.signing import by_agency
from portal.quarters.rules import ROMAN, Quarter
from portal.web.figures import number, rupiah

UNKNOWN = "–"
MILLION = 1_000_000
DOUBT = (
    "Susunan lima belas kolom dari satu contoh daerah; nomor formulirnya belum diketahui. Target Renstra dan "
    "realisasi sampai tahun n-2 tidak dicatat di portal. Tingkat capaian kinerja ialah jarak dari keadaan "
    "awal ke target."
)


@dataclass(frozen=True)
class Dossier:
    """An agency's quarter as it is printed."""

    quarter: Quarter
    code: str
    office: str
    dated: date
    is_settled: bool
    figures: dict[str, Any]
    factors: tuple[tuple[str, str], ...]  # label and text


def build(found: Dossier, sender: Sender) -> tuple[Letter, ...]:
    """The paper: figures, factors, the table on a page of its own."""
    sender = replace(sender, dated=found.dated)  # what was settled is the same file on any day
    signing = by_agency(sender, found.office, found.code)
    return (
        Letter(
            title="Evaluasi Renja",
            layout=sender.layout,
            dated=found.dated,
            author=sender.government.name,
            letterhead=signing.letterhead,
            subject=f"{found.quarter.name}, {found.office}",
            blocks=tuple(_text(found)),
            signatories=(signing.signatory(*place_and_day(sender)),),
            attachments=(
                Attachment(
                    "Tabel evaluasi", (_table(found), text(f"Rp dalam jutaan. {DOUBT}")), is_wide=True
                ),
            ),
        ),
    )


def _text(found: Dossier) -> Iterator[Block]:
    rows = found.figures["rows"]
    spent = sum(row["spent"] or 0 for row in rows)
    ceiling = sum(row["ceiling"] or 0 for row in rows)
    plans = len({row["plan"] for row in rows})
    yield Pairs(
        (
            ("Rencana adopsi", plain(f"{plans} rencana, {sum(bool(row['kpi']) for row in rows)} indikator")),
            ("Pagu tahun ini", plain(rupiah(ceiling))),
            ("Realisasi sampai triwulan ini", plain(rupiah(spent))),
            (
                "Inovasi di register",
                plain(
                    ", ".join(
                        f"{name.lower()} {count}" for name, count in found.figures["innovations"].items()
                    )
                ),
            ),
        )
    )
    if not found.is_settled:
        yield text("Angka sementara: triwulan ini belum ditetapkan, jadi isinya masih dapat berubah.")
    for label, said in found.factors:
        yield heading(label)
        yield from written(said, label.lower())


def _money(value: int | None) -> str:
    """In millions, as columns are narrow; the workbook has every rupiah."""
    return UNKNOWN if value is None else number(round(Decimal(value) / MILLION, 1).normalize())


def _figure(value: str) -> str:
    return number(Decimal(value)) if value else UNKNOWN


def _percent(row: dict[str, Any]) -> Inlines:
    result = UNKNOWN if row["attained"] is None else f"K {row['attained']}"
    return lines(result, f"Rp {100 * row['spent'] // row['ceiling']}" if row["ceiling"] else "")


HEADS = (
    ("No.", 8),
    ("Sasaran", 24),
    ("Program/kegiatan", 18),
    ("Indikator kinerja", 18),
    ("Target Renstra", 15),
    ("Realisasi s/d n-2", 16),
    ("Target Renja", 15),
    *((f"TW {one}", 10) for one in ROMAN),
    ("Realisasi Renja", 16),
    ("Realisasi Renstra", 16),
    ("Capaian %", 16),
    ("PD", 19),
)


def _table(found: Dossier) -> Table:
    rows = []
    for place, row in enumerate(found.figures["rows"], 1):
        quarters = []
        for at, value in enumerate(row["results"]):
            here = row["spent_here"] if at + 1 == found.quarter.number else None
            money = f"Rp {_money(here)}" if at + 1 == found.quarter.number and row["ceiling"] else ""
            quarters.append(lines(_figure(value), money))
        last = next((value for value in reversed(row["results"]) if value), "")
        name = f"{row['kpi']} ({row['unit']})" if row["unit"] else row["kpi"]
        with_money = bool(row["ceiling"])
        rows.append(
            (
                plain(str(place)),
                plain(row["aim"] or UNKNOWN),
                lines(row["code"], row["title"]),
                plain(name or UNKNOWN),
                plain(UNKNOWN),
                plain(UNKNOWN),
                lines(_figure(row["target"]), f"Rp {_money(row['ceiling'])}" if with_money else ""),
                *quarters,
                lines(_figure(last), f"Rp {_money(row['spent'])}" if with_money else ""),
                plain(UNKNOWN),
                _percent(row),
                plain(found.code),
            )
        )
    empty = (plain(""), plain("Belum ada rencana yang berjalan"), *(plain("") for _ in range(13)))
    return Table(columns(*HEADS), tuple(rows) or (empty,))


PAPER: Paper[Dossier] = Paper(
    "evaluasi-renja",
    "Evaluasi Renja",
    "Hasil ukur, uang, faktor pendorong dan penghambat satu triwulan.",
    "Triwulan",
    build,
)


SHEET_HEADS = (
    SheetColumn("No", 6),
    SheetColumn("Sasaran", 36),
    SheetColumn("Kode", 18),
    SheetColumn("Program/Kegiatan", 40),
    SheetColumn("Indikator Kinerja", 36),
    SheetColumn("Satuan", 12),
    SheetColumn("Target Renstra K"),
    SheetColumn("Realisasi s/d tahun n-2 K"),
    SheetColumn("Target Renja K"),
    SheetColumn("Target Renja Rp"),
    *(SheetColumn(f"Realisasi TW {one} K") for one in ROMAN),
    SheetColumn("Realisasi triwulan ini Rp"),
    SheetColumn("Realisasi Renja Rp"),
    SheetColumn("Tingkat Capaian K (%)"),
    SheetColumn("Tingkat Capaian Rp (%)"),
    SheetColumn("PD Penanggung Jawab", 20),
)


def sheet(found: Dossier) -> Sheet:
    """The table as a workbook; results and money in columns of their own."""
    rows: list[list[Cell]] = []
    for place, row in enumerate(found.figures["rows"], 1):
        results: list[Cell] = [Decimal(value) if value else None for value in row["results"]]
        share = 100 * row["spent"] // row["ceiling"] if row["ceiling"] else None
        target = Decimal(row["target"]) if row["target"] else None
        rows.append(
            [
                place,
                row["aim"],
                row["code"],
                row["title"],
                row["kpi"],
                row["unit"],
                None,
                None,
                target,
                row["ceiling"],
                *results,
                row["spent_here"],
                row["spent"],
                row["attained"],
                share,
                found.code,
            ]
        )
    remark = f"{found.office}, {found.quarter.name}. {'' if found.is_settled else 'Angka sementara. '}{DOUBT}"
    return Sheet(f"Renja {found.quarter}", SHEET_HEADS, rows, found.dated, remark)
