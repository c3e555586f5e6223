"""Looking people up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, selectinload

from portal.access import Role
from portal.accounts.models import Account, LoginSession, Membership
from portal.accounts.nip import LENGTH
from portal.accounts.rules import Tenure, Term
from portal.db import by_name
from portal.errors import NotFound


@dataclass(frozen=True)
class PeopleFilters:
    """What the list of people is narrowed to."""

    text: str = ""  # part of a name or user name
    opd: str = ""
    role: str = ""
    state: str = ""  # aktif, nonaktif, baru (never set a password)

    def conditions(self, day: date) -> list[ColumnElement[bool]]:
        """The filters as SQL."""
        found: list[ColumnElement[bool]] = [Account.removed_at.is_(None)]
        if self.text:
            name = func.lower(Account.name).contains(self.text.lower(), autoescape=True)
            found.append(name | Account.username.contains(self.text.lower(), autoescape=True))
        if self.opd or self.role:
            held = [Membership.ended_at.is_(None), or_(Membership.until.is_(None), Membership.until >= day)]
            held += [Membership.opd == self.opd] if self.opd else []
            held += [Membership.role == self.role] if self.role else []
            found.append(Account.memberships.any(and_(*held)))
        if self.state in ("aktif", "nonaktif"):
            found.append(Account.is_open.is_(self.state == "aktif"))
        if self.state == "baru":
            found.append(Account.password_hash.is_(None) & Account.is_open.is_(True))
        return found


def count(session: Session, filters: PeopleFilters, day: date) -> int:
    """How many people match."""
    return session.scalar(select(func.count(Account.id)).where(*filters.conditions(day))) or 0


def listed(
    session: Session, filters: PeopleFilters, day: date, *, offset: int = 0, limit: int | None = None
) -> list[Account]:
    """A page of people by name, with what they hold."""
    statement = (
        select(Account)
        .where(*filters.conditions(day))
        .options(selectinload(Account.memberships), selectinload(Account.second_step))
        .order_by(by_name(Account.name), Account.id)
    )
    return list(session.scalars(statement.offset(offset).limit(limit)))


def get(session: Session, account_id: int) -> Account:
    """A person by number; raises NotFound."""
    found = session.get(Account, account_id)
    if found is None or found.removed_at is not None:
        raise NotFound("Akun ini tidak ada. Lihat daftar pengguna.")
    return found


def by_username(session: Session, username: str) -> Account:
    """A person by user name; raises NotFound."""
    found = session.scalar(select(Account).where(Account.username == username.strip().casefold()))
    if found is None:
        raise NotFound(f"Nama pengguna “{username}” tidak ada.")
    return found


def by_login(session: Session, login: str) -> Account | None:
    """A person by what they type at sign-in: user name or NIP."""
    return session.scalar(select(Account).where(or_(Account.username == login, Account.nip == login)))


def login_name(typed: str) -> str:
    """What was typed at sign-in, in the one spelling that is looked up and counted."""
    text = typed.strip().casefold()
    digits = "".join(mark for mark in text if mark not in " .-")
    return digits if len(digits) == LENGTH and digits.isdigit() else text


def last_sign_in(session: Session, account_ids: list[int]) -> dict[int, datetime]:
    """When each of these people last signed in."""
    statement = (
        select(LoginSession.account_id, func.max(LoginSession.created_at))
        .where(LoginSession.account_id.in_(account_ids))
        .group_by(LoginSession.account_id)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def definitive_heads(session: Session, opd: str) -> list[Term]:
    """The terms of an OPD's definitive heads, past and coming."""
    held = select(Membership).where(
        Membership.opd == opd,
        Membership.role == Role.HEAD.value,
        Membership.kind == Tenure.DEFINITIVE.value,
        Membership.ended_at.is_(None),
    )
    return [membership.term for membership in session.scalars(held)]


def open_admins(session: Session, day: date) -> list[int]:
    """The accounts that are admin on this day."""
    held = (
        select(Membership).join(Account).where(Membership.role == Role.ADMIN.value, Account.is_open.is_(True))
    )
    return sorted({one.account_id for one in session.scalars(held) if one.holds_on(day)})


def holders(session: Session, role: Role, day: date) -> frozenset[str | None]:
    """The OPDs in which somebody holds a role on this day, None among them for the whole region."""
    held = (
        select(Membership)
        .join(Account)
        .where(Membership.role == role.value, Membership.ended_at.is_(None), Account.is_open.is_(True))
    )
    return frozenset(one.opd for one in session.scalars(held) if one.holds_on(day))


def held(session: Session, day: date) -> list[tuple[int, Role, str | None]]:
    """Account, role and OPD of every role that somebody holds on this day in an open account."""
    found = select(Membership).join(Account).where(Account.is_open.is_(True), Membership.ended_at.is_(None))
    return [(one.account_id, Role(one.role), one.opd) for one in session.scalars(found) if one.holds_on(day)]


def coaches(session: Session, day: date) -> dict[str, tuple[str, ...]]:
    """The names of those who coach an agency on this day, by its code."""
    held = (
        select(Membership, Account.name)
        .join(Account)
        .where(
            Membership.role == Role.COACH.value,
            Membership.opd.is_not(None),
            Membership.ended_at.is_(None),
            Account.is_open.is_(True),
        )
        .order_by(Account.name)
    )
    found: dict[str, tuple[str, ...]] = {}
    for membership, name in session.execute(held):
        if membership.opd is not None and membership.holds_on(day):
            found[membership.opd] = (*found.get(membership.opd, ()), name)
    return found
