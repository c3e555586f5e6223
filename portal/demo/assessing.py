"""The demo's IID desk: measures and claims, a verdict below its claim, one held, figures asked for."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.demo import people
from portal.demo.story_clock import StoryClock
from portal.government import our_government
from portal.iid import service
from portal.register import seasons
from portal.register.models import Edition, Innovation, Season
from portal.taxonomy.iid import IID

CLAIMS = (("28", Decimal(1), ""), ("27", Decimal(3), ""), ("19", None, "daring"), ("35", Decimal(4), ""))
ASKED = (("1", "Bapperida"), ("8", "BPKPAD"), ("9", "Inspektorat"), ("12", "BKPSDM"), ("14", "Bapperida"))
HELD = "Buktinya belum lengkap; diajukan lagi musim berikutnya (contoh)."


def play(session: Session, story: StoryClock) -> None:
    """Work at the desk of the season that comes."""
    season = seasons.running(session)
    version = IID.get().of_year(season.year) if season else None
    if season is None or version is None or not version.is_known:
        return
    entered = select(Innovation).join(Edition, Edition.innovation_id == Innovation.id)
    found = list(session.scalars(entered.where(Edition.season_id == season.id).order_by(Edition.id)))
    with story.days_ago(5):
        for one in found[:4]:
            _claim(session, one, season)
    with story.days_ago(2):
        _verify(session, found[:1], season)
        if len(found) > 1:
            curator = people.actor_of(session, "kurator")
            service.decide(session, found[-1], season, False, HELD, actor=curator)
        _ask(session, season, story)


def _claim(session: Session, one: Innovation, season: Season) -> None:
    operator = people.operator_of(session, one.opd)
    version = IID.get().of_year(season.year)
    for no, number, choice in CLAIMS:
        indicator = version.by_no.get(no) if version else None
        if indicator is not None:
            values = {"number": number, "choice": choice, "note": "Isian contoh."}
            service.claim(session, one, season, indicator, values, version=0, actor=operator)


def _verify(session: Session, found: list[Innovation], season: Season) -> None:
    """An assessor finds one of them lower."""
    assessor = people.actor_of(session, "penilai")
    for one in found:
        row = service.row_to_verify(session, one, season, "35")
        said = "Videonya memuat dua unsur saja (contoh)."
        subject = f"innovation:{one.id}:iid:35"
        service.verify(session, row, subject, 1, said, seen=row.version, proposed=2, actor=assessor)


def _ask(session: Session, season: Season, story: StoryClock) -> None:
    """The curator names owners and days of some figures of the government."""
    curator = people.actor_of(session, "kurator")
    codes = {opd.code for opd in our_government().opds}
    for place, (no, opd) in enumerate(ASKED):
        values = {
            "opd": opd if opd in codes else our_government().planning_agency,
            "due": story.today + timedelta(days=20 + place),
        }
        service.claim_government(session, season, no, values, version=0, actor=curator)
