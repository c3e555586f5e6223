"""Visits written straight into the tables, as the room would leave them."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Any

from portal.visits.models import Visit
from portal.visits.part_models import (
    AgendaItem,
    CostLine,
    FollowUp,
    Lesson,
    Member,
    Question,
    VisitCase,
)
from portal.visits.rules import Advice, Duty, Mode, Reply, Stage
from tests.integration.adoption.conftest import NOW, OPD, Office


def add_visit(office: Office, **changes: Any) -> int:
    """A visit to Teladan, reported, with two people, two questions and one item of follow-up."""
    values: dict[str, Any] = {
        "opd": OPD,
        "title": "Belajar akta di desa",
        "mode": Mode.TRIP,
        "travel_reason": "Alur di desa perlu dilihat langsung.",
        "purpose": "Mempelajari pembagian kerja.",
        "expected": "Rancangan SOP",
        "region": "teladan",
        "host_unit": "Dinas Dukcapil",
        "meeting_place": "Aula dinas",
        "basis": "DPA 2026\nRenja 2026",
        "start": date(2026, 10, 5),
        "end": date(2026, 10, 6),
        "reply": Reply.WILLING,
        "reply_number": "400/12/2026",
        "year": 2026,
        "budget_account": "5.1.02.04.01.0001",
        "summary": "Petugas desa diberi akses.",
        "agreements": "Salinan SOP dikirim",
        "reported_on": date(2026, 10, 10),
        "stage": Stage.REPORTED,
        "submitted_at": NOW,
        "created_at": NOW,
        "last_news_at": NOW,
        **changes,
    }
    with office.inside() as session:
        visit = Visit(**values)
        session.add(visit)
        session.flush()
        writer = Member(visit_id=visit.id, name="Budi Pencatat", duty=Duty.SCRIBE, opd=OPD)
        chair = Member(visit_id=visit.id, name="Ani Ketua", duty=Duty.LEADER, post="Kepala Bidang", opd=OPD)
        session.add_all([writer, chair])
        session.flush()
        session.add_all(
            [
                VisitCase(visit_id=visit.id, slug="jempol", title="Jempol", advice=Advice.ADAPT),
                VisitCase(visit_id=visit.id, slug="hilang", title="Kasus yang sudah dicabut"),
                Question(visit_id=visit.id, text="Berapa biayanya?", member_id=writer.id, answer="Sedikit.",
                         figure=Decimal("7.5"), unit="%", figure_year=2025),
                Question(visit_id=visit.id, text="Siapa penanggung jawabnya?", stays_open=True),
                AgendaItem(visit_id=visit.id, day=date(2026, 10, 5), activity="Pemaparan", starts=time(9)),
                CostLine(visit_id=visit.id, kind="Uang harian", amount=100_000, people=2, days=2),
                Lesson(visit_id=visit.id, text="Petugas desa", fits=True, reason="sudah ada"),
                FollowUp(visit_id=visit.id, action="Menyusun SOP", post="Kepala Bidang",
                         due=date(2027, 1, 31)),
            ]
        )  # fmt: skip
        return visit.id
