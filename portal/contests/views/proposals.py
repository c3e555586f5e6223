"""One proposal: beginning, its sections, submitting, its papers; what citizens made."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal import access
from portal.access import Actor, allow
from portal.contests import papers, queries, rules, service
from portal.contests.forms import CitizensForm, SectionForm, StartForm
from portal.contests.models import STATE_NAMES, Proposal
from portal.contests.views import blueprint, changing, crumbs, load, season_url
from portal.db import reading
from portal.errors import NotFound
from portal.government import our_government
from portal.government.papers import paper_by_name, paper_file
from portal.records.asking import Asked, asks, pressed
from portal.records.saving import FormPage
from portal.register import Innovation, get_innovation, seasons
from portal.register.models import Season
from portal.taxonomy.profile import STATUS_WORDS


@blueprint.get("/usulan/<int:proposal_id>")
@allow("contests.read")
def show(proposal_id: int) -> ResponseReturnValue:
    """A proposal: what it says, how ready it is, whether it may take part, what became of it."""
    found, actor = load(proposal_id), access.actor()
    contest = queries.rules_of(found.season)
    may_write = access.may(actor, "contests.write", opd=found.opd) and found.is_open
    is_keeper = access.may(actor, "contests.select") and seasons.may_keep(actor, found.season.kind)
    return render_template(
        "contests/show.html",
        proposal=found,
        rules=contest,
        sections=[(one, found.text(one.id), rules.words(found.text(one.id))) for one in contest.sections],
        ready=queries.ready(found, contest),
        checks=queries.judged(reading(), found, contest),
        states=STATE_NAMES,
        doubts=STATUS_WORDS,
        may_write=may_write and found.season.closed_at is None,
        may_judge=found.state == "diajukan"
        and not rules.why_not_judge(actor, found.opd, queries.writers_of(found)),
        may_return=is_keeper and found.state == "diajukan",
        own=next((one for one in found.assessments if one.by == actor.account_id), None),
        sees_points=is_keeper or found.rank is not None,
        papers=papers.PAPERS,
        drafts_at=_statements(found.innovation) if contest.contest.statements else "",
        may_add_papers=access.may(actor, "evidence.write", opd=found.opd),
    )


def _statements(innovation: Innovation) -> str:
    """Where the drafts of an innovation's statements are; empty where no desk is open to this reader."""
    season = seasons.running(reading())
    if season is None or not access.may(access.actor(), "iid.read", opd=innovation.opd):
        return ""
    return url_for("iid.innovation", season_id=season.id, innovation_id=innovation.id, _anchor="pernyataan")


@asks(blueprint, "/register/<int:innovation_id>/usulkan", "contests.write")
def start(innovation_id: int) -> Asked:
    """Begin a proposal of an innovation in a contest that is open."""
    innovation = get_innovation(reading(), innovation_id, access.actor())
    access.require("contests.write", opd=innovation.opd)
    offered = [one for one in open_contests() if not queries.rules_of(one).contest.citizens]
    form, made = StartForm(), list[int]()
    form.season.offer((str(one.id), one.name) for one in offered)
    groups = {key: name for one in offered for key, name in queries.rules_of(one).groups.items()}
    form.group.offer(groups.items())
    categories = dict.fromkeys(name for one in offered for name in queries.rules_of(one).categories)
    if categories:
        form.category.offer((name, name) for name in categories)
    else:
        del form.category

    def act(session: Session, actor: Actor) -> None:
        season = seasons.get(session, int(form.season.data))
        stored = get_innovation(session, innovation_id, actor)
        category = form.category.data if categories else ""
        made.append(service.begin(session, season, stored, form.group.data, category, actor=actor).id)

    back = url_for("register.show", innovation_id=innovation_id)
    lead = "Bagian proposal diisi dahulu dari catatan register dan rencana; lengkapi sesudahnya."
    page = FormPage("Usulkan ke lomba", back, "Mulai usulan", lead, record=innovation)
    return Asked(form, page, act, "Usulan dimulai.", lambda: url_for(".show", proposal_id=made[0]))


@asks(blueprint, "/musim/<int:season_id>/usulan-warga", "contests.write")
def citizens(season_id: int) -> Asked:
    """Enter what citizens made, through the agency that helps them."""
    season = seasons.get(reading(), season_id)
    found = queries.rules_of(season)
    if not found.contest.citizens:
        raise NotFound("Lomba ini tidak menerima usulan warga.")
    form, made = CitizensForm(), list[int]()
    own = access.opds_where(access.actor(), "contests.write")
    form.opd.offer((opd.code, opd.name) for opd in our_government().opds if own is None or opd.code in own)
    form.group.offer(found.groups.items())

    def act(session: Session, actor: Actor) -> None:
        values = {
            "title": form.title.data,
            "purpose": form.purpose.data,
            "design": form.design.data,
            "initiator_name": form.maker.data,
        }
        stored = seasons.get(session, season_id)
        opd, group = form.opd.data, form.group.data
        made.append(service.enter_citizens(session, stored, opd, values, group, actor=actor).id)

    lead = "Data diri peserta disimpan OPD pendamping, bukan di portal."
    page = FormPage(
        "Catat usulan warga", season_url(season_id), "Catat", lead, crumbs=crumbs(season_id, season.name)
    )
    return Asked(form, page, act, "Usulan warga dicatat.", lambda: url_for(".show", proposal_id=made[0]))


@asks(blueprint, "/usulan/<int:proposal_id>/bagian/<section>", "contests.write")
def section(proposal_id: int, section: str) -> Asked:
    """Write one section."""
    found = load(proposal_id, "contests.write")
    said = next((one for one in queries.rules_of(found.season).sections if one.id == section), None)
    if said is None:
        raise NotFound("Usulan ini tidak punya bagian itu.")
    row = next((one for one in found.texts if one.section == section), None)
    form = SectionForm(data={"text": row.text if row else "", "version": str(row.version if row else 0)})

    def show(status: int) -> ResponseReturnValue:
        stored = load(proposal_id).text(section) if status == 409 else ""
        typed = rules.words(form["text"].data or "")
        return render_template(
            "contests/section.html", form=form, proposal=found, section=said, typed=typed, stored=stored
        ), status

    def act(session: Session, stored: Proposal, actor: Actor) -> None:
        text, at = form["text"].data or "", form.read_at()
        service.write(session, stored, section, text, version=at, actor=actor)

    back = url_for(".show", proposal_id=proposal_id, _anchor=section)
    return Asked(form, show, changing(proposal_id, act), f"{said.title} tersimpan.", back)


@blueprint.post("/usulan/<int:proposal_id>/ajukan")
@allow("contests.write")
def submit(proposal_id: int) -> ResponseReturnValue:
    """Put it before the selection."""
    load(proposal_id, "contests.write")
    change = changing(proposal_id, lambda s, stored, actor: service.submit(s, stored, actor=actor))
    return pressed(change, "Usulan diajukan ke tim seleksi.", url_for(".show", proposal_id=proposal_id))


@blueprint.get("/usulan/<int:proposal_id>/dokumen/<name>.<form>")
@allow("contests.read")
def paper(proposal_id: int, name: str, form: str) -> ResponseReturnValue:
    """A paper of a proposal."""
    found = load(proposal_id)
    dossier = papers.dossier_of(found, queries.rules_of(found.season))
    one = paper_by_name(papers.PAPERS, name, "Usulan ini")
    return paper_file(one, dossier, form, f"usulan nomor {proposal_id}", f"{name}-{proposal_id}")


def open_contests() -> list[Season]:
    """The seasons that take proposals now."""
    found = seasons.every(reading())
    return [one for one in found if one.closed_at is None and queries.contest_of(one) is not None]
