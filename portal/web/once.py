"""A form is taken once: a second click, a resend or "back and send again" leads to the record made first.

Every form that is drawn carries a mark of its own. The first transaction of a request that sends it writes
the mark down with the change, so both are stored or neither is. A mark is remembered for an hour.
"""

from __future__ import annotations

import re
import secrets
from contextlib import suppress
from datetime import timedelta
from hashlib import sha256
from threading import Event

from flask import Flask, Response, current_app, flash, g, redirect, request, session
from flask.typing import ResponseReturnValue
from sqlalchemy import delete, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from portal import access, clock
from portal.db import transaction
from portal.db.engines import reading_only
from portal.errors import PortalError
from portal.web import held
from portal.web.models import MAX_ADDRESS, SentForm

FIELD = "sekali"
REMEMBERED = timedelta(hours=1)
LOOKS, PAUSE = (
    60,
    0.05,
)  # how often, and after how many seconds, a second sending asks where the first one led
SAVED = "tersimpan"  # in the cookie: the mark of the form stored last, so that the browser forgets its copy
_MARK = re.compile(r"[\w-]{16,40}")
AGAIN = "Formulir ini sudah diterima sekali, jadi kiriman kedua tidak dicatat lagi."
CHANGED = (
    "Formulir ini sudah dikirim dan tersimpan. Sesudah itu isinya Anda ubah, dan perubahan itu belum "
    "tersimpan. Kirim lagi hanya bila memang perlu catatan kedua."
)


class AlreadySent(PortalError):
    """The form was taken before: with the same content, or with another."""

    status = 409
    title = "Formulir ini sudah dikirim"

    def __init__(self, key: str, *, is_same: bool) -> None:
        self.key, self.is_same = key, is_same
        super().__init__(AGAIN if is_same else CHANGED)


class Claim:
    """The mark of the form that this request sends, written down with the first change."""

    is_stored = False
    mark = key = ""

    def store(self, writing: Session) -> None:
        """Write the mark down; raises AlreadySent where it was. A form without one is taken as it comes."""
        mark = request.form.get(FIELD, "") if held.is_read() else ""
        if not _MARK.fullmatch(mark):
            return
        self.mark = mark
        self.key = _digest(str(access.actor().account_id), mark, request.full_path)
        content = _digest(*(f"{name}={value}" for name, value in held.typed()), *_files())
        now = clock.now()
        writing.execute(delete(SentForm).where(SentForm.at < now - REMEMBERED))
        before = writing.scalar(select(SentForm).where(SentForm.key == self.key))
        if before is not None:
            raise AlreadySent(self.key, is_same=before.content == content)
        writing.add(SentForm(key=self.key, content=content, at=now, address=""))
        writing.flush()


def new_mark() -> str:
    """A mark for a form that is being drawn."""
    return secrets.token_urlsafe(15)


def saved_mark() -> str:
    """The mark of the form that was stored just now, told once; "" where none was."""
    return str(session.pop(SAVED, "")) if SAVED in session else ""


def init_app(app: Flask) -> None:
    """Give every form its mark, and look at the mark of every form that is sent."""
    app.jinja_env.globals.update(form_mark=new_mark, saved_mark=saved_mark)
    app.register_error_handler(AlreadySent, _answer)
    app.after_request(_note_result)


def watch() -> None:
    """Before the view, once the door has let its actor in: this request sends a form with a mark."""
    if request.method == "POST" and not _wants_data() and access.actor().is_signed_in:
        g.first_change = Claim()


def _wants_data() -> bool:
    """A draft that a script sends is the same form many times; only what a person sends is counted."""
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def _answer(error: AlreadySent) -> ResponseReturnValue:
    g.pop("first_change", None)
    address = _where_it_led(error.key) or held.form_page()
    if error.is_same:
        flash(AGAIN)
        return redirect(address, code=303)
    page = held.page(error.title, str(error), button="Kirim sebagai catatan kedua", made=address)
    return page, error.status


def _where_it_led(key: str) -> str:
    """The page that the first sending was answered with; waited for while it is still on its way."""
    for _ in range(LOOKS):
        with Session(reading_only(current_app.extensions["engine"])) as fresh:
            row = fresh.scalar(select(SentForm).where(SentForm.key == key))
        if row is None or row.address:
            return row.address if row is not None else ""
        Event().wait(PAUSE)
    return ""


def _note_result(response: Response) -> Response:
    """Remember where a stored form led; forget the mark of one that was refused after all."""
    claim: Claim | None = g.pop("first_change", None)
    if claim is None or not claim.is_stored or not claim.key:
        return response
    is_file = response.headers.get("Content-Disposition", "").startswith("attachment")
    is_stored = response.status_code < 400 and not is_file  # a file may be asked for again from the same page
    led_to = response.headers.get("Location", "") if 300 <= response.status_code < 400 else ""
    row = SentForm.key == claim.key
    with suppress(OperationalError), transaction() as writing:  # the change itself is stored already
        if is_stored:
            address = (led_to or held.form_page())[:MAX_ADDRESS]
            writing.execute(update(SentForm).where(row).values(address=address))
        else:
            writing.execute(delete(SentForm).where(row))
    if is_stored and led_to:
        session[SAVED] = claim.mark
    return response


def _files() -> list[str]:
    """Name and length of each file that was sent."""
    found = []
    for name, file in request.files.items(multi=True):
        file.stream.seek(0, 2)
        found.append(f"{name}={file.filename}:{file.stream.tell()}")
        file.stream.seek(0)
    return found


def _digest(*parts: str) -> str:
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
