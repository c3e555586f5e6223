"""The list of what waits for a curator, and the start of a new case."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.access import actor, allow
from portal.cases import CASES
from portal.db import reading, transaction
from portal.editing import checking, drafts, revisions, storage, worklist
from portal.editing.fields import RESERVED
from portal.editing.sheet import Sheet, tidy
from portal.editing.views import blueprint
from portal.errors import NotFound, RuleViolation
from portal.records.saving import done
from portal.regions import REGIONS


@blueprint.get("/sunting")
@allow("editing.edit")
def index() -> ResponseReturnValue:
    """Drafts, cases to verify, cases of which little is known, files changed outside."""
    session, cases, today = reading(), CASES.get(), clock.today()
    listed = worklist.open_drafts(session)
    return render_template(
        "editing/index.html",
        mine=[draft for draft in listed if draft.owner_id == actor().account_id],
        others=[draft for draft in listed if draft.owner_id != actor().account_id],
        put_away=worklist.put_away(session, actor()),
        waiting=revisions.waiting(session),
        due=worklist.due(cases.values(), today),
        upkeep=checking.upkeep(session, list(cases.values())),
        gaps=worklist.least_known(cases.values()),
        title_of=_title_of,
        today=today,
    )


@blueprint.get("/sunting/baru")
@allow("editing.edit")
def new() -> ResponseReturnValue:
    """Ask for title, region and address of a new case."""
    return _new_page({}, {})


@blueprint.post("/sunting/baru")
@allow("editing.edit")
def create() -> ResponseReturnValue:
    """Begin the draft of a new case."""
    typed = {name: tidy(request.form.get(name, "")).strip() for name in ("title", "region", "slug")}
    errors = _problems(typed)
    if errors:
        return _new_page(typed, errors), 422
    try:
        with transaction() as session:
            draft = drafts.create(session, actor(), Sheet(fields=typed))
    except RuleViolation as error:
        return _new_page(typed, {"slug": str(error)}), 422
    return done("Draf kasus baru dibuat. Mulailah dari sumbernya.", url_for(".edit", slug=draft.slug))


@blueprint.post("/sunting/draf/<int(max=2147483647):draft_id>/ambil")
@allow("editing.edit")
def take_over(draft_id: int) -> ResponseReturnValue:
    """Go on with somebody else's draft."""
    with transaction() as session:
        draft = drafts.get_draft(session, draft_id)
        drafts.take_over(session, actor(), draft)
    return done("Draf ini sekarang milik Anda.", url_for(".edit", slug=draft.slug))


@blueprint.post("/sunting/draf/<int(max=2147483647):draft_id>/buka")
@allow("editing.edit")
def reopen(draft_id: int) -> ResponseReturnValue:
    """Open a draft again that was put away."""
    with transaction() as session:
        draft = drafts.own_draft(session, draft_id, actor())
        drafts.reopen(session, actor(), draft)
    return done("Draf dibuka lagi.", url_for(".edit", slug=draft.slug))


def _new_page(typed: dict[str, str], errors: dict[str, str]) -> str:
    regions = [region for region in REGIONS.get().values() if not region.is_reference]
    return render_template("editing/new.html", typed=typed, errors=errors, regions=regions)


def _problems(typed: dict[str, str]) -> dict[str, str]:
    """What keeps a new case from being begun; fills in the address from the title."""
    found = {}
    if not 3 <= len(typed["title"]) <= 120:
        found["title"] = "Tulis nama inovasinya, 3 sampai 120 huruf."
    if typed["region"] not in REGIONS.get():
        found["region"] = "Pilih wilayahnya dari daftar."
    typed["slug"] = typed["slug"] or drafts.slug_from(typed["title"])
    try:
        storage.check_slug(typed["slug"])
    except NotFound:
        found["slug"] = "Pakai huruf kecil, angka, dan tanda hubung, misalnya smart-kampung."
    if typed["slug"] in RESERVED:
        found["slug"] = "Alamat ini dipakai portal; pilih yang lain."
    return found


def _title_of(slug: str) -> str:
    case = CASES.get().get(slug)
    return case.title if case else slug
