"""Signing in through the government's provider."""

from __future__ import annotations

from flask import current_app, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.access import allow, own_path
from portal.accounts import oidc, people, second_step
from portal.accounts.identity import PENDING
from portal.accounts.views import blueprint
from portal.accounts.views.sign_in import open_door
from portal.config import Settings
from portal.db import transaction
from portal.errors import Forbidden, NotFound
from portal.web.addresses import outside

KEPT = "sso"  # key in the cookie from leaving for the provider to coming back


@blueprint.get("/masuk/sso")
@allow("account.sign-in", guests=True)
def sso() -> ResponseReturnValue:
    """Go to the provider."""
    url, kept = oidc.begin(_settings(), _return_address())
    session[KEPT] = {**kept, "lanjut": own_path(request.args.get("lanjut"))}
    return redirect(url, code=303)


@blueprint.get("/masuk/sso/kembali")
@allow("account.sign-in", guests=True)
def sso_return() -> ResponseReturnValue:
    """Come back from the provider, as somebody whom an admin has put in already."""
    settings, kept = _settings(), session.pop(KEPT, None)
    if not kept:
        return redirect(url_for(".sign_in"), code=303)
    claims = oidc.finish(settings, _return_address(), request.url, kept)
    with transaction() as writing:
        account = people.match_sso(writing, claims.subject, claims.nip)
        if account is None:
            raise Forbidden("Identitas SSO Anda belum terhubung dengan akun portal. Hubungi admin portal.")
        asks_again = second_step.is_on(account) and not settings.oidc_second_factor
    if asks_again:
        session.clear()
        session[PENDING] = [account.id, account.version, clock.now().timestamp(), kept["lanjut"]]
        return redirect(url_for(".code"), code=303)
    return open_door(account.id, kept["lanjut"], has_second_step=settings.oidc_second_factor)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    if not settings.oidc_issuer:
        raise NotFound("Portal ini tidak memakai SSO. Masuk dengan nama pengguna dan kata sandi.")
    return settings


def _return_address() -> str:
    return outside(".sso_return")
