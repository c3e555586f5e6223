"""Commands: `portal user …`. Each is written into the audit trail as `perintah:user …`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click
from flask import current_app
from sqlalchemy.orm import Session

from portal import clock, opened
from portal.access import GIVEN_ROLES, Actor, Role, command_actor
from portal.accounts import importing, links, opd_names, people, queries, second_step, sessions, workbook
from portal.accounts.first import first_admin_token
from portal.accounts.models import Account
from portal.accounts.nip import mask
from portal.accounts.people import Person
from portal.accounts.queries import PeopleFilters
from portal.accounts.rules import Tenure, Term
from portal.db import reading, transaction
from portal.errors import PortalError
from portal.records import imports

ROLES = click.Choice([role.value for role in GIVEN_ROLES])
KINDS = click.Choice([kind.value for kind in Tenure])


@click.group()
def user() -> None:
    """Orang dan perannya."""


@contextmanager
def _changing(command: str) -> Iterator[tuple[Session, Actor]]:
    with opened(), transaction() as session:
        yield session, command_actor(f"user {command}")


@user.command("first-admin")
def first_admin() -> None:
    """Cetak tautan sekali pakai untuk membuat admin pertama; tidak berbuat apa-apa bila sudah ada admin."""
    with opened():
        token = first_admin_token()
        if token is None:
            click.echo("Sudah ada admin; tautan tidak dibuat.", err=True)
            return
        address = _address(token)
    click.echo("Belum ada admin. Buka tautan ini untuk membuatnya (sekali pakai, berlaku 3 hari):")
    click.echo(address)


@user.command()
@click.argument("username")
@click.argument("name")
@click.option("--ask-nip", is_flag=True, help="Tanyakan NIP (tidak lewat baris perintah).")
@click.option("--email", default="", help="Alamat surel.")
@click.option("--position", default="", help="Jabatan.")
@click.option("--rank", default="", help="Pangkat/golongan.")
@click.option("--role", type=ROLES, help="Peran pertama.")
@click.option("--opd", help="Kode OPD dari peran itu.")
def add(
    username: str,
    name: str,
    ask_nip: bool,
    email: str,
    position: str,
    rank: str,
    role: str | None,
    opd: str | None,
) -> None:
    """Tambah orang, dan cetak tautan untuk membuat kata sandinya."""
    nip = click.prompt("NIP", default="", hide_input=True, show_default=False) if ask_nip else ""
    with _changing("add") as (session, actor):
        now = clock.now()
        person = Person(username, name, nip, email, position, rank)
        account = people.add(session, person, actor=actor, now=now)
        if role is not None:
            term = Term(Role(role), opd, clock.today(), None)
            _give(session, account, term, actor)
        address = _address(links.make(session, account, actor=actor, now=now))
    click.echo(f"{account.username} ditambahkan. Tautan sekali pakai (berlaku 3 hari):")
    click.echo(address)


@user.command("list")
@click.option("--role", default="", help="Hanya yang memegang peran ini.")
@click.option("--opd", default="", help="Hanya yang berperan di OPD ini.")
def list_people(role: str, opd: str) -> None:
    """Daftar orang; NIP disamarkan."""
    with opened():
        today = clock.today()
        found = queries.listed(reading(), PeopleFilters(opd=opd, role=role), today)
        for account in found:
            held = [one.term for one in account.memberships if one.holds_on(today)]
            roles = ", ".join(f"{term.role}@{term.opd}" if term.opd else term.role.value for term in held)
            state = "aktif" if account.is_open else "nonaktif"
            click.echo(
                f"{account.username}\t{account.name}\t{state}\t{roles or '-'}\t{mask(account.nip) or '-'}"
            )


@user.command()
@click.argument("username")
@click.option("--reason", default="", help="Alasan, untuk jejak audit.")
def disable(username: str, reason: str) -> None:
    """Nonaktifkan akun; semua sesinya berakhir."""
    with _changing("disable") as (session, actor):
        people.close(
            session, queries.by_username(session, username), actor=actor, now=clock.now(), reason=reason
        )
    click.echo(f"{username} nonaktif.")


@user.command()
@click.argument("username")
@click.option("--reason", default="", help="Alasan, untuk jejak audit.")
def enable(username: str, reason: str) -> None:
    """Aktifkan lagi akun."""
    with _changing("enable") as (session, actor):
        people.reopen(session, queries.by_username(session, username), actor=actor, reason=reason)
    click.echo(f"{username} aktif.")


@user.command()
@click.argument("username")
def link(username: str) -> None:
    """Cetak tautan sekali pakai untuk kata sandi baru."""
    with _changing("link") as (session, actor):
        account = queries.by_username(session, username)
        address = _address(links.make(session, account, actor=actor, now=clock.now()))
    click.echo(address)


@user.command()
@click.argument("username")
@click.argument("role", type=ROLES)
@click.option("--opd", help="Kode OPD; wajib untuk operator dan kepala.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Mulai; bawaan: hari ini.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Hari terakhir.")
@click.option("--kind", type=KINDS, default=Tenure.DEFINITIVE.value, help="definitif, Plt., atau Plh.")
@click.option("--end", is_flag=True, help="Akhiri peran itu, bukan memberikannya.")
def role(
    username: str,
    role: str,
    opd: str | None,
    since: datetime | None,
    until: datetime | None,
    kind: str,
    end: bool,
) -> None:
    """Beri atau akhiri peran."""
    with _changing("role") as (session, actor):
        account = queries.by_username(session, username)
        if end:
            _end(session, account, Role(role), opd, actor)
        else:
            first = since.date() if since else clock.today()
            last = until.date() if until else None
            _give(session, account, Term(Role(role), opd, first, last, Tenure(kind)), actor)
    click.echo(f"Peran {role} {'diakhiri' if end else 'diberikan'} untuk {username}.")


@user.command()
@click.argument("username")
def revoke(username: str) -> None:
    """Akhiri semua sesi seseorang."""
    with _changing("revoke") as (session, actor):
        account = queries.by_username(session, username)
        count = people.sign_out(session, account, actor=actor, now=clock.now())
    click.echo(f"{count} sesi diakhiri.")


@user.command("two-step-off")
@click.argument("username")
@click.option("--reason", default="", help="Alasan, untuk jejak audit.")
def two_step_off(username: str, reason: str) -> None:
    """Hapus langkah kedua seseorang yang kehilangan ponsel dan kode pemulihannya."""
    with _changing("two-step-off") as (session, actor):
        account = queries.by_username(session, username)
        if not second_step.is_on(account):
            raise PortalError("Orang ini belum memasang langkah kedua.")
        second_step.remove(session, account, actor=actor, reason=reason)
        sessions.end(session, account.id, clock.now())
    click.echo(f"Langkah kedua {username} dihapus; ia memasangnya lagi saat masuk.")


@user.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--save", is_flag=True, help="Simpan; tanpa ini hanya diperiksa.")
def import_people(file: Path, save: bool) -> None:
    """Impor orang dari XLSX; setiap baris yang ditolak dilaporkan dengan alasannya."""
    with opened():
        rows = workbook.read(file.read_bytes())
        codes = frozenset(opd_names())
        with transaction() as session:
            judged, number = importing.judge(session, rows, opd_codes=codes, today=clock.today()), 0
            if save and judged.accepted:
                actor, now = command_actor("user import"), clock.now()
                kept = imports.keep(session, importing.KIND, importing.SUBJECT, rows, actor=actor, now=now)
                importing.store(session, kept, judged, opd_codes=codes, actor=actor)
                number = kept.id
    for row in judged.refused:
        click.echo(f"{file}:{row['number']}: {row['reason']}", err=True)
    done = "diimpor" if save else "dapat diimpor (tambahkan --save)"
    click.echo(f"{len(judged.accepted)} orang {done}, {len(judged.refused)} baris ditolak.")
    if number:
        click.echo(f"Membatalkannya: portal user undo-import {number} --reason '…'")
    if judged.refused:
        raise PortalError("Perbaiki baris yang ditolak, lalu impor lagi baris itu saja.")


@user.command("undo-import")
@click.argument("import_id", type=int)
@click.option("--reason", required=True, help="Alasan, paling sedikit 10 huruf.")
def undo_import(import_id: int, reason: str) -> None:
    """Batalkan satu impor orang; yang sudah masuk atau diubah sesudahnya dibiarkan dan disebut."""
    with _changing("undo-import") as (session, actor):
        kept = imports.to_undo(session, import_id, importing.KIND, importing.SUBJECT)
        left = importing.undo(session, kept, reason, actor=actor)
        out = len(kept.made["added"]) - len(left)
    for said in left:
        click.echo(said)
    click.echo(f"{out} orang dikeluarkan lagi, {len(left)} dibiarkan.")


def _give(session: Session, account: Account, term: Term, actor: Actor) -> None:
    codes = frozenset(opd_names())
    people.give_role(session, account, term, opd_codes=codes, actor=actor, now=clock.now())


def _end(session: Session, account: Account, role: Role, opd: str | None, actor: Actor) -> None:
    held = [one for one in account.memberships if one.ended_at is None and (one.role, one.opd) == (role, opd)]
    if not held:
        raise PortalError("Orang ini tidak memegang peran itu di OPD tersebut.")
    for membership in held:
        people.end_role(session, membership, actor=actor, now=clock.now())


def _address(token: str) -> str:
    """A one-time link in full; without the setting `address`, on the port that bin/serve uses."""
    own = current_app.extensions["settings"].address
    return f"{own or 'http://127.0.0.1:' + os.environ.get('PORT', '8000')}/akun/tautan/{token}"
