"""Addresses: for readers who are elsewhere (in print, PDFs and feeds), and of a portal below a path.

Where the setting `address` has a path, as https://x.go.id/tiru, every address of the portal begins with it. A
proxy in front may pass the path on or take it away; either works.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import Flask, current_app, has_app_context, has_request_context, request, url_for

from portal.errors import InvalidSettings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class BelowPath:
    """Serves an app below a path, whether the proxy passes that path on or not."""

    def __init__(self, app: WSGIApplication, path: str) -> None:
        self.app, self.path = app, path

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Move the path from what is asked for to where the app stands."""
        asked, mounted = environ.get("PATH_INFO", ""), environ.get("SCRIPT_NAME", "")
        if asked == self.path or asked.startswith(f"{self.path}/"):
            environ["PATH_INFO"] = asked[len(self.path) :]
        if not mounted.endswith(self.path):
            environ["SCRIPT_NAME"] = mounted + self.path
        return self.app(environ, start_response)


def path_of(address: str) -> str:
    """The path of the portal's address: "/tiru", or "" for a portal with a host of its own."""
    return urlsplit(address).path.rstrip("/")


def base() -> str:
    """Scheme and host of the portal: as settings say, else as it was asked for."""
    address = current_app.extensions["settings"].address
    if not address:
        return request.host_url.rstrip("/")
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def root() -> str:
    """The path that the portal stands below: "/tiru", mostly ""; where no portal is open, there is none."""
    if has_request_context():
        return request.script_root
    if not has_app_context():
        return ""
    return path_of(current_app.extensions["settings"].address)


def outside(endpoint: str, **values: Any) -> str:
    """The whole address of a page."""
    return base() + url_for(endpoint, **values)


def here() -> str:
    """The path of this page as its reader's browser knows it."""
    return request.script_root + request.path


def placed(html: str) -> str:
    """Text of content/, whose links begin at the portal's root, as it stands below the portal's path."""
    return html.replace(' href="/', f' href="{root()}/') if root() else html


def init_app(app: Flask) -> None:
    """Let templates ask where they are."""
    # for addresses that are written outside of any request, by jobs
    app.config["APPLICATION_ROOT"] = path_of(app.extensions["settings"].address) or "/"
    app.jinja_env.globals["here"] = here
    app.jinja_env.filters["placed"] = placed


def stand_below(app: Flask) -> None:
    """Serve below the path of the address, once every room has its rules; raises InvalidSettings."""
    path = path_of(app.extensions["settings"].address)
    if not path:
        return
    taken = [rule.rule for rule in app.url_map.iter_rules() if f"{rule.rule}/".startswith(f"{path}/")]
    if taken:
        raise InvalidSettings(
            f"Pengaturan 'address': jalur {path} sama dengan halaman portal ({taken[0]}). Pilih jalur lain."
        )
    app.wsgi_app = BelowPath(app.wsgi_app, path)  # type: ignore[method-assign]
