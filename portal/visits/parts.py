"""The parts of a visit: what must hold for delegation, questions, agenda, costs and follow-up."""

from __future__ import annotations

from datetime import date, time

from sqlalchemy.orm import Session

from portal import clock
from portal.access import own_path
from portal.accounts.models import Account
from portal.errors import RuleViolation
from portal.records.kinds import Values
from portal.records.limits import check_rupiah
from portal.visits.changes import VISIT
from portal.visits.models import Visit
from portal.visits.part_models import TWICE, AgendaItem, CostLine, FollowUp, Lesson, Member, Question, Rate

PartOf = Member | Question | AgendaItem | CostLine | Lesson | FollowUp
get, add, edit, remove, restore = VISIT.get, VISIT.add, VISIT.edit, VISIT.remove, VISIT.restore


@VISIT.returning(Member)
def _refuse_returning(visit: Visit, row: Member) -> None:
    _refuse_twice(visit, row, row.account_id)


def _refuse_twice(visit: Visit, row: object, account_id: object) -> None:
    if account_id is not None and account_id in [one.account_id for one in visit.members if one is not row]:
        raise RuleViolation(*TWICE)


@VISIT.rule(Member)
def _member(session: Session, values: Values, visit: Visit, row: object) -> Values:
    account_id = values.get("account_id")
    _refuse_twice(visit, row, account_id)
    if isinstance(account_id, int):
        account = session.get(Account, account_id)
        if account is None or not account.is_open:
            raise RuleViolation("Akun ini tidak ada lagi.", "account_id")
        filled = {"name": account.name, "post": account.position, "rank": account.rank}
        return {**values, **{key: values.get(key) or text for key, text in filled.items()}}
    if not values.get("name"):
        raise RuleViolation("Pilih akun, atau tulis nama peserta.", "name")
    return values


@VISIT.rule(Question)
def _question(session: Session, values: Values, visit: Visit, _row: object) -> Values:
    member_id = values.get("member_id")
    if isinstance(member_id, int):
        get(session, Member, visit, member_id)
    url = str(values.get("known_url") or "")
    if url and own_path(url) != url:
        raise RuleViolation("Tulis alamat di dalam portal ini, misalnya /inovasi/nama-inovasi.", "known_url")
    return values


@VISIT.rule(AgendaItem)
def _agenda_item(_session: Session, values: Values, visit: Visit, _row: object) -> Values:
    for first, last in (("starts", "ends"), ("actual_starts", "actual_ends")):
        begin, end = values.get(first), values.get(last)
        if isinstance(begin, time) and isinstance(end, time) and end < begin:
            raise RuleViolation("Jam selesai tidak boleh sebelum jam mulai.", last)
    day = values.get("day")
    if isinstance(day, date) and visit.start and visit.end and not visit.start <= day <= visit.end:
        raise RuleViolation("Hari ini di luar tanggal kunjungan.", "day")
    return values


@VISIT.returning(CostLine)
def _refuse_free(visit: Visit, _row: object) -> None:
    if visit.is_free:
        raise RuleViolation("Kunjungan ini dinyatakan tanpa biaya. Cabut pernyataan itu dahulu.")


@VISIT.rule(CostLine)
def _cost_line(session: Session, values: Values, visit: Visit, row: object) -> Values:
    _refuse_free(visit, row)
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


@VISIT.rule(FollowUp)
def _follow_up(_session: Session, values: Values, _visit: Visit, _row: object) -> Values:
    start, due = values.get("start"), values.get("due")
    if isinstance(start, date) and isinstance(due, date) and due < start:
        raise RuleViolation("Tindak lanjut tidak dapat selesai sebelum mulai.", "due")
    return values


@VISIT.removal(Question)
def _refuse_answered(question: Question) -> None:
    if question.answer:
        raise RuleViolation("Pertanyaan ini sudah dijawab, jadi tidak dapat dihapus.")


@VISIT.removal(FollowUp)
def _refuse_followed(item: FollowUp) -> None:
    if item.plan_id is not None:
        raise RuleViolation("Tindak lanjut ini sudah menjadi rencana, jadi tidak dapat dihapus.")
