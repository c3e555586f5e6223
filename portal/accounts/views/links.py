"""The page behind a one-time link."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.access import allow
from portal.accounts import identity, links, passwords, people
from portal.accounts.forms import FirstAdminForm, NewPasswordForm
from portal.accounts.models import OneTimeLink
from portal.accounts.people import Person
from portal.accounts.views import blueprint
from portal.db import reading, transaction
from portal.errors import RuleViolation
from portal.records.saving import done


@blueprint.get("/akun/tautan/<token>")
@allow("account.sign-in", guests=True)
def link(token: str) -> ResponseReturnValue:
    """Set a password; or, on an empty portal, make the first admin."""
    found = links.get(reading(), token, clock.now())
    return _page(found, NewPasswordForm() if found.account else FirstAdminForm(), 200)


@blueprint.post("/akun/tautan/<token>")
@allow("account.sign-in", guests=True)
def use_link(token: str) -> ResponseReturnValue:
    """Use the link up."""
    now = clock.now()
    found = links.get(reading(), token, now)
    form = NewPasswordForm() if found.account else FirstAdminForm()
    if not form.validate():
        return _page(found, form, 422)
    person = Person(form.username.data, form.name.data) if isinstance(form, FirstAdminForm) else None
    owner = found.account or person
    try:
        hashed = passwords.prepare(form.password.data, people.known_words(owner) if owner else [])
        with transaction() as writing:
            people.use_link(writing, token, hashed, person, now=now)
    except RuleViolation as error:
        form.add_error(error.field or "password", str(error))
        return _page(found, form, 422)
    identity.leave()
    return done("Kata sandi tersimpan. Silakan masuk.", url_for(".sign_in"))


def _page(found: OneTimeLink, form: NewPasswordForm, status: int) -> ResponseReturnValue:
    return render_template("accounts/link.html", account=found.account, form=form), status
