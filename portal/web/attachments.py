"""A file as an answer."""

from __future__ import annotations

from flask import Response

PDF = "application/pdf"


def attachment(body: bytes | str, kind: str, name: str, *, how: str = "attachment") -> Response:
    """A file to be kept under a name, or (`how` is "inline") to be shown by the browser."""
    return Response(body, content_type=kind, headers={"Content-Disposition": f'{how}; filename="{name}"'})


def private(body: bytes | str, kind: str, name: str, *, how: str = "attachment") -> Response:
    """A file for its reader alone: no cache keeps it."""
    response = attachment(body, kind, name, how=how)
    response.headers["Cache-Control"] = "private, no-store"
    return response
