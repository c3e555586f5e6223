"""The one cookie: signed, for this portal only, hidden from scripts, and Secure wherever HTTPS is used."""

from __future__ import annotations

from hashlib import sha256

from flask import Flask, Response, has_request_context, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from itsdangerous import Signer
from werkzeug.middleware.proxy_fix import ProxyFix

from portal.web.addresses import path_of

NAME = "tiru"
Signer.default_digest_method = staticmethod(sha256)  # of the tokens of forms too; theirs is SHA-1


class HostCookie(SecureCookieSessionInterface):
    """Signs with SHA-256, where Flask has SHA-1.

    Under HTTPS the cookie is called `__Host-…`, so that no neighbouring site can plant one. Below a path it
    is for that path alone, which browsers do not allow under that name: then `__Secure-…`.
    """

    digest_method = staticmethod(sha256)

    def get_cookie_name(self, app: Flask) -> str:
        """The cookie's name."""
        kept_for = "Host" if self.get_cookie_path(app) == "/" else "Secure"
        return f"__{kept_for}-{NAME}" if self.get_cookie_secure(app) else NAME

    def get_cookie_path(self, app: Flask) -> str:
        """The path of the portal on its host."""
        return path_of(app.extensions["settings"].address) or "/"

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Set the cookie, and say that the answer depends on it; the portal's own files depend on nobody."""
        if request.endpoint != "static":
            super().save_session(app, session, response)

    def get_cookie_secure(self, app: Flask) -> bool:
        """Is the portal reached through HTTPS?"""
        if app.extensions["settings"].address.startswith("https://"):
            return True
        return has_request_context() and request.is_secure


def init_app(app: Flask) -> None:
    """Use that cookie, and believe the proxies that the settings count."""
    app.config.update(SESSION_COOKIE_SAMESITE="Lax", SESSION_COOKIE_HTTPONLY=True)
    app.session_interface = HostCookie()
    count = app.extensions["settings"].trusted_proxies
    if count:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=0)  # type: ignore[method-assign]
