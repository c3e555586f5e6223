"""What the page of an innovation shows, worked out beforehand: templates do no arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from portal import clock
from portal.access import Actor, may
from portal.adoption import get_plan
from portal.adoption.models import Plan
from portal.cases import CASES, Case
from portal.db import reading
from portal.errors import NotFound
from portal.government import Opd, our_government
from portal.government.model import Unit
from portal.records.labels import label
from portal.records.ladder import Requirement
from portal.records.moving import MoveOffer, Moves
from portal.register import rules, seasons
from portal.register.changes import INNOVATION
from portal.register.forms import SUBJECTS, field_names
from portal.register.models import OBLIGATORY, Innovation, Season
from portal.register.rules import STAGE_NAMES, STEPS, Stage, State, Verdict
from portal.taxonomy.profile import PROFILE, STATUS_WORDS, Eligibility


@dataclass(frozen=True)
class Section:
    """A part of the page: a subject of the profile and its fields."""

    anchor: str
    heading: str
    names: tuple[str, ...] = ()


SECTIONS = (
    *(
        Section(one.key, one.title, tuple(name for name in field_names(one.form) if name != "title"))
        for one in SUBJECTS.values()
    ),
    Section("bukti", "Bukti"),
    Section("musim", "Musim"),
    Section("riwayat", "Riwayat"),
)


@dataclass(frozen=True)
class Judged:
    """Whether it may be reported in a season's year, by which rule, and how well that rule is known."""

    rule: Eligibility
    verdict: Verdict
    doubt: str


@dataclass(frozen=True)
class InnovationView:
    """Everything about an innovation that its page shows beside its own fields."""

    opd: Opd | None
    unit: Unit | None
    plan: Plan | None
    case: Case | None
    next_stage: Stage | None
    gate: tuple[Requirement, ...]
    links: dict[str, str]
    offers: tuple[MoveOffer, ...]
    lacking: tuple[tuple[str, str], ...]  # label and address of each empty obligatory field
    filled: int
    fields: int
    judged: tuple[Judged, ...]
    doubles: tuple[Innovation, ...]
    seasons: tuple[Season, ...]  # that it can be entered into
    can_edit: bool
    can_submit: bool
    can_endorse: bool
    can_give_back: bool
    can_release: bool
    sections: tuple[Section, ...] = SECTIONS


def view_of(innovation: Innovation, actor: Actor, doubles: Sequence[Innovation] = ()) -> InnovationView:
    """Work out what the page shows to this reader."""
    session = reading()
    found = our_government().unit(innovation.unit)
    wanted = STEPS.next_stage(innovation.facts)
    can_edit = may(actor, "register.edit", opd=innovation.opd)
    lacking = innovation.missing
    mine = actor.account_id is not None and actor.account_id == innovation.submitted_by
    is_submitted = innovation.state is State.SUBMITTED
    decides = may(actor, "register.endorse", opd=innovation.opd)
    return InnovationView(
        opd=our_government().opd(innovation.opd),
        unit=found[1] if found else None,
        plan=plan_of(innovation, actor),
        case=CASES.get().get(innovation.case_slug),
        next_stage=wanted,
        gate=rules.gate(innovation.facts, wanted) if wanted else (),
        links=links_of(innovation),
        offers=MOVES.offers(innovation, actor),
        lacking=tuple((label(Innovation, name), address_of(innovation, name)) for name in lacking),
        filled=len(OBLIGATORY) - len(lacking),
        fields=len(OBLIGATORY),
        judged=tuple(judged(innovation)),
        doubles=tuple(doubles),
        seasons=tuple(seasons.open_for(session, innovation)) if can_edit else (),
        can_edit=can_edit,
        can_submit=can_edit and innovation.state in (State.DRAFT, State.RETURNED),
        can_endorse=decides and is_submitted and not mine,
        can_give_back=is_submitted and may(actor, "register.give-back", opd=innovation.opd),
        can_release=may(actor, "register.release", opd=innovation.opd),
    )


def plan_of(innovation: Innovation, actor: Actor) -> Plan | None:
    """The plan it grew out of, where the reader may read it."""
    if innovation.plan_id is None or not may(actor, "adoption.read"):
        return None
    try:
        return get_plan(reading(), innovation.plan_id, actor)
    except NotFound:
        return None


def judged(innovation: Innovation) -> list[Judged]:
    """The verdicts of the rules of last year, this year and the next."""
    this_year = clock.today().year
    known = [rule for rule in PROFILE.get().rules if abs(rule.year - this_year) <= 1]
    facts = innovation.facts
    return [Judged(rule, rules.eligible(facts, rule), STATUS_WORDS[rule.status]) for rule in known]


def address_of(innovation: Innovation, name: str) -> str:
    """Where a field is filled in."""
    key = next((one.key for one in SUBJECTS.values() if name in field_names(one.form)), "pemilik")
    return url_for("register.edit", innovation_id=innovation.id, key=key)


def links_of(innovation: Innovation) -> dict[str, str]:
    """Where each requirement of a gate is filled in."""
    return {key: url_for("register.edit", innovation_id=innovation.id, key=key) for key in SUBJECTS}


def offer_label(_innovation: Any, wanted: Stage, _actor: Actor | None = None) -> str:
    """What the button of a move says."""
    return "Nyatakan berakhir" if wanted is Stage.ENDED else f"Pindah ke {STAGE_NAMES[wanted].lower()}"


MOVES = Moves(
    INNOVATION,
    STEPS,
    rules,
    lambda _innovation, _wanted: "register.move",
    offer_label,
    links_of,
)
