"""Importing people: every row judged alone, every refused row reported, nothing stored before the preview."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from portal import clock
from portal.access import Actor, Role
from portal.accounts import people, rules
from portal.accounts.models import Account, PeopleImport
from portal.accounts.people import Person
from portal.accounts.rules import IMPORT_LIFE, Tenure, Term
from portal.accounts.workbook import COLUMNS, MAX_CELL
from portal.errors import NotFound, RuleViolation
from portal.same import same
from portal.values import Unreadable, check_cells, day, word

Row = dict[str, str]
HEADINGS = {name: heading for name, heading, _ in COLUMNS}


@dataclass(frozen=True)
class Judged:
    """What a workbook holds: rows to import, and rows refused with the reason."""

    accepted: tuple[Row, ...]
    refused: tuple[Row, ...]  # number, name, reason


def judge(session: Session, rows: list[tuple[int, Row]], *, opd_codes: frozenset[str], today: date) -> Judged:
    """Sort the rows of a workbook into those that can be imported and those that cannot."""
    known = set(session.scalars(select(Account.username)))
    nips = set(session.scalars(select(Account.nip).where(Account.nip.is_not(None))))
    heads: list[Term] = []
    accepted, refused = [], []
    for number, row in rows:
        try:
            person, term = read_row(row, opd_codes=opd_codes, today=today)
            if person.username in known:
                raise RuleViolation("Nama pengguna sudah dipakai.")
            if person.nip and person.nip in nips:
                raise RuleViolation("NIP sudah tercatat pada orang lain.")
            if term is not None:
                rules.check_alone(term, [], [head for head in heads if head.opd == term.opd])
        except RuleViolation as error:
            refused.append({"number": str(number), "name": row.get("name", "")[:120], "reason": str(error)})
            continue
        known.add(person.username)
        nips |= {person.nip} if person.nip else set()
        if term is not None and term.role is Role.HEAD and term.kind is Tenure.DEFINITIVE:
            heads.append(term)
        accepted.append({**row, "username": person.username, "nip": person.nip or "", "number": str(number)})
    return Judged(tuple(accepted), tuple(refused))


def read_row(row: Row, *, opd_codes: frozenset[str], today: date) -> tuple[Person, Term | None]:
    """A row as a person and, where a role is named, what they hold."""
    check_cells(row, HEADINGS, MAX_CELL)
    given = {name: row.get(name, "") for name in ("username", "name", "nip", "email", "position", "rank")}
    person = people.check_person(Person(**given), today)
    return person, _term(row, opd_codes, today)


def _term(row: Row, opd_codes: frozenset[str], today: date) -> Term | None:
    role = row.get("role", "")
    if not role:
        return None
    roles = [given.value for given in Role if given not in (Role.ANYONE, Role.SIGNED_IN)]
    try:
        term = Term(
            Role(word(role, roles)),
            _opd(row.get("opd", ""), opd_codes),
            _day(row.get("since", "")) or today,
            _day(row.get("until", "")),
            Tenure(word(row.get("kind", "") or Tenure.DEFINITIVE.value, [kind.value for kind in Tenure])),
        )
    except Unreadable as error:
        raise RuleViolation(f"Kolom peran, sifat, atau tanggal: {error}") from None
    rules.check_term(term, opd_codes)
    return term


def _day(text: str) -> date | None:
    return day(text) if text else None


def _opd(text: str, opd_codes: frozenset[str]) -> str | None:
    """The code of an OPD as it is written in the government's file, however it is typed here."""
    return {same(code): code for code in opd_codes}.get(same(text), text) or None


def keep(session: Session, judged: Judged, *, account_id: int, now: datetime) -> PeopleImport:
    """Keep the judged rows until the admin has looked at them; older previews are swept."""
    sweep(session, now)
    kept = PeopleImport(
        account_id=account_id, created_at=now, rows=list(judged.accepted), refused=list(judged.refused)
    )
    session.add(kept)
    session.flush()
    return kept


def get(session: Session, import_id: int, *, account_id: int, now: datetime) -> PeopleImport:
    """One's own preview; raises NotFound when it was imported, or is too old."""
    kept = session.get(PeopleImport, import_id)
    if (
        kept is None
        or kept.account_id != account_id
        or not kept.created_at <= now < kept.created_at + IMPORT_LIFE
    ):
        raise NotFound("Pratinjau ini sudah tidak ada. Unggah berkasnya sekali lagi.")
    return kept


def store(
    session: Session,
    rows: list[Row] | tuple[Row, ...],
    *,
    opd_codes: frozenset[str],
    actor: Actor,
    now: datetime,
) -> int:
    """Add the people of accepted rows; all of them or, if one no longer fits, none."""
    for row in rows:
        given = {name: text for name, text in row.items() if name != "number"}
        try:
            person, term = read_row(given, opd_codes=opd_codes, today=clock.local(now).date())
            account = people.add(session, person, actor=actor, now=now)
            if term is not None:
                people.give_role(session, account, term, opd_codes=opd_codes, actor=actor, now=now)
        except RuleViolation as error:
            raise RuleViolation(f"Baris {row['number']}: {error} Tidak ada yang diimpor.") from None
    return len(rows)


def sweep(session: Session, now: datetime) -> None:
    """Forget previews that are too old."""
    old = or_(PeopleImport.created_at <= now - IMPORT_LIFE, PeopleImport.created_at > now)
    session.execute(delete(PeopleImport).where(old))
