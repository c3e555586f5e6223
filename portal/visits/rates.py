"""Unit prices of travel: each OPD imports its own, with legal basis and validity; the portal ships none.

Prices of regional travel are set by the head of the region (Perpres 72/2025 art. 3), so a rate without a
legal basis, or with days that cannot be, is refused and told row by row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal import audit, clock
from portal.access import Actor, may
from portal.documents.sheets import Sheet, SheetColumn
from portal.documents.workbooks import Form, Row, read_table
from portal.errors import Conflict, Forbidden, RuleViolation
from portal.records.fields import Day, Rupiah
from portal.records.labels import label, labels
from portal.records.privacy import refusal
from portal.visits.part_models import Ceiling, Rate

EXAMPLES = {
    "kind": "CONTOH uang harian",
    "place": "CONTOH provinsi tujuan",
    "unit": "orang/hari",
    "amount": "1",
    "basis": "CONTOH, bukan peraturan",
    "valid_from": "2026-01-01",
    "valid_to": "2026-12-31",
}
COLUMNS = tuple((name, label(Rate, name), text) for name, text in EXAMPLES.items())
REQUIRED = ("kind", "amount", "basis", "valid_from")
SHEET = "Tarif"
MAX_ROWS = 500
FORM = Form({name: heading for name, heading, _ in COLUMNS}, REQUIRED, SHEET, MAX_ROWS)
EXAMPLE, REMARK = "CONTOH", "CONTOH:"  # in an example's cells; before the remark below it


@dataclass(frozen=True)
class Refused:
    """A row that was not imported, and why."""

    row: int
    reason: str


@dataclass(frozen=True)
class Imported:
    """What an import did."""

    added: int
    replaced: int
    refused: tuple[Refused, ...]


def listed(session: Session, opd: str) -> list[Rate]:
    """The rates of an OPD."""
    statement = select(Rate).where(Rate.opd == opd, Rate.removed_at.is_(None))
    return list(session.scalars(statement.order_by(Rate.kind, Rate.place, Rate.valid_from, Rate.id)))


def valid(session: Session, opd: str, day: date) -> list[Rate]:
    """The rates of an OPD that hold on a day."""
    statement = select(Rate).where(
        Rate.opd == opd,
        Rate.removed_at.is_(None),
        Rate.valid_from <= day,
        or_(Rate.valid_to.is_(None), Rate.valid_to >= day),
    )
    return list(session.scalars(statement.order_by(Rate.kind, Rate.place, Rate.id)))


def import_rates(session: Session, opd: str, content: bytes, *, actor: Actor) -> Imported:
    """Take a table of rates in (XLSX or CSV); good rows are stored, the others are told with their reason.

    A rate of the same kind and place that begins on the same day is replaced; rates that visits use were
    copied into them, and do not change.
    """
    _require(actor, opd)
    rows = [(number, row) for number, row in read(content) if not row.get("kind", "").startswith(REMARK)]
    refused: list[Refused] = []
    seen = set()
    stored: dict[tuple[object, ...], Rate] = {
        (rate.kind, rate.place, rate.valid_from): rate for rate in listed(session, opd)
    }
    added = replaced = 0
    for number, row in rows:
        try:
            values = _checked(row)
        except ValueError as error:
            refused.append(Refused(number, str(error)))
            continue
        key = (values["kind"], values["place"], values["valid_from"])
        if key in seen:
            refused.append(Refused(number, "Jenis, daerah, dan tanggal mulainya sama dengan baris lain."))
            continue
        seen.add(key)
        if (old := stored.get(key)) is not None:
            old.removed_at = clock.now()
            replaced += 1
        session.add(Rate(opd=opd, imported_at=clock.now(), **values))
        added += 1
    if not rows:
        raise RuleViolation("Berkas ini tidak berisi baris tarif. Pakai contoh berkas yang disediakan.")
    changes = {"ditambah": (0, added), "diganti": (0, replaced), "ditolak": (0, len(refused))}
    audit.record(session, actor=actor, action="visits.import-rates", subject=f"rates:{opd}", changes=changes)
    return Imported(added, replaced, tuple(refused))


def set_ceiling(
    session: Session, opd: str, *, year: int, amount: int, basis: str, version: int, actor: Actor
) -> Ceiling:
    """Set what an OPD may spend on visits in a year; raises Conflict where somebody else just did."""
    _require(actor, opd)
    row = ceiling(session, opd, year)
    before = row.amount if row else None
    if row is None:
        row = Ceiling(opd=opd, year=year, amount=amount, basis=basis, version=1)
        session.add(row)
    else:
        if row.version != version and (row.amount, row.basis) != (amount, basis):
            raise Conflict("Pagu ini sudah diubah orang lain sejak Anda membukanya.")
        row.amount, row.basis = amount, basis
        row.version += 1
    changes = {str(year): (before, amount)}
    audit.record(session, actor=actor, action="visits.set-ceiling", subject=f"ceiling:{opd}", changes=changes)
    return row


def ceiling(session: Session, opd: str, year: int) -> Ceiling | None:
    """What an OPD may spend on visits in a year; None where nobody has written it."""
    return session.scalar(select(Ceiling).where(Ceiling.opd == opd, Ceiling.year == year))


def ceilings(session: Session, opd: str) -> list[Ceiling]:
    """The ceilings of an OPD, newest year first."""
    return list(session.scalars(select(Ceiling).where(Ceiling.opd == opd).order_by(Ceiling.year.desc())))


def example(today: date) -> Sheet:
    """A table to fill in: headings and one row that says of itself that it is an example."""
    columns = [SheetColumn(heading, 24) for _, heading, _ in COLUMNS]
    return Sheet(
        SHEET,
        columns,
        [[text for _, _, text in COLUMNS]],
        today,
        "CONTOH: hapus baris contoh dan isi tarif OPD sendiri beserta dasar hukumnya.",
    )


def read(content: bytes) -> list[Row]:
    """The filled rows of a table as (row number, column -> text); RuleViolation for an unsound file."""
    return read_table(content, FORM)


def _checked(row: Mapping[str, str]) -> dict[str, object]:
    """The values of a row; raises ValueError with a sentence."""
    if any(EXAMPLE in text for text in row.values()):
        raise ValueError("Ini baris contoh. Ganti dengan tarif OPD sendiri.")
    for name, heading, _ in COLUMNS:
        text = row.get(name, "")
        if name in REQUIRED and not text:
            raise ValueError(f"“{heading}” kosong.")
        if len(text) > (labels(Rate)[name].length or 60):
            raise ValueError(f"“{heading}” terlalu panjang.")
        if any(ord(mark) < 32 for mark in text) or refusal(text):
            raise ValueError(f"“{heading}” berisi yang tidak boleh ada di sini.")
    values: dict[str, object] = {name: row.get(name, "") for name in ("kind", "place", "unit", "basis")}
    values["amount"] = _amount(row["amount"], label(Rate, "amount"))
    begins, ends = label(Rate, "valid_from"), label(Rate, "valid_to")
    values["valid_from"] = _day(row["valid_from"], begins)
    values["valid_to"] = _day(row["valid_to"], ends) if row.get("valid_to") else None
    first, last = values["valid_from"], values["valid_to"]
    if isinstance(first, date) and isinstance(last, date) and last < first:
        raise ValueError(f"“{ends}” sebelum “{begins}”.")
    return values


def _amount(text: str, heading: str) -> int:
    try:
        amount = Rupiah.parse(text)
    except ValueError:
        raise ValueError(f"“{heading}” bukan rupiah bulat, misalnya 150.000.") from None
    if amount <= 0:
        raise ValueError(f"“{heading}” harus lebih dari nol.")
    return amount


def _day(text: str, heading: str) -> date:
    try:
        return Day.parse(text)
    except ValueError:
        raise ValueError(f"“{heading}” bukan tanggal, misalnya 2026-01-31.") from None


def _require(actor: Actor, opd: str) -> None:
    if not may(actor, "visits.rates", opd=opd):
        raise Forbidden("Anda tidak berwenang mengubah tarif dan pagu OPD tersebut.")
