"""The sheet of the government's own indicators, and the letter that the rules were compared with."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal import access
from portal.access import Actor, allow
from portal.db import reading
from portal.errors import NotFound
from portal.iid import desk, page, service
from portal.iid.forms import ConfirmForm, GovernmentForm, VerdictForm
from portal.iid.models import GovernmentRow
from portal.iid.views import blueprint
from portal.iid.views.claims import crumbs
from portal.iid.views.desks import season_of, version_for
from portal.records.asking import Asked, asks
from portal.records.moving import ReasonForm
from portal.records.saving import FormPage, filled
from portal.register import seasons
from portal.register.models import Season
from portal.taxonomy.iid import IID, GovernmentIndicator

PATH = "/iid/<int:season_id>/pemda"


@blueprint.get(PATH)
@allow("iid.read")
def government(season_id: int) -> ResponseReturnValue:
    """The twenty indicators of the government: whose, by when, what, which level."""
    access.opds_where(access.actor(), "iid.read")
    season = season_of(season_id)
    loaded = desk.load(reading(), season, version_for(season), only=0)  # no innovation is looked at
    view = page.government_view(loaded, access.actor())
    return render_template("iid/government.html", view=view, season=season)


@asks(blueprint, f"{PATH}/<no>/isi", "iid.government")
def fill_government(season_id: int, no: str) -> Asked:
    """Fill in one of them."""
    season, indicator = _about(season_id, no)
    stored = service.government_row(reading(), season.id, no)
    access.require("iid.government", opd=stored.opd if stored else "")
    form = filled(GovernmentForm, stored or GovernmentRow(version=0, opd="", post="", value="", note=""))
    form.about(indicator)

    def act(session: Session, actor: Actor) -> None:
        found = seasons.get(session, season_id)
        mark = form.mark.data or ""
        at = form.read_at()
        service.claim_government(session, found, no, form.values(), version=at, mark=mark, actor=actor)

    back = url_for(".government", season_id=season.id, _anchor=f"i{no}")
    lead = f"Data: {indicator.data}. {indicator.doubt}".strip()
    said = FormPage(f"{no} {indicator.name}", back, lead=lead, crumbs=_crumbs(season))
    fresh = lambda: service.government_row(reading(), season.id, no)  # noqa: E731 -- said where it is used
    return Asked(form, said, act, "Tersimpan.", back, fresh=fresh)


@asks(blueprint, f"{PATH}/<no>/verifikasi", "iid.verify")
def verify_government(season_id: int, no: str) -> Asked:
    """Say which level was found."""
    season, indicator = _about(season_id, no)
    stored = service.government_row(reading(), season.id, no)
    if stored is None:
        raise NotFound("Belum ada yang diisi untuk indikator ini.")
    access.require("iid.verify", opd=stored.opd)
    form = VerdictForm()
    form.about(indicator)
    if not form.is_submitted():
        form.carry(stored.version)
        form.level.data, form.note.data = stored.verified, stored.verdict_note

    def act(session: Session, actor: Actor) -> None:
        row = service.government_row(session, season_id, no)
        if row is None or seasons.get(session, season_id).closed_at is not None:
            raise NotFound(service.CLOSED)
        said = form.level.data, form.note.data
        subject = f"season:{season_id}:iid:{no}"
        service.verify(session, row, subject, *said, seen=form.read_at(), actor=actor)

    back = url_for(".government", season_id=season.id, _anchor=f"i{no}")
    claimed = "belum diklaim" if stored.claimed is None else f"tingkat {stored.claimed}"
    lead = f"Diklaim: {claimed}. Nilai: {stored.value or 'belum diisi'}."
    said = FormPage(f"Verifikasi {no} {indicator.name}", back, lead=lead, crumbs=_crumbs(season))
    return Asked(form, said, act, "Hasil verifikasi tersimpan.", back)


@asks(blueprint, "/iid/<int:season_id>/surat", "iid.confirm")
def confirm(season_id: int) -> Asked:
    """Write down which letter the rules were compared with."""
    season = season_of(season_id)
    version = IID.get().of_year(season.year)
    if version is None or not version.is_known:
        raise NotFound(f"Aturan {season.year} belum ada di pustaka, jadi belum ada yang dicocokkan.")
    form = ConfirmForm()

    def act(session: Session, actor: Actor) -> None:
        service.confirm(session, version.id, form.values(), actor=actor)

    back = url_for(".season", season_id=season.id)
    lead = (
        f"Anda menyatakan aturan {version.name} di portal sama dengan surat ini: bobot, tingkat, pembagi, "
        "dan syarat urusan. Sesudah itu tulisan “simulasi” berganti menjadi hitungan sendiri."
    )
    said = FormPage("Cocokkan dengan surat tahun ini", back, "Simpan pencocokan", lead, crumbs=crumbs(season))
    return Asked(form, said, act, "Pencocokan tersimpan.", back)


@asks(blueprint, "/iid/<int:season_id>/surat/batal", "iid.confirm")
def unconfirm(season_id: int) -> Asked:
    """Take the comparison back."""
    season = season_of(season_id)
    version, form = IID.get().of_year(season.year), ReasonForm()
    form.ask_for("Alasan", is_needed=True)

    def act(session: Session, actor: Actor) -> None:
        service.unconfirm(session, version.id if version else "", form.reason.data, actor=actor)

    back = url_for(".season", season_id=season.id)
    said = FormPage("Batalkan pencocokan?", back, "Batalkan", kind="stop", crumbs=crumbs(season))
    return Asked(form, said, act, "Pencocokan dibatalkan; hitungan kembali simulasi.", back)


def _about(season_id: int, no: str) -> tuple[Season, GovernmentIndicator]:
    season = season_of(season_id)
    version = version_for(season)
    indicator = next((one for one in version.government if one.no == no), None) if version else None
    if indicator is None:
        raise NotFound("Indikator ini tidak ada di aturan tahun itu.")
    return season, indicator


def _crumbs(season: Season) -> tuple[tuple[str, str], ...]:
    return (*crumbs(season), ("Pemerintah daerah", url_for(".government", season_id=season.id)))
