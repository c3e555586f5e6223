"""Verbs on the parts of a visit: delegation, questions, agenda, costs, lessons, follow-up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, time
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.access import Actor
from portal.accounts.models import Account
from portal.adoption.changes import assign, check_unchanged, created
from portal.adoption.planning import check_rupiah
from portal.errors import NotFound, RuleViolation
from portal.visits.changes import note, refuse_ended, require
from portal.visits.models import Visit
from portal.visits.part_models import AgendaItem, CostLine, FollowUp, Lesson, Member, Question, Rate

PartOf = Member | Question | AgendaItem | CostLine | Lesson | FollowUp
P = TypeVar("P", bound=PartOf)
MAX_ROWS = 100  # of one part in one visit
PLACES = {
    Member: "members",
    Question: "questions",
    AgendaItem: "agenda",
    CostLine: "costs",
    Lesson: "lessons",
    FollowUp: "follow_ups",
}


def get(session: Session, kind: type[P], visit: Visit, row_id: int) -> P:
    """A part of this visit; raises NotFound for a row of another visit."""
    row = session.get(kind, row_id) if row_id < 2**63 else None
    if row is None or row.visit_id != visit.id:
        raise NotFound("Bagian kunjungan ini tidak ada.")
    return row


def add(session: Session, visit: Visit, kind: type[P], values: Mapping[str, object], *, actor: Actor) -> P:
    """Add a row to a part of a visit."""
    require(actor, "visits.edit", visit)
    refuse_ended(visit)
    count = session.scalar(
        select(func.count()).select_from(kind).where(kind.visit_id == visit.id, kind.removed_at.is_(None))
    )
    if (count or 0) >= MAX_ROWS:
        raise RuleViolation(f"Satu kunjungan memuat paling banyak {MAX_ROWS} baris di bagian ini.")
    values = _completed(session, kind, values, visit)
    row = kind(visit_id=visit.id, **values)
    session.add(row)
    session.flush()
    note(session, visit, "add", actor=actor, part=part_name(row), changes=created(row, values))
    return row


def edit(
    session: Session,
    visit: Visit,
    row: PartOf,
    values: Mapping[str, object],
    *,
    version: int,
    mark: str = "",
    actor: Actor,
) -> None:
    """Change a row; raises Conflict where somebody else changed it meanwhile."""
    require(actor, "visits.edit", visit)
    refuse_ended(visit)
    _refuse_removed(row)
    check_unchanged(row, values, version=version, mark=mark)
    if changes := assign(row, _completed(session, type(row), values, visit, row)):
        row.version += 1
        note(session, visit, "edit", actor=actor, part=part_name(row), changes=changes)


def remove(session: Session, visit: Visit, row: PartOf, *, actor: Actor) -> None:
    """Take a row out of sight; it stays stored and can be put back."""
    require(actor, "visits.edit", visit)
    refuse_ended(visit)
    _refuse_removed(row)
    if isinstance(row, Question) and row.answer:
        raise RuleViolation("Pertanyaan ini sudah dijawab, jadi tidak dapat dihapus.")
    if isinstance(row, FollowUp) and row.plan_id is not None:
        raise RuleViolation("Tindak lanjut ini sudah menjadi rencana, jadi tidak dapat dihapus.")
    row.removed_at = clock.now()
    row.version += 1
    note(session, visit, "remove", actor=actor, part=part_name(row), changes={"removed": (False, True)})


def restore(session: Session, visit: Visit, row: PartOf, *, actor: Actor) -> None:
    """Put a removed row back."""
    require(actor, "visits.edit", visit)
    refuse_ended(visit)
    if row.removed_at is None:
        return
    row.removed_at = None
    row.version += 1
    note(session, visit, "restore", actor=actor, part=part_name(row), changes={"removed": (True, False)})


def part_name(row: PartOf) -> str:
    """How the audit trail names a row: its kind and number."""
    return f"{row.__tablename__.removeprefix('visits_')}:{row.id}"


def _refuse_removed(row: PartOf) -> None:
    if row.removed_at is not None:
        raise RuleViolation("Bagian ini sudah dihapus. Pulihkan dahulu untuk mengubahnya.")


Rule = Callable[[Session, Mapping[str, object], Visit], Mapping[str, object]]


def _completed(
    session: Session,
    kind: type[object],
    values: Mapping[str, object],
    visit: Visit,
    row: PartOf | None = None,
) -> Mapping[str, object]:
    """The values with what follows from them; refuses a row that contradicts itself or its visit."""
    others = [one.account_id for one in visit.members if one is not row]
    if values.get("account_id") is not None and values["account_id"] in others:
        raise RuleViolation("Orang ini sudah ada dalam delegasi.", "account_id")
    rule = _RULES.get(kind)
    return rule(session, values, visit) if rule else values


def _member(session: Session, values: Mapping[str, object], _visit: Visit) -> Mapping[str, object]:
    account_id = values.get("account_id")
    if isinstance(account_id, int):
        account = session.get(Account, account_id)
        if account is None or not account.is_open:
            raise RuleViolation("Akun ini tidak ada lagi.", "account_id")
        filled = {"name": account.name, "post": account.position, "rank": account.rank}
        return {**values, **{key: values.get(key) or text for key, text in filled.items()}}
    if not values.get("name"):
        raise RuleViolation("Pilih akun, atau tulis nama peserta.", "name")
    return values


def _question(session: Session, values: Mapping[str, object], visit: Visit) -> Mapping[str, object]:
    member_id = values.get("member_id")
    if isinstance(member_id, int):
        get(session, Member, visit, member_id)
    url = str(values.get("known_url") or "")
    if url and (not url.startswith("/") or url.startswith("//")):
        raise RuleViolation("Tulis alamat di dalam portal ini, misalnya /inovasi/nama-inovasi.", "known_url")
    return values


def _agenda_item(_session: Session, values: Mapping[str, object], visit: Visit) -> Mapping[str, object]:
    for first, last in (("starts", "ends"), ("actual_starts", "actual_ends")):
        begin, end = values.get(first), values.get(last)
        if isinstance(begin, time) and isinstance(end, time) and end < begin:
            raise RuleViolation("Jam selesai tidak boleh sebelum jam mulai.", last)
    day = values.get("day")
    if isinstance(day, date) and visit.start and visit.end and not visit.start <= day <= visit.end:
        raise RuleViolation("Hari ini di luar tanggal kunjungan.", "day")
    return values


def _cost_line(session: Session, values: Mapping[str, object], visit: Visit) -> Mapping[str, object]:
    if visit.is_free:
        raise RuleViolation("Kunjungan ini dinyatakan tanpa biaya. Cabut pernyataan itu dahulu.")
    rate_id = values.get("rate_id")
    if isinstance(rate_id, int):
        rate = session.get(Rate, rate_id)
        if rate is None or rate.opd != visit.opd or rate.removed_at is not None:
            raise RuleViolation("Tarif ini tidak ada di daftar tarif OPD.", "rate_id")
        day = visit.start or clock.today()
        if rate.valid_from > day or (rate.valid_to is not None and rate.valid_to < day):
            raise RuleViolation("Tarif ini tidak berlaku pada tanggal kunjungan.", "rate_id")
        kind = f"{rate.kind}, {rate.place}" if rate.place else rate.kind
        copied = {"kind": kind[:120], "unit": rate.unit, "amount": rate.amount, "basis": rate.basis}
        return {**values, **copied}
    if not values.get("kind") or not isinstance(values.get("amount"), int):
        raise RuleViolation("Pilih tarif, atau tulis jenis biaya dan satuannya.", "rate_id")
    check_rupiah(int(str(values["amount"])), "amount")
    return values


def _follow_up(_session: Session, values: Mapping[str, object], _visit: Visit) -> Mapping[str, object]:
    start, due = values.get("start"), values.get("due")
    if isinstance(start, date) and isinstance(due, date) and due < start:
        raise RuleViolation("Tindak lanjut tidak dapat selesai sebelum mulai.", "due")
    return values


_RULES: dict[type[object], Rule] = {
    Member: _member,
    Question: _question,
    AgendaItem: _agenda_item,
    CostLine: _cost_line,
    FollowUp: _follow_up,
}
