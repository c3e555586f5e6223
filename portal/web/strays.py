"""Addresses that were pasted with something too much: a slash, a full stop, a bracket, a blank at the end."""

from __future__ import annotations

import re

from flask import current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.urls import iri_to_uri

# what mail programs, chats and sentences put behind a link; invisible blanks among them
_TOO_MUCH = re.compile(r"[\s/.,;:!?)\]}>\"'”’»…\u00a0\u200b-\u200f\u2060\ufeff]+$")


def mended() -> str:
    """The page that was meant by an address that is not there; "" where none is near."""
    path = _TOO_MUCH.sub("", request.path)
    if "/." in request.path[len(path) :]:
        return ""  # a way up through folders is nobody's slip
    if request.method not in ("GET", "HEAD") or path in ("", request.path):
        return ""
    adapter = current_app.create_url_adapter(request)
    try:
        if adapter is None or adapter.match(path, method="GET")[0] == "static":
            return ""
    except HTTPException:
        return ""
    query = request.query_string.decode("ascii", "ignore")
    return iri_to_uri(request.script_root + path) + (f"?{query}" if query else "")
