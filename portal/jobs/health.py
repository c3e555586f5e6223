"""Does the queue move, and did jobs fail for a fault of ours? For the health page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.jobs.models import Job, JobState
from portal.jobs.worker import FAULTS

STUCK = timedelta(minutes=5)  # past its time without anybody working
LOOK_BACK = timedelta(hours=24)


@dataclass(frozen=True)
class Standing:
    """How the queue stands."""

    waiting: int
    running: int
    failed: int  # within a day, for a fault of ours or of the machine; refusals are none
    is_stuck: bool


def standing(session: Session) -> Standing:
    """Ask the table of jobs, in one statement."""
    now = clock.now()
    is_waiting, is_running = Job.state == JobState.WAITING, Job.state == JobState.RUNNING
    row = session.execute(
        select(
            _count(is_waiting),
            _count(is_running),
            _count(and_(Job.state == JobState.FAILED, Job.ended_at > now - LOOK_BACK, Job.said.in_(FAULTS))),
            _count(and_(is_waiting, Job.run_after < now - STUCK)),
            _count(and_(is_running, Job.claimed_until >= now)),
            _count(and_(is_running, Job.claimed_until < now - STUCK)),
        )
    ).one()
    waiting, running, failed, overdue, alive, dead = row
    return Standing(waiting, running, failed, is_stuck=bool(dead or (overdue and not alive)))


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count().filter(condition)
