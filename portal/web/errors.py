"""Errors as pages: one sentence on what happened, one on what to do."""

from __future__ import annotations

import errno
from typing import Any

from flask import Flask, current_app, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, DBAPIError
from werkzeug.exceptions import HTTPException, NotFound, SecurityError

from portal import access
from portal.db.troubles import is_away, is_broken, is_busy
from portal.disk import disk_full
from portal.errors import Moved, PortalError
from portal.web import held, security_log, strays
from portal.web.forms import FOREIGN, OTHER_NAME, UNTOLD, has_cookie

RETRY_SECONDS = 5
REFUSED = 403
SENT_AGAIN = frozenset({400, 409, 429, 500, 503, 507})  # after which sending the same form may succeed
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


STALE = (
    "Formulir kedaluwarsa",
    "Formulir ini terlalu lama terbuka atau dibuka sebelum Anda masuk, jadi isinya belum disimpan. "
    "Buka lagi halamannya, lalu kirim ulang.",
)
NO_COOKIE = (
    "Peramban Anda menolak cookie",
    "Portal ini memerlukan satu cookie untuk mengenali formulirnya, dan peramban tidak mengirimkannya. "
    "Izinkan cookie untuk alamat ini di pengaturan peramban, buka lagi halamannya, lalu coba lagi.",
)
ORIGINS = {
    FOREIGN: (
        "Kiriman dari situs lain ditolak",
        "Formulir ini tidak dikirim dari halaman portal, jadi tidak ada yang disimpan. Buka halaman portal.",
    ),
    OTHER_NAME: (
        "Alamat portal belum diatur",
        "Formulir ditolak karena server menerima alamat yang lain daripada yang Anda buka. Mengirim ulang "
        "tidak menolong. Beri tahu admin portal: pengaturan address perlu diisi. Rinciannya ada di log.",
    ),
    UNTOLD: (
        "Asal formulir tidak disebut",
        "Peramban atau proksi kantor menghapus keterangan asal (Origin dan Referer), jadi formulir ditolak. "
        "Coba dengan jaringan atau peramban lain, atau mintalah pengelola jaringan tidak menghapusnya.",
    ),
}


def init_app(app: Flask) -> None:
    """Explain every error in HTML, or in JSON where JSON was asked for."""
    app.register_error_handler(PortalError, _portal_error)
    app.register_error_handler(CSRFError, _unsure_form)
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
    if error.status == 404 and (meant := strays.mended()):
        return redirect(meant, code=301)
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
    if error.code == 404 and (meant := strays.mended()):
        return redirect(meant, code=301)
    title, text = SENTENCES.get(error.code, ("Tidak dapat diproses", "Permintaan ini tidak dapat diproses."))
    headers = {name: value for name, value in error.get_headers() if name == "Allow"}
    return _answer(error.code, title, text, headers)


def _unsure_form(error: CSRFError) -> ResponseReturnValue:
    """A form whose token or origin does not hold: a sentence for each cause, for each has its own cure."""
    security_log.note("form-refused", status=400)
    if error.description in ORIGINS:
        return _answer(400, *ORIGINS[str(error.description)], {})
    endpoint = request.endpoint or ""
    if not has_cookie() and access.is_for_guests(current_app, endpoint):
        origin, address = request.headers.get("Origin", ""), current_app.extensions["settings"].address
        if origin.startswith("http:") and address.startswith("https:"):
            return _answer(
                400, "Buka portal lewat HTTPS", f"Portal ini hanya dapat dipakai lewat {address}.", {}
            )
        return _answer(400, *NO_COOKIE, {})
    if held.reader_id() is None and not access.is_for_guests(current_app, endpoint):
        return access.to_sign_in()
    return _answer(400, *STALE, {})


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
    kept = held.here() if status != 413 else None
    if kept is not None and status not in SENT_AGAIN:
        kept["action"] = ""
    page = render_template(
        "web/error.html", status=status, title=title, text=text, back=held.sent_from(), held=kept
    )
    return page, status, headers
