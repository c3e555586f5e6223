"""The history of one case: who published what, when, why; and the way back to an older version."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal import edition
from portal.access import actor, allow
from portal.cases import CASES
from portal.db import reading, transaction
from portal.editing import differences, drafts, revisions, storage
from portal.editing.sheet import tidy
from portal.editing.views import blueprint
from portal.editing.wording import as_words
from portal.errors import NotFound, RuleViolation
from portal.records.limits import MAX_REASON, check_reason
from portal.records.saving import done


@blueprint.get("/sunting/<slug>/riwayat")
@allow("editing.history")
def history(slug: str) -> ResponseReturnValue:
    """Every revision of a case, newest first."""
    storage.check_slug(slug)
    listed = revisions.history(reading(), slug)
    case = CASES.get().get(slug)
    if not listed and case is None:
        raise NotFound(f"Tidak ada kasus dengan alamat '{slug}'.")
    return render_template(
        "editing/history.html", slug=slug, title=case.title if case else slug, listed=listed, case=case
    )


@blueprint.get("/sunting/<slug>/riwayat/<int(max=2147483647):number>")
@allow("editing.history")
def revision(slug: str, number: int) -> ResponseReturnValue:
    """One revision: what it changed, and its whole text."""
    return _page(slug, number)


@blueprint.post("/sunting/<slug>/riwayat/<int(max=2147483647):number>/kembalikan")
@allow("editing.edit")
def restore(slug: str, number: int) -> ResponseReturnValue:
    """Begin a draft from an older version; nothing is published yet."""
    path = storage.find(edition.settings().content, slug)
    digest = storage.digest_of(storage.read_text(path)) if path is not None else ""
    with transaction() as session:
        older = revisions.get(session, slug, number)
        drafts.begin_from(session, actor(), slug, older.text, base_digest=digest, origin=f"revisi:{number}")
    return done(
        f"Draf dibuat dari revisi {number}. Periksa dahulu, lalu terbitkan.", url_for(".edit", slug=slug)
    )


@blueprint.post("/sunting/<slug>/riwayat/<int(max=2147483647):number>/setujui")
@allow("editing.publish")
def approve(slug: str, number: int) -> ResponseReturnValue:
    """Answer for a text that was found in the file."""
    reason = tidy(request.form.get("alasan", "")).strip()
    try:
        check_reason(reason)
    except RuleViolation as error:
        return _page(slug, number, str(error)), 422
    with transaction() as session:
        revisions.approve(session, actor(), revisions.get(session, slug, number), reason)
    return done(f"Revisi {number} disetujui.", url_for(".history", slug=slug))


def _page(slug: str, number: int, message: str = "") -> str:
    shown = revisions.get(reading(), slug, number)
    before = revisions.before(reading(), shown)
    case = CASES.get().get(slug)
    return render_template(
        "editing/revision.html",
        slug=slug,
        title=case.title if case else slug,
        revision=shown,
        before=before,
        rows=differences.compare(as_words(before.text), as_words(shown.text)) if before else [],
        message=message,
        reason=request.form.get("alasan", ""),
        max_reason=MAX_REASON,
    )
