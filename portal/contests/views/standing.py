"""What an innovation brings along: earlier wins, its entry and its article for JIPPNas."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import access
from portal.access import Actor, allow
from portal.contests import papers, queries, replicating, standing
from portal.contests.agreement import AGREEMENT, agreement_of
from portal.contests.forms import JippnasForm, ReplicationForm, WinForm
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


@asks(blueprint, "/register/<int:innovation_id>/jippnas", replicating.PERMISSION)
def jippnas(innovation_id: int) -> Asked:
    """Keep what the national network shows of it."""
    innovation = _load(innovation_id, replicating.PERMISSION)
    row = entry_of(innovation_id)
    form = filled(JippnasForm, row) if row else JippnasForm()
    form.prepare()

    def act(session: Session, actor: Actor) -> None:
        stored = get_innovation(session, innovation_id, actor)
        standing.save_jippnas(session, stored, form.values(), version=form.read_at(), actor=actor)

    page = FormPage("Status di JIPPNas", _back(innovation_id), record=innovation)
    return Asked(form, page, act, "Status JIPPNas tersimpan.", page.back, lambda: entry_of(innovation_id))


@asks(blueprint, "/register/<int:innovation_id>/replikasi/baru", replicating.PERMISSION)
def add_replication(innovation_id: int) -> Asked:
    """Note a replication in the national network."""
    return _replication(innovation_id, None)


@asks(blueprint, "/register/<int:innovation_id>/replikasi/<int:row_id>", replicating.PERMISSION)
def edit_replication(innovation_id: int, row_id: int) -> Asked:
    """Say how far a replication is."""
    return _replication(innovation_id, row_id)


def _replication(innovation_id: int, row_id: int | None) -> Asked:
    innovation = _load(innovation_id, replicating.PERMISSION)
    row = None if row_id is None else replicating.get(reading(), innovation_id, row_id)
    form = filled(ReplicationForm, row) if row else ReplicationForm()
    form.prepare()

    def act(session: Session, actor: Actor) -> None:
        stored = get_innovation(session, innovation_id, actor)
        replicating.save(session, stored, row_id, form.values(), version=form.read_at(), actor=actor)

    fresh = None if row_id is None else lambda: replicating.get(reading(), innovation_id, row_id)
    lead = "Isi tanggal langkah yang sudah terjadi, berurutan. Alurnya dari satu purwarupa JIPPNas."
    page = FormPage("Replikasi di JIPPNas", _back(innovation_id), lead=lead, record=innovation)
    return Asked(form, page, act, "Replikasi tersimpan.", page.back, fresh)


@asks(blueprint, "/register/<int:innovation_id>/replikasi/<int:row_id>/hapus", replicating.PERMISSION)
def remove_replication(innovation_id: int, row_id: int) -> Asked:
    """Take back what was noted by mistake."""
    innovation = _load(innovation_id, replicating.PERMISSION)
    row = replicating.get(reading(), innovation_id, row_id)

    def act(session: Session, actor: Actor) -> None:
        replicating.remove(session, get_innovation(session, innovation_id, actor), row_id, actor=actor)

    title = f"Hapus catatan replikasi {row.partner}?"
    page = FormPage(title, _back(innovation_id), "Hapus", kind="stop", record=innovation)
    return Asked(Form(), page, act, "Catatan dihapus.", page.back)


@blueprint.get("/register/<int:innovation_id>/replikasi/<int:row_id>/kesepakatan.<form>")
@allow("contests.read")
def agreement(innovation_id: int, row_id: int, form: str) -> ResponseReturnValue:
    """The agreement of both sides."""
    innovation = _load(innovation_id)
    row = replicating.get(reading(), innovation_id, row_id)
    record = f"inovasi nomor {innovation_id}"
    return paper_file(
        AGREEMENT, agreement_of(innovation, row), form, record, f"kesepakatan-replikasi-{row_id}"
    )


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
