"""Play the demo's scripts through the services that people use, on a clock that runs through the past."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from flask import Flask
from sqlalchemy.orm import Session

from portal.access import ROLE_NAMES, Actor, Role
from portal.accounts import passwords
from portal.adoption import evaluations, parts, plans, problems, readings
from portal.adoption.comments import COMMENTS
from portal.adoption.escalation import Ruling, Wanted
from portal.adoption.measures import Direction
from portal.adoption.models import BudgetLine, Kpi, Partner, Plan, Risk, TeamPost
from portal.adoption.problems import Request
from portal.adoption.rules import Decision, Stage, StopReason
from portal.cases import CASES
from portal.db import transaction
from portal.demo import assessing, papers, people, proving, registering, visiting, waiting, yearly
from portal.demo.scripts import SCRIPTS, Script
from portal.demo.story_clock import StoryClock

START = 420  # days ago, on which the oldest plan was proposed
STEP = 45  # days between two readings


def build(app: Flask, password: str) -> None:
    """Fill an empty demo database: people, 31 plans in every stage, evidence, visits, 40 innovations."""
    with app.app_context(), papers.prepared(app) as files, transaction() as session:
        story = StoryClock(app)
        with story.days_ago(people.LONG_AGO):
            people.add_everybody(session, passwords.make_hash(password))
        for place, script in enumerate((*SCRIPTS, *waiting.MORE)):
            _play(session, story, script, START - place * 6)
        _questions(session, story)
        with story.days_ago(2) as day:
            papers.add_everywhere(session, files, day)
        with story.days_ago(1):
            waiting.ask_for_money(session, (*SCRIPTS, *waiting.MORE))
        visiting.play(session, story)
        registering.play(session, story)
        yearly.play(session, story)
        proving.play(session, story, files)
        assessing.play(session, story)


def _play(session: Session, story: StoryClock, script: Script, begun: int) -> None:
    """Take one plan as far as its script says."""
    operator, head = people.operator_of(session, script.opd), people.head_of(session, script.opd)
    days = min(begun, 40) if script.ending in ("draf", "diajukan") else begun
    with story.days_ago(days):
        plan = _propose(session, script, operator)
    if script.ending == "draf":
        return
    with story.days_ago(days - 6):
        plans.submit(session, plan, actor=operator)
    if script.ending == "diajukan":
        return
    with story.days_ago(days - 12):
        plans.approve(session, plan, note_text="Sesuai prioritas OPD (contoh).", actor=head)
    if script.ending == "disetujui":
        return
    with story.days_ago(days - 25) as day:
        _design(session, plan, script, day, operator)
        plans.move(session, plan, Stage.INITIATIVE, actor=operator)
    if script.ending == "ditunda":
        with story.days_ago(days - 60):
            plans.move(session, plan, Stage.PAUSED, reason="Menunggu APBD Perubahan (contoh).", actor=head)
        return
    if script.ending == "inisiatif":
        return
    _trial(session, story, plan, script, days - 50)


def _propose(session: Session, script: Script, operator: Actor) -> Plan:
    case = CASES.get()[script.case]
    values = {
        "title": script.title,
        "local_need": f"{script.need} (Data contoh.)",
        "target_group": ", ".join(case.target_groups) or "Warga kabupaten",
        "mission": script.mission,
    }
    plan = plans.propose(session, opd=script.opd, values=values, case=case, actor=operator)
    plans.edit(
        session,
        plan,
        {
            "keep": "Alur layanan dan pembagian tugasnya.",
            "modify": "Jumlah petugas dan tempat layanan disesuaikan dengan kecamatan.",
            "leave_out": "Aplikasi tersendiri; memakai yang sudah ada.",
            "served_directly": True,
        },
        version=plan.version,
        actor=operator,
    )
    return plan


def _design(session: Session, plan: Plan, script: Script, day: date, operator: Actor) -> None:
    """Everything that the gate to a trial asks for."""
    measure = script.measure
    plans.edit(
        session,
        plan,
        {
            "owner_post": f"Sekretaris {script.opd}",
            "trial_place": "Kecamatan Batang dan Kecamatan Limpung",
            "trial_start": day + timedelta(days=25),
            "trial_end": day + timedelta(days=175),
            "no_cost": script.million == 0,
        },
        version=plan.version,
        actor=operator,
    )
    if script.million:
        line = {"year": day.year, "fund": "pad", "ceiling": script.million * 1_000_000}
        parts.add(session, plan, BudgetLine, line, actor=operator)
    parts.use_template(session, plan, day, actor=operator)
    parts.add(
        session,
        plan,
        Kpi,
        {
            "name": measure.name,
            "definition": "Angka contoh untuk peragaan.",
            "unit": measure.unit,
            "direction": Direction.UP if measure.goes_up else Direction.DOWN,
            "baseline": Decimal(measure.before),
            "baseline_date": day - timedelta(days=30),
            "baseline_source": "Data contoh",
            "target": Decimal(measure.target),
            "target_date": day + timedelta(days=175),
        },
        actor=operator,
    )
    risk = {
        "risk": "Petugas kunci dimutasi",
        "likelihood": 3,
        "impact": 4,
        "control": "Petunjuk kerja tertulis",
    }
    parts.add(session, plan, Risk, risk, actor=operator)
    post = {"post": f"Kepala Bidang Pelayanan, {script.opd}", "task": "Ketua tim"}
    parts.add(session, plan, TeamPost, post, actor=operator)
    partner = {"kind": "komunitas", "name": "Kader desa", "role": "Menjangkau warga"}
    parts.add(session, plan, Partner, partner, actor=operator)
    session.expire(plan)


def _trial(session: Session, story: StoryClock, plan: Plan, script: Script, days: int) -> None:
    """The trial: milestones, readings, a problem, and how it ends."""
    operator, head = people.operator_of(session, script.opd), people.head_of(session, script.opd)
    with story.days_ago(days):
        plans.move(session, plan, Stage.TRIAL, actor=operator)
    kpi = plan.kpis[0]
    for number, value in enumerate(script.measure.readings, 1):
        ago = max(days - number * STEP, 3)
        with story.days_ago(ago) as day:
            readings.add(session, plan, kpi, day=day, value=Decimal(value), actor=operator)
            session.expire(kpi)
    is_behind = script.ending == "terlambat"
    for milestone in plan.milestones[: 2 if is_behind else len(plan.milestones) - 2]:
        with story.days_ago(max(days - 30, 5)) as day:
            parts.finish(session, plan, milestone, min(day, milestone.due or day), actor=operator)
    if script.problem:
        _problem(session, story, plan, script, operator, is_open=is_behind)
    session.expire(plan)
    if script.ending == "dihentikan":
        with story.days_ago(20):
            reason = "Biaya pengangkutan lebih besar daripada hasilnya (contoh)."
            plans.move(session, plan, Stage.STOPPED, reason=reason, stop_reason=StopReason.BUDGET, actor=head)
    if script.ending in ("penerapan", "ditinjau"):
        _apply(session, story, plan, script, operator, head)


def _problem(
    session: Session, story: StoryClock, plan: Plan, script: Script, operator: Actor, *, is_open: bool
) -> None:
    """A problem that goes up, and comes back decided unless it `is_open`."""
    with story.days_ago(30) as day:
        problem = problems.open_problem(
            session,
            plan,
            title=script.problem,
            text="Sudah dibicarakan di tingkat OPD (contoh).",
            due=day + timedelta(days=14),
            actor=operator,
        )
    with story.days_ago(16) as day:
        tried = "Sudah dua kali dibahas bersama pihak terkait, belum ada kesepakatan (contoh)."
        problems.escalate(
            session,
            plan,
            problem,
            request=Request(Wanted.PERMIT, "Difasilitasi duduk bersama pihak terkait (contoh)."),
            tried=tried,
            post=ROLE_NAMES[Role.ASSISTANT] if script.opd == people.ASSISTED_OPD else "Sekretaris Daerah",
            due=day + timedelta(days=7),
            actor=people.head_of(session, script.opd),
        )
        session.expire(problem)
    if is_open:
        return
    with story.days_ago(9):
        leader = people.actor_of(session, "pimpinan")
        answer = "Difasilitasi lewat rapat koordinasi pekan depan (contoh)."
        problems.answer(session, plan, problem, ruling=Ruling.GRANTED, text=answer, actor=leader)
        session.flush()
        session.expire(problem)
    with story.days_ago(4):
        problems.close(session, plan, problem, "Kesepakatan sudah ditandatangani (contoh).", actor=operator)


def _apply(
    session: Session, story: StoryClock, plan: Plan, script: Script, operator: Actor, head: Actor
) -> None:
    """Evaluation, decision, application and, long after, the first review."""
    applied = 200 if script.ending == "ditinjau" else 30
    for milestone in plan.milestones:
        if milestone.done is None:
            with story.days_ago(applied + 8) as day:
                parts.finish(session, plan, milestone, day, actor=operator)
    session.expire(plan)
    with story.days_ago(applied + 6):
        text = "Uji coba berjalan sesuai rencana dan targetnya tercapai (contoh)."
        evaluations.write(
            session, plan, text=text, lessons="Mulai dari dua kecamatan dahulu.", actor=operator
        )
        session.expire(plan)
    with story.days_ago(applied + 3):
        remark = "Layak diterapkan di semua kecamatan (contoh)."
        evaluations.decide(session, plan, Decision.APPLY, remark, actor=head)
        session.expire(plan)
    with story.days_ago(applied):
        plans.move(session, plan, Stage.APPLIED, actor=operator)
    if script.ending == "ditinjau":
        with story.days_ago(10):
            evaluations.answer_review(session, plan, 6, "berjalan", "Tetap berjalan.", actor=operator)


def _questions(session: Session, story: StoryClock) -> None:
    """A question on a case that an experienced OPD has answered, and one that still waits."""
    reader = people.actor_of(session, "pembaca")
    with story.days_ago(12):
        asked = COMMENTS.ask(
            session,
            text="Berapa petugas yang dibutuhkan untuk satu kecamatan?",
            is_question=True,
            case_slug="mepeling-layanan-keliling-dukcapil",
            actor=reader,
        )
    with story.days_ago(11):
        answerer = people.operator_of(session, people.OWN_OPD)
        COMMENTS.answer(session, asked, "Kami memakai tiga petugas dan satu mobil (contoh).", actor=answerer)
    with story.days_ago(2):
        COMMENTS.ask(
            session,
            text="Apakah perlu peraturan bupati sebelum uji coba?",
            is_question=True,
            case_slug="gancang-aron",
            actor=reader,
        )
