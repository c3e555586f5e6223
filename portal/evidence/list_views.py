"""Pages over many papers: the queue of what waits, and what one paper is said to prove."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal import accounts, clock
from portal.access import Actor, actor, allow, may, opds_where
from portal.db import reading
from portal.errors import NotFound, RuleViolation
from portal.evidence import links, previews, queue
from portal.evidence.forms import UseForm
from portal.evidence.indicators import indicator_names
from portal.evidence.links import Use
from portal.evidence.models import Evidence
from portal.evidence.queue import WAIT_NAMES, QueueFilters, Waits
from portal.evidence.rules import VERDICT_NAMES
from portal.evidence.subjects import Subject, check, offered, subject_of, titles
from portal.evidence.views import blueprint, load, may_loosen
from portal.records.asking import Asked, asks, pressed
from portal.web.filters import read, shown

ASKED = "Pilih sedikitnya satu yang dibuktikan."


@blueprint.get("/bukti/antrean")
@allow("evidence.read")
def queue_page() -> ResponseReturnValue:
    """What waits for a verdict, its year or mending, the longest first; each paper once."""
    filters = read(QueueFilters, request.args)
    waits = filters.waits or Waits.VERDICT
    where = filters.conditions(actor())
    pages, papers = queue.page(where)
    counts = {
        wait: queue.waiting(reading(), QueueFilters(waits=wait).conditions(actor()))[0] for wait in Waits
    }
    opds = opds_where(actor(), "evidence.judge")
    return render_template(
        "evidence/queue.html",
        papers=papers,
        paging=pages,
        waits=waits,
        tabs=[(wait, WAIT_NAMES[wait], counts[wait]) for wait in Waits],
        by_opd=queue.by_opd(reading(), where) if not filters.opd else [],
        about=titles(reading(), [paper.subject for paper in papers]),
        opd_names=accounts.opd_names(),
        now=clock.now(),
        may_judge=lambda paper: (
            (opds is None or paper.opd in opds) and actor().account_id not in paper.proposers
        ),
        verdict_names=VERDICT_NAMES,
        **shown(filters),
    )


@asks(blueprint, "/bukti/<int:evidence_id>/kaitan", "evidence.write")
def use(evidence_id: int) -> Asked:
    """Say what a paper proves: one indicator of the things that are ticked, each with its page."""
    evidence, home = load(reading(), evidence_id, "read")
    form = UseForm(indicator_names())
    word = (request.form if request.method == "POST" else request.args).get("cari", "").strip()[:80]
    things = _choices(reading(), evidence, home, word)
    picked = [key for key in request.form.getlist("subjek") if len(key) <= 80]

    def act(session: Session, who: Actor) -> None:
        stored, _ = load(session, evidence_id, "read")
        if not picked:
            raise RuleViolation(ASKED)
        links.add(session, stored, [_use(session, who, key, form) for key in picked], actor=who)

    def page(status: int) -> ResponseReturnValue:
        return render_template(
            "evidence/use.html",
            form=form,
            evidence=evidence,
            subject=home,
            things=things,
            picked=picked or ([home.key] if len(things) == 1 else []),
            pages={key: request.form.get(f"halaman-{key}", "") for key in picked},
            word=word,
        ), status

    said = f"{evidence.title} dikaitkan. Kaitan baru menunggu pemeriksaan."
    return Asked(form, page, act, said, url_for(".show", evidence_id=evidence_id))


def _choices(session: Session, evidence: Evidence, home: Subject, word: str) -> list[Subject]:
    found = {one.key: one for one in offered(session, actor(), word)}
    if not word and may(actor(), "evidence.write", opd=home.opd):
        found = {home.key: home, **found}
    for key, about in titles(session, [link.subject for link in evidence.uses]).items():
        if key in found:
            found[key] = Subject(key, about.opd, about.title, about.address)
    return list(found.values())


def _use(session: Session, who: Actor, key: str, form: UseForm) -> Use:
    """One ticked thing, for somebody who may write its evidence."""
    subject = subject_of(session, key)
    check(who, "write", subject)
    page = " ".join(request.form.get(f"halaman-{key}", "").split()) or form.page.data or ""
    return Use(subject, form.indicator.data or "", page, form.marked.data or "")


@blueprint.post("/bukti/<int:evidence_id>/kaitan/<int:link_id>/lepas")
@allow("evidence.write")
def unuse(evidence_id: int, link_id: int) -> ResponseReturnValue:
    """Take back that a paper proves something."""
    load(reading(), evidence_id, "read")

    def act(session: Session, who: Actor) -> None:
        evidence, home = load(session, evidence_id, "read")
        link = next((one for one in evidence.uses if one.id == link_id), None)
        if link is None or not may_loosen(link, home):
            raise NotFound("Kaitan ini tidak ada, sudah dilepas, atau bukan milik OPD Anda.")
        links.remove(session, evidence, link, actor=who)

    return pressed(act, "Kaitan dilepas.", url_for(".show", evidence_id=evidence_id))


@blueprint.get("/bukti/<int:evidence_id>/<int:number>/gambar.jpg")
@allow("evidence.read")
def picture(evidence_id: int, number: int) -> ResponseReturnValue:
    """A picture of a file: itself made small, or the first page of a PDF (?hal=2 for another).

    ?kecil for lists, ?besar to read.
    """
    evidence, _ = load(reading(), evidence_id, "read")
    return previews.answer(evidence, number, request.args.get("hal", ""), _side())


def _side() -> int:
    if "besar" in request.args:
        return previews.LARGE
    return previews.THUMB if "kecil" in request.args else previews.SMALL
