"""Headers of every answer, errors included, and compression of what is public."""

from __future__ import annotations

import gzip
import secrets

from flask import Flask, Response, g, request, session

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; script-src 'nonce-{nonce}'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'"
)
MIN_COMPRESSED = 600  # bytes; below that gzip gains nothing
YEAR = 31_536_000  # seconds
COMPRESSIBLE = (
    "text/",
    "application/json",
    "application/javascript",
    "application/atom+xml",
    "image/svg+xml",
)


def nonce() -> str:
    """The nonce that allows this answer's scripts."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    value: str = g.nonce
    return value


def init_app(app: Flask) -> None:
    """Set the headers on every answer."""
    app.jinja_env.globals["nonce"] = nonce

    @app.after_request
    def finish(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if response.status_code != 304:  # the page that its reader has goes on under its own policy and nonce
            response.headers.setdefault("Content-Security-Policy", POLICY.format(nonce=nonce()))
        if request.is_secure:
            response.headers["Strict-Transport-Security"] = f"max-age={YEAR}; includeSubDomains"
        _set_caching(response)
        return _compress(response)


def is_private() -> bool:
    """Is this answer for one person: did the browser come with our cookie, or does it get one?"""
    return request.endpoint != "static" and bool(session)


def _set_caching(response: Response) -> None:
    if is_private():
        response.headers["Cache-Control"] = "no-store"
    elif request.endpoint == "static" and response.status_code == 200 and request.args.get("v"):
        response.cache_control.no_cache = None  # Flask's answer for files without a digest
        response.headers.remove("Expires")
        response.cache_control.public = True
        response.cache_control.max_age = YEAR
        response.cache_control.immutable = True
    elif not response.cache_control:
        response.cache_control.no_cache = True
    response.vary.add("Accept-Encoding")


def _compress(response: Response) -> Response:
    """Gzip what is worth it and public: where secrets share a stream with input, lengths would tell them."""
    if is_private():
        return response
    wanted = request.accept_encodings.quality("gzip") > 0 and request.method != "HEAD"
    if not wanted or response.status_code not in (200, 404, 422, 503) or response.content_encoding:
        return response
    if not (response.mimetype or "").startswith(COMPRESSIBLE):
        return response
    response.direct_passthrough = False
    body = response.get_data()
    if len(body) >= MIN_COMPRESSED:
        response.set_data(gzip.compress(body, compresslevel=6, mtime=0))
        response.content_encoding = "gzip"
        etag, is_weak = response.get_etag()
        if etag and not is_weak:  # other bytes than without gzip, which mean the same
            response.set_etag(etag, weak=True)
    return response
