"""Tables of rates: judged row by row, shown before they are stored, taken back whole where they were wrong.

A rate of the same kind and place that begins on the same day is replaced; visits that use a rate hold a
copy of it and do not change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import audit, clock
from portal.access import Actor
from portal.documents.workbooks import read_table
from portal.errors import Conflict, NotFound, RuleViolation
from portal.records import imports
from portal.records.fields import Day, Rupiah
from portal.records.imports import Rows, TableImport
from portal.records.labels import label, labels
from portal.records.limits import check_reason
from portal.records.privacy import refusal
from portal.same import same, same_place
from portal.values import HIDDEN, check_cells
from portal.visits.part_models import Rate
from portal.visits.rates import COLUMNS, EXAMPLE, FORM, REMARK, REQUIRED, listed, require
from portal.web.figures import rupiah

KIND = "visits.rates"
HEADINGS = {name: heading for name, heading, _ in COLUMNS}
LOW = 1_000  # rupiah; less is hardly a price of travel, but perhaps one in thousands
FAR = 10  # times more or less than the rate before is a slip of the pen more often than a price
Key = tuple[str, str, date]


@dataclass(frozen=True)
class Change:
    """What a row does: the rate it makes, those it replaces, and what looks odd about it."""

    number: int
    values: Mapping[str, object]
    replaces: Sequence[Rate] = ()
    is_same: bool = False
    warnings: tuple[str, ...] = ()

    @property
    def promise(self) -> tuple[object, ...]:
        """What the preview of it promises."""
        return (*self.values.values(), *(rate.id for rate in self.replaces))


@dataclass(frozen=True)
class Judged:
    """A whole table: what it changes, and the rows that are refused with their reason."""

    changes: list[Change] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)

    @property
    def writes(self) -> list[Change]:
        """The rows that change something."""
        return [change for change in self.changes if not change.is_same]

    @property
    def mark(self) -> str:
        """The mark of this preview."""
        return imports.mark_of(change.promise for change in self.writes)


def read(content: bytes) -> Rows:
    """The filled rows of a table; RuleViolation for an unsound file or one without rates."""
    rows = [one for one in read_table(content, FORM) if not one[1].get("kind", "").startswith(REMARK)]
    if not rows:
        raise RuleViolation("Berkas ini tidak berisi baris tarif. Pakai contoh berkas yang disediakan.")
    return rows


def judge(session: Session, opd: str, rows: Iterable[tuple[int, Mapping[str, str]]]) -> Judged:
    """Put the rows through the gate, in order."""
    stored = listed(session, opd)
    judged, seen = Judged(), dict[Key, int]()
    for number, row in rows:
        try:
            values = _checked(row)
            key = _key(values["kind"], values["place"], values["valid_from"])
            if key in seen:
                raise ValueError(f"Jenis, daerah, dan tanggal mulainya sama dengan baris {seen[key]}.")
        except (ValueError, RuleViolation) as error:
            judged.refused.append((number, str(error)))
            continue
        seen[key] = number
        judged.changes.append(_change(number, values, key, stored))
    return judged


def store(session: Session, kept: TableImport, mark: str, *, actor: Actor) -> Judged:
    """Store what the preview showed; raises Conflict where that is no longer what the rows do."""
    require(actor, kept.subject)
    judged = judge(session, kept.subject, kept.rows)
    if not judged.writes:
        raise RuleViolation("Tidak ada tarif yang berubah.")
    imports.check_promise(mark, (change.promise for change in judged.writes))
    now = clock.now()
    added = [Rate(opd=kept.subject, imported_at=now, **change.values) for change in judged.writes]
    replaced = [rate for change in judged.writes for rate in change.replaces]
    for rate in replaced:
        rate.removed_at = now
    session.add_all(added)
    session.flush()
    made = {"added": [rate.id for rate in added], "replaced": [rate.id for rate in replaced]}
    imports.accept(kept, made, now=now)
    changes = {
        "ditambah": (0, len(added)),
        "diganti": (0, len(replaced)),
        "ditolak": (0, len(judged.refused)),
    }
    _note(session, "import-rates", kept.subject, actor=actor, changes=changes)
    return judged


def undo(session: Session, opd: str, import_id: int, *, reason: str, actor: Actor) -> None:
    """Take an import back: its rates go, those it replaced return; refused where others replaced some."""
    require(actor, opd)
    check_reason(reason, "reason")
    kept = imports.to_undo(session, import_id, KIND, opd)
    made = (*kept.made["added"], *kept.made["replaced"])
    rates = {rate.id: rate for rate in session.scalars(select(Rate).where(Rate.id.in_(made)))}
    if any(rates[number].removed_at is not None for number in kept.made["added"]):
        raise Conflict("Sebagian tarif impor ini sudah diganti atau dihapus. Hapus sisanya satu per satu.")
    now = clock.now()
    for number in kept.made["added"]:
        rates[number].removed_at = now
    for number in kept.made["replaced"]:
        rates[number].removed_at = None
    kept.undone_at = now
    changes = {
        "dihapus": (0, len(kept.made["added"])),
        "dipulihkan": (0, len(kept.made["replaced"])),
    }
    _note(session, "undo-rates", opd, actor=actor, changes=changes, reason=reason)


def remove(session: Session, opd: str, rate_id: int, *, reason: str, actor: Actor) -> None:
    """Take one rate away, with a reason for the trail."""
    require(actor, opd)
    check_reason(reason, "reason")
    rate = get(session, opd, rate_id)
    rate.removed_at = clock.now()
    said = f"{rate.kind} {rate.place}".strip()
    _note(session, "remove-rate", opd, actor=actor, changes={said: (rate.amount, None)}, reason=reason)


def get(session: Session, opd: str, rate_id: int) -> Rate:
    """A rate of an OPD that holds; raises NotFound."""
    rate = session.get(Rate, rate_id)
    if rate is None or rate.opd != opd or rate.removed_at is not None:
        raise NotFound("Tarif ini tidak ada atau sudah dihapus.")
    return rate


def _key(kind: object, place: object, begins: object) -> Key:
    """What makes two rates the same, however they are spelt."""
    if not isinstance(begins, date):
        raise TypeError(begins)
    return same(str(kind)), same_place(str(place)), begins


def _change(number: int, values: Mapping[str, object], key: Key, stored: Sequence[Rate]) -> Change:
    replaces = [rate for rate in stored if _key(rate.kind, rate.place, rate.valid_from) == key]
    is_same = len(replaces) == 1 and all(getattr(replaces[0], name) == one for name, one in values.items())
    before = [rate for rate in stored if _key(rate.kind, rate.place, key[2]) == key]
    return Change(number, values, replaces, is_same, tuple(_odd(values["amount"], before)))


def _odd(amount: object, before: Sequence[Rate]) -> Iterable[str]:
    if not isinstance(amount, int):
        raise TypeError(amount)
    if amount < LOW:
        yield f"Di bawah {rupiah(LOW)}. Apakah tabelnya dalam ribuan?"
    last = max(before, key=lambda rate: rate.valid_from, default=None)
    if last is not None and not last.amount / FAR < amount < last.amount * FAR:
        yield f"Jauh dari tarif sebelumnya, {rupiah(last.amount)}."


def _checked(row: Mapping[str, str]) -> dict[str, object]:
    """The values of a row; raises ValueError or RuleViolation with a sentence."""
    check_cells(row, HEADINGS, FORM.max_cell)
    if any(EXAMPLE in text for name, text in row.items() if name != HIDDEN):
        raise ValueError("Ini baris contoh. Ganti dengan tarif OPD sendiri.")
    for name, heading in HEADINGS.items():
        text = row.get(name, "")
        if name in REQUIRED and not text:
            raise ValueError(f"“{heading}” kosong.")
        if len(text) > (labels(Rate)[name].length or 60):
            raise ValueError(f"“{heading}” terlalu panjang.")
        if reason := refusal(text):
            raise ValueError(f"“{heading}”: {reason}")
    values: dict[str, object] = {name: row.get(name, "") for name in ("kind", "place", "unit", "basis")}
    values["amount"] = _read(Rupiah.parse, row, "amount")
    values["valid_from"] = _read(Day.parse, row, "valid_from")
    values["valid_to"] = _read(Day.parse, row, "valid_to") if row.get("valid_to") else None
    first, last = values["valid_from"], values["valid_to"]
    if values["amount"] == 0:
        raise ValueError(f"“{HEADINGS['amount']}” harus lebih dari nol.")
    if isinstance(first, date) and isinstance(last, date) and last < first:
        raise ValueError(f"“{HEADINGS['valid_to']}” sebelum “{HEADINGS['valid_from']}”.")
    return values


def _read(parse: Callable[[str], object], row: Mapping[str, str], name: str) -> object:
    try:
        return parse(row[name])
    except ValueError as error:
        raise ValueError(f"“{label(Rate, name)}”: {error}") from None


def _note(
    session: Session,
    verb: str,
    opd: str,
    *,
    actor: Actor,
    changes: Mapping[str, tuple[object, object]],
    reason: str = "",
) -> None:
    audit.record(
        session, actor=actor, action=f"visits.{verb}", subject=f"rates:{opd}", changes=changes, reason=reason
    )
