"""The queue: jobs asked for, claimed under a lock, ended once.

Who holds a job has its claim, a word made anew each time it is taken. Each later step names the claim: a
worker that was thought dead, and whose job another took up, can change nothing any more.
"""

from __future__ import annotations

import os
import secrets
import socket
from datetime import timedelta
from typing import Any, cast

from pydantic import BaseModel
from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Select,
    Update,
    and_,
    bindparam,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session, aliased

from portal import clock
from portal.access import Actor
from portal.db import Moment
from portal.errors import NotFound, PortalError, RuleViolation
from portal.jobs.kinds import KINDS, Done
from portal.jobs.models import LIVING, NAME, Job, JobFile, JobState

LEASE = timedelta(seconds=30)
FAR = timedelta(hours=1)  # ahead: further than any lease or back-off
BACK_OFF = (5, 20, 60, 180)  # seconds until the next attempt
KEEP, KEEP_FILES = timedelta(days=14), timedelta(days=1)  # after the end


class Lost(PortalError):
    """The job is no longer this worker's: another took it up, or it has ended."""


def ask(
    session: Session,
    kind: str,
    arguments: BaseModel,
    *,
    actor: Actor,
    title: str,
    key: str = "",
    next_page: str = "",
    back_page: str = "",
) -> Job:
    """Ask for a job; the one under the same key that waits, runs, or has its file still, if there is one."""
    found = KINDS[kind]
    if not isinstance(arguments, found.arguments):
        raise TypeError(f"{kind} takes {found.arguments.__name__}")
    if key and (same := session.scalar(_standing(key))):
        return same
    now = clock.now()
    job = Job(
        kind=kind,
        arguments=arguments.model_dump(mode="json"),
        key=key,
        lane=found.lane,
        title=title[:NAME],
        account_id=actor.account_id,
        account=actor.name,
        held={"roles": sorted(actor.roles), "posts": sorted([role, opd] for role, opd in actor.posts)},
        next_page=next_page,
        back_page=back_page,
        run_after=now,
        deadline=now + timedelta(minutes=found.minutes),
        created_at=now,
    )
    session.add(job)
    session.flush()
    return job


def _standing(key: str) -> Select[Job]:
    has_file = and_(Job.state == JobState.DONE, exists().where(JobFile.job_id == Job.id))
    found = select(Job).where(Job.key == key, or_(Job.state.in_(LIVING), has_file))
    return found.order_by(Job.id.desc()).limit(1)


def is_due(session: Session) -> bool:
    """Is there perhaps something to do? A look without a lock."""
    now = clock.now()
    return session.scalar(_LOOK, {"now": now, "far": now + FAR}) is not None


def claim(session: Session, *, lease: timedelta = LEASE) -> Job | None:
    """Take the next job that waits, or whose worker has died; None where there is none."""
    now = clock.now()
    due, other = aliased(Job), aliased(Job)
    lane_is_busy = exists().where(
        other.lane == due.lane,
        other.id != due.id,
        other.state == JobState.RUNNING,
        other.claimed_until.between(now, now + FAR),
    )
    first = (
        select(due.id)
        .where(_is_free(due, now, now + FAR), or_(due.lane == "", ~lane_is_busy))
        .order_by(due.run_after, due.id)
        .limit(1)
        .with_for_update(skip_locked=True)  # SQLite, which has one writer, leaves it out
    )
    taken = update(Job).where(Job.id == first.scalar_subquery()).returning(Job)
    job = session.scalar(
        taken.execution_options(synchronize_session=False).values(
            state=JobState.RUNNING,
            attempts=Job.attempts + 1,
            claim=f"{socket.gethostname()[:80]}:{os.getpid()}:{secrets.token_hex(8)}",
            claimed_until=now + lease,
            started_at=func.coalesce(Job.started_at, literal(now, Moment)),
            done=0,
            total=0,
            words="",
        )
    )

    if job is not None:
        session.refresh(job, ["arguments"])
    return job


def _is_free(job: Any, now: Any, far: Any) -> ColumnElement[bool]:
    """Is it due, or has its worker died? A moment that is far off was written by a wrong clock."""
    is_due = or_(job.run_after <= now, job.run_after > far)
    is_left = or_(job.claimed_until < now, job.claimed_until > far)
    return or_(and_(job.state == JobState.WAITING, is_due), and_(job.state == JobState.RUNNING, is_left))


_NOW, _FAR = bindparam("now", type_=Moment), bindparam("far", type_=Moment)
_LOOK = select(Job.id).where(_is_free(Job, _NOW, _FAR)).limit(1)


def change(session: Session, job_id: int, held: str, **values: Any) -> None:
    """Change a job that one holds; raises Lost."""
    mine = update(Job).where(Job.id == job_id, Job.claim == held, Job.state == JobState.RUNNING)
    if not _changed(session, mine.values(**values)):
        raise Lost("Pekerjaan ini sudah diambil alih.")


def end(session: Session, job_id: int, claim: str, done: Done) -> None:
    """End a job that one holds, in the transaction that stores what it changed; raises Lost."""
    change(session, job_id, claim, **_ended(JobState.DONE, done.said, done.lines))
    _keep_file(session, job_id, done)


def end_for(session: Session, job_id: int | None, done: Done) -> None:
    """End a job whose change is stored by whoever holds the lock on it, perhaps after its worker died.

    What was done counts, even where the job was given up meanwhile.
    """
    open_still = update(Job).where(Job.id == job_id, Job.state != JobState.DONE)
    if job_id is not None:
        _changed(session, open_still.values(**_ended(JobState.DONE, done.said, done.lines)))


def fail(session: Session, job_id: int, claim: str, said: str, lines: tuple[str, ...] = ()) -> None:
    """End a job that could not be done; raises Lost."""
    change(session, job_id, claim, **_ended(JobState.FAILED, said, lines))


def put_off(session: Session, job: Job, said: str) -> None:
    """Try again later; raises Lost."""
    wait = BACK_OFF[min(job.attempts, len(BACK_OFF)) - 1]
    change(
        session,
        job.id,
        job.claim,
        state=JobState.WAITING,
        run_after=clock.now() + timedelta(seconds=wait),
        said=said,
        claim="",
        claimed_until=None,
    )


def give_back(session: Session, job_id: int, claim: str) -> None:
    """Leave a job to others, because this worker must stop; it counts as not tried. Raises Lost."""
    change(
        session,
        job_id,
        claim,
        state=JobState.WAITING,
        attempts=Job.attempts - 1,
        claim="",
        claimed_until=None,
    )


def cancel(session: Session, job: Job, *, actor: Actor) -> None:
    """Take back a job that has not begun; raises RuleViolation."""
    waiting = update(Job).where(Job.id == job.id, Job.state == JobState.WAITING)
    said = f"Dibatalkan {actor.name} sebelum dikerjakan."
    if not _changed(session, waiting.values(**_ended(JobState.CANCELLED, said))):
        raise RuleViolation("Pekerjaan ini sudah mulai atau sudah berakhir, jadi tidak dapat dibatalkan.")


def get(session: Session, job_id: int) -> Job:
    """A job; raises NotFound."""
    job = session.get(Job, job_id)
    if job is None:
        raise NotFound("Pekerjaan ini tidak ada, atau catatannya sudah dibersihkan.")
    return job


def latest(session: Session, key: str) -> Job | None:
    """The job that was asked for last under a key."""
    return session.scalar(select(Job).where(Job.key == key).order_by(Job.id.desc()).limit(1))


def sweep(session: Session) -> None:
    """Forget files and jobs that ended long ago."""
    now = clock.now()
    old = select(Job.id).where(Job.ended_at < now - KEEP_FILES)
    session.execute(delete(JobFile).where(JobFile.job_id.in_(old)))
    session.execute(delete(Job).where(Job.ended_at < now - KEEP))


def _changed(session: Session, statement: Update) -> bool:
    """Make the change; was there a row to make it in?"""
    done = session.execute(statement, execution_options={"synchronize_session": False})
    return cast(CursorResult[Any], done).rowcount == 1


def _ended(state: JobState, said: str, lines: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "state": state,
        "said": said,
        "lines": list(lines),
        "ended_at": clock.now(),
        "claim": "",
        "claimed_until": None,
    }


def _keep_file(session: Session, job_id: int, done: Done) -> None:
    if done.file is not None:
        file = done.file
        session.add(JobFile(job_id=job_id, name=file.name, type=file.type, body=file.body))
