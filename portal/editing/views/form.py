"""The form of one case: opened, saved, checked, extended by rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal import clock, edition
from portal.access import actor, allow
from portal.cases.files import MAX_SUMMARY_WORDS
from portal.cases.model import SECTIONS, STATUSES
from portal.cases.words import RESULT_KINDS
from portal.db import reading, transaction
from portal.editing import drafts, gate, previewing, storage, worklist
from portal.editing import reading as texts
from portal.editing.fields import (
    FIELDS,
    GROUPS,
    SECTION_HINTS,
    TABLES,
    FieldKind,
    section_place,
)
from portal.editing.gate import Checked
from portal.editing.models import CaseDraft
from portal.editing.sheet import Sheet, from_form
from portal.editing.views import blueprint, sent_number
from portal.editing.views.conflicts import late_page
from portal.errors import NotFound
from portal.government import our_government
from portal.records.saving import done
from portal.regions import REGIONS
from portal.taxonomy import TAXONOMY

_DIGEST = re.compile(r"[0-9a-f]{64}|")
_ROW_ACTION = re.compile(r"(tambah|hapus)-([a-z_]+?)(?:-(\d{1,4}))?")


@dataclass(frozen=True)
class Opened:
    """What a form was opened on: the draft, if there is one, and the file, if it is published."""

    slug: str
    draft: CaseDraft | None
    path: Path | None
    digest: str  # of the file now; '' for none
    sheet: Sheet

    @property
    def version(self) -> int:
        """The version of the draft; 0 for none."""
        return self.draft.version if self.draft else 0

    @property
    def base_digest(self) -> str:
        """The digest of the file that the text began from."""
        return self.draft.base_digest if self.draft else self.digest

    @property
    def is_overtaken(self) -> bool:
        """Has the file changed since the draft began?"""
        return self.base_digest != self.digest


@dataclass(frozen=True)
class Other:
    """The version that is shown beside the form."""

    name: str
    sheet: Sheet


@blueprint.get("/sunting/<slug>")
@allow("editing.edit")
def edit(slug: str) -> ResponseReturnValue:
    """The form, with the draft or with what is published."""
    opened = open_case(reading(), slug)
    wants_check = request.args.get("periksa") == "1"
    checked = gate.check(opened.sheet, clock.today()) if wants_check else gate.NOT_CHECKED
    return form_page(opened, opened.sheet, checked)


@blueprint.post("/sunting/<slug>")
@allow("editing.edit")
def save(slug: str) -> ResponseReturnValue:
    """Keep what was typed, then do what the button says."""
    opened = open_case(reading(), slug)
    button = request.form.get("aksi", "simpan")
    sheet, place = _apply(button, typed_sheet(opened))
    with transaction() as session:
        saved = drafts.save(
            session,
            actor(),
            slug,
            sheet,
            version=sent_number("versi"),
            base_digest=_base_digest(opened.digest),
        )
    if saved.aside is not None:
        return late_page(saved.draft, saved.aside), 409
    if button == "terbit":
        return _to_publishing(slug, opened, saved.draft, sheet)
    if button == "pratinjau":
        return redirect(url_for(".preview", slug=slug), code=303)
    if button == "simpan":
        flash(f"Draf tersimpan pukul {clock.local(saved.draft.updated_at):%H.%M}.")
    wants_check = 1 if button == "periksa" else None
    return redirect(url_for(".edit", slug=slug, _anchor=place, periksa=wants_check), code=303)


@blueprint.get("/sunting/<slug>/pratinjau")
@allow("editing.edit")
def preview(slug: str) -> ResponseReturnValue:
    """The draft as readers will see it, rendered in the same sandbox."""
    opened = open_case(reading(), slug)
    shown = previewing.preview(opened.sheet, clock.today())
    return render_template(
        "editing/preview.html",
        opened=opened,
        shown=shown,
        region=REGIONS.get().get(opened.sheet.get("region")),
        taxonomy=TAXONOMY.get(),
        kinds=dict(RESULT_KINDS),
    )


@blueprint.get("/sunting/<slug>/buang")
@allow("editing.edit")
def ask_discard(slug: str) -> ResponseReturnValue:
    """Ask whether the draft is really to go."""
    opened = open_case(reading(), slug)
    if opened.draft is None:
        return redirect(url_for(".edit", slug=slug), code=303)
    return render_template("editing/discard.html", opened=opened)


@blueprint.post("/sunting/<slug>/buang")
@allow("editing.edit")
def discard(slug: str) -> ResponseReturnValue:
    """Put the draft away."""
    with transaction() as session:
        draft = drafts.open_draft(session, slug, actor())
        if draft is None:
            raise NotFound("Draf ini sudah tidak ada.")
        drafts.discard(session, actor(), draft, version=sent_number("versi"))
    return done(
        "Draf dibuang. Selama belum ditimpa, Anda dapat membukanya lagi dari daftar di bawah.",
        url_for(".index"),
    )


def open_case(session: Session, slug: str) -> Opened:
    """What a curator gets to edit at an address; raises NotFound."""
    settings = edition.settings()
    draft, path = drafts.open_draft(session, slug, actor()), storage.find(settings.content, slug)
    if draft is None and path is None:
        raise NotFound(f"Tidak ada kasus atau draf dengan alamat '{slug}'.")
    text = storage.read_text(path) if path is not None else ""
    sheet = drafts.sheet_of(draft) if draft is not None else texts.read(text, f"{slug}.md")
    return Opened(slug, draft, path, storage.digest_of(text) if path is not None else "", sheet)


def typed_sheet(opened: Opened) -> Sheet:
    """What the form was sent with; address and, once published, region stay what they are."""
    fixed = {"slug": opened.slug, "origin_plan": opened.sheet.get("origin_plan")}
    if opened.path is not None:
        fixed["region"] = opened.path.parent.name
    return drafts.complete(from_form(request.form).in_order_of(opened.sheet).with_fields(**fixed))


def form_page(opened: Opened, sheet: Sheet, checked: Checked) -> str:
    """The form with what was typed, what is wrong, and the other version beside where there is one."""
    return render_template(
        "editing/form.html",
        opened=opened,
        sheet=sheet,
        checked=checked,
        was_checked=checked is not gate.NOT_CHECKED,
        other=_other_version(reading(), opened),
        others=[
            d for d in worklist.drafts_of_case(reading(), opened.slug) if d.owner_id != actor().account_id
        ],
        fields=FIELDS,
        groups=GROUPS,
        options=_options(sheet),
        locked=("slug",) if opened.path is None else ("slug", "region"),
        tables=TABLES,
        places=_places(),
        sections=[(heading, section_place(heading), SECTION_HINTS[heading]) for heading in SECTIONS],
        taxonomy=TAXONOMY.get(),
        words=len(sheet.get("summary").split()),
        max_words=MAX_SUMMARY_WORDS,
    )


def _other_version(session: Session, opened: Opened) -> Other | None:
    """The version that the address asks to show beside the form."""
    wanted = request.args.get("bandingkan", "")
    if wanted == "terbit" and opened.path is not None:
        return Other("Yang terbit", texts.read(storage.read_text(opened.path), opened.path.name))
    if wanted.isdigit() and len(wanted) < 10:
        draft = drafts.own_draft(session, int(wanted), actor())
        if draft.slug == opened.slug:
            return Other("Versi yang disisihkan", drafts.sheet_of(draft))
    return None


def _places() -> list[dict[str, str]]:
    """The parts of the form, for its list of contents."""
    groups = [(anchor, label) for anchor, label, _ in GROUPS]
    tables = [(table.name, table.label) for table in TABLES.values()]
    texts = [(section_place(heading), heading) for heading in SECTIONS]
    return [{"anchor": anchor, "heading": label} for anchor, label in (*groups, *tables, *texts)]


def _options(sheet: Sheet) -> dict[str, list[tuple[str, str]]]:
    """What lists offer; a value that no list offers stays visible, so that it can be seen and mended."""
    taxonomy = TAXONOMY.get()
    offered: dict[str, list[tuple[str, str]]] = {
        "region": [(region.id, region.name) for region in REGIONS.get().values() if not region.is_reference],
        "status": [(term.id, term.label) for term in taxonomy.statuses if term.id in STATUSES],
        "sector": [(term.id, term.label) for term in taxonomy.sectors],
        "form": [(term.id, term.label) for term in taxonomy.forms],
        "digital": [("ya", "Digital"), ("tidak", "Nondigital")],
        "needs": [(need.id, need.title) for need in our_government().needs],
    }
    for name, options in offered.items():
        typed = sheet.chosen(name) if FIELDS[name].kind is FieldKind.CHOICES else (sheet.get(name),)
        known = {value for value, _ in options}
        options += [(value, f"{value} (tidak dikenal)") for value in typed if value and value not in known]
    return offered


def _to_publishing(slug: str, opened: Opened, draft: CaseDraft, sheet: Sheet) -> ResponseReturnValue:
    """On to the last page before publishing, or back to the form with what is to be mended."""
    checked = gate.check(sheet, clock.today())
    if not checked.errors:
        return redirect(url_for(".confirm", slug=slug), code=303)
    now = Opened(slug, draft, opened.path, opened.digest, sheet)
    return form_page(now, sheet, checked), 422


def _apply(button: str, sheet: Sheet) -> tuple[Sheet, str | None]:
    """The sheet after a button that adds or removes a row, and where on the page to go on."""
    match = _ROW_ACTION.fullmatch(button)
    if match is None or match[2] not in TABLES:
        return sheet, None
    table = match[2]
    if match[1] == "tambah":
        sheet = sheet.with_row(table)
        return sheet, f"{table}-{len(sheet.table(table)) - 1}"
    return sheet.without_row(table, int(match[3] or 0)), table


def _base_digest(now: str) -> str:
    value = request.form.get("dasar", now)
    return value if _DIGEST.fullmatch(value) else now
