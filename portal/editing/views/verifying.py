"""Verification: the queue of sources that wait, and the page on which a curator says what was found."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal import clock, jobs
from portal.access import actor, allow
from portal.cases import CASES, Case, get_case
from portal.cases.words import status_words
from portal.db import reading, transaction
from portal.editing import approval, checking, ordered, storage
from portal.editing.sheet import tidy
from portal.editing.views import blueprint
from portal.errors import PortalError
from portal.records.limits import MAX_REASON
from portal.taxonomy import TAXONOMY
from portal.web.paging import paging

SHOWN = 25  # sources on a page of the queue


@blueprint.get("/sunting/pemeriksaan")
@allow("editing.publish")
def waiting() -> ResponseReturnValue:
    """The sources that wait, of the most used cases and the oldest first."""
    session, cases = reading(), list(CASES.get().values())
    found = checking.queue(cases, checking.uses_of_cases(session), _label)
    pages = paging(len(found), SHOWN)
    return render_template(
        "editing/waiting.html",
        waiting=found[pages.offset : pages.offset + SHOWN],
        paging=pages,
        upkeep=checking.upkeep(session, cases),
    )


@blueprint.get("/sunting/<slug>/verifikasi")
@allow("editing.publish")
def ask_verify(slug: str) -> ResponseReturnValue:
    """The sources to open, with what rests on each."""
    return _page(slug)


@blueprint.post("/sunting/<slug>/verifikasi")
@allow("editing.publish")
def verify(slug: str) -> ResponseReturnValue:
    """Order the case to be published with what was found in its sources."""
    found = {
        key.removeprefix("temuan-"): value
        for key, value in request.form.items()
        if key.startswith("temuan-") and value
    }
    try:
        remark = tidy(request.form.get("catatan", ""))
        order = approval.verification_order(slug, found=found, remark=remark, today=clock.today())
    except PortalError as error:
        return _page(slug, str(error)), 422 if error.status == 409 else error.status
    title = get_case(slug).title
    with transaction() as session:
        job = ordered.ask_to_verify(session, actor(), title, order)
    return jobs.follow(job)


def _label(case: Case) -> str:
    return status_words(case, clock.today(), TAXONOMY.get())


def _page(slug: str, message: str = "") -> str:
    case = get_case(storage.check_slug(slug))
    key_ids = {source.id for source in case.key_sources}
    return render_template(
        "editing/verify.html",
        case=case,
        sources=sorted(case.sources, key=lambda source: (source.id not in key_ids, bool(source.checked))),
        claims={source.id: checking.claims_of(case, source.id, _label(case)) for source in case.sources},
        message=message,
        results=checking.FOUND,
        typed=request.form,
        max_remark=MAX_REASON,
    )
