"""Two versions of one case: shown side by side, chosen between, never lost."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal import edition
from portal.access import actor, allow
from portal.db import reading, transaction
from portal.editing import drafts, storage
from portal.editing.differences import DiffLine, compare
from portal.editing.models import CaseDraft, DraftState
from portal.editing.views import blueprint, sent_number
from portal.editing.wording import as_words, in_words
from portal.errors import NotFound, RuleViolation
from portal.records.saving import done

CHOICES = ("saya", "mereka", "gabung")


@dataclass(frozen=True)
class Shown:
    """A conflict as its page tells it."""

    slug: str
    theirs: str  # what the other version is called
    why: str
    rows: list[DiffLine]
    version: int  # of the open draft
    aside_id: int = 0  # the draft that came too late; 0 where the published file is the other version
    digest: str = ""  # of the published file, where that is the other version


@blueprint.get("/sunting/<slug>/bentrok")
@allow("editing.edit")
def conflict(slug: str) -> ResponseReturnValue:
    """My draft beside what was published meanwhile."""
    draft = drafts.open_draft(reading(), slug, actor())
    if draft is None or draft.base_digest == _published(slug)[1]:
        return redirect(url_for(".edit", slug=slug), code=303)
    return overtaken_page(draft)


@blueprint.post("/sunting/<slug>/bentrok")
@allow("editing.edit")
def resolve(slug: str) -> ResponseReturnValue:
    """Do what was chosen: mine, theirs, or mine with theirs beside it."""
    choice, aside_id = request.form.get("pilih", ""), sent_number("sisihan")
    if choice not in CHOICES:
        raise RuleViolation("Pilih salah satu versi.")
    with transaction() as session:
        draft = drafts.open_draft(session, slug, actor())
        if aside_id > 0:
            return _resolve_late(session, draft, drafts.own_draft(session, aside_id, actor()), choice)
        if draft is None:
            raise NotFound("Draf ini sudah tidak ada.")
        return _resolve_overtaken(session, draft, choice)


def late_page(draft: CaseDraft, aside: CaseDraft) -> str:
    """The page for a save that came too late: another tab or device saved first."""
    shown = Shown(
        slug=draft.slug,
        theirs="Yang sudah tersimpan",
        why="Draf ini sudah disimpan dari jendela lain sesudah halaman Anda dibuka.",
        rows=compare(in_words(drafts.sheet_of(aside)), in_words(drafts.sheet_of(draft))),
        version=draft.version,
        aside_id=aside.id,
    )
    return render_template("editing/conflict.html", shown=shown)


def overtaken_page(draft: CaseDraft) -> str:
    """The page for a draft whose file was changed by somebody else meanwhile."""
    text, digest = _published(draft.slug)
    shown = Shown(
        slug=draft.slug,
        theirs="Yang terbit sekarang",
        why="Kasus ini sudah diubah orang lain, atau berkasnya diganti, sejak draf Anda dimulai.",
        rows=compare(in_words(drafts.sheet_of(draft)), as_words(text)),
        version=draft.version,
        digest=digest,
    )
    return render_template("editing/conflict.html", shown=shown)


def _resolve_late(
    session: Session, draft: CaseDraft | None, aside: CaseDraft, choice: str
) -> ResponseReturnValue:
    address = url_for(".edit", slug=aside.slug)
    if aside.state != DraftState.ASIDE:
        return redirect(address, code=303)
    if choice == "mereka":
        drafts.put_away(session, actor(), aside)
        return done(
            "Versi yang tersimpan dipakai. Versi Anda disisihkan dan dapat dibuka lagi dari daftar.", address
        )
    if draft is None:
        drafts.reopen(session, actor(), aside)
        return redirect(address, code=303)
    if sent_number("versi") != draft.version:
        return late_page(draft, aside), 409
    drafts.swap(session, actor(), draft, aside)
    flash("Versi Anda disimpan. Versi yang lain disisihkan dan dapat dilihat dari daftar.")
    if choice == "gabung":
        address = url_for(".edit", slug=draft.slug, bandingkan=aside.id)
    return redirect(address, code=303)


def _resolve_overtaken(session: Session, draft: CaseDraft, choice: str) -> ResponseReturnValue:
    _, digest = _published(draft.slug)
    if request.form.get("sidik", "") != digest or sent_number("versi") != draft.version:
        return overtaken_page(draft), 409
    if choice == "mereka":
        drafts.discard(session, actor(), draft, version=draft.version)
        return done(
            "Yang terbit dipakai. Draf Anda disisihkan dan dapat dibuka lagi dari daftar.",
            url_for(".edit" if digest else ".index", slug=draft.slug),
        )
    drafts.rebase(session, actor(), draft, digest)
    if choice == "gabung":
        return redirect(url_for(".edit", slug=draft.slug, bandingkan="terbit"), code=303)
    return redirect(url_for(".confirm", slug=draft.slug), code=303)


def _published(slug: str) -> tuple[str, str]:
    """Text and digest of the file now; two empty texts where there is none."""
    path = storage.find(edition.settings().content, slug)
    if path is None:
        return "", ""
    text = storage.read_text(path)
    return text, storage.digest_of(text)
