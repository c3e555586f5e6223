"""Several rows of a part at once: a grid of rows, and a place to paste rows of a spreadsheet.

What is pasted is read into the grid, where it can be seen and mended; reading stores nothing, and what finds
no place stays in the box. All rows are stored together, or none is and each says what is wrong with it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import SelectChoice, SelectField, TextAreaField

from portal.errors import RuleViolation
from portal.records.fields import Parsed
from portal.records.saving import Saved
from portal.same import same, same_word
from portal.values import check_cells
from portal.web.forms import Form

BLANK, MOST = 4, 30  # rows of the grid: as it is opened, and at most
WIDE = 6  # columns; a row of more fills a phone
MAX_PASTED = 20_000  # characters
MAX_CELL = 4_000
READ, MORE, TAKE = "baca", "tambah", "ambil"  # buttons that store nothing
NOT_READ = "Di kotak tempelan masih ada baris. Tekan Baca tempelan, atau kosongkan kotaknya."
Typed = Mapping[str, str]


@dataclass
class GridRow:
    """A row of the grid, with the number that people call it by."""

    no: int
    form: Saved
    columns: tuple[str, ...]
    wrong: list[str] = field(default_factory=list)  # what is wrong with it as a whole

    @property
    def fields(self) -> list[Any]:
        """What it asks for."""
        return [self.form[name] for name in self.columns]

    @property
    def is_blank(self) -> bool:
        """Was nothing filled in? What is always chosen does not count."""
        return not self.wrong and not any(_is_filled(one) for one in self.fields)

    def problems(self) -> Iterator[tuple[str, str]]:
        """Each fault, with the field it is about."""
        yield from ((f"baris-{self.no}", f"Baris {self.no}: {said}") for said in self.wrong)
        for one in self.form:
            for said in one.errors:
                yield one.id, f"Baris {self.no}: {said}"
        yield from ((f"baris-{self.no}", f"Baris {self.no}: {said}") for said in self.form.form_errors)


@dataclass
class Grid:
    """The rows of a part that are being written."""

    columns: tuple[str, ...]
    make: Callable[..., Saved]  # the form of a row, given what was typed and the prefix of its names
    rows: list[GridRow] = field(default_factory=list)
    left: str = ""  # what was pasted and found no place
    said: list[str] = field(default_factory=list)  # about what was pasted

    @cached_property
    def pattern(self) -> Saved:
        """A row that nobody fills in: what it asks for and offers."""
        return self.make(formdata=None)

    def add(self, typed: Typed | None = None) -> GridRow:
        """One more row, empty or with what was typed for its columns."""
        no = len(self.rows) + 1
        prefix = f"baris-{no}-"
        unasked = {one.short_name: "" for one in self.pattern if getattr(one, "empty", None) is not None}
        sent = {prefix + key: text for key, text in (unasked | dict(typed or {})).items()}
        given = None if typed is None else MultiDict(sent)
        row = GridRow(no, self.make(formdata=given, prefix=prefix), self.columns)
        for one in row.fields if given is not None else ():
            _leave_open(one)
        self.rows.append(row)
        return row

    def read_sent(self, sent: MultiDict[str, str]) -> None:
        """The rows as they were sent; their number is what stands in the form, within reason."""
        for no in range(1, MOST + 1):
            prefix = f"baris-{no}-"
            typed = {key.removeprefix(prefix): text for key, text in sent.items() if key.startswith(prefix)}
            if typed:
                self.add(typed)

    def take_in(self, sent: MultiDict[str, str], offered: Sequence[Typed]) -> bool:
        """Read what was sent; was a button pressed that only fills the grid, and so stores nothing?"""
        self.read_sent(sent)
        if READ in sent:
            count = self.paste(sent.get("tempel", ""))
            self.said.insert(0, f"{count} baris terbaca. Periksa di bawah, lalu simpan.")
            self.check()
            return True
        self.left = sent.get("tempel", "")
        if TAKE in sent:
            at = sent[TAKE]
            typed = offered[int(at)] if at.isdecimal() and int(at) < len(offered) else {}
            kept = [_typed_of(row) for row in self.filled()]
            self.rows.clear()
            for one in (*kept, typed):
                self.add(one or None)
        elif MORE in sent:
            self.pad(len(self.rows) + BLANK)
        return TAKE in sent or MORE in sent

    def pad(self, least: int = 0) -> None:
        """Empty rows, so that there is something to fill in; fewer where a row asks for much."""
        usual = BLANK if len(self.columns) <= WIDE else BLANK // 2
        while len(self.rows) < min(least or usual, MOST):
            self.add()

    def filled(self) -> list[GridRow]:
        """The rows that hold something."""
        return [row for row in self.rows if not row.is_blank]

    def check(self) -> bool:
        """Are all filled rows sound, and is there one?"""
        judged = [row.form.validate() and not row.wrong for row in self.filled()]  # each says what is wrong
        return bool(judged) and all(judged)

    def problems(self) -> list[tuple[str, str]]:
        """Each fault of each filled row, with the place it is about."""
        return [one for row in self.filled() for one in row.problems()]

    def paste(self, text: str) -> int:
        """Read pasted rows into the grid, after those that are filled; how many were understood as rows."""
        kept = [_typed_of(row) for row in self.filled()]
        self.rows.clear()
        for typed in kept:
            self.add(typed)
        lines = _lines(text[:MAX_PASTED])
        columns, lines = self._headed(lines)
        read = 0
        for at, cells in lines:
            if len(self.rows) >= MOST:
                self._leave(at, cells, f"paling banyak {MOST} baris sekali simpan")
            elif len(cells) > len(columns):
                self._leave(at, cells, f"berisi {len(cells)} kolom, padahal di sini {len(columns)}")
            else:
                read += 1
                self._take(dict(zip(columns, cells, strict=False)))
        if len(text) > MAX_PASTED:
            self.left += text[MAX_PASTED:]
            self.said.append(f"Tempelan lebih dari {MAX_PASTED} karakter; sisanya tertinggal di kotak.")
        return read

    def _leave(self, at: int, cells: Sequence[str], why: str) -> None:
        self.left += "\t".join(cells) + "\n"
        self.said.append(f"Baris {at} tempelan {why}.")

    def _headed(self, lines: list[tuple[int, list[str]]]) -> tuple[list[str], list[tuple[int, list[str]]]]:
        """The columns of what was pasted: as its first line calls them, else in the order of the grid."""
        offered = list(self.columns)
        if not lines:
            return offered, lines
        form = self.pattern
        names = {same(form[name].label.text): name for name in offered} | {name: name for name in offered}
        found = [names.get(same(cell), "") for cell in lines[0][1]]
        if sum(map(bool, found)) * 2 <= len(found):
            return offered, lines
        if unknown := [cell for cell, name in zip(lines[0][1], found, strict=True) if not name]:
            self.said.append(f"Kolom tidak dikenal, jadi tidak dibaca: {', '.join(unknown)}.")
        return [name or f"?{no}" for no, name in enumerate(found)], lines[1:]

    def _take(self, cells: dict[str, str]) -> None:
        form, typed, wrong = self.pattern, dict[str, str](), list[str]()
        labels = {name: form[name].label.text for name in self.columns}
        for name in self.columns:
            text = cells.get(name, "").strip()
            try:
                check_cells({name: text.replace("\n", " ").replace("\t", " ")}, labels, MAX_CELL)
                typed[name] = _sent_as(form[name], text)
            except RuleViolation as error:
                wrong.append(str(error))
                if not isinstance(form[name], SelectField):
                    typed[name] = text
        row = self.add({name: text for name, text in typed.items() if text or name in cells})
        row.wrong.extend(wrong)
        for one in row.fields:
            if isinstance(one, Parsed) and one.data is not None:
                one.typed = one.write(one.data)  # as the form writes it, so that it is seen how it was read


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """The filled lines of what was pasted, with their numbers; cells are parted by TAB, or by semicolons."""
    mark = "\t" if "\t" in text else ";"
    rows = csv.reader(io.StringIO(text.replace("\0", "")), delimiter=mark)
    numbered = [(no, [cell.strip() for cell in cells]) for no, cells in enumerate(rows, 1)]
    return [(no, _without_tail(cells)) for no, cells in numbered if any(cells)]


def _without_tail(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    return cells


def _sent_as(one: Any, text: str) -> str:
    """What a browser would send for a cell; raises RuleViolation where a list has no such word."""
    if not isinstance(one, SelectField) or not text:
        return text
    wanted = same_word(text)
    for value, label, *_ in one.iter_choices():
        if wanted in (same_word(str(value)), same_word(str(label))):
            return str(value)
    known = [str(label) for value, label, *_ in one.iter_choices() if value not in ("", None)]
    shown = f" Pilihannya: {', '.join(known)}." if len(known) <= 8 else " Pilih dari daftarnya."
    raise RuleViolation(f"“{text[:60]}” tidak ada di daftar {one.label.text}.{shown}")


def _leave_open(one: Any) -> None:
    """Let a list whose word was not understood stand open: a browser would choose its first."""
    if isinstance(one, SelectField) and one.data in (None, "") and getattr(one, "empty", None) is None:
        one.choices = [SelectChoice("", "Pilih …"), *one.choices]


def _typed_of(row: GridRow) -> Typed:
    return {name: str((row.form[name].raw_data or [""])[0]) for name in row.columns}


def _is_filled(one: Any) -> bool:
    if isinstance(one, SelectField) and getattr(one, "empty", None) is None:
        return False
    typed = one.raw_data[0] if one.raw_data else one.data
    return bool(typed) and str(typed).strip() not in ("", "None")


class SeveralForm(Form):
    """The form around the grid, with the box for what is pasted."""

    tempel = TextAreaField("Tempel baris dari Excel atau Google Sheets", render_kw={"rows": 4, "wrap": "off"})
    grid: Grid

    def validate(self, extra_validators: Any = None) -> bool:
        """Is the box empty, and is every filled row sound?"""
        is_sound = bool(super().validate(extra_validators))
        if (self.tempel.data or "").strip():
            self.add_error("tempel", NOT_READ)
            is_sound = False
        if not self.grid.filled() and is_sound:
            self.form_errors.append("Belum ada baris yang diisi.")
        return self.grid.check() and is_sound
