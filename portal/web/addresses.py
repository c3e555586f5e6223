"""Addresses for readers who are elsewhere: in print, PDFs and feeds."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from portal import edition


def base() -> str:
    """The portal's address without a slash at its end: as settings say, else as it was asked for."""
    return edition.settings().address or request.host_url.rstrip("/")


def outside(endpoint: str, **values: Any) -> str:
    """The whole address of a page."""
    return base() + url_for(endpoint, **values)
