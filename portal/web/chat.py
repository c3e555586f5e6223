"""Texts to remind somebody by, ready for a chat: who gets one is chosen there, so no number is needed.

A text says no more than the page it stands on, which its reader may read.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from urllib.parse import quote

from flask import Flask

from portal import clock
from portal.web.addresses import base
from portal.web.figures import long_date

MOST = 40  # lines of a list; a chat takes no book


def reminder(what: str, about: str, path: str, *, to: str = "", due: date | None = None) -> str:
    """A few lines: who is asked, about what, what to do until when, and where."""
    lines = [f"Mohon ditindaklanjuti {to}:".replace(" :", ":"), f"*{about}*", what]
    if due is not None:
        late = (clock.today() - due).days
        lines.append(f"Tenggat {long_date(due)}{f', lewat {late} hari' if late > 0 else ''}.")
    return "\n".join([*lines, base() + path])


def list_of(head: str, entries: Iterable[str], address: str = "") -> str:
    """The same about many things: a head, a line each, and where; at most `MOST` lines."""
    named = list(entries)
    more = [f"• dan {len(named) - MOST} lagi"] if len(named) > MOST else []
    lines = [f"*{head}*", *(f"• {one}" for one in named[:MOST]), *more]
    return "\n".join([*lines, address] if address else lines)


def chat_address(text: str) -> str:
    """The address that opens WhatsApp with a text."""
    return f"https://wa.me/?text={quote(text, safe='')}"


def init_app(app: Flask) -> None:
    """Give templates both; `macros/chat.html` shows them."""
    app.jinja_env.filters["chat_address"] = chat_address
    app.jinja_env.globals["reminder"] = reminder
