"""The demo's year: seasons beside the IID's, a contest that runs now, a quarter that was settled."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.contests import queries, service
from portal.demo import people
from portal.demo.story_clock import StoryClock
from portal.quarters import service as quarters
from portal.quarters.rules import Quarter
from portal.register import seasons
from portal.register.models import Innovation, Season
from portal.register.rules import State
from portal.taxonomy.calendar import CALENDAR

NOTE = "Musim contoh; tanggalnya bukan dari surat."
TEXT = "Teks contoh untuk peragaan, bukan isi yang sebenarnya."
REASON = "Alasan contoh: hasilnya terukur."
PROPOSALS, JUDGED = 4, 2


def play(session: Session, story: StoryClock) -> None:
    """Open what an office has open in the year that comes, and a contest that runs now."""
    curator, today = people.actor_of(session, "kurator"), story.today
    known = {one.id for one in CALENDAR.get().seasons}
    with story.days_ago(30):
        for kind in ("rencana", "laporan", "renja", "kipp"):
            if kind in known:
                seasons.save(
                    session, None, {"kind": kind, "year": today.year + 1, "note": NOTE}, actor=curator
                )
    if "idea" not in known:
        return
    with story.days_ago(40):
        first = {
            "kind": "idea",
            "year": today.year,
            "opens": today - timedelta(days=40),
            "closes": today + timedelta(days=9),
            "note": NOTE,
            "letter": "Surat contoh 1",
            "letter_on": today - timedelta(days=41),
        }
        season = seasons.save(session, None, first, actor=curator)
    with story.days_ago(3):
        longer = {
            **first,
            "closes": today + timedelta(days=30),
            "letter": "Surat contoh 2",
            "letter_on": today - timedelta(days=4),
        }
        seasons.save(session, season, longer, version=season.version, actor=curator)
    _propose(session, story, season)
    _evaluate(session, story)


def _propose(session: Session, story: StoryClock, season: Season) -> None:
    """Four proposals, three of them put before the panel, two of these judged."""
    wanted = select(Innovation).where(
        Innovation.state == State.ENDORSED, Innovation.opd.in_(people.OPDS), Innovation.plan_id.is_(None)
    )
    by_opd = {one.opd: one for one in session.scalars(wanted.order_by(Innovation.id.desc()))}
    found = queries.rules_of(season)
    for place, (opd, innovation) in enumerate(sorted(by_opd.items())[:PROPOSALS]):
        writer = people.operator_of(session, opd)
        with story.days_ago(12 - place):
            proposal = service.begin(session, season, innovation, next(iter(found.groups)), actor=writer)
            session.refresh(proposal)
            for one in found.sections:
                row = next((text for text in proposal.texts if text.section == one.id), None)
                text = f"{TEXT} {one.title}."
                service.write(
                    session, proposal, one.id, text, version=row.version if row else 0, actor=writer
                )
            session.flush()
            session.expire(proposal)
            if place < PROPOSALS - 1:
                service.submit(session, proposal, actor=writer)
        for number, name in enumerate(("penilai", "penilai-2") if place < JUDGED else ()):
            with story.days_ago(2):
                points = {one.id: 70 + 5 * place + 3 * number for one in found.criteria}
                assessor = people.actor_of(session, name)
                service.judge(session, proposal, points, REASON, version=0, actor=assessor)
                session.flush()
                session.expire(proposal)


def _evaluate(session: Session, story: StoryClock) -> None:
    """The quarter before this one, settled by one agency."""
    now = Quarter.of(story.today)
    before = Quarter(now.year, now.number - 1) if now.number > 1 else Quarter(now.year - 1, 4)
    opd, texts = people.OWN_OPD, {"driving": TEXT, "hindering": TEXT, "follow_up": TEXT, "next_plan": ""}
    with story.days_ago(min((story.today - before.last).days - 1, 20)):
        operator = people.operator_of(session, opd)
        quarters.write(session, before, opd, texts, version=0, actor=operator)
        quarters.settle(session, before, opd, actor=people.head_of(session, opd))
