"""The demo's year: seasons beside the IID's, one of them open now and extended once."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from portal.demo import people
from portal.demo.story_clock import StoryClock
from portal.register import seasons
from portal.taxonomy.calendar import CALENDAR

NOTE = "Musim contoh; tanggalnya bukan dari surat."


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
