"""What this room hangs on the pages of others."""

from __future__ import annotations

from flask import g, render_template, url_for

from portal import access, clock
from portal.access import LEADERS, Role
from portal.adoption import comments, ninety, page, queries, tasks, words
from portal.adoption.models import Plan
from portal.adoption.papers import origin_of
from portal.adoption.tasks import Task, TaskKind
from portal.cases import Case
from portal.db import reading
from portal.errors import NotFound
from portal.government import Need, our_government
from portal.guides import paper_names
from portal.records.binding import read_to

SHOWN = 30  # plans in a panel
HOME_SHOWN = 4  # decisions, and plans, on the home page


def adopt_button(case: Case) -> str:
    """The button to adopt a case, for people of an OPD without a plan for it; else the way to that plan."""
    return render_template(
        "adoption/case_action.html", case=case, may_adopt=_may_adopt(case), own=_own_plans(case)
    )


def adopt_in_bar(case: Case) -> str:
    """The same in one word, for the bar at the bottom of a phone."""
    return render_template(
        "adoption/case_bar.html", case=case, may_adopt=_may_adopt(case), own=_own_plans(case)
    )


def _own_plans(case: Case) -> list[Plan]:
    opds = access.opds_where(access.actor(), "adoption.propose")
    return list(queries.own_of_case(reading(), case.slug, opds, access.actor())) if opds else []


def here(case: Case) -> str:
    """Which plan adopts a case and how far it is, or the way to begin one, in a line."""
    actor = access.actor()
    return render_template(
        "adoption/here.html",
        case=case,
        plans=_plans_of(case)[:2],
        may_begin=_may_adopt(case) if actor.is_signed_in else True,
        is_signed_in=actor.is_signed_in,
    )


def for_case(case: Case) -> str:
    """Who adopts a case here, at which stage, with what outcome; and the button to adopt it."""
    actor = access.actor()
    plans = _plans_of(case)
    return render_template(
        "adoption/panel_case.html",
        case=case,
        plans=_rows(plans[:SHOWN]),
        has_more=len(plans) > SHOWN,
        may_propose=_may_adopt(case),
        is_signed_in=actor.is_signed_in,
    )


def _plans_of(case: Case) -> list[Plan]:
    """The plans that this reader may know of; asked once, though two panels of a page show them."""
    asked: dict[str, list[Plan]] = g.setdefault("plans_of_case", {})
    if case.slug not in asked:
        asked[case.slug] = queries.of_case(reading(), case.slug, access.actor(), limit=SHOWN + 1)
    return asked[case.slug]


def _may_adopt(case: Case) -> bool:
    """Does the actor write for an OPD that has no living plan for this case?"""
    opds = access.opds_where(access.actor(), "adoption.propose")
    return opds is None or bool(opds and opds - queries.adopting(reading(), case.slug))


def questions_on_case(case: Case) -> str:
    """Questions and answers on a case, for people who have signed in."""
    actor = access.actor()
    if not actor.is_signed_in:
        return ""
    action = url_for("adoption.ask_on_case", slug=case.slug)
    found = comments.of_case(reading(), case.slug)
    thread = comments.COMMENTS.thread(found, action, actor)
    return render_template("adoption/panel_questions.html", thread=thread)


def steps_button(case: Case) -> str:
    """The button to begin a plan with the steps of 90 days, for those who may begin one."""
    if access.actor().is_signed_in and not _may_adopt(case):
        return ""
    return render_template("adoption/steps_action.html", case=case, is_signed_in=access.actor().is_signed_in)


def letters_for_plan(plan: Plan) -> str:
    """The way to the letter of interest, where the plan imitates another region."""
    try:
        origin = origin_of(plan)
    except NotFound:
        return ""
    return render_template("adoption/panel_letters.html", plan=plan, origin=origin)


def papers_for_plan(plan: Plan) -> str:
    """The outlines of the papers that a plan of this kind usually needs."""
    kind = ninety.kind_for_plan(plan.case_slug, plan.sector)
    if kind is None or not kind.papers:
        return ""
    return render_template(
        "adoption/panel_papers.html", plan=plan, kind=kind, paper_names=paper_names(our_government())
    )


def for_need(need: Need) -> str:
    """The plans that answer a need, and the button to begin one."""
    actor = access.actor()
    plans = queries.of_need(reading(), need.id, actor, limit=SHOWN + 1)
    may_propose = access.opds_where(actor, "adoption.propose") != frozenset()
    if not plans and not may_propose:
        return ""
    return render_template(
        "adoption/panel_need.html",
        need=need,
        plans=_rows(plans[:SHOWN]),
        may_propose=may_propose,
        is_signed_in=actor.is_signed_in,
    )


def for_home(_subject: object) -> str:
    """What is mine to do: decisions one by one, the rest by plan; nothing for who only reads."""
    actor = access.actor()
    if actor.roles & LEADERS or not (actor.posts or actor.roles - {Role.READER}):
        return ""
    found = tasks.everything(reading(), actor)
    if not found and not actor.posts and Role.CURATOR not in actor.roles:
        return ""  # an auditor or admin, whose own panels say what there is
    asked = [task for task in found if task.kind == TaskKind.DECISION]
    shown = [(task, read_to(reading(), task.card.binds) if task.card else 0) for task in asked[:HOME_SHOWN]]
    rest = [task for task in found if task.kind != TaskKind.DECISION]
    by_plan: dict[str, list[Task]] = {}
    for task in rest:
        by_plan.setdefault(task.about, []).append(task)
    return render_template(
        "adoption/panel_home.html",
        asked=shown,
        opened=next((task for task, _ in shown if task.card), None),
        late=sum(task.group == "terlambat" for task in found),
        total=len(found),
        plans=list(by_plan.items()),
        today=clock.today(),
        shown=HOME_SHOWN,
    )


def tabs(_subject: object) -> str:
    """Its places in the bar at the bottom of a phone."""
    return render_template("adoption/tabs.html") if access.may(access.actor(), "adoption.work") else ""


def menu(_subject: object) -> str:
    """The entries of the account's menu."""
    return render_template("adoption/menu.html") if access.may(access.actor(), "adoption.work") else ""


def nav(_subject: object) -> str:
    """The entry of the main menu."""
    return render_template("adoption/nav.html") if access.may(access.actor(), "adoption.read") else ""


def _rows(plans: list[Plan]) -> list[tuple[Plan, str, str, bool]]:
    """Each plan with its OPD's name, its outcome in words, and whether it is late."""
    government, today = our_government(), clock.today()
    rows = []
    for plan in plans:
        opd = government.opd(plan.opd)
        late = page.standing_of(plan, today).is_late
        rows.append((plan, opd.name if opd else plan.opd, words.outcome(plan), late))
    return rows
