"""Pages of the audit trail: look up, export, check. None of them changes anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from flask import Blueprint, Flask, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal import clock, jobs
from portal.access import actor, allow, may
from portal.audit import (
    checked,
    exports,
    home,
    ordered,
    papers,
    queries,
    service,
    telling,
    verifying,
    words,
)
from portal.audit.chain import GENESIS
from portal.audit.models import AuditEntry
from portal.audit.queries import AuditFilters
from portal.db import reading, transaction
from portal.errors import RuleViolation
from portal.web import csvfiles, panels
from portal.web.addresses import outside
from portal.web.attachments import PDF, attachment
from portal.web.paging import paging

blueprint = Blueprint("audit", __name__, template_folder="templates")
PAGE_SIZE = 50
AT_ONCE = 20_000  # entries that are checked while the reader waits: half a second
MAX_TEXT = 200  # characters of a filter
DIGEST = re.compile("[0-9a-f]{64}")
PRESETS = (
    ("Semua", ""),
    ("Tanpa masuk dan keluar", "kerja=1"),
    ("Akun dan peran", "tindakan=account&kerja=1"),
    ("Rencana", "tindakan=adoption"),
    ("Naskah kasus", "tindakan=editing"),
)
COLUMNS = (
    "nomor", "waktu (UTC)", "pelaku", "nomor akun", "peran", "OPD", "tindakan", "subjek", "perubahan",
    "alasan", "sidik sebelumnya", "sidik",
)  # fmt: skip


@blueprint.get("/audit")
@allow("audit.read")
def index() -> ResponseReturnValue:
    """The trail, newest first, by OPD, person, subject and period."""
    filters, unread = _filters()
    session = reading()
    pages = paging(queries.count(session, filters), PAGE_SIZE)
    entries = queries.listed(session, filters, actor(), offset=pages.offset, limit=PAGE_SIZE)
    return render_template(
        "audit/index.html",
        filters=filters,
        unread=unread,
        entries=entries,
        links=words.links((entry.subject for entry in entries), actor()),
        told=telling.told,
        presets=PRESETS,
        moment_of=queries.moment_of,
        opds=queries.opds(session),
        words=words,
        paging=pages,
        query=request.query_string.decode("ascii", "ignore"),
        fits_paper=pages.total <= exports.MOST,
    )


@blueprint.get("/audit.csv")
@allow("audit.read")
def export() -> ResponseReturnValue:
    """The filtered trail as CSV; its last line names the head of the chain."""
    filters = _readable_filters()
    session = Session(current_app.extensions["engine"])  # outlives this view: the rows are read while sent
    seq, digest = service.head(session) or (0, GENESIS)
    name = f"audit-{clock.today():%Y%m%d}.csv"
    body = csvfiles.lines(_rows(queries.every(session, filters, actor()), seq, digest))
    answer = Response(body, content_type="text/csv; charset=utf-8")
    answer.call_on_close(session.close)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["X-Audit-Head"] = f"{seq}:{digest}"
    return answer


@blueprint.get("/audit.pdf")
@allow("audit.read")
def paper() -> ResponseReturnValue:
    """The filtered trail as PDF, for a file of papers; a long one is asked to be narrowed or taken as CSV."""
    filters = _readable_filters()
    count = queries.count(reading(), filters)
    if count > exports.MOST:
        raise RuleViolation(
            f"Jejak ini lebih dari {exports.MOST} baris, terlalu panjang untuk PDF. Persempit saringannya, "
            "misalnya per bulan atau per OPD, atau unduh sebagai CSV."
        )
    asked = papers.Asked(filters=filters, today=clock.today(), address=outside(".index"))
    if count <= papers.AT_ONCE:
        return attachment(papers.body(asked, actor()), PDF, papers.name(asked.today), how="inline")
    reading().rollback()  # no old reading may be open while others write
    with transaction() as session:
        job = papers.ask_for_paper(session, actor(), asked)
    return jobs.follow(job)


@blueprint.get("/audit/periksa")
@allow("audit.read")
def check() -> ResponseReturnValue:
    """Check the chain since it was checked last (a short one as a whole), and against a noted line."""
    number, noted = request.args.get("baris", "").strip(), request.args.get("sidik", "").strip().lower()
    is_readable = number.isdigit() and len(number) < 19 and DIGEST.fullmatch(noted) is not None
    outside = (int(number), noted) if is_readable else None
    session = reading()
    head = service.head(session) or (0, GENESIS)
    verdict = verifying.verify_since(session, outside)
    if verdict is None and head[0] <= AT_ONCE:
        verdict = verifying.verify(session, outside)
    return render_template(
        "audit/check.html",
        verdict=verdict,
        note=checked.read(),
        head=head,
        number=number[:20],
        noted=noted[:70],
        is_asked=bool(number or noted),
        is_readable=is_readable,
    )


@blueprint.post("/audit/periksa")
@allow("audit.read")
def check_all() -> ResponseReturnValue:
    """Ask for a check of the whole chain, with progress."""
    reading().rollback()  # no old reading may be open while others write
    with transaction() as session:
        job = ordered.ask_for_check(session, actor())
    return jobs.follow(job)


def _readable_filters() -> AuditFilters:
    """The filters of a file; what cannot be read must not widen it to the whole trail unseen."""
    filters, unread = _filters()
    if unread:
        said = request.args[unread[0]][:40]
        raise RuleViolation(f"Tanggal “{said}” tidak dikenal. Tulis seperti 2026-11-21.")
    return filters


def _filters() -> tuple[AuditFilters, list[str]]:
    """The filters in the address, and the names of those that could not be read."""
    given = {name: value.strip()[:MAX_TEXT] for name, value in request.args.items()}
    unread = []
    days: dict[str, date | None] = {}
    for name in ("dari", "sampai"):
        try:
            days[name] = date.fromisoformat(given[name]) if given.get(name) else None
        except ValueError:
            days[name] = None
            unread.append(name)
    filters = AuditFilters(
        opd=given.get("opd", ""),
        person=given.get("orang", ""),
        subject=words.subject_code(given.get("subjek", "")),
        action=given.get("tindakan", ""),
        since=days["dari"],
        until=days["sampai"],
        after=int(after) if (after := given.get("sesudah", "")).isdigit() and len(after) < 19 else 0,
        is_work=bool(given.get("kerja")),
    )
    return filters, unread


def _rows(entries: Iterator[AuditEntry], seq: int, digest: str) -> Iterator[tuple[object, ...]]:
    yield COLUMNS
    for entry in entries:
        yield (
            entry.seq, entry.at, entry.actor, entry.account_id, entry.role, entry.opd, entry.action,
            entry.subject, entry.changes, entry.reason, entry.previous, entry.hash,
        )  # fmt: skip
    yield ("ujung rantai", seq, digest)


def init_app(app: Flask) -> None:
    """Put the trail into the menu of those who may read it."""

    def link(_subject: object) -> str:
        return render_template("audit/menu.html") if may(actor(), "audit.read") else ""

    panels.add(app, "account-menu", link, order=900)
    panels.add(app, "own-home", home.panel, order=20)
    jobs.every(app, ordered.LOOK, ordered.look)
