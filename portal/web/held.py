"""What was typed and could not be stored: shown again, and carried on to be sent once more.

Passwords and codes are never shown or carried. A page from another site gets nothing of this: what it sent
is not ours to send again. Files are named, not kept (docs/decisions/0029).
"""

from __future__ import annotations

from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from flask import Flask, current_app, g, render_template, request, url_for
from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from portal import access

SECRET = frozenset({"password", "current", "code"})  # a form with one of these is never kept (tests)
OURS = frozenset({"csrf_token", "sekali", "tertahan"})
UNSEEN = frozenset({"version", "mark", "versi", "dasar", "lanjut"})  # carried on, but nothing a person typed
KEPT_SECONDS = 12 * 3600
FIELD = "tertahan"  # the form field that carries them through a sign-in
MAX_SHOWN = 50
MAX_FILES, MAX_NAME = 10, 100  # files that are named, characters of a name


def init_app(app: Flask) -> None:
    """Let pages say for whom a browser keeps what is typed in them."""
    app.jinja_env.globals["reader_id"] = reader_id


def reader_id() -> int | None:
    """Who reads this page; None for a guest, and where the database cannot say."""
    try:
        return access.actor().account_id
    except SQLAlchemyError:
        return None


def typed() -> list[tuple[str, str]]:
    """The fields that were sent, without what the portal adds itself; nothing of a form with a secret."""
    if not is_read() or SECRET & set(request.form):
        return []
    return [(name, value) for name, value in request.form.items(multi=True) if name not in OURS]


def is_read() -> bool:
    """Was the form read already, or has it no files? Those touch no disk before they are welcome."""
    return request.mimetype != "multipart/form-data" or "form" in vars(request)


def file_names() -> list[str]:
    """What the files are called that were sent with the form, where it was read."""
    if not is_read():
        return []
    names = (PurePath(one.filename.replace("\\", "/")).name for one in request.files.values() if one.filename)
    return [name[:MAX_NAME] for name in names][:MAX_FILES]


def texts(fields: list[tuple[str, str]]) -> list[str]:
    """What of it a person wrote and would miss."""
    written = [value for name, value in fields if name not in UNSEEN and len(value.strip()) > 1]
    return written[:MAX_SHOWN]


def is_own() -> bool:
    """Was the form surely sent from a page of this portal: by its token, or by what the browser says?"""
    if g.get("csrf_valid"):
        return True
    origin = request.headers.get("Origin", "")
    sender = urlsplit(origin or request.referrer or "").netloc
    has_no_other = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    return has_no_other and sender in own_hosts()


def _is_foreign() -> bool:
    """Does the browser say that another site sent the form?"""
    origin = request.headers.get("Origin", "")
    is_elsewhere = request.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin")
    return is_elsewhere or bool(origin and urlsplit(origin).netloc not in own_hosts())


def own_hosts() -> frozenset[str]:
    """The hosts that forms of this portal come from."""
    address = urlsplit(current_app.extensions["settings"].address).netloc
    return frozenset(host for host in (address, request.host) if host)


def form_page() -> str:
    """The page on which the form that was sent stands: its own address, else where it was sent from."""
    adapter = current_app.create_url_adapter(request)
    try:
        if adapter is not None:
            adapter.match(request.path, method="GET")
    except HTTPException:
        return sent_from() or url_for("home.show")
    query = request.query_string.decode("ascii", "ignore")
    return request.script_root + request.path + (f"?{query}" if query else "")


def sent_from() -> str:
    """The page of this portal that a change was sent from; "" where there is none to go back to."""
    before = urlsplit(request.referrer or "")
    if request.method != "POST" or before.netloc not in own_hosts():
        return ""
    return urlunsplit(("", "", "/" + before.path.lstrip("/"), before.query, ""))


def pack() -> str:
    """The sent form, signed, to be carried through a sign-in; "" where there is nothing to carry."""
    fields = typed()
    if not texts(fields) or not is_own():
        return ""
    action = request.script_root + request.full_path.rstrip("?")
    return _signer().dumps([action, form_page(), fields, file_names()])


def unpack(packed: str | None) -> dict[str, Any] | None:
    """What was carried, for `web/held.html`; None where it was altered or is too old."""
    try:
        action, form, fields, files = _signer().loads(packed or "", max_age=KEPT_SECONDS)
    except BadData:
        return None
    return {"action": action, "form": form, "fields": fields, "texts": texts(fields), "files": files}


def here() -> dict[str, Any] | None:
    """What this request sent, for a page that says why it is not stored; None where nothing was typed."""
    if request.method != "POST":
        return None
    try:
        fields = typed()
    except HTTPException:  # too large to be read
        return None
    if not texts(fields) or _is_foreign():
        return None
    return {
        "action": request.script_root + request.full_path.rstrip("?") if is_own() else "",
        "form": form_page(),
        "fields": fields,
        "texts": texts(fields),
        "files": file_names(),
    }


def page(title: str, text: str, *, button: str, made: str = "", found: dict[str, Any] | None = None) -> str:
    """A page with what was typed and a button that sends it."""
    found = found or here()
    return render_template("web/held.html", title=title, text=text, button=button, made=made, held=found)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="held form")
