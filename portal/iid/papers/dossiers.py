"""Dossiers of a reported year from what is stored, read at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.access import Actor
from portal.government import opd_names, our_government
from portal.iid import desk, page, told
from portal.iid.assessing import Assessed
from portal.iid.desk import Desk
from portal.iid.papers.dossier import Part, Profile, ReportDossier
from portal.records.labels import labels
from portal.register import queries
from portal.register.models import PROFILE_FIELDS, Edition, Innovation, Season
from portal.register.papers.dossier import Signer
from portal.register.papers.dossiers import planning_office
from portal.register.views.seasons import thawed
from portal.taxonomy.iid import IID
from portal.taxonomy.profile import PROFILE

TEXTS = ("design", "purpose", "benefit", "result", "awards", "video")
CODED = ("stage", "form", "technology", "initiator", "classification")
REPLICATION, BENEFIT = "31", "33"


def report_dossier(session: Session, season: Season, actor: Actor, signer: Signer | None) -> ReportDossier:
    """A season as its papers print it; drafts that the actor may not read are left out of the lists."""
    version = IID.get().of_year(season.year)
    loaded = desk.load(session, season, version)
    found = loaded.reckoning()
    profiles = tuple(profiles_of(session, loaded, actor))
    rows = version.government if version else ()
    return ReportDossier(
        year=season.year,
        dated=dated_of(session, loaded),
        rules=version.name if version else f"IID {season.year}",
        basis=version.basis if version else "",
        confirmed=confirmed(loaded),
        marks=tuple(told.marks(version, loaded.eligible)),
        score=found.score if found else None,
        label=found.label if found else "",
        parts=tuple(Part(one.name, one.points, one.most, one.how) for one in page.parts_of(found)),
        total=found.formula.total if found else 0,
        divisor=found.sums.divisor(found.formula) if found else 0,
        affairs=tuple(page.affairs_of(found)),
        basic_needed=found.formula.basic_needed if found else 0,
        profiles=profiles,
        government=tuple(
            (one.no, one.name, desk.level_of(loaded.government.get(one.no)), _value(loaded, one.no))
            for one in rows
        ),
        criteria=version.presentation if version else (),
        criteria_basis=version.presentation_basis if version else "",
        fields=tuple(labels(Innovation)[name].text for name in PROFILE_FIELDS),
        indicators=tuple((one.no, one.name) for one in (version.indicators if version else ())),
        planning=planning_office(),
        previous=previous(session, season),
        signer=signer,
    )


def confirmed(loaded: Desk) -> str:
    """The letter that the rules were compared with, in words."""
    found = loaded.confirmation
    return f"surat {found.number}" if found else ""


def previous(session: Session, season: Season) -> tuple[int, Decimal, str] | None:
    """Year, score and class of the season before, where its rule is known."""
    wanted = select(Season).where(Season.kind == season.kind, Season.year < season.year)
    earlier = session.scalars(wanted.order_by(Season.year.desc())).first()
    if earlier is None:
        return None
    found = desk.load(session, earlier, IID.get().of_year(earlier.year)).reckoning()
    return (earlier.year, found.score, found.label) if found else None


def dated_of(session: Session, loaded: Desk) -> date:
    """The day of what stands in the papers: of closing, else of the newest news; never just today."""
    if loaded.season.closed_at is not None:
        return clock.local(loaded.season.closed_at).date()
    ids = [one.id for one in loaded.innovations]
    newest = session.scalar(
        select(Innovation.last_news_at)
        .where(Innovation.id.in_(ids))
        .order_by(Innovation.last_news_at.desc())
        .limit(1)
    )
    return clock.local(newest).date() if newest else date(loaded.season.year, 1, 1)


def profiles_of(session: Session, loaded: Desk, actor: Actor) -> Iterable[Profile]:
    """The innovations of a season with their texts, as frozen where it is closed."""
    ids = [one.id for one in loaded.innovations]
    visible = session.scalars(select(Innovation).where(Innovation.id.in_(ids), queries.visible(actor)))
    records = {one.id: one for one in visible}
    frozen = {
        one.innovation_id: one.frozen
        for one in session.scalars(select(Edition).where(Edition.season_id == loaded.season.id))
        if one.frozen
    }
    offices = opd_names()
    basic = {affair.code for affair in PROFILE.get().affairs if affair.basic}
    for one in loaded.innovations:
        if one.id in records:
            yield _profile(one, records[one.id], frozen.get(one.id), offices, basic)


def _profile(
    one: Assessed,
    record: Innovation,
    frozen: Mapping[str, object] | None,
    offices: Mapping[str, str],
    basic: set[str],
) -> Profile:
    def text(name: str) -> str:
        value = frozen.get(name) if frozen else getattr(record, name)
        return thawed(name, value) if name in CODED else str(value or "")

    unit = our_government().unit(one.unit)
    affair = PROFILE.get().affair_names.get(one.affair, one.affair)
    levels = {row.indicator.no: row for row in one.rows}
    return Profile(
        id=one.id,
        title=one.title,
        office=offices.get(one.opd, one.owner_text),
        unit=unit[1].name if unit else "",
        affair=affair,
        is_basic=one.affair in basic,
        trial_on=one.facts.trial_on,
        applied_on=one.facts.applied_on,
        developed_on=one.facts.developed_on,
        maturity=one.maturity,
        claimed=one.claimed,
        is_from_file=one.is_from_file,
        is_sent=one.is_sent,
        is_eligible=one.verdict.is_eligible,
        why=one.entry.why,
        lost=tuple(
            f"{row.indicator.no} {row.indicator.name}: diklaim {row.wanted}, terverifikasi {row.verified}"
            for row in one.lost
        ),
        replications=levels[REPLICATION].level if REPLICATION in levels else 0,
        beneficiaries=_benefit(levels[BENEFIT].level) if BENEFIT in levels else "",
        actors=one.actors,
        agencies=one.agencies,
        **{name: text(name) for name in (*TEXTS, *CODED)},
    )


def _benefit(level: int) -> str:
    return f"tingkat {level}" if level else ""


def _value(loaded: Desk, no: str) -> str:
    row = loaded.government.get(no)
    return row.value if row else ""
