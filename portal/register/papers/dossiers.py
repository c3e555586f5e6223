"""Dossiers from what is stored: everything a paper prints, read at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import Actor
from portal.adoption import Plan, visible
from portal.adoption.models import PARTNER_KINDS
from portal.adoption.rules import DECISIONS
from portal.evidence.indicators import indicators
from portal.government import our_government
from portal.records.labels import labels, written
from portal.register import queries, seasons
from portal.register.models import PROFILE_FIELDS, Innovation, Season, TeamRow
from portal.register.papers.dossier import (
    Executor,
    InnovationDossier,
    Listed,
    Measure,
    Office,
    Signer,
    YearDossier,
)
from portal.register.rules import Stage, State
from portal.taxonomy.profile import PROFILE
from portal.web.figures import number

OWN_SIDE = "pemerintah"


def office_of(code: str) -> Office:
    """An agency by its code."""
    opd = our_government().opd(code)
    return Office(code, opd.name if opd else code)


def planning_office() -> Office:
    """The agency that looks after the register."""
    return office_of(our_government().planning_agency)


def listed_of(one: Innovation) -> Listed:
    """An innovation as lists of papers show it."""
    unit = our_government().unit(one.unit) if one.unit else None
    sheet = one.sheets[-1].totals if one.sheets else {}
    verified = sheet.get("verified")
    return Listed(
        id=one.id,
        title=one.title,
        office=office_of(one.opd).name if one.opd else "",
        unit=unit[1].name if unit else "",
        form=written(one, "form"),
        technology=written(one, "technology"),
        stage=written(one, "stage"),
        initiator=written(one, "initiator"),
        affair=PROFILE.get().affair_names.get(one.affair, one.affair),
        applied_on=one.applied_on,
        is_basic=one.affair in {affair.code for affair in PROFILE.get().affairs if affair.basic},
        claimed=one.claimed_score,
        verified=None if verified is None else Decimal(str(verified)),
    )


def year_dossier(session: Session, season: Season, actor: Actor, signer: Signer | None) -> YearDossier:
    """A season: the innovations entered into it, or all that are endorsed while none is."""
    entered = {one.innovation_id for one in seasons.of_season(session, season)}
    where = [queries.visible(actor), Innovation.stage != Stage.ENDED]
    where.append(Innovation.id.in_(entered) if entered else Innovation.state == State.ENDORSED)
    found = session.scalars(
        select(Innovation).where(*where).options(*queries.WHOLE).order_by(Innovation.opd, Innovation.title)
    )
    innovations = tuple(scored(session, season, [listed_of(one) for one in found]))
    counts = {opd: count for opd, (count, *_) in queries.per_opd(session, [queries.visible(actor)]).items()}
    names = labels(Innovation)
    return YearDossier(
        year=season.year,
        closes=season.closes,
        innovations=innovations,
        offices=tuple((Office(opd.code, opd.name), counts.get(opd.code, 0)) for opd in our_government().opds),
        fields=tuple(names[name].text for name in PROFILE_FIELDS),
        indicators=tuple((one.no, one.name) for one in indicators()),
        affairs=tuple(_covered(innovations)),
        planning=planning_office(),
        signer=signer,
    )


Scores = Callable[[Session, Season], Mapping[int, Mapping[str, Any]]]


def scored(session: Session, season: Season, innovations: Sequence[Listed]) -> Iterable[Listed]:
    """With the scores and decisions of a room above that knows them, by the fields of Listed."""
    source: Scores | None = current_app.extensions.get("season_scores")
    known = source(session, season) if source else {}
    return (replace(one, **known.get(one.id, {})) for one in innovations)


def _covered(innovations: Iterable[Listed]) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for one in innovations:
        counts[one.affair] = counts.get(one.affair, 0) + 1
    return [(affair.name, counts.get(affair.name, 0)) for affair in PROFILE.get().affairs if affair.basic]


def innovation_dossier(
    session: Session, innovation: Innovation, actor: Actor, signer: Signer | None
) -> InnovationDossier:
    """One innovation, with what the plan that it came from says of trial, team and partners."""
    plan = _plan(session, innovation, actor)
    latest = (
        next((one for one in reversed(plan.evaluations) if not one.is_superseded), None) if plan else None
    )
    return InnovationDossier(
        listed=listed_of(innovation),
        office=office_of(innovation.opd),
        purpose=innovation.purpose,
        benefit=innovation.benefit,
        design=innovation.design,
        result=innovation.result,
        budget=innovation.budget,
        trial_on=innovation.trial_on or (plan.trial_start if plan else None),
        trial_until=plan.trial_end if plan else None,
        place=plan.trial_place if plan else "",
        changes=plan.modify if plan else "",
        team=tuple(_executors(innovation.team, plan, office_of(innovation.opd))),
        measures=tuple(_measures(plan)) if plan else (),
        risks=tuple((one.risk, one.control) for one in plan.risks if not one.removed_at) if plan else (),
        evaluation=latest.text if latest else "",
        lessons=latest.lessons if latest else "",
        decision=DECISIONS[latest.decision] if latest and latest.decision else "",
        actors=tuple(PARTNER_KINDS.values()),
        signer=signer,
    )


def _plan(session: Session, innovation: Innovation, actor: Actor) -> Plan | None:
    if innovation.plan_id is None:
        return None
    return session.scalar(select(Plan).where(Plan.id == innovation.plan_id, visible(actor)))


def _executors(rows: list[TeamRow], plan: Plan | None, office: Office) -> list[Executor]:
    """The team as it was written; before that posts and partners of the plan, one person each."""
    names = PARTNER_KINDS
    if rows or plan is None:
        return [
            Executor(one.office, one.role, one.task, names[one.actor], one.people, one.actor == OWN_SIDE)
            for one in rows
        ]
    posts = [
        Executor(office.name, one.post, one.task, names[OWN_SIDE], 1, is_agency=True)
        for one in plan.team
        if one.removed_at is None
    ]
    partners = [
        Executor(one.name, one.role, "", names[one.kind], 1, is_agency=one.kind == OWN_SIDE)
        for one in plan.partners
        if one.removed_at is None
    ]
    return posts + partners


def _measures(plan: Plan) -> list[Measure]:
    return [
        Measure(
            one.name,
            one.unit,
            "" if one.baseline is None else number(one.baseline),
            "" if one.target is None else number(one.target),
            number(one.readings[-1].value) if one.readings else "",
        )
        for one in plan.kpis
        if one.removed_at is None
    ]
