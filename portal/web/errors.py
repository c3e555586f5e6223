"""Errors as pages: one sentence on what happened, one on what to do."""

from __future__ import annotations

import errno
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from flask import Flask, current_app, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, DBAPIError
from werkzeug.exceptions import HTTPException, NotFound, SecurityError

from portal.db.troubles import is_away, is_broken, is_busy
from portal.disk import disk_full
from portal.errors import Moved, PortalError
from portal.web import security_log

RETRY_SECONDS = 5
REFUSED = 403
FULL = ("Ruang simpan penuh", "Isian Anda belum tersimpan. Beri tahu admin portal, lalu coba lagi nanti.")
BROKEN = (
    "Basis data portal terganggu",
    "Isian Anda belum tersimpan. Beri tahu admin portal; inovasi tetap dapat dibaca dan dicari.",
)
DISK = ("Disk portal terganggu", "Isian Anda belum tersimpan. Beri tahu admin portal, lalu coba lagi nanti.")
DISK_SAYS_NO = (errno.EIO, errno.EROFS, errno.EACCES, errno.EPERM)
BUSY = ("Portal sedang sibuk", "Isian Anda belum tersimpan. Tunggu beberapa detik, lalu kirim lagi.")
SENTENCES = {
    400: ("Permintaan tidak dapat dibaca", "Periksa alamat atau isian, lalu coba lagi."),
    403: ("Tidak berwenang", "Anda tidak berwenang membuka halaman ini."),
    404: (
        "Halaman tidak ditemukan",
        "Alamat ini tidak ada atau sudah berubah. Coba cari dari kotak pencarian.",
    ),
    405: ("Cara meminta tidak dikenal", "Halaman ini tidak menerima permintaan seperti itu."),
    413: ("Kiriman terlalu besar", "Kecilkan berkas atau teks, lalu kirim lagi."),
    414: ("Alamat terlalu panjang", "Pendekkan kata kunci, lalu coba lagi."),
    500: ("Ada gangguan di portal", "Kesalahan ini sudah dicatat. Coba lagi sebentar lagi."),
}


def init_app(app: Flask) -> None:
    """Explain every error in HTML, or in JSON where JSON was asked for."""
    app.register_error_handler(PortalError, _portal_error)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(DBAPIError, _database_error)
    app.register_error_handler(DataError, _unfit)
    app.register_error_handler(OSError, _disk_error)
    app.before_request(_refuse_nul)
    app.register_error_handler(SecurityError, _foreign_host)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unexpected)


def _portal_error(error: PortalError) -> ResponseReturnValue:
    if isinstance(error, Moved) and (address := _moved(error)):
        return redirect(address, code=301)
    if error.status == REFUSED:
        security_log.note("refused", status=error.status)
    headers = {"Retry-After": str(RETRY_SECONDS)} if error.status == 503 else {}
    return _answer(error.status, error.title, str(error), headers)


def _moved(error: Moved) -> str:
    """The address of this page under the new name of what it is about; "" where the name is not in it."""
    given = request.view_args or {}
    if request.method not in ("GET", "HEAD") or request.endpoint is None or error.old not in given.values():
        return ""
    renamed: dict[str, Any] = {
        key: error.new if value == error.old else value for key, value in given.items()
    }
    address = url_for(request.endpoint, **renamed)
    return f"{address}?{request.query_string.decode('ascii', 'ignore')}" if request.query_string else address


def _foreign_host(_error: SecurityError) -> ResponseReturnValue:
    """Asked for by a name that is not this portal's: no address may be made, so no page either."""
    text = "Portal ini tidak melayani nama host itu. Buka alamat resminya.\n"
    return current_app.response_class(text, status=400, mimetype="text/plain")


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error.get_response()
    title, text = SENTENCES.get(error.code, ("Tidak dapat diproses", "Permintaan ini tidak dapat diproses."))
    headers = {name: value for name, value in error.get_headers() if name == "Allow"}
    return _answer(error.code, title, text, headers)


def _stale_form(_error: CSRFError) -> ResponseReturnValue:
    security_log.note("form-refused", status=400)
    text = (
        "Formulir ini sudah kedaluwarsa, jadi isinya belum disimpan. Buka lagi halamannya, lalu kirim ulang."
    )
    return _answer(400, "Formulir kedaluwarsa", text, {})


def _database_error(error: DBAPIError) -> ResponseReturnValue:
    """A full disk, a busy or a damaged database is no fault of the reader; everything else is one of ours."""
    if disk_full(error.orig):
        return _answer(507, *FULL, {})
    if is_away(error):
        current_app.logger.error("the database cannot be reached on %s", request.path, exc_info=error)
    if is_busy(error) or is_away(error):
        return _answer(503, *BUSY, {"Retry-After": str(RETRY_SECONDS)})
    if is_broken(error):
        current_app.logger.error("the database is damaged, as seen on %s", request.path, exc_info=error)
        return _answer(503, *BROKEN, {})
    return _unexpected(error)


def _disk_error(error: OSError) -> ResponseReturnValue:
    """A disk that is full or says no is no fault of the reader, nor of ours."""
    if disk_full(error):
        return _answer(507, *FULL, {})
    if error.errno in DISK_SAYS_NO:
        current_app.logger.error("the disk said no on %s", request.path, exc_info=error)
        return _answer(503, *DISK, {})
    return _unexpected(error)


def _refuse_nul() -> None:
    """An address with the character NUL is none of ours; PostgreSQL could not even be asked for it."""
    if "\0" in request.path:
        raise NotFound


def _unfit(error: DataError) -> ResponseReturnValue:
    """What PostgreSQL holds in no column: the character NUL in a text, mostly sent to try us."""
    current_app.logger.warning("no column takes what was sent to %s: %s", request.path, error.orig)
    return _answer(400, *SENTENCES[400], {})


def _unexpected(error: Exception) -> ResponseReturnValue:
    current_app.logger.error("unexpected error on %s", request.path, exc_info=error)
    title, text = SENTENCES[500]
    return _answer(500, title, text, {})


def _answer(status: int, title: str, text: str, headers: dict[str, str]) -> ResponseReturnValue:
    accepts = request.accept_mimetypes
    wants_json = (
        request.path == "/sehat"
        or accepts.best_match(["text/html", "application/json"]) == "application/json"
    )
    if wants_json:
        return jsonify(status=status, title=title, detail=text), status, headers
    page = render_template("web/error.html", status=status, title=title, text=text, back=_sent_from())
    return page, status, headers


def _sent_from() -> str:
    """The page of this portal that a change was sent from; "" where there is none to go back to."""
    before = urlsplit(request.referrer or "")
    if request.method != "POST" or before.netloc != request.host:
        return ""
    return urlunsplit(("", "", "/" + before.path.lstrip("/"), before.query, ""))
