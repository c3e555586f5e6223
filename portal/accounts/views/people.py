"""The people an admin looks after."""

from __future__ import annotations

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal import clock
from portal.access import GIVEN_ROLES, Actor, actor, allow
from portal.accounts import links, opd_names, people, queries, second_step, sessions
from portal.accounts.confirming import confirmed
from portal.accounts.forms import EditPersonForm, PersonForm, ReasonForm, RoleForm
from portal.accounts.models import Account
from portal.accounts.nip import mask
from portal.accounts.queries import PeopleFilters
from portal.accounts.views import blueprint
from portal.db import reading, transaction
from portal.documents.sheets import CSV
from portal.errors import NotFound, RuleViolation
from portal.records.saving import CLASH, attempt, clash, done
from portal.web import csvfiles
from portal.web.addresses import outside
from portal.web.attachments import attachment
from portal.web.paging import paging

PAGE_SIZE = 50
STATES = (("", "Semua"), ("aktif", "Aktif"), ("nonaktif", "Nonaktif"), ("baru", "Belum pernah masuk"))


@blueprint.get("/pengguna")
@allow("account.manage")
def index() -> ResponseReturnValue:
    """Everyone with an account."""
    given = {name: value.strip()[:200] for name, value in request.args.items()}
    filters = PeopleFilters(*(given.get(name, "") for name in ("q", "opd", "peran", "keadaan")))
    db, today = reading(), clock.today()
    pages = paging(queries.count(db, filters, today), PAGE_SIZE)
    found = queries.listed(db, filters, today, offset=pages.offset, limit=PAGE_SIZE)
    return render_template(
        "accounts/index.html",
        filters=filters,
        accounts=found,
        last=queries.last_sign_in(db, [account.id for account in found]),
        paging=pages,
        opds=opd_names(),
        roles=GIVEN_ROLES,
        states=STATES,
        today=today,
        mask=mask,
    )


@blueprint.get("/pengguna/baru")
@allow("account.manage")
def new() -> ResponseReturnValue:
    """The form for a new person."""
    return render_template("accounts/new.html", form=PersonForm())


@blueprint.post("/pengguna")
@allow("account.manage")
@confirmed
def add() -> ResponseReturnValue:
    """Add a person, and make the link by which they set a password."""
    form = PersonForm()
    made: list[tuple[int, str]] = []

    def act(writing: Session, who: Actor) -> None:
        account = people.add(writing, form.person(), actor=who, now=clock.now())
        made.append((account.id, links.make(writing, account, actor=who, now=clock.now())))

    if status := attempt(form, act):
        return render_template("accounts/new.html", form=form), status
    reading().rollback()  # what was read at the start of the request knows nobody new
    flash("Orang baru tersimpan. Beri perannya, lalu sampaikan tautannya.")
    return _person(queries.get(reading(), made[0][0]), link=made[0][1])


@blueprint.get("/pengguna/<int:account_id>")
@allow("account.manage")
def person(account_id: int) -> ResponseReturnValue:
    """One person: data, roles, devices."""
    account = queries.get(reading(), account_id)
    return _person(account)


@blueprint.post("/pengguna/<int:account_id>")
@allow("account.manage")
@confirmed
def edit(account_id: int) -> ResponseReturnValue:
    """Save what is known of a person."""
    form = EditPersonForm()

    def act(writing: Session, who: Actor) -> None:
        stored, version = queries.get(writing, account_id), form.read_at()
        people.edit(writing, stored, form.person(), version=version, actor=who)

    if status := attempt(form, act):
        return _person(queries.get(reading(), account_id), form=form, status=status)
    return done("Data tersimpan.", _url(account_id))


@blueprint.post("/pengguna/<int:account_id>/peran")
@allow("account.manage")
@confirmed
def give_role(account_id: int) -> ResponseReturnValue:
    """Let a person hold a role."""
    names = opd_names()
    form, codes = RoleForm(names, clock.today()), frozenset(names)

    def act(writing: Session, who: Actor) -> None:
        stored = queries.get(writing, account_id)
        people.give_role(writing, stored, form.term(), opd_codes=codes, actor=who, now=clock.now())

    if status := attempt(form, act):
        return _person(queries.get(reading(), account_id), role_form=form, status=status)
    return done("Peran diberikan. Orang itu perlu masuk lagi.", _url(account_id))


@blueprint.post("/pengguna/<int:account_id>/peran/<int:membership_id>/akhiri")
@allow("account.manage")
@confirmed
def end_role(account_id: int, membership_id: int) -> ResponseReturnValue:
    """Take a role away."""
    found = actor()
    with transaction() as writing:
        account = queries.get(writing, account_id)
        held = next((one for one in account.memberships if one.id == membership_id), None)
        if held is None:
            raise NotFound("Peran itu tidak ada pada orang ini.")
        people.end_role(writing, held, actor=found, now=clock.now())
    return done("Peran diakhiri.", _url(account_id))


@blueprint.post("/pengguna/<int:account_id>/nonaktif")
@allow("account.manage")
@confirmed
def close(account_id: int) -> ResponseReturnValue:
    """Shut a person out."""
    return _change_state(account_id, to_open=False)


@blueprint.post("/pengguna/<int:account_id>/aktif")
@allow("account.manage")
@confirmed
def reopen(account_id: int) -> ResponseReturnValue:
    """Let a person in again."""
    return _change_state(account_id, to_open=True)


@blueprint.post("/pengguna/<int:account_id>/tautan")
@allow("account.manage")
@confirmed
def new_link(account_id: int) -> ResponseReturnValue:
    """A fresh one-time link, shown once."""
    found = actor()
    with transaction() as writing:
        token = links.make(writing, queries.get(writing, account_id), actor=found, now=clock.now())
    return _person(queries.get(reading(), account_id), link=token)


@blueprint.post("/pengguna/<int:account_id>/sesi/cabut")
@allow("account.manage")
def sign_out(account_id: int) -> ResponseReturnValue:
    """End all of a person's sign-ins."""
    found = actor()
    with transaction() as writing:
        count = people.sign_out(writing, queries.get(writing, account_id), actor=found, now=clock.now())
    return done(f"{count} sesi diakhiri.", _url(account_id))


@blueprint.post("/pengguna/<int:account_id>/dua-langkah/hapus")
@allow("account.manage")
@confirmed
def reset_two_step(account_id: int) -> ResponseReturnValue:
    """Forget a lost phone; the person sets the second step up again."""
    found, now = actor(), clock.now()
    with transaction() as writing:
        account = queries.get(writing, account_id)
        if not second_step.is_on(account):
            raise RuleViolation("Orang ini belum memasang langkah kedua.")
        second_step.remove(writing, account, actor=found)
        sessions.end(writing, account_id, now)
    return done("Langkah kedua dihapus. Orang itu memasangnya lagi saat masuk.", _url(account_id))


@blueprint.post("/pengguna/tautan.csv")
@allow("account.manage")
@confirmed
def link_sheet() -> ResponseReturnValue:
    """One-time links for everyone who never set a password, as a file; made fresh, so not kept anywhere."""
    found, rows = actor(), [("Nama", "Nama pengguna", "Tautan")]
    with transaction() as writing:
        for account in queries.listed(writing, PeopleFilters(state="baru"), clock.today()):
            token = links.make(writing, account, actor=found, now=clock.now())
            rows.append((account.name, account.username, address(token)))
    return attachment("".join(csvfiles.lines(rows)), CSV, "tautan.csv")


def address(token: str) -> str:
    """A one-time link in full."""
    return outside("accounts.link", token=token)


def _change_state(account_id: int, *, to_open: bool) -> ResponseReturnValue:
    form, found = ReasonForm(), actor()
    reason = form.reason.data if form.validate() else ""
    with transaction() as writing:
        account = queries.get(writing, account_id)
        if to_open:
            people.reopen(writing, account, actor=found, reason=reason)
        else:
            people.close(writing, account, actor=found, now=clock.now(), reason=reason)
    return done(
        "Akun diaktifkan." if to_open else "Akun dinonaktifkan dan semua sesinya diakhiri.", _url(account_id)
    )


def _person(
    account: Account,
    *,
    form: EditPersonForm | None = None,
    role_form: RoleForm | None = None,
    link: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    """The page of a person; a link just made stands in this one answer, never in a cookie."""
    now, names = clock.now(), opd_names()
    return render_template(
        "accounts/person.html",
        account=account,
        form=form or _filled(account),
        role_form=role_form or RoleForm(names, clock.today(), formdata=None),
        reason_form=ReasonForm(formdata=None),
        stored=clash(form, account) if form and status == CLASH else [],
        status=status,
        nip=mask(account.nip),
        has_second_step=second_step.is_on(account),
        sessions=sessions.alive(reading(), account.id, now),
        new_link=address(link) if link else "",
        today=clock.today(),
        opds=names,
    ), status


def _url(account_id: int) -> str:
    return url_for(".person", account_id=account_id)


def _filled(account: Account) -> EditPersonForm:
    """The form with what is stored; never with the NIP, which is only shown masked."""
    return EditPersonForm(
        formdata=None,
        username=account.username,
        name=account.name,
        email=account.email,
        position=account.position,
        rank=account.rank,
        version=account.version,
    )
