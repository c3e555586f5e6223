"""A file as an answer."""

from __future__ import annotations

from flask import Response

PDF = "application/pdf"


def attachment(body: bytes | str, kind: str, name: str, *, how: str = "attachment") -> Response:
    """A file to be kept under a name, or (`how` is "inline") to be shown by the browser."""
    return Response(body, content_type=kind, headers={"Content-Disposition": f'{how}; filename="{name}"'})
