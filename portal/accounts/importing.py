"""Importing people: every row judged alone, every refused row reported, nothing stored before the preview.

Undoing an import takes out who was never there: accounts that nobody used or changed since are emptied and
closed, so that names and numbers are free again. Their rows stay, for the trail names them by number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal import audit, clock
from portal.access import Actor, Role
from portal.accounts import links, people, queries, rules
from portal.accounts.models import Account
from portal.accounts.people import Person
from portal.accounts.rules import Tenure, Term
from portal.accounts.workbook import COLUMNS, MAX_CELL
from portal.errors import RuleViolation
from portal.records import imports
from portal.records.imports import TableImport
from portal.records.limits import check_reason
from portal.same import same
from portal.values import Unreadable, check_cells, day, word

KIND, SUBJECT = "accounts.people", "accounts"
EMPTIED = "(impor dibatalkan)"
Row = dict[str, str]
HEADINGS = {name: heading for name, heading, _ in COLUMNS}


@dataclass(frozen=True)
class Judged:
    """What a workbook holds: rows to import, and rows refused with the reason."""

    accepted: tuple[Row, ...]
    refused: tuple[Row, ...]  # number, name, reason

    @property
    def promise(self) -> list[object]:
        """What the preview promises: who would come in."""
        return [sorted(row.items()) for row in self.accepted]


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


def as_promised(session: Session, rows: imports.Rows, mark: str, *, opd_codes: frozenset[str]) -> Judged:
    """Who comes in, if it is still who the preview with this mark showed; raises Conflict."""
    judged = judge(session, rows, opd_codes=opd_codes, today=clock.today())
    imports.check_promise(mark, judged.promise)
    return judged


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


def store(
    session: Session, kept: TableImport, judged: Judged, *, opd_codes: frozenset[str], actor: Actor
) -> int:
    """Add the people of accepted rows; all of them or, if one no longer fits, none."""
    now, added = clock.now(), list[tuple[int, int]]()
    if not judged.accepted:
        raise RuleViolation("Tidak ada orang yang dapat diimpor.")
    for row in judged.accepted:
        given = {name: text for name, text in row.items() if name != "number"}
        try:
            person, term = read_row(given, opd_codes=opd_codes, today=clock.local(now).date())
            account = people.add(session, person, actor=actor, now=now)
            if term is not None:
                people.give_role(session, account, term, opd_codes=opd_codes, actor=actor, now=now)
        except RuleViolation as error:
            raise RuleViolation(f"Baris {row['number']}: {error} Tidak ada yang diimpor.") from None
        added.append((account.id, int(term is not None)))
    imports.accept(kept, {"added": added}, now=now)
    return len(added)


def undo(session: Session, kept: TableImport, reason: str, *, actor: Actor) -> list[str]:
    """Take out the people of an import; who was used or changed since stays as they are, and is told."""
    check_reason(reason, "reason")
    now, left = clock.now(), list[str]()
    given = {int(number): int(roles) for number, roles in kept.made["added"]}
    found = select(Account).where(Account.id.in_(given)).options(selectinload(Account.memberships))
    accounts = list(session.scalars(found.order_by(Account.id)))
    signed_in = queries.last_sign_in(session, list(given))
    for account in accounts:
        held = [one for one in account.memberships if one.ended_at is None]
        is_known = account.password_hash is not None or account.oidc_subject or account.id in signed_in
        is_as_imported = account.version == 1 and account.is_open
        if is_known:
            left.append(f"{account.name} sudah masuk atau memasang sandi, jadi dibiarkan.")
        elif not is_as_imported or len(held) != given[account.id] != len(account.memberships):
            left.append(f"{account.name} sudah diubah sesudah impor, jadi dibiarkan.")
        else:
            _empty(session, account, reason, actor=actor, now=now)
    kept.undone_at = now
    out = len(accounts) - len(left)
    changes = {"people": (out + len(left), len(left))}
    subject = f"people-import:{kept.id}"
    audit.record(
        session, actor=actor, action="account.undo-import", subject=subject, changes=changes, reason=reason
    )
    return left


def _empty(session: Session, account: Account, reason: str, *, actor: Actor, now: datetime) -> None:
    """Take out an account that was never used: closed, without a role, a link, or a word about a person."""
    for membership in account.memberships:
        if membership.ended_at is None:
            membership.ended_at = now
    links.spend_all(session, account.id, now)
    before = account.username
    account.is_open, account.removed_at, account.nip = False, now, None
    account.username, account.name = f"~{account.id}", EMPTIED
    account.email = account.position = account.rank = ""
    session.flush()
    audit.record(
        session,
        actor=actor,
        action="account.take-out",
        subject=people.subject(account),
        changes={"username": (before, "")},
        reason=reason,
    )
