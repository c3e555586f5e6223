"""The mark 'baru diverifikasi': the sources were looked at today, and when they are due again."""

from __future__ import annotations

from datetime import date

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock, edition
from portal.access import actor, allow
from portal.cases import get_case
from portal.db import reading, transaction
from portal.editing import approval, door, drafts, storage
from portal.editing.rules import next_review
from portal.editing.sheet import tidy
from portal.editing.views import blueprint
from portal.errors import InvalidContent, PortalError, RuleViolation
from portal.records.saving import done


@blueprint.get("/sunting/<slug>/verifikasi")
@allow("editing.publish")
def ask_verify(slug: str) -> ResponseReturnValue:
    """The sources to look at, the next day, and what was found."""
    return _page(slug)


@blueprint.post("/sunting/<slug>/verifikasi")
@allow("editing.publish")
def verify(slug: str) -> ResponseReturnValue:
    """Publish the case with today's date of verification."""
    try:
        order = approval.verification_order(
            slug,
            review_due=_review_due(),
            reason=tidy(request.form.get("alasan", "")),
            today=clock.today(),
        )
        if request.form.get("sumber") != "1":
            raise RuleViolation("Centang dahulu bahwa sumbernya sudah dibuka dan diperiksa.")
        reading().rollback()  # no old reading may be open while others write
        number = door.publish_change(transaction, edition.settings(), actor(), order)
    except InvalidContent as error:
        lines = "; ".join(str(problem) for problem in error.problems if not problem.is_warning)
        return _page(slug, f"Isi portal belum lolos pemeriksaan: {lines}"), 422
    except PortalError as error:
        return _page(slug, str(error)), 422 if error.status == 409 else error.status
    with transaction() as session:
        drafts.follow_verification(session, actor(), slug, order.base_digest, order.text)
    return done(f"Ditandai baru diverifikasi, sebagai revisi {number}.", url_for(".history", slug=slug))


def _review_due() -> date:
    try:
        return date.fromisoformat(request.form.get("periksa_lagi", ""))
    except ValueError:
        raise RuleViolation("Tulis tanggal pemeriksaan berikutnya, misalnya 2027-11-21.") from None


def _page(slug: str, message: str = "") -> str:
    case = get_case(storage.check_slug(slug))
    return render_template(
        "editing/verify.html",
        case=case,
        message=message,
        review_due=request.form.get("periksa_lagi", next_review(clock.today(), case.status).isoformat()),
        reason=request.form.get("alasan", ""),
        is_ticked=request.form.get("sumber") == "1",
        max_reason=approval.MAX_REASON,
    )
