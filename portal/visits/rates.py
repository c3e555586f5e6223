"""Unit prices of travel: each OPD imports its own, with legal basis and validity; the portal ships none.

Prices of regional travel are set by the head of the region (Perpres 72/2025 art. 3), so a rate without a
legal basis, or with days that cannot be, is refused and told row by row.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal import audit
from portal.access import Actor, may
from portal.documents.sheets import Sheet, SheetColumn
from portal.documents.workbooks import Form
from portal.errors import Conflict, Forbidden
from portal.records.labels import label
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


def set_ceiling(
    session: Session, opd: str, *, year: int, amount: int, basis: str, version: int, actor: Actor
) -> Ceiling:
    """Set what an OPD may spend on visits in a year; raises Conflict where somebody else just did."""
    require(actor, opd)
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


def require(actor: Actor, opd: str) -> None:
    """Refuse an actor who may not set the rates of an OPD."""
    if not may(actor, "visits.rates", opd=opd):
        raise Forbidden("Anda tidak berwenang mengubah tarif dan pagu OPD tersebut.")
