"""What the portal knows already, shown before anybody travels: cases, gaps, earlier visits, neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.access import Actor
from portal.adoption.comments import COMMENTS
from portal.adoption.problem_models import Comment
from portal.benchmark import service as benchmark
from portal.cases import CASES, Case
from portal.government import our_government
from portal.government.model import StudyVisit
from portal.regions import REGIONS, Region
from portal.visits import queries
from portal.visits.models import Visit
from portal.visits.part_models import Question
from portal.visits.questions import openings

MAX_SHOWN = 12


@dataclass(frozen=True)
class Nearer:
    """A region that may spare the trip: in our province or more like us, with comparable cases."""

    region: Region
    is_same_province: bool
    cases: tuple[Case, ...]


@dataclass(frozen=True)
class Known:
    """Everything that should be read before travelling."""

    subject_cases: tuple[Case, ...]
    host_cases: tuple[Case, ...]
    left_open: tuple[tuple[Case, int], ...]  # a case, and how many things nobody has found out
    comments: Sequence[Comment]
    asked_before: Sequence[Question]  # put to a host by another visit, and left open
    earlier: Sequence[Visit]
    press: tuple[StudyVisit, ...]
    nearer: tuple[Nearer, ...]


def known(session: Session, visit: Visit, actor: Actor) -> Known:
    """Look up what the portal knows about the subject and the host of a visit."""
    cases = CASES.get()
    chosen = {row.slug for row in visit.cases}
    subject = _subject(visit, list(cases.values()), chosen)
    host = [case for case in cases.values() if visit.region and case.region == visit.region]
    earlier = queries.earlier(session, visit, actor)
    slugs = {case.slug for case in subject} | chosen
    asked = [question for other in earlier for question in other.questions if question.stays_open]
    return Known(
        subject_cases=tuple(subject[:MAX_SHOWN]),
        host_cases=tuple(case for case in host if case not in subject)[:MAX_SHOWN],
        left_open=tuple(_left_open([cases[slug] for slug in chosen if slug in cases])),
        comments=COMMENTS.waiting(session, Comment.case_slug.in_(slugs), limit=MAX_SHOWN),
        asked_before=asked[:MAX_SHOWN],
        earlier=earlier,
        press=tuple(_press(visit)),
        nearer=tuple(_nearer(visit, subject)),
    )


def _subject(visit: Visit, cases: list[Case], chosen: set[str]) -> list[Case]:
    """Chosen cases first, then those of the need, then those of the same sector."""
    need = our_government().need(visit.need_id) if visit.need_id else None
    named = need.cases if need else ()
    found = [
        case
        for case in cases
        if case.slug in chosen
        or case.slug in named
        or (need and need.id in case.needs)
        or (visit.sector and case.sector == visit.sector)
    ]
    return sorted(
        found,
        key=lambda case: (case.slug not in chosen, case.slug not in named, -case.fields_known, case.slug),
    )


def _left_open(cases: list[Case]) -> list[tuple[Case, int]]:
    found = []
    for case in cases:
        look = openings(case)
        gaps = [look.has_cost, look.has_law, look.has_results, look.has_evaluation, look.has_conditions]
        found.append((case, gaps.count(False) + len(look.undated)))
    return found


def _press(visit: Visit) -> list[StudyVisit]:
    """Visits known from the press that name the host."""
    region = REGIONS.get().get(visit.region)
    if region is None:
        return []
    name = region.short_name.casefold()
    return [
        one
        for one in our_government().study_visits
        if name in f"{one.destination} {one.who} {one.text}".casefold()
    ][:MAX_SHOWN]


def _nearer(visit: Visit, subject: list[Case]) -> list[Nearer]:
    """Other regions with a comparable case: our own province first, then those most like us."""
    regions = REGIONS.get()
    ours = regions.get(our_government().region)
    order = {near.region_id: place for place, near in enumerate(benchmark.nearest())}
    found = []
    for region_id in {case.region for case in subject} - {visit.region}:
        if region := regions.get(region_id):
            cases = tuple(case for case in subject if case.region == region_id)
            near = ours is not None and region.province == ours.province
            found.append(Nearer(region, near, cases))
    return sorted(
        found, key=lambda one: (not one.is_same_province, order.get(one.region.id, 999), one.region.id)
    )[:6]
