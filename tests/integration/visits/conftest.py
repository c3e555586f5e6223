"""Visits in a small portal with people of each role."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import Actor
from portal.cases import get_case
from portal.visits import Mode, Stage, Visit, answers, follow_ups, parts, records, stages
from portal.visits.part_models import AgendaItem, CostLine, FollowUp, Lesson, Member, Question
from portal.visits.rules import LADDER, Advice, Duty, Reply
from tests.integration.adoption.conftest import IDS, OPD, OTHER_OPD, TODAY, Office, office, peopled

__all__ = ["OPD", "OTHER_OPD", "TODAY", "Office", "Visits", "office", "peopled", "visits"]
Act = Callable[[Session, Visit, Actor], Any]


class Visits:
    """Makes visits through the services, and looks into them."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def begin(self, who: str = "operator", *, opd: str = OPD, slug: str = "jempol", **values: Any) -> int:
        """A draft."""
        actor = self.office.actor(who)
        filled = {
            "title": "Belajar Jempol",
            "mode": Mode.TRIP,
            "purpose": "Warga antre lama",
            "expected": "Keputusan ditiru atau tidak",
            "region": "teladan",
            **values,
        }
        with self.office.inside() as session:
            case = get_case(slug) if slug else None
            return records.begin(session, opd=opd, values=filled, case=case, actor=actor).id

    def change(self, who: str, visit_id: int, act: Act) -> Any:
        """Somebody changes a visit through a service."""
        actor = self.office.actor(who)
        with self.office.inside() as session:
            return act(session, session.get_one(Visit, visit_id), actor)

    def read(self, visit_id: int, look: Callable[[Visit], Any]) -> Any:
        """What stands in a visit."""
        with self.office.inside() as session:
            return look(session.get_one(Visit, visit_id))

    def at(self, stage: Stage, *, who: str = "", **values: Any) -> int:
        """A visit that has come to a stage by the rules; `who` "-lain" is that of the other OPD."""
        writer, head = self.office.actor(f"operator{who}"), self.office.actor(f"kepala{who}")
        visit_id = self.begin(f"operator{who}", opd=OTHER_OPD if who else OPD, **values)
        before = {Stage.SCHEDULED: schedule, Stage.REPORTED: report, Stage.FOLLOWED: follow}
        with self.office.inside() as session:  # one transaction for all steps: each costs a write to disk
            visit = session.get_one(Visit, visit_id)
            complete(session, visit, writer)
            for wanted in LADDER[1:]:
                session.flush()
                session.expire_all()
                if visit.stage is stage:
                    break
                if wanted in before:
                    before[wanted](session, visit, writer)
                    session.flush()
                    session.expire_all()
                to(wanted)(session, visit, head if wanted is Stage.APPROVED else writer)
        return visit_id

    def set(self, visit_id: int, **values: object) -> None:
        """Write into a visit past its rules, to arrange a test."""
        with self.office.inside() as session:
            visit = session.get_one(Visit, visit_id)
            for name, value in values.items():
                setattr(visit, name, value)

    def row(self, kind: Any, visit_id: int) -> int:
        """The number of the first row of a part."""
        with self.office.inside() as session:
            return int(session.scalars(select(kind.id).where(kind.visit_id == visit_id)).first() or 0)


def to(stage: Stage, reason: str = "") -> Act:
    """A move to a stage."""
    return lambda session, visit, actor: stages.move(session, visit, stage, reason=reason, actor=actor)


def complete(session: Session, visit: Visit, actor: Actor) -> None:
    """Everything that the proposal asks for."""
    values: dict[str, object] = {
        "travel_reason": "Alurnya perlu dilihat di tempat.",
        "start": TODAY,
        "end": TODAY + timedelta(days=1),
    }
    records.edit(session, visit, values, version=visit.version, actor=actor)
    leader = {"name": "Ibu Ketua", "post": "Kepala Bidang", "opd": visit.opd, "duty": Duty.LEADER}
    parts.add(session, visit, Member, leader, actor=actor)
    scribe = {"account_id": IDS["pembaca"], "name": "", "opd": visit.opd, "duty": Duty.SCRIBE}
    parts.add(session, visit, Member, scribe, actor=actor)
    for text in ("Berapa biayanya?", "Siapa pelaksananya?"):
        parts.add(session, visit, Question, {"text": text, "theme": "anggaran"}, actor=actor)
    cost = {"kind": "Uang harian", "amount": 100_000, "people": 2, "days": 2, "basis": "Perbup contoh"}
    parts.add(session, visit, CostLine, cost, actor=actor)
    records.confirm_known(session, visit, actor=actor)


def schedule(session: Session, visit: Visit, actor: Actor) -> None:
    """A reply and an agenda."""
    records.edit(session, visit, {"reply": Reply.WILLING}, version=visit.version, actor=actor)
    parts.add(session, visit, AgendaItem, {"day": TODAY, "activity": "Paparan"}, actor=actor)


def report(session: Session, visit: Visit, actor: Actor) -> None:
    """Answers, a summary, what fits, recommendations."""
    for question in visit.questions:
        answers.answer(
            session,
            visit,
            question,
            {"answer": "Rp10 juta", "answered_by": "Kepala Dinas"},
            version=question.version,
            actor=actor,
        )
    records.edit(session, visit, {"summary": "Dapat ditiru."}, version=visit.version, actor=actor)
    parts.add(session, visit, Lesson, {"text": "Alur", "fits": True, "reason": "Sama"}, actor=actor)
    for row in visit.cases:
        advice = {"advice": Advice.ADAPT, "advice_reason": "Kecilkan dahulu"}
        follow_ups.recommend(session, visit, row, advice, version=row.version, actor=actor)


def follow(session: Session, visit: Visit, actor: Actor) -> None:
    """An item of follow-up that becomes a plan."""
    item = parts.add(session, visit, FollowUp, follow_up(), actor=actor)
    follow_ups.make_plan(session, visit, item, actor=actor)


def follow_up(**changes: object) -> dict[str, object]:
    """An item that passes every gate."""
    return {
        "action": "Uji coba Jempol di satu desa",
        "case_slug": "jempol",
        "output": "SOP",
        "indicator": "Waktu tunggu",
        "post": "Kepala Bidang",
        "due": date(2027, 3, 1),
        **changes,
    }


def typed_follow_up(action: str, **changes: str) -> dict[str, str]:
    """An item as its form sends it, about no case."""
    values = follow_up(action=action, case_slug="", fund="")
    return {**{name: str(value) for name, value in values.items()}, **changes}


@pytest.fixture
def visits(office: Office) -> Visits:
    """Visits of this portal."""
    return Visits(office)
