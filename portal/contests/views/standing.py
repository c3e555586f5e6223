"""What an innovation brings along: earlier wins, its entry and its article for JIPPNas."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import access
from portal.access import Actor, allow
from portal.contests import papers, queries, standing
from portal.contests.forms import JippnasForm, WinForm
from portal.contests.models import JippnasEntry, Win
from portal.contests.views import blueprint
from portal.db import reading
from portal.errors import NotFound
from portal.government.papers import paper_file
from portal.records.asking import Asked, asks
from portal.records.saving import FormPage, filled
from portal.register import Innovation, get_innovation
from portal.web.forms import Form


@asks(blueprint, "/register/<int:innovation_id>/kemenangan/baru", "contests.write")
def add_win(innovation_id: int) -> Asked:
    """Note how far it came earlier."""
    innovation, form = _load(innovation_id, "contests.write"), WinForm()
    form.prepare()

    def act(session: Session, actor: Actor) -> None:
        stored = get_innovation(session, innovation_id, actor)
        standing.add_win(session, stored, form.values(), actor=actor)

    lead = "Dipakai untuk memeriksa syarat lomba; edisi tertentu menolak yang pernah menang."
    page = FormPage("Catat kemenangan", _back(innovation_id), lead=lead, record=innovation)
    return Asked(form, page, act, "Kemenangan dicatat.", page.back)


@asks(blueprint, "/register/<int:innovation_id>/kemenangan/<int:win_id>/hapus", "contests.write")
def remove_win(innovation_id: int, win_id: int) -> Asked:
    """Take back what was noted by mistake."""
    innovation = _load(innovation_id, "contests.write")
    row = reading().get(Win, min(win_id, 2**62))
    if row is None or row.innovation_id != innovation_id:
        raise NotFound("Catatan ini tidak ada.")

    def act(session: Session, actor: Actor) -> None:
        standing.remove_win(session, get_innovation(session, innovation_id, actor), win_id, actor=actor)

    page = FormPage(
        f"Hapus catatan {row.year}?", _back(innovation_id), "Hapus", kind="stop", record=innovation
    )
    return Asked(Form(), page, act, "Catatan dihapus.", page.back)


@asks(blueprint, "/register/<int:innovation_id>/jippnas", "contests.write")
def jippnas(innovation_id: int) -> Asked:
    """Keep what the national network shows of it."""
    innovation = _load(innovation_id, "contests.write")
    row = entry_of(innovation_id)
    form = filled(JippnasForm, row) if row else JippnasForm()
    form.prepare()

    def act(session: Session, actor: Actor) -> None:
        stored = get_innovation(session, innovation_id, actor)
        standing.save_jippnas(session, stored, form.values(), version=form.read_at(), actor=actor)

    page = FormPage("Status di JIPPNas", _back(innovation_id), record=innovation)
    return Asked(form, page, act, "Status JIPPNas tersimpan.", page.back, lambda: entry_of(innovation_id))


@blueprint.get("/register/<int:innovation_id>/artikel-jippnas.<form>")
@allow("contests.read")
def article(innovation_id: int, form: str) -> ResponseReturnValue:
    """The article for the national network, from the newest proposal and the profile."""
    innovation = _load(innovation_id)
    proposals = queries.of_innovation(reading(), innovation, access.actor())
    dossier = papers.article_of(reading(), innovation, proposals[0] if proposals else None)
    record = f"inovasi nomor {innovation_id}"
    return paper_file(papers.ARTICLE, dossier, form, record, f"artikel-jippnas-{innovation_id}")


def entry_of(innovation_id: int) -> JippnasEntry | None:
    """Its entry as it is stored."""
    return reading().scalar(select(JippnasEntry).where(JippnasEntry.innovation_id == innovation_id))


def _load(innovation_id: int, permission: str = "") -> Innovation:
    found = get_innovation(reading(), innovation_id, access.actor())
    if permission:
        access.require(permission, opd=found.opd)
    return found


def _back(innovation_id: int) -> str:
    return url_for("register.show", innovation_id=innovation_id, _anchor="lomba")
