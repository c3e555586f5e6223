"""The rows of a file that are data, with the owner carried down, and without what is no innovation. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from portal.documents.grids import Cell, Grid, GridRow, read_grids, text_of
from portal.errors import RuleViolation
from portal.register.importing.cells import line, text
from portal.register.importing.headings import Columns, Names, elsewhere, find, one_sheet
from portal.same import folded
from portal.taxonomy.profile import Elsewhere, OneSheet, ProfileRules

_SUM = re.compile(
    r"(?:sub ?total|grand total|total|jumlah|jml|rata rata|rerata|mean|average|median|persentase)\b.*"
)
_END = re.compile(
    r"(?:mengetahui|menyetujui|mengesahkan|ditetapkan|disahkan|bupati|wakil bupati|wali ?kota|gubernur|"
    r"kepala|plt|plh|an bupati|a n bupati|sekretaris|sekda|pembina|penata|ttd|tertanda|salinan|nip|catatan|"
    r"keterangan|ket|nb|sumber|dicetak|halaman|hal)\b.*|[a-z]+ (?:\d{1,2} )?[a-z]+ 20\d\d"
)


@dataclass(frozen=True)
class Line:
    """A row of data: its number and its cells by field."""

    number: int
    cells: Mapping[str, Cell]
    carried: bool = False  # the owner stands above it
    is_hidden: bool = False
    problems: tuple[str, ...] = ()
    claims: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True)
class Table:
    """A file that was understood: a list of innovations, a sheet about one, or what belongs elsewhere."""

    kind: str
    lines: tuple[Line, ...] = ()
    headings: tuple[int, ...] = ()
    personal: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    fields: frozenset[str] = frozenset()
    grid: Grid | None = None
    sheet: OneSheet | None = None
    elsewhere: Elsewhere | None = None
    cleaned: tuple[tuple[Cell, ...], ...] = field(default=(), repr=False)  # without columns about persons


def read(content: bytes, profile: ProfileRules) -> Table:
    """Understand a file; raises RuleViolation where no headings are known."""
    if not profile.columns:
        raise RuleViolation("Daftar judul kolom tidak ada di pustaka (content/instruments/register).")
    if content[:4] != b"PK\x03\x04" and content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return _from_json(text_of(content), profile)
    grids = [grid for grid in read_grids(content) if grid.rows]
    if not grids:
        raise RuleViolation("Berkas ini kosong.")
    names = Names(profile)
    for grid in grids:
        if found := elsewhere(grid, profile):
            return Table(found[0].id, headings=(found[1],), elsewhere=found[0])
    for grid in grids:
        if sheet := one_sheet(grid, profile):
            return Table(sheet.id, grid=grid, sheet=sheet)
    for grid in grids:
        if columns := find(grid, names):
            return _list(grid, columns)
    for grid in grids:
        if upright := _upright(grid, names):
            return upright
    first = next((row for row in grids[0].rows if not row.is_empty), grids[0].rows[0])
    seen = ", ".join(f"“{line(cell)[:40]}”" for cell in first.cells[:6] if line(cell))
    raise RuleViolation(
        "Baris judul tidak ditemukan di 15 baris pertama: perlu kolom nama inovasi dan paling sedikit satu "
        f"kolom lain yang dikenal. Yang terbaca: {seen or 'kosong'}."
    )


def _list(grid: Grid, columns: Columns) -> Table:
    lines = tuple(_lines(grid, columns))
    cleaned = tuple(
        tuple(None if place in columns.personal else cell for place, cell in enumerate(row.cells))
        for row in grid.rows
    )
    return Table(
        "daftar",
        lines,
        columns.rows,
        tuple(columns.personal.values()),
        tuple(columns.unknown.values()),
        frozenset(columns.fields),
        grid,
        cleaned=cleaned,
    )


def _lines(grid: Grid, columns: Columns) -> Iterator[Line]:
    first = max(columns.rows)
    rows = [row for row in grid.rows if row.number > first]
    owners = columns.fields.get("owner", ())
    ranges = [one for one in grid.merged if one[2] - 1 in owners and one[1] > one[0] and one[0] > first]
    end = _end(rows, columns)
    above: Cell = None
    for row in rows:
        cells = {name: columns.cell(row.cells, name) for name in columns.fields}
        if not is_data(row, cells, columns, row.number > end):
            if section := _section(row, cells, columns, row.number > end):
                above = section
            continue
        carried = False
        if cells.get("owner") in (None, "") and "owner" in columns.fields:
            inside = any(top < row.number <= bottom for top, bottom, *_ in ranges)
            if above not in (None, "") and (inside or not ranges):
                cells["owner"], carried = above, not inside
        elif "owner" in columns.fields:
            above = cells["owner"]
        elif above not in (None, ""):
            cells["owner"] = above
        yield Line(row.number, cells, carried, row.is_hidden)


def is_data(row: GridRow, cells: Mapping[str, Cell], columns: Columns, is_after: bool) -> bool:
    """Is a row an innovation? Not: empty ones, sums, means, signatures, numbers of columns, headings."""
    filled = [cell for cell in row.cells if cell not in (None, "")]
    if not filled or _is_counting(filled) or _is_heading(cells, columns):
        return False
    title = folded(text(cells.get("title")))
    first = folded(text(filled[0]))
    others = [cell for name, cell in cells.items() if name not in ("title", "-") and cell not in (None, "")]
    words = [cell for cell in others if not _is_figure(cell)]
    if not title:
        return len(words) >= (3 if is_after else 2) and not any(_ends(cell) for cell in filled)
    if _SUM.fullmatch(title) and not words:
        return False
    if _SUM.fullmatch(first) and not words:
        return False
    if not others and len(columns.fields) >= 3:  # a name alone: what stands below a table, or a heading in it
        return not is_after and not _END.fullmatch(title) and len(filled) > 1
    return not is_after


def _section(row: GridRow, cells: Mapping[str, Cell], columns: Columns, is_after: bool) -> Cell:
    """An owner that stands as a heading over the rows below it: one merged or lonely cell."""
    filled = [cell for cell in row.cells if cell not in (None, "")]
    if is_after or len({text(cell) for cell in filled}) not in (1, 2) or "owner" in columns.fields:
        return None
    said = line(filled[-1])
    is_sum = _SUM.fullmatch(folded(said)) or _END.fullmatch(folded(said))
    return None if is_sum or _is_figure(said) or (cells.get("title") is None and len(filled) > 2) else said


def _end(rows: Sequence[GridRow], columns: Columns) -> int:
    """The number of the last row of the table: what stands apart below it is a sum, a note, a signature."""
    others = [name for name in columns.fields if name not in ("title", "-")]
    counts = {
        place: sum(_is_words(columns.cell(row.cells, name)) for name in others)
        for place, row in enumerate(rows)
        if columns.cell(row.cells, "title") not in (None, "")
    }
    most = max(counts.values(), default=0)
    full = [place for place, count in counts.items() if count >= max(1, (most + 1) // 3)]
    if not full:
        return rows[-1].number if rows else 0
    place = full[-1]
    while place + 1 < len(rows) and not rows[place + 1].is_empty:
        if any(_ends(cell) for cell in rows[place + 1].cells):
            break
        place += 1
    return rows[place].number


def _ends(cell: Cell) -> bool:
    """Is this a word of sums or signatures?"""
    said = folded(text(cell))
    return bool(said) and bool(_SUM.fullmatch(said) or _END.fullmatch(said))


def _is_words(cell: Cell) -> bool:
    return cell not in (None, "") and not _is_figure(cell)


def _is_figure(cell: Cell) -> bool:
    return isinstance(cell, int | float) or bool(re.fullmatch(r"[\d.,%: ()-]+", line(cell)))


def _is_counting(filled: Sequence[Cell]) -> bool:
    """1, 2, 3, … below the headings of a decree's annex."""
    found = [re.fullmatch(r"\(?(\d{1,3})\)?\.?", line(cell)) for cell in filled]
    numbers = [int(one[1]) for one in found if one]
    return len(numbers) == len(filled) >= 3 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _is_heading(cells: Mapping[str, Cell], columns: Columns) -> bool:
    """The headings again, as on each page of a printed list."""
    names = {"title": {"judul inovasi", "nama inovasi", "nama inovasi daerah", "judul"}}
    return folded(text(cells.get("title"))) in names["title"] and len(columns.fields) > 1


def _upright(grid: Grid, names: Names) -> Table | None:
    """One innovation written downwards: names of fields in the first column, what they hold beside them."""
    cells: dict[str, Cell] = {}
    personal, known, labelled = [], 0, 0
    for row in grid.rows:
        label = line(row.cells[0]) if row.cells else ""
        beside = next((cell for cell in row.cells[1:] if cell not in (None, "")), None)
        if not label:
            continue
        labelled += 1
        meant = names.meaning(label)
        known += meant is not None
        if meant is not None and meant[0] == "!":
            personal.append(label)
        elif meant is not None and meant[0] != "-":
            cells.setdefault(meant[0], beside)
    if "title" not in cells or known < 4 or known < 0.6 * labelled:
        return None
    one = Line(grid.rows[0].number, cells)
    return Table("satu-inovasi", (one,), (), tuple(personal), (), frozenset(cells), grid)


def _from_json(given: str, profile: ProfileRules) -> Table:
    try:
        found = json.loads(given)
    except (ValueError, RecursionError):
        raise RuleViolation("Berkas JSON ini rusak.") from None
    rows = found.get("data") if isinstance(found, dict) else found
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise RuleViolation("Berkas JSON ini bukan daftar inovasi: perlu daftar, atau “data” berisi daftar.")
    names, personal, unknown, lines = Names(profile), dict[str, None](), dict[str, None](), []
    for number, row in enumerate(rows, 1):
        if isinstance(row.get("inovasi"), dict):
            lines.append(_exchanged(number, row, names))
            continue
        flat = row["attributes"] if isinstance(row.get("attributes"), dict) else row
        cells: dict[str, Cell] = {}
        for key, value in flat.items():
            meant = names.meaning(str(key).replace("_", " "))
            if meant is None:
                unknown[str(key)] = None
            elif meant[0] == "!":
                personal[str(key)] = None
            elif meant[0] != "-" and isinstance(value, str | int | float | None):
                cells.setdefault(meant[0], value)
        lines.append(Line(number, cells))
    if lines and not any("title" in one.cells for one in lines):
        raise RuleViolation("Berkas JSON ini tidak menyebut nama inovasi.")
    fields = frozenset(name for one in lines for name in one.cells)
    return Table("json", tuple(lines), (), tuple(personal), tuple(unknown), fields)


_STEPS = {
    "inisiatif": "begun_on",
    "uji coba": "trial_on",
    "penerapan": "applied_on",
    "pengembangan": "developed_on",
}


def _exchanged(number: int, row: Mapping[str, Any], names: Names) -> Line:
    """An innovation as provinces exchange it: its stages, affairs and indicators in lists of their own."""
    cells: dict[str, Cell] = {}
    for key, value in row["inovasi"].items():
        meant = names.meaning(str(key))
        if meant and meant[0] not in "-!" and isinstance(value, str | int | float):
            cells.setdefault(meant[0], value)
    for step in _dicts(row, "tahapan_inovasi"):
        if name := _STEPS.get(folded(str(step.get("tahapan", "")))):
            cells[name] = str(step.get("tanggal") or "")
    affairs = _dicts(row, "urusan_inovasi")
    cells["affair"] = next((str(one.get("urusan", "")) for one in affairs if one.get("utama")), "")
    cells["other_affairs"] = "; ".join(str(one.get("urusan", "")) for one in affairs if not one.get("utama"))
    claims = _dicts(row, "indikator_inovasi")
    problems = () if claims else ("tanpa indikator",)
    if cells.get("claimed_score") is None:
        problems = (*problems, "skor kematangan kosong")
    return Line(number, cells, problems=problems, claims=claims)


def _dicts(row: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    found = row.get(key)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
