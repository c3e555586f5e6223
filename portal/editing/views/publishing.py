"""The last page before publishing, and the publishing itself."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock, edition
from portal.access import actor, allow
from portal.db import reading, transaction
from portal.editing import approval, differences, door, drafts
from portal.editing.models import CaseDraft
from portal.editing.sheet import tidy
from portal.editing.views import blueprint, sent_number
from portal.editing.views.conflicts import overtaken_page
from portal.editing.wording import as_words
from portal.errors import InvalidContent, NotFound, PortalError, Problem
from portal.records.limits import MAX_REASON
from portal.records.saving import done


@blueprint.get("/sunting/<slug>/terbit")
@allow("editing.publish")
def confirm(slug: str) -> ResponseReturnValue:
    """What will change, which outside sites are new, and the reason."""
    draft = drafts.open_draft(reading(), slug, actor())
    if draft is None:
        return redirect(url_for(".edit", slug=slug), code=303)
    ready = approval.weigh(reading(), draft, clock.today())
    if draft.base_digest != ready.published_digest:
        return redirect(url_for(".conflict", slug=slug), code=303)
    if not ready.is_sound:
        return redirect(url_for(".edit", slug=slug, periksa=1), code=303)
    return _page(draft, ready)


@blueprint.post("/sunting/<slug>/terbit")
@allow("editing.publish")
def publish(slug: str) -> ResponseReturnValue:
    """Publish the draft; on any refusal everything stays as it was, and the page says why."""
    draft = drafts.open_draft(reading(), slug, actor())
    if draft is None:
        raise NotFound("Draf ini sudah terbit atau dibuang.")
    try:
        order = approval.order_for(
            reading(),
            draft,
            version=sent_number("versi"),
            reason=tidy(request.form.get("alasan", "")),
            approved=frozenset(request.form.getlist("situs")),
            today=clock.today(),
        )
        reading().rollback()  # no old reading may be open while others write
        number = door.publish_change(transaction, edition.settings(), actor(), order)
    except door.Overtaken:
        return overtaken_page(draft), 409
    except InvalidContent as error:
        return _refused(slug, "Isi portal belum lolos pemeriksaan.", error.problems), 422
    except PortalError as error:
        return _refused(slug, str(error)), 422 if error.status == 409 else error.status
    return done(f"Terbit sebagai revisi {number}.", url_for(".history", slug=slug))


def _refused(slug: str, message: str, problems: tuple[Problem, ...] = ()) -> str:
    draft = drafts.open_draft(reading(), slug, actor())
    if draft is None:
        raise NotFound("Draf ini sudah terbit atau dibuang.")
    ready = approval.weigh(reading(), draft, clock.today())
    return _page(draft, ready, message, tuple(problem for problem in problems if not problem.is_warning))


def _page(
    draft: CaseDraft, ready: approval.Readiness, message: str = "", problems: tuple[Problem, ...] = ()
) -> str:
    rows = differences.compare(as_words(ready.published), as_words(ready.text)) if ready.published else []
    return render_template(
        "editing/publish.html",
        draft=draft,
        ready=ready,
        rows=rows,
        is_changed=ready.text != ready.published,
        message=message,
        problems=problems,
        reason=request.form.get("alasan", ""),
        ticked=frozenset(request.form.getlist("situs")),
        max_reason=MAX_REASON,
    )
