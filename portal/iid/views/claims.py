"""Claims and verdicts on the indicators of one innovation, and the decision to send it."""

from __future__ import annotations

from flask import request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal import access
from portal.access import Actor, allow
from portal.db import reading
from portal.errors import NotFound
from portal.iid import desk, service, sheets
from portal.iid.forms import SENT, ClaimForm, DecideForm, VerdictForm
from portal.iid.models import DeskRow
from portal.iid.views import blueprint
from portal.iid.views.desks import season_of, version_for
from portal.records.asking import Asked, asks, pressed
from portal.records.saving import FormPage, filled
from portal.register import Innovation, get_innovation, seasons
from portal.register.models import Season
from portal.taxonomy.iid import IidIndicator

PATH = "/iid/<int:season_id>/inovasi/<int:innovation_id>"


@asks(blueprint, f"{PATH}/<no>/klaim", "iid.claim")
def claim(season_id: int, innovation_id: int, no: str) -> Asked:
    """Say what the measure is and which level is claimed."""
    season, innovation, indicator = _about(season_id, innovation_id, no, "iid.claim")
    stored = service.row_of(reading(), innovation.id, season.id, no)
    form = filled(ClaimForm, stored or DeskRow(version=0, choice="", note=""))
    form.about(indicator)

    def act(session: Session, actor: Actor) -> None:
        service.claim(
            session,
            get_innovation(session, innovation_id, actor, lock=True),
            seasons.get(session, season_id),
            indicator,
            form.values(),
            version=form.read_at(),
            mark=form.mark.data or "",
            actor=actor,
        )

    lead = f"{indicator.evidence} {' '.join(indicator.details)}".strip()
    back = _back(season, innovation, no)
    page = FormPage(f"{no} {indicator.name}", back, lead=lead, crumbs=crumbs(season, innovation))
    fresh = lambda: service.row_of(reading(), innovation.id, season.id, no)  # noqa: E731 -- said where used
    return Asked(form, page, act, "Klaim tersimpan.", back, fresh=fresh)


@asks(blueprint, f"{PATH}/<no>/verifikasi", "iid.verify")
def verify(season_id: int, innovation_id: int, no: str) -> Asked:
    """Say which level was found."""
    season, innovation, indicator = _about(season_id, innovation_id, no, "iid.verify")
    stored = service.row_of(reading(), innovation.id, season.id, no)
    loaded = desk.load(reading(), season, version_for(season), only=innovation.id)
    shown = next(row for one in loaded.innovations for row in one.rows if row.indicator.no == no)
    form = VerdictForm()
    form.about(indicator)
    if not form.is_submitted():
        form.carry(stored.version if stored else 1)
        if stored is not None:
            form.level.data, form.note.data = stored.verified, stored.verdict_note

    def act(session: Session, actor: Actor) -> None:
        record = get_innovation(session, innovation_id, actor, lock=True)
        access.require("iid.verify", opd=record.opd)
        row = service.row_to_verify(session, record, seasons.get(session, season_id), no)
        said = form.level.data, form.note.data
        subject = f"innovation:{record.id}:iid:{no}"
        service.verify(
            session, row, subject, *said, seen=form.read_at(), proposed=shown.proposed, actor=actor
        )

    claimed = f"tingkat {shown.claimed}" if shown.claimed is not None else "belum"
    lead = f"Diklaim: {claimed}. Menurut catatan: tingkat {shown.proposed}. {shown.why} {indicator.evidence}"
    back = _back(season, innovation, no)
    page = FormPage(f"Verifikasi {no} {indicator.name}", back, lead=lead, crumbs=crumbs(season, innovation))
    return Asked(form, page, act, "Hasil verifikasi tersimpan.", back)


@asks(blueprint, f"{PATH}/putusan", "iid.decide")
def decide(season_id: int, innovation_id: int) -> Asked:
    """Send the innovation in this season, or hold it."""
    season = season_of(season_id)
    innovation = get_innovation(reading(), innovation_id, access.actor())
    form = DecideForm()

    def act(session: Session, actor: Actor) -> None:
        record = get_innovation(session, innovation_id, actor, lock=True)
        is_sent = form.decision.data == SENT
        stored = seasons.get(session, season_id)
        service.decide(session, record, stored, is_sent, form.reason.data, actor=actor)

    back = url_for(".season", season_id=season.id)
    title = f"Kirim atau tahan: {innovation.title}"
    lead = f"Musim {season.year}. Yang dikirim menambah pembagi, juga bila kemudian ditolak."
    page = FormPage(title, back, lead=lead, crumbs=crumbs(season, innovation))
    return Asked(form, page, act, "Putusan tersimpan.", back)


@blueprint.post(f"{PATH}/lembar")
@allow("iid.decide")
def take_sheet(season_id: int, innovation_id: int) -> ResponseReturnValue:
    """Take claimed and verified levels from the sheet that the register took in."""
    season = season_of(season_id)
    version = version_for(season)
    if version is None or not version.is_known:
        raise NotFound("Aturan tahun itu belum diketahui, jadi lembarnya tidak dapat diambil.")

    def act(session: Session, actor: Actor) -> None:
        record = get_innovation(session, innovation_id, actor, lock=True)
        sheets.take(session, record, seasons.get(session, season_id), version, actor=actor)

    back = url_for(".innovation", season_id=season.id, innovation_id=innovation_id)
    return pressed(act, "Tingkat diambil dari lembar yang diimpor.", back)


def crumbs(season: Season, innovation: Innovation | None = None) -> tuple[tuple[str, str], ...]:
    """The way to a form of the desk."""
    found = [(f"Meja IID {season.year}", url_for(".season", season_id=season.id))]
    if innovation is not None:
        address = url_for(".innovation", season_id=season.id, innovation_id=innovation.id)
        found.append((innovation.title, address))
    return tuple(found)


def _about(
    season_id: int, innovation_id: int, no: str, permission: str
) -> tuple[Season, Innovation, IidIndicator]:
    season = season_of(season_id)
    innovation = get_innovation(reading(), innovation_id, access.actor())
    access.require(permission, opd=innovation.opd)
    version = version_for(season)
    indicator = version.by_no.get(no) if version else None
    if indicator is None:
        raise NotFound("Indikator ini tidak ada di aturan tahun itu.")
    return season, innovation, indicator


def _back(season: Season, innovation: Innovation, no: str) -> str:
    return url_for(
        ".innovation",
        season_id=season.id,
        innovation_id=innovation.id,
        versi=request.args.get("versi"),
        _anchor=f"i{no}",
    )
