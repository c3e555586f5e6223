"""One's own account: password, second step, devices."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import audit, clock
from portal.access import Role, actor, allow
from portal.accounts import passwords, people, queries, second_step, security_news, sessions
from portal.accounts.brakes import brake, release_brake
from portal.accounts.confirming import confirmed
from portal.accounts.forms import ChangePasswordForm, CodeForm, ConfirmForm
from portal.accounts.nip import mask
from portal.accounts.views import blueprint
from portal.accounts.views.sign_in import open_door
from portal.db import reading, transaction
from portal.errors import NotFound, RuleViolation
from portal.records.saving import done
from portal.web import qr, security_log

WRONG = "Kata sandi sekarang tidak cocok."


@blueprint.get("/akun")
@allow("account.own")
def own() -> ResponseReturnValue:
    """What the portal knows about me, and where I am signed in."""
    account, db = current_user.account, reading()
    return render_template(
        "accounts/own.html",
        account=account,
        nip=mask(account.nip),
        held=[one for one in account.memberships if one.holds_on(clock.today())],
        sessions=sessions.alive(db, account.id, clock.now()),
        here=current_user.sign_in.id,
        has_second_step=second_step.is_on(account),
        codes_left=second_step.unused_codes(db, account.id),
        news=security_news.of_account(db, account.id, clock.now() - security_news.SHOWN),
    )


@blueprint.get("/akun/sandi")
@allow("account.own")
def password() -> ResponseReturnValue:
    """The form for a new password."""
    return render_template("accounts/password.html", form=ChangePasswordForm(), account=current_user.account)


@blueprint.post("/akun/sandi")
@allow("account.own")
def change_password() -> ResponseReturnValue:
    """A new password; every other device is signed out, and this one gets a new token."""
    form, account = ChangePasswordForm(), current_user.account
    hashed = None
    if form.validate() and _knows_password(form):
        try:
            hashed = passwords.prepare(form.password.data, people.known_words(account))
        except RuleViolation as error:
            form.add_error("password", str(error))
    if hashed is None:
        return render_template("accounts/password.html", form=form, account=account), 422
    with transaction() as writing:
        mine = queries.get(writing, account.id)
        people.set_password(writing, mine, hashed, actor=actor(), now=clock.now())
    has_second_step = current_user.sign_in.has_second_step
    answer = open_door(account.id, url_for(".own"), has_second_step=has_second_step)
    flash("Kata sandi sudah diganti. Perangkat lain sudah dikeluarkan.")
    return answer


@blueprint.post("/akun/sesi/<int:session_id>/cabut")
@allow("account.own")
def revoke_session(session_id: int) -> ResponseReturnValue:
    """End one of my sign-ins."""
    found, account_id = actor(), current_user.sign_in.account_id
    with transaction() as writing:
        if not sessions.end(writing, account_id, clock.now(), only=session_id):
            raise NotFound("Sesi itu sudah berakhir.")
        audit.record(writing, actor=found, action="account.sign-out", subject=f"account:{account_id}")
    return done("Sesi itu sudah diakhiri.", url_for(".own"))


@blueprint.post("/akun/sesi/cabut-lainnya")
@allow("account.own")
def revoke_others() -> ResponseReturnValue:
    """End all my sign-ins but this one."""
    found, row = actor(), current_user.sign_in
    with transaction() as writing:
        count = sessions.end(writing, row.account_id, clock.now(), but=row.id)
        audit.record(
            writing,
            actor=found,
            action="account.sign-out-all",
            subject=f"account:{row.account_id}",
            changes={"sessions": (count + 1, 1)},
        )
    return done(f"{count} sesi lain sudah diakhiri.", url_for(".own"))


@blueprint.get("/akun/dua-langkah")
@allow("account.own")
def two_step() -> ResponseReturnValue:
    """Where the second step stands, and its QR code while it is being set up."""
    return _two_step(CodeForm(), 200)


@blueprint.post("/akun/dua-langkah/mulai")
@allow("account.own")
@confirmed
def begin_two_step() -> ResponseReturnValue:
    """Make a fresh secret to scan."""
    with transaction() as writing:
        second_step.begin(writing, queries.get(writing, current_user.account.id))
    return redirect(url_for(".two_step"), code=303)


@blueprint.post("/akun/dua-langkah")
@allow("account.own")
def confirm_two_step() -> ResponseReturnValue:
    """Switch the second step on, and sign in anew with it."""
    form, account_id, found = CodeForm(), current_user.account.id, actor()
    if not form.validate():
        return _two_step(form, 422)
    brake(f"code:{account_id}")
    try:
        with transaction() as writing:
            mine = queries.get(writing, account_id)
            codes = second_step.confirm(writing, mine, form.code.data, actor=found, now=clock.now())
    except RuleViolation as error:
        form.add_error("code", str(error))
        return _two_step(form, 422)
    release_brake(f"code:{account_id}")
    open_door(account_id, "/", has_second_step=True)
    return _codes(codes)


@blueprint.post("/akun/dua-langkah/matikan")
@allow("account.own")
def stop_two_step() -> ResponseReturnValue:
    """Switch the second step off, where no role asks for it."""
    form, account, found = ConfirmForm(), current_user.account, actor()
    needed = current_app.extensions["settings"].two_step_roles
    held = {Role(one.role) for one in account.memberships if one.holds_on(clock.today())}
    if held & {Role(name) for name in needed}:
        raise RuleViolation(
            "Peran Anda mewajibkan langkah kedua. Minta admin menghapusnya bila ponsel Anda hilang."
        )
    if not (form.validate() and _knows_password(form)):
        return render_template("accounts/stop_two_step.html", form=form, account=account), 422
    with transaction() as writing:
        second_step.remove(writing, queries.get(writing, account.id), actor=found)
    return done("Langkah kedua sudah dimatikan.", url_for(".own"))


@blueprint.get("/akun/dua-langkah/matikan")
@allow("account.own")
def ask_stop_two_step() -> ResponseReturnValue:
    """Ask for the password before switching the second step off."""
    return render_template("accounts/stop_two_step.html", form=ConfirmForm(), account=current_user.account)


@blueprint.get("/akun/kode-pemulihan")
@allow("account.own")
def recovery_codes() -> ResponseReturnValue:
    """Where codes were once shown; they stand only in the answer that made them."""
    return redirect(url_for(".two_step"), code=303)


@blueprint.post("/akun/kode-pemulihan")
@allow("account.own")
@confirmed
def new_recovery_codes() -> ResponseReturnValue:
    """Fresh recovery codes in place of the old ones."""
    account, found = current_user.account, actor()
    if not (second_step.is_on(account) and current_user.sign_in.has_second_step):
        raise RuleViolation("Aktifkan langkah kedua dulu, lalu masuk dengannya.")
    with transaction() as writing:
        codes = second_step.renew_codes(writing, queries.get(writing, account.id), actor=found)
    return _codes(codes)


def _codes(codes: list[str]) -> ResponseReturnValue:
    """The codes just made, in this one answer: no cookie and no other page ever holds them."""
    return render_template("accounts/recovery_codes.html", codes=codes)


def _knows_password(form: ChangePasswordForm | ConfirmForm) -> bool:
    """Does the typed present password fit? Guessing here is braked like at sign-in."""
    account = current_user.account
    brake(f"password:{account.id}")
    if passwords.matches(account.password_hash, form.current.data):
        release_brake(f"password:{account.id}")
        return True
    security_log.note("confirmation-failed", who=f"account:{account.id}", status=422)
    form.add_error("current", WRONG)
    return False


def _two_step(form: CodeForm, status: int) -> ResponseReturnValue:
    account = current_user.account
    step = account.second_step
    is_on = second_step.is_on(account)
    name = current_app.extensions["settings"].name
    return render_template(
        "accounts/two_step.html",
        form=form,
        is_on=is_on,
        secret=step.secret if step and not is_on else "",
        drawing=qr.drawing(second_step.address(account, name)) if step and not is_on else "",
        withheld=sorted(actor().withheld),
    ), status
