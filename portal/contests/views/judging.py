"""Judging and selecting: points of assessors, returning, the ranking, its minutes."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import access
from portal.access import Actor, allow
from portal.contests import papers, queries, rules, service
from portal.contests.forms import BackForm, points_form
from portal.contests.models import DECIDED, STATE_NAMES, Proposal, Selection, State
from portal.contests.rules import Choice
from portal.contests.views import blueprint, changing, crumbs, load
from portal.db import reading
from portal.errors import Forbidden, NotFound
from portal.government.papers import paper_file
from portal.records.asking import Asked, asks
from portal.records.fields import REQUIRED, Long, Option
from portal.records.saving import FormPage, done
from portal.register import seasons
from portal.register.models import Season
from portal.web.forms import Form


@asks(blueprint, "/usulan/<int:proposal_id>/nilai", "contests.judge")
def judge(proposal_id: int) -> Asked | ResponseReturnValue:
    """Give points for each criterion, as long as the proposal waits for them."""
    found, actor = load(proposal_id), access.actor()
    if reason := rules.why_not_judge(actor, found.opd, queries.writers_of(found)):
        raise Forbidden(reason)
    if found.state is not State.SUBMITTED:
        return done("Usulan ini tidak sedang dinilai.", url_for(".show", proposal_id=proposal_id))
    contest = queries.rules_of(found.season)
    own = next((one for one in found.assessments if one.by == actor.account_id), None)
    form = points_form(
        contest.criteria, own.points if own else {}, own.note if own else "", own.version if own else 0
    )

    def act(session: Session, stored: Proposal, actor: Actor) -> None:
        points = {one.id: form[one.id].data for one in contest.criteria}
        note, at = form["note"].data, form.read_at()
        service.judge(session, stored, points, note, version=at, actor=actor)

    title = f"Nilai usulan: {found.innovation.title}"
    lead = "Nilai 0 sampai 100; nilai penilai lain tidak ditampilkan."
    back = url_for(".show", proposal_id=proposal_id)
    page = FormPage(title, back, lead=lead, crumbs=crumbs(found.season_id, found.season.name))
    return Asked(form, page, changing(proposal_id, act), "Nilai tersimpan.", back)


@asks(blueprint, "/usulan/<int:proposal_id>/kembalikan", "contests.select")
def give_back(proposal_id: int) -> Asked:
    """Return a proposal to be mended."""
    found, form = load(proposal_id), BackForm()

    def act(session: Session, stored: Proposal, actor: Actor) -> None:
        service.give_back(session, stored, form.reason.data, actor=actor)

    back = url_for(".show", proposal_id=proposal_id)
    lead = "Nilai yang sudah diberikan dihapus, karena isinya akan berubah."
    title = f"Kembalikan usulan: {found.innovation.title}"
    page = FormPage(title, back, "Kembalikan", lead, crumbs=crumbs(found.season_id, found.season.name))
    return Asked(form, page, changing(proposal_id, act), "Usulan dikembalikan.", back)


@blueprint.get("/musim/<int:season_id>/usulan")
@allow("contests.read")
def ranking(season_id: int) -> ResponseReturnValue:
    """The proposals of a season in their order, and the selection where it was decided."""
    season, actor = seasons.get(reading(), season_id), access.actor()
    found = queries.rules_of(season)
    proposals = {one.id: one for one in queries.of_season(reading(), season, actor)}
    is_keeper = access.may(actor, "contests.select") and seasons.may_keep(actor, season.kind)
    decided, order = _selection(season), queries.ranked(proposals.values(), found.criteria)
    return render_template(
        "contests/ranking.html",
        season=season,
        rules=found,
        ranked=[(one, proposals[one.proposal_id]) for one in order],
        drafts=[one for one in proposals.values() if one.is_open],
        states=STATE_NAMES,
        selection=decided,
        may_select=is_keeper and decided is None and season.closed_at is None,
        sees_points=is_keeper or decided is not None,
        least=rules.LEAST_ASSESSORS,
    )


@asks(blueprint, "/musim/<int:season_id>/seleksi", "contests.select")
def select_from(season_id: int) -> Asked | ResponseReturnValue:
    """Decide who is chosen, who is a reserve, and why; once it is decided, the ranking is all there is."""
    season, actor = seasons.get(reading(), season_id), access.actor()
    if _selection(season) is not None:
        return done("Seleksi musim ini sudah ditetapkan.", url_for(".ranking", season_id=season_id))
    found = queries.rules_of(season)
    proposals = {one.id: one for one in queries.of_season(reading(), season, actor) if not one.is_open}
    ranked = queries.ranked(proposals.values(), found.criteria)
    form = _choices_form([one.proposal_id for one in ranked])

    def show(status: int) -> ResponseReturnValue:
        rows = [(one, proposals[one.proposal_id]) for one in ranked]
        return render_template(
            "contests/select.html", form=form, season=season, rows=rows, rules=found
        ), status

    def act(session: Session, actor: Actor) -> None:
        choices = {
            one: Choice(one, form[f"outcome-{one}"].data, form[f"reason-{one}"].data or "")
            for one in proposals
        }
        stored = seasons.get(session, season_id)
        service.select_from(session, stored, choices, form["note"].data or "", actor=actor)

    said = "Seleksi ditetapkan. Cetak berita acaranya."
    return Asked(form, show, act, said, url_for(".ranking", season_id=season_id))


@blueprint.get("/musim/<int:season_id>/berita-acara-seleksi.<form>")
@allow("contests.read")
def minutes(season_id: int, form: str) -> ResponseReturnValue:
    """The minutes of a selection, as it was decided."""
    season = seasons.get(reading(), season_id)
    decided = _selection(season)
    if decided is None:
        raise NotFound("Seleksi musim ini belum ditetapkan.")
    dossier = papers.minutes_of(season, decided, queries.rules_of(season))
    name = f"berita-acara-seleksi-{season.kind}-{season.year}"
    return paper_file(papers.MINUTES, dossier, form, season.name, name)


def _selection(season: Season) -> Selection | None:
    return reading().scalar(select(Selection).where(Selection.season_id == season.id))


def _choices_form(ids: list[int]) -> Form:
    """A form with an outcome and a reason for each proposal."""
    fields: dict[str, object] = {"note": Long("Catatan rapat", rows=3)}
    for one in ids:
        offered = [(state.value, STATE_NAMES[state]) for state in DECIDED]
        fields[f"outcome-{one}"] = Option(
            "Putusan", offered, default=State.RESERVE.value, validators=[REQUIRED]
        )
        fields[f"reason-{one}"] = Long("Alasan", rows=2)
    made: Form = type("ChoicesForm", (Form,), fields)()
    return made
