"""Signing in and out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import audit, clock
from portal.access import actor, allow, own_path
from portal.accounts import identity, passwords, people, queries, second_step, security_news, sessions
from portal.accounts.brakes import brake, release_brake
from portal.accounts.forms import CodeForm, SignInForm
from portal.accounts.identity import PENDING
from portal.accounts.models import Account
from portal.accounts.rules import PENDING as PENDING_LIFE
from portal.accounts.views import blueprint
from portal.db import reading, transaction
from portal.errors import Forbidden, SignInNeeded
from portal.records.saving import done
from portal.web import held, security_log

NO_MATCH = "Nama pengguna atau kata sandi tidak cocok."


@blueprint.get("/masuk")
@allow("account.sign-in", guests=True)
def sign_in() -> ResponseReturnValue:
    """The form; whoever is in already goes on."""
    target = own_path(request.args.get("lanjut"))
    if current_user.is_authenticated:
        return redirect(target, code=303)
    return form_again(SignInForm(lanjut=target), 200)


@blueprint.post("/masuk")
@allow("account.sign-in", guests=True)
def enter() -> ResponseReturnValue:
    """Check name and password; the answer is the same for a wrong name and a wrong password."""
    form = SignInForm()
    if not form.validate():
        return form_again(form, 422)
    login = queries.login_name(form.login.data)
    brake(login)
    account = queries.by_login(reading(), login)
    stored = account.password_hash if account and account.is_open else None
    if not passwords.matches(stored, form.password.data) or account is None or stored is None:
        security_log.note("sign-in-failed", who=login, status=422)
        form.add_error("login", NO_MATCH)
        return form_again(form, 422)
    fresh = passwords.make_hash(form.password.data) if passwords.is_outdated(stored) else None
    release_brake(login)
    if fresh:
        with transaction() as writing:
            queries.get(writing, account.id).password_hash = fresh
    target = own_path(form.lanjut.data)
    if second_step.is_on(account):
        identity.empty_cookie()
        session[PENDING] = [account.id, account.version + bool(fresh), clock.now().timestamp(), target]
        if held.unpack(form.tertahan.data):
            return render_template("accounts/code.html", form=CodeForm(None, tertahan=form.tertahan.data))
        return redirect(url_for(".code"), code=303)
    answer = open_door(account.id, target, has_second_step=False)
    return _carried_on(form.tertahan.data) or answer


@blueprint.get("/masuk/kode")
@allow("account.sign-in", guests=True)
def code() -> ResponseReturnValue:
    """The second step."""
    if _pending() is None:
        return redirect(url_for(".sign_in"), code=303)
    return render_template("accounts/code.html", form=CodeForm())


@blueprint.post("/masuk/kode")
@allow("account.sign-in", guests=True)
def enter_code() -> ResponseReturnValue:
    """Check the code, or a recovery code."""
    pending = _pending()
    if pending is None:
        return done("Waktu untuk langkah kedua habis. Masuk sekali lagi.", url_for(".sign_in"))
    account_id, target = pending
    form = CodeForm()
    if not form.validate():
        return render_template("accounts/code.html", form=form), 422
    brake(f"code:{account_id}")
    with transaction() as writing:
        is_right = second_step.check(writing, queries.get(writing, account_id), form.code.data, clock.now())
    if not is_right:
        security_log.note("code-failed", who=f"account:{account_id}", status=422)
        form.add_error("code", "Kode tidak cocok atau sudah dipakai. Tulis kode yang sedang tampil.")
        return render_template("accounts/code.html", form=form), 422
    release_brake(f"code:{account_id}")
    answer = open_door(account_id, target, has_second_step=True)
    return _carried_on(form.tertahan.data) or answer


@blueprint.post("/keluar")
@allow("account.own")
def leave() -> ResponseReturnValue:
    """Sign out: the token is dead from now on, wherever it was copied to."""
    row = current_user.sign_in
    with transaction() as writing:
        sessions.end(writing, row.account_id, clock.now(), only=row.id)
        subject = f"account:{row.account_id}"
        audit.record(writing, actor=actor(), action="account.sign-out", subject=subject)
    identity.leave()
    answer = redirect(url_for("home.show"), code=303)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def open_door(account_id: int, target: str, *, has_second_step: bool) -> ResponseReturnValue:
    """Open a session with a new token and go on; first to the second step where a role asks for it."""
    now = clock.now()
    before = current_user.sign_in if current_user.is_authenticated else None
    with transaction() as writing:
        if before is not None:
            sessions.end(writing, before.account_id, now, only=before.id)
        account = queries.get(writing, account_id)
        token = sessions.open_session(
            writing,
            account,
            now=now,
            user_agent=request.headers.get("User-Agent", ""),
            has_second_step=has_second_step,
        )
        user = identity.find(writing, token)
        if user is None:
            raise Forbidden("Akun ini sudah dinonaktifkan. Hubungi admin portal.")
        news = [] if before else security_news.since_last_visit(writing, account_id)
        audit.record(writing, actor=user.actor, action="account.sign-in", subject=people.subject(account))
    identity.enter(user)
    if news:
        told = ", ".join(dict.fromkeys(one.what.lower() for one in news))
        flash(f"Keamanan akun diubah sejak Anda terakhir masuk: {told}. Rinciannya di Akun saya.")
    if user.actor.withheld:
        return redirect(url_for("accounts.two_step"), code=303)
    return redirect(target, code=303)


def _pending() -> tuple[int, str] | None:
    """Account and target of somebody between the two steps; None when time or the account moved on."""
    found: Any = session.get(PENDING)
    if not found:
        return None
    account_id, version, since, target = found
    account = reading().get(Account, account_id)
    age = timedelta(seconds=clock.now().timestamp() - since)
    is_same = account is not None and account.is_open and account.version == version
    return (account_id, target) if is_same and timedelta() <= age < PENDING_LIFE else None


def sign_in_again() -> ResponseReturnValue:
    """The answer to a form that was sent after its sign-in had ended: what was typed, and the way back in."""
    if request.endpoint == "accounts.leave":
        return redirect(url_for("accounts.sign_in"), code=303)
    form = SignInForm(None, lanjut=own_path(held.form_page()), tertahan=held.pack())
    return form_again(form, SignInNeeded.status, has_ended=True)


def form_again(form: SignInForm, status: int, *, has_ended: bool = False) -> ResponseReturnValue:
    """The page of the sign-in, with what is carried through it."""
    settings = current_app.extensions["settings"]
    carried = held.unpack(form.tertahan.data)
    if carried:
        carried["action"] = ""  # it is sent after the sign-in, not beside it
    page = render_template(
        "accounts/sign_in.html",
        form=form,
        sso_label=settings.oidc_label if settings.oidc_issuer else "",
        cases_public=settings.cases_public,
        has_ended=has_ended or bool(carried),
        held=carried,
    )
    return page, status


def _carried_on(packed: str | None) -> ResponseReturnValue | None:
    """After signing in: the form that waited, to be sent with one press; None where none did."""
    carried = held.unpack(packed)
    if carried is None:
        return None
    text = "Anda sudah masuk lagi. Periksa isian Anda, lalu kirim."
    return held.page("Isian Anda masih ada", text, button="Kirim isian ini", found=carried)
