"""What may be done to accounts; each verb checks the rules, changes, and writes the trail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import audit, clock
from portal.access import Actor, Role
from portal.accounts import links, queries, rules, sessions
from portal.accounts import nip as nips
from portal.accounts.models import Account, Membership
from portal.accounts.rules import Term
from portal.errors import Conflict, RuleViolation

LAST_ADMIN = "Harus selalu ada admin yang aktif. Tunjuk admin lain dulu."
OWN_ROLE = "Anda tidak dapat memberi peran kepada diri sendiri. Minta admin lain."
LONGEST = {"position": 120, "rank": 60}
LABELS = {"position": "Jabatan", "rank": "Pangkat/golongan"}


@dataclass(frozen=True)
class Person:
    """What is known of a person, as typed. In an edit, `nip` None keeps the one that is stored."""

    username: str
    name: str
    nip: str | None = ""
    email: str = ""
    position: str = ""
    rank: str = ""


def add(session: Session, person: Person, *, actor: Actor, now: datetime) -> Account:
    """A new account, open, without a password: a one-time link sets it."""
    checked = check_person(person, clock.local(now).date())
    _refuse_taken(session, checked, but=None)
    account = Account(
        username=checked.username,
        name=checked.name,
        nip=checked.nip or None,
        email=checked.email,
        position=checked.position,
        rank=checked.rank,
        created_at=now,
    )
    session.add(account)
    session.flush()
    changes = {name: ("", value) for name, value in _shown(account).items() if value}
    audit.record(session, actor=actor, action="account.add", subject=subject(account), changes=changes)
    return account


def edit(session: Session, account: Account, person: Person, *, version: int, actor: Actor) -> None:
    """Change what is known of a person; `version` is that of the page on which it was typed."""
    checked = check_person(person, clock.today())
    if account.version != version:
        raise Conflict(
            "Data orang ini baru saja diubah orang lain. Bandingkan kedua isinya, lalu simpan lagi."
        )
    _refuse_taken(session, checked, but=account.id)
    before = _shown(account)
    account.username, account.name, account.email = checked.username, checked.name, checked.email
    account.position, account.rank = checked.position, checked.rank
    if checked.nip is not None:
        account.nip = checked.nip or None
    changes = {
        name: (before[name], value) for name, value in _shown(account).items() if value != before[name]
    }
    if changes:
        audit.record(session, actor=actor, action="account.edit", subject=subject(account), changes=changes)


def check_person(person: Person, today: date) -> Person:
    """The person with every field checked and in its one spelling; the error names the field at fault."""
    for name, longest in LONGEST.items():
        text = getattr(person, name)
        if len(text) > longest or not text.isprintable():
            raise RuleViolation(
                f"{LABELS[name]} paling banyak {longest} karakter, tanpa karakter aneh.", name
            )
    nip = person.nip
    return Person(
        username=_at("username", rules.username, person.username),
        name=_at("name", rules.person_name, person.name),
        nip=_at("nip", lambda text: nips.parse(text, today), nip) if nip else nip,
        email=_at("email", rules.email, person.email),
        position=person.position.strip(),
        rank=person.rank.strip(),
    )


def give_role(
    session: Session, account: Account, term: Term, *, opd_codes: frozenset[str], actor: Actor, now: datetime
) -> Membership:
    """Let a person hold a role from a day; ends their sign-ins, so that it counts at once."""
    if actor.account_id == account.id:
        raise RuleViolation(OWN_ROLE, "role")
    rules.check_term(term, opd_codes)
    own = [one.term for one in account.memberships if one.ended_at is None]
    rules.check_alone(term, own, queries.definitive_heads(session, term.opd) if term.opd else [])
    membership = Membership(
        account_id=account.id,
        role=term.role.value,
        opd=term.opd,
        since=term.since,
        until=term.until,
        kind=term.kind.value,
    )
    account.memberships.append(membership)
    session.flush()
    sessions.end(session, account.id, now)
    changes = {"role": ("", _described(term))}
    audit.record(session, actor=actor, action="account.role-give", subject=subject(account), changes=changes)
    return membership


def end_role(
    session: Session, membership: Membership, *, actor: Actor, now: datetime, reason: str = ""
) -> None:
    """Take a role away now; the row stays, for history."""
    if membership.ended_at is not None:
        raise RuleViolation("Peran ini sudah diakhiri.")
    membership.ended_at = now
    session.flush()
    if membership.role == Role.ADMIN and not queries.open_admins(session, clock.local(now).date()):
        raise RuleViolation(LAST_ADMIN)
    sessions.end(session, membership.account_id, now)
    audit.record(
        session,
        actor=actor,
        action="account.role-end",
        subject=subject(membership.account),
        changes={"role": (_described(membership.term), "")},
        reason=reason,
    )


def close(session: Session, account: Account, *, actor: Actor, now: datetime, reason: str = "") -> None:
    """Shut a person out at once; nothing of what they did is touched."""
    if not account.is_open:
        raise RuleViolation("Akun ini sudah nonaktif.")
    if account.id == actor.account_id:
        raise RuleViolation("Anda tidak dapat menonaktifkan akun Anda sendiri. Minta admin lain.")
    account.is_open = False
    session.flush()
    if _is_admin(account) and not queries.open_admins(session, clock.local(now).date()):
        raise RuleViolation(LAST_ADMIN)
    sessions.end(session, account.id, now)
    _record_state(session, account, actor, ("aktif", "nonaktif"), reason)


def reopen(session: Session, account: Account, *, actor: Actor, reason: str = "") -> None:
    """Let a person in again."""
    if account.is_open:
        raise RuleViolation("Akun ini sudah aktif.")
    account.is_open = True
    _record_state(session, account, actor, ("nonaktif", "aktif"), reason)


def set_password(
    session: Session, account: Account, hashed: str, *, actor: Actor, now: datetime, reason: str = ""
) -> None:
    """Store a new password (its hash, see passwords.prepare); old sign-ins and unused links end."""
    account.password_hash = hashed
    links.spend_all(session, account.id, now)
    sessions.end(session, account.id, now)
    audit.record(session, actor=actor, action="account.password", subject=subject(account), reason=reason)


def use_link(session: Session, token: str, hashed: str, person: Person | None, *, now: datetime) -> Account:
    """Use a one-time link up: set the password of its owner, or make `person` the first admin."""
    link = links.get(session, token, now)
    account = link.account
    if account is None:
        if person is None or queries.open_admins(session, clock.local(now).date()):
            raise RuleViolation("Sudah ada admin. Minta tautan kepadanya.")
        by_link = Actor(name=person.name)
        account = add(session, person, actor=by_link, now=now)
        term = Term(Role.ADMIN, None, clock.local(now).date(), None)
        give_role(session, account, term, opd_codes=frozenset(), actor=by_link, now=now)
    links.spend(session, link, now)
    owner = Actor(account_id=account.id, name=account.name)
    set_password(session, account, hashed, actor=owner, now=now, reason="tautan sekali pakai")
    return account


def match_sso(session: Session, sso_subject: str, nip: str) -> Account | None:
    """The open account of somebody the provider vouches for: known by its subject, or at first by the NIP."""
    account = session.scalar(select(Account).where(Account.oidc_subject == sso_subject))
    if account is None and nip:
        account = session.scalar(select(Account).where(Account.nip == nip, Account.oidc_subject.is_(None)))
        if account is not None and account.is_open:
            account.oidc_subject = sso_subject
            owner = Actor(account_id=account.id, name=account.name)
            audit.record(session, actor=owner, action="account.sso-link", subject=subject(account))
    return account if account is not None and account.is_open else None


def sign_out(session: Session, account: Account, *, actor: Actor, now: datetime) -> int:
    """End all of a person's sign-ins; returns how many there were."""
    count = sessions.end(session, account.id, now)
    changes = {"sessions": (count, 0)}
    audit.record(
        session, actor=actor, action="account.sign-out-all", subject=subject(account), changes=changes
    )
    return count


def subject(account: Account) -> str:
    """How the trail names an account."""
    return f"account:{account.id}"


def known_words(person: Account | Person) -> list[str]:
    """What a person's password must not be made of."""
    return [person.username, person.name, person.nip or "", person.email]


def _at(field: str, rule: Callable[[str], str], text: str) -> str:
    try:
        return rule(text)
    except RuleViolation as error:
        raise RuleViolation(str(error), field) from None


def _refuse_taken(session: Session, person: Person, but: int | None) -> None:
    by_name = session.scalar(select(Account.id).where(Account.username == person.username))
    if by_name not in (None, but):
        raise RuleViolation("Nama pengguna ini sudah dipakai orang lain.", "username")
    by_nip = session.scalar(select(Account.id).where(Account.nip == person.nip)) if person.nip else None
    if by_nip not in (None, but):
        raise RuleViolation("NIP ini sudah tercatat pada akun lain.", "nip")


def _is_admin(account: Account) -> bool:
    return any(one.role == Role.ADMIN for one in account.memberships)


def _record_state(
    session: Session, account: Account, actor: Actor, change: tuple[str, str], reason: str
) -> None:
    action = "account.open" if account.is_open else "account.close"
    changes = {"state": change}
    audit.record(
        session, actor=actor, action=action, subject=subject(account), changes=changes, reason=reason
    )


def _shown(account: Account) -> dict[str, str]:
    """What of an account the trail may show."""
    return {
        "username": account.username,
        "name": account.name,
        "nip": nips.mask(account.nip),
        "email": account.email,
        "position": account.position,
        "rank": account.rank,
    }


def _described(term: Term) -> str:
    until = term.until.isoformat() if term.until else "seterusnya"
    place = f" {term.opd}" if term.opd else ""
    return f"{term.role}{place}, {term.kind}, {term.since.isoformat()} – {until}"
