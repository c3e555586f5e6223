"""What readers say of a case: whether it helped, and what is wrong in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Integer, Select, cast, func, literal, select
from sqlalchemy.orm import Session

from portal import audit, clock
from portal.access import Actor, Role
from portal.cases import Case
from portal.editing.spam import find as find_spam
from portal.errors import NotFound, RuleViolation
from portal.keeping.models import FaultReport, Opinion, Verdict
from portal.records.comments import ANSWER_IS_NEWS
from portal.records.privacy import refusal

ROOM, TO_JUDGE = "keeping", "keeping:waiting"
DAY = timedelta(hours=24)
MAX_OF_GUESTS = 100  # reports of people who have not signed in, within a day; more is no reading
MAX_A_DAY = 20  # of one person
MAX_LINKS = 2
SHOWN = 100


@dataclass(frozen=True)
class Count:
    """How many readers of one OPD a case helped, and how many not; `opd` is "" for everybody else."""

    slug: str
    opd: str
    helped: int
    not_helped: int


def opinion(session: Session, slug: str, voter: str) -> Opinion | None:
    """What a reader has said of a case."""
    own = select(Opinion).where(Opinion.slug == slug, Opinion.voter == voter)
    return session.scalars(own.order_by(Opinion.id)).first()


def say(session: Session, case: Case, voter: str, *, is_helpful: bool, actor: Actor) -> Opinion:
    """Say whether a case helped; saying it again changes what was said."""
    found = opinion(session, case.slug, voter)
    if found is None:
        opd = min(actor.opds(Role.HEAD, Role.OPERATOR), default="")
        found = Opinion(slug=case.slug, voter=voter, opd=opd, reason="")
        session.add(found)
    found.is_helpful, found.at = is_helpful, clock.now()
    session.flush()
    return found


def say_why(session: Session, slug: str, voter: str, reason: str) -> None:
    """Add why; raises NotFound where nothing was said yet."""
    found = opinion(session, slug, voter)
    if found is None:
        raise NotFound("Pilih dahulu Ya atau Tidak.")
    _check(reason, "reason")
    found.reason = reason


def counts(session: Session, *, limit: int = SHOWN) -> list[Count]:
    """Opinions by case and OPD, without names: where most say that it did not help first."""
    helped = func.sum(cast(Opinion.is_helpful, Integer))
    grouped = select(Opinion.slug, Opinion.opd, helped, func.count()).group_by(Opinion.slug, Opinion.opd)
    ordered = grouped.order_by((func.count() - helped).desc(), Opinion.slug, Opinion.opd).limit(limit)
    return [Count(slug, opd, yes, total - yes) for slug, opd, yes, total in session.execute(ordered)]


def reasons(session: Session, *, limit: int = 50) -> list[Opinion]:
    """The newest reasons, without names."""
    given = select(Opinion).where(Opinion.reason != "").order_by(Opinion.at.desc(), Opinion.id.desc())
    return list(session.scalars(given.limit(limit)))


def report(session: Session, case: Case, *, place: str, text: str, actor: Actor) -> FaultReport:
    """Report a fault in a case to the curators."""
    _check(text, "text")
    mine = FaultReport.by == actor.account_id if actor.is_signed_in else FaultReport.by.is_(None)
    lately = select(func.count()).select_from(FaultReport).where(mine, FaultReport.at > clock.now() - DAY)
    if (session.scalar(lately) or 0) >= (MAX_A_DAY if actor.is_signed_in else MAX_OF_GUESTS):
        raise RuleViolation("Hari ini sudah banyak laporan. Kirim lagi besok.")
    row = FaultReport(
        slug=case.slug,
        title=case.title,
        place=place,
        text=text,
        at=clock.now(),
        by=actor.account_id,
        by_name=actor.name if actor.is_signed_in else "",
    )
    session.add(row)
    session.flush()
    _note(session, row, "report", {"slug": (None, case.slug), "text": (None, text)}, actor)
    return row


def judge(session: Session, row: FaultReport, verdict: Verdict, answer: str, *, actor: Actor) -> None:
    """Say what became of a report."""
    if said := refusal(answer):
        raise RuleViolation(said, "answer")
    before = row.verdict
    row.verdict, row.answer = verdict, answer
    row.answered_at, row.answered_by_name = clock.now(), actor.name
    _note(session, row, "judge", {"verdict": (before, verdict), "answer": (None, answer)}, actor)


def get(session: Session, report_id: int) -> FaultReport:
    """A report; raises NotFound."""
    found = session.get(FaultReport, report_id)
    if found is None:
        raise NotFound("Laporan ini tidak ada.")
    return found


def waiting(session: Session, *, limit: int = SHOWN) -> list[FaultReport]:
    """Reports that nobody has looked at, oldest first."""
    new = select(FaultReport).where(FaultReport.verdict == Verdict.NEW).order_by(FaultReport.id)
    return list(session.scalars(new.limit(limit)))


def how_many_wait(session: Session) -> int:
    """How many reports nobody has looked at."""
    new = select(func.count()).select_from(FaultReport).where(FaultReport.verdict == Verdict.NEW)
    return session.scalar(new) or 0


def judged(session: Session, *, limit: int = 20) -> list[FaultReport]:
    """Reports that were looked at, newest first."""
    done = select(FaultReport).where(FaultReport.verdict != Verdict.NEW)
    return list(session.scalars(done.order_by(FaultReport.answered_at.desc(), FaultReport.id).limit(limit)))


def judged_for(actor: Actor) -> Select[str, int, str]:
    """Asks for a person's reports that were looked at lately, as `Comments.answered` does for questions."""
    lately = FaultReport.answered_at > clock.now() - ANSWER_IS_NEWS
    found = select(literal(ROOM), FaultReport.id, FaultReport.title)
    return found.where(FaultReport.by == actor.account_id, FaultReport.verdict != Verdict.NEW, lately)


def to_judge() -> Select[str, int, str]:
    """Asks for the reports that wait, in the same shape."""
    found = select(literal(TO_JUDGE), FaultReport.id, FaultReport.title)
    return found.where(FaultReport.verdict == Verdict.NEW)


def _check(text: str, field: str) -> None:
    """Refuse numbers of persons, advertising and heaps of links."""
    if said := refusal(text):
        raise RuleViolation(said, field)
    if find_spam(text) or text.casefold().count("http") > MAX_LINKS:
        raise RuleViolation("Tulisan ini mirip iklan. Tulis apa yang keliru dengan kata Anda sendiri.", field)


def _note(
    session: Session, row: FaultReport, verb: str, changes: Mapping[str, tuple[object, object]], actor: Actor
) -> None:
    subject = f"fault-report:{row.id}"
    audit.record(session, actor=actor, action=f"keeping.{verb}", subject=subject, changes=dict(changes))
