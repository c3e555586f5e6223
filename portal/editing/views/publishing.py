"""The last page before publishing, and the publishing itself."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock, edition, jobs
from portal.access import actor, allow
from portal.db import reading, transaction
from portal.editing import approval, differences, door, drafts, ordered
from portal.editing.models import CaseDraft
from portal.editing.sheet import tidy
from portal.editing.views import blueprint, sent_number
from portal.editing.views.conflicts import overtaken_page
from portal.editing.wording import as_words
from portal.errors import NotFound, PortalError
from portal.records.limits import MAX_REASON


@blueprint.get("/sunting/<slug>/terbit")
@allow("editing.publish")
def confirm(slug: str) -> ResponseReturnValue:
    """What will change, which outside sites are new, and the reason."""
    draft = drafts.open_draft(reading(), slug, actor())
    if draft is None:
        return redirect(url_for(".edit", slug=slug), code=303)
    last = ordered.last_order(reading(), draft)
    if last is not None and last[0].is_living:
        return jobs.follow(last[0])
    ready = approval.weigh(reading(), draft, clock.today())
    if draft.base_digest != ready.published_digest:
        return redirect(url_for(".conflict", slug=slug), code=303)
    if not ready.is_sound:
        return redirect(url_for(".edit", slug=slug, periksa=1), code=303)
    return _page(draft, ready, order=last[1] if last else None)


@blueprint.post("/sunting/<slug>/terbit")
@allow("editing.publish")
def publish(slug: str) -> ResponseReturnValue:
    """Order the draft to be published; on any refusal the page says why."""
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
    except door.Overtaken:
        reading().rollback()  # no old reading may be open while others write
        door.note_files(transaction, edition.settings())
        return overtaken_page(draft), 409
    except PortalError as error:
        ready = approval.weigh(reading(), draft, clock.today())
        return _page(draft, ready, str(error)), 422 if error.status == 409 else error.status
    title = drafts.sheet_of(draft).get("title") or slug
    reading().rollback()  # no old reading may be open while others write
    with transaction() as session:
        job = ordered.ask_to_publish(session, actor(), draft, title, order)
    return jobs.follow(job)


def _page(
    draft: CaseDraft, ready: approval.Readiness, message: str = "", order: door.Order | None = None
) -> str:
    """The last page; what was ordered in vain stands in it again."""
    rows = differences.compare(as_words(ready.published), as_words(ready.text)) if ready.published else []
    return render_template(
        "editing/publish.html",
        draft=draft,
        ready=ready,
        rows=rows,
        is_changed=ready.text != ready.published,
        message=message,
        reason=request.form.get("alasan", order.reason if order else ""),
        ticked=frozenset(request.form.getlist("situs")) or frozenset(order.sites if order else ()),
        max_reason=MAX_REASON,
    )
