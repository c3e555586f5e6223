"""The people of the demo: one account for each role, and an operator and a head in every demo OPD."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal import clock
from portal.access import Actor, Role, command_actor
from portal.accounts import passwords, people, queries
from portal.accounts.models import Account
from portal.accounts.people import Person
from portal.accounts.rules import Term

OWN_OPD = "Disdukcapil"
ASSISTED_OPD = "DLH"  # the only one whose assistant has an account: its problems go to him first
OPDS = ("Disdukcapil", "Dinkes", "DLH", "DPMPTSP", "Dinsos", "Disnaker", "Disdikbud", "Diskominfo")
LONG_AGO = 800  # days before today from which the demo's roles count


@dataclass(frozen=True)
class DemoPerson:
    """An account named after its role."""

    username: str
    position: str
    role: Role
    opd: str | None = None


def everybody() -> list[DemoPerson]:
    """Every demo account."""
    found = [
        DemoPerson("admin", "Admin portal", Role.ADMIN),
        DemoPerson("kurator", "Perencana Ahli Muda, Bapperida", Role.CURATOR),
        DemoPerson("pimpinan", "Bupati", Role.LEADERSHIP),
        DemoPerson("sekda", "Sekretaris Daerah", Role.SECRETARY),
        DemoPerson("organisasi", "Kepala Bagian Organisasi, Sekretariat Daerah", Role.ORGANISATION),
        DemoPerson("bkpsdm", "Analis SDM Aparatur, BKPSDM", Role.PERSONNEL),
        DemoPerson("penilai", "Anggota Tim Penilai, perguruan tinggi", Role.ASSESSOR),
        DemoPerson("penilai-2", "Anggota Tim Penilai, Inspektorat", Role.ASSESSOR),
        DemoPerson("auditor", "Auditor Ahli Muda, Inspektorat", Role.AUDITOR),
        DemoPerson("pembaca", "Pengelola Layanan", Role.READER),
    ]
    for opd in OPDS:
        tail = "" if opd == OWN_OPD else f"-{opd.lower()}"
        found.append(DemoPerson(f"operator{tail}", f"Pengelola Inovasi, {opd}", Role.OPERATOR, opd))
        found.append(DemoPerson(f"kepala{tail}", f"Kepala {opd}", Role.HEAD, opd))
    found += [
        DemoPerson("pendamping", "Pendamping Inovasi, Bapperida", Role.COACH, OWN_OPD),
        DemoPerson("asisten", "Asisten yang membidangi", Role.ASSISTANT, ASSISTED_OPD),
    ]
    return found


def add_everybody(session: Session, hashed: str) -> None:
    """Make every account; all of them share the demo's password."""
    actor, now = command_actor("demo"), clock.now()
    since = clock.local(now).date()
    for person in everybody():
        name = f"{person.username.split('-')[0].title()} Contoh"
        account = people.add(
            session, Person(person.username, name, position=person.position), actor=actor, now=now
        )
        codes = frozenset({person.opd}) if person.opd else frozenset()
        term = Term(person.role, person.opd, since, None)
        people.give_role(session, account, term, opd_codes=codes, actor=actor, now=now)
        people.set_password(session, account, hashed, actor=actor, now=now)


def set_password(session: Session, password: str) -> None:
    """Give every demo account this password, unless it has it already."""
    admin = queries.by_username(session, "admin")
    if passwords.matches(admin.password_hash, password):
        return
    actor, now, hashed = command_actor("demo"), clock.now(), passwords.make_hash(password)
    for person in everybody():
        account = queries.by_username(session, person.username)
        people.set_password(session, account, hashed, actor=actor, now=now)


def actor_of(session: Session, username: str) -> Actor:
    """The actor that a demo account is when it is signed in."""
    person = next(one for one in everybody() if one.username == username)
    account: Account = queries.by_username(session, username)
    posts = frozenset({(person.role, person.opd)}) if person.opd else frozenset()
    return Actor(account_id=account.id, name=account.name, roles=frozenset({person.role}), posts=posts)


def operator_of(session: Session, opd: str) -> Actor:
    """The operator of a demo OPD."""
    return actor_of(session, "operator" if opd == OWN_OPD else f"operator-{opd.lower()}")


def head_of(session: Session, opd: str) -> Actor:
    """The head of a demo OPD."""
    return actor_of(session, "kepala" if opd == OWN_OPD else f"kepala-{opd.lower()}")
