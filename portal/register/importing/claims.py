"""A sheet about one innovation: its indicators with claimed and verified scores, or its proposal. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from portal.documents.grids import Cell, Grid
from portal.errors import RuleViolation
from portal.records.privacy import without_persons
from portal.register.importing import cells
from portal.same import folded
from portal.taxonomy.profile import OneSheet, ProfileRules
from portal.values import Unreadable

FIRST_INDICATOR = 16  # the sheet counts its rows from 1, the index from 16
COLUMNS = {
    "no": ("no",),
    "name": ("indikator inovasi",),
    "information": ("informasi",),
    "claimed": ("bobot awal",),
    "claimed_level": ("parameter awal",),
    "verified": ("bobot akhir",),
    "verified_level": ("parameter akhir",),
    "note": ("keterangan",),
    "paper": ("dokumen pendukung", "nama"),
    "paper_number": ("nomor",),
    "paper_day": ("tanggal",),
}


@dataclass
class Claim:
    """A row of such a sheet: what it is called, what it says, what is strange."""

    row: int
    name: str
    text: str
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def told(self) -> dict[str, Any]:
        """The row as JSON tells and stores it."""
        found = {"row": self.row, "name": self.name, "text": self.text, "problems": self.problems}
        return {**found, **self.values}


@dataclass(frozen=True)
class Claims:
    """The whole sheet, its sums, and what was left out because it is about persons."""

    title: str
    rows: tuple[Claim, ...]
    totals: dict[str, Any] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()


def read(grid: Grid, sheet: OneSheet, profile: ProfileRules) -> Claims:
    """Read a sheet; raises RuleViolation where its columns are not found."""
    return _indicators(grid, sheet) if sheet.id == "iid-indikator" else _sections(grid, sheet, profile)


def _indicators(grid: Grid, sheet: OneSheet) -> Claims:
    wanted = {folded(mark) for mark in sheet.marks}
    top = next(
        (
            place
            for place, row in enumerate(grid.rows)
            if len(wanted & {folded(cells.line(cell)) for cell in row.cells}) >= 0.6 * len(wanted)
        ),
        None,
    )
    if top is None:
        raise RuleViolation("Judul kolom lembar indikator tidak ditemukan.")
    heads = [
        [folded(cells.line(cell)) for cell in grid.rows[place].cells]
        for place in (top, min(top + 1, len(grid.rows) - 1))
    ]
    places = {key: _place(heads, names) for key, names in COLUMNS.items()}
    rows: list[Claim] = []
    for row in grid.rows[top + 1 :]:

        def cell(key: str, given: Sequence[Cell] = row.cells) -> Cell:
            place = places[key]
            return given[place] if place is not None and place < len(given) else None

        number, name = cells.line(cell("no")).rstrip(". "), cells.line(cell("name"))
        if not number.isdigit() or not name:
            continue
        rows.append(_indicator(row.number, int(number), name, cell))
    if rows and rows[0].values["indicator"] < FIRST_INDICATOR:  # counted from 1 on
        for one in rows:
            one.values["indicator"] += FIRST_INDICATOR - 1
    title = next((cells.line(one.cells[0]) for one in grid.rows[:top] if one.cells and one.cells[0]), "")
    return Claims(title, tuple(rows), _totals(rows))


def _place(heads: Sequence[Sequence[str]], names: Sequence[str]) -> int | None:
    for name in reversed(names):  # the lower line of headings says it better
        for texts in reversed(heads):
            if name in texts:
                return texts.index(name)
    return None


def _indicator(row: int, number: int, name: str, cell: Any) -> Claim:
    found = Claim(row, name.rstrip(" *"), cells.line(cell("information")))
    found.values["indicator"] = number
    for key in ("claimed", "verified"):
        try:
            score = cells.score(cell(key))
            found.values[key] = None if score is None else format(score, "f")
        except Unreadable as error:
            what = "klaim" if key == "claimed" else "verifikasi"
            found.problems.append(f"{what}: {str(error).rstrip('.')}")
            found.values[key] = None
        found.values[f"{key}_level"] = cells.line(cell(f"{key}_level"))
    found.values["note"] = without_persons(cells.line(cell("note")))
    paper = {
        "name": without_persons(cells.line(cell("paper"))),
        "number": cells.line(cell("paper_number")),
    }
    try:
        dated = cells.day(cell("paper_day"))
    except Unreadable as error:
        dated = None
        found.problems.append(f"tanggal dokumen: {str(error).rstrip('.')}")
    if any(paper.values()):
        found.values["paper"] = {**paper, "date": dated.isoformat() if dated else None}
    levels = f"klaim {found.values['claimed'] or '–'}, terverifikasi {found.values['verified'] or '–'}"
    note = f" {found.values['note']}." if found.values["note"] else ""
    shown = f" Dokumen: {', '.join(part for part in paper.values() if part)}." if any(paper.values()) else ""
    found.text = f"{found.text} ({levels}).{note}{shown}"
    return found


def _totals(rows: Sequence[Claim]) -> dict[str, Any]:
    """Sums of both scores, and which indicators lost points or got none."""

    def figure(one: Claim, key: str) -> Decimal:
        return Decimal(one.values[key] or 0)

    def plain(value: Decimal) -> int | float:
        return int(value) if value == int(value) else float(value)

    pairs = [(one.values["indicator"], figure(one, "claimed"), figure(one, "verified")) for one in rows]
    claimed = sum((before for _, before, _ in pairs), Decimal(0))
    verified = sum((after for *_, after in pairs), Decimal(0))
    return {
        "indicators": len(rows),
        "claimed": plain(claimed),
        "verified": plain(verified),
        "lowered": [number for number, before, after in pairs if 0 < after < before],
        "zero": [number for number, before, after in pairs if before and not after],
    }


def _sections(grid: Grid, sheet: OneSheet, profile: ProfileRules) -> Claims:
    personal = {folded(name) for name in profile.personal.names} | {"penanggung jawab inovator"}
    limits = {folded(name): most for name, most in sheet.limits.items()}
    rows, dropped, title, over = [], [], "", []
    for row in grid.rows:
        label = cells.line(row.cells[0]) if row.cells else ""
        beside = next((cell for cell in row.cells[1:] if cell not in (None, "")), None)
        if not label or folded(label) in ("data", "uraian", "isian"):
            continue
        if folded(label) in personal:
            dropped.append(label)
            continue
        text = without_persons(cells.text(beside))
        found = Claim(row.number, label, text)
        if folded(label) == "judul inovasi":
            title = text
        words, most = len(text.split()), limits.get(folded(label))
        if most is not None:
            found.values["words"] = words
            if words > most:
                found.problems.append(f"{words} kata; paling banyak {most}")
                over.append(f"{label} {words} > {most}")
        if cells.is_nothing(beside):
            found.problems.append("kosong")
        rows.append(found)
    totals = {
        "rows": len(rows),
        "over_limit": over,
        "empty": [one.name for one in rows if "kosong" in one.problems],
    }
    return Claims(re.sub(r"\s+", " ", title), tuple(rows), totals, tuple(dropped))
