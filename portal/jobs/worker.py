"""Does jobs, one at a time: claims, keeps its lease alive, tells how it ended."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from threading import Event, Thread

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from portal import clock
from portal.db import reading, transaction
from portal.errors import InvalidContent, PortalError
from portal.jobs import queue
from portal.jobs.kinds import KINDS, Kind
from portal.jobs.models import Job
from portal.jobs.queue import LEASE, Lost
from portal.jobs.task import Task

POLL = 0.5  # seconds between looks at an empty queue
PASSING = 503  # the status of refusals that pass by themselves
BROKEN = "Ada gangguan di portal. Kesalahannya sudah dicatat; beri tahu admin portal bila terulang."
TOO_LATE = "Tidak selesai sampai batas waktunya, jadi dihentikan. Coba lagi."
TOO_OFTEN = "Berhenti di tengah beberapa kali, jadi tidak dicoba lagi. Beri tahu admin portal."
UNKNOWN = "Versi portal yang sedang berjalan tidak mengenal pekerjaan ini."
FAULTS = (BROKEN, TOO_LATE, TOO_OFTEN, UNKNOWN)  # how a job ends that nobody refused


class Worker:
    """Does the jobs of a portal until it is told to stop."""

    def __init__(self, app: Flask, stop: Event, *, lease: timedelta = LEASE) -> None:
        self.app, self.stop, self.lease = app, stop, lease
        self.current: Job | None = None

    def run(self) -> None:
        """Work, and look again and again where there is nothing to do."""
        while not self.stop.is_set():
            try:
                found = self.work_one()
            except SQLAlchemyError as error:
                self.app.logger.error("the queue could not be asked", exc_info=error)
                found = False
            if not found:
                self.stop.wait(POLL)

    def work_one(self) -> bool:
        """Do the next job; False where there is none."""
        with self.app.app_context():
            if not queue.is_due(reading()):
                return False
            reading().rollback()  # no old reading may be open while others write
            with transaction() as session:
                job = queue.claim(session, lease=self.lease)
            if job is None:
                return False
            self.current = job
            try:
                self._do(job)
            finally:
                self.current = None
        return True

    def is_overdue(self) -> bool:
        """Has the present job run so long past its deadline that only ending the process helps?"""
        job = self.current
        with self.app.app_context():
            return job is not None and clock.now() > job.deadline + 2 * self.lease

    def give_back(self) -> None:
        """Leave the present job to others."""
        job = self.current
        if job is not None:
            with self.app.app_context(), suppress(Lost), transaction() as session:
                queue.give_back(session, job.id, job.claim)

    def _do(self, job: Job) -> None:
        kind = KINDS.get(job.kind)
        if kind is None or clock.now() > job.deadline or job.attempts > kind.attempts:
            _fail(job, UNKNOWN if kind is None else TOO_LATE if clock.now() > job.deadline else TOO_OFTEN)
            return
        ended = Event()
        heart = Thread(target=self._beat, args=(job, ended), daemon=True, name=f"job-{job.id}")
        heart.start()
        try:
            self._try(job, kind)
        finally:
            ended.set()
            heart.join()

    def _try(self, job: Job, kind: Kind) -> None:
        try:
            kind.work(Task(job, self.lease), kind.arguments.model_validate(job.arguments))
            if _is_running(job):
                raise RuntimeError(f"the handler of {kind.name} never ended its job")
        except Lost:
            self.app.logger.warning("job %s has ended elsewhere", job.id)
        except PortalError as error:
            if error.status == PASSING and job.attempts < kind.attempts:
                _put_off(job, str(error))
            else:
                _fail(job, _sentence(error), _lines(error))
        except Exception as error:
            self.app.logger.error("job %s (%s) failed", job.id, kind.name, exc_info=error)
            if job.attempts < kind.attempts:
                _put_off(job, BROKEN)
            else:
                _fail(job, BROKEN)

    def _beat(self, job: Job, ended: Event) -> None:
        """Keep the lease alive while the job runs, up to its deadline."""
        while not ended.wait(self.lease.total_seconds() / 3):
            try:
                with self.app.app_context(), transaction() as session:
                    now = clock.now()
                    if now > job.deadline:
                        return
                    queue.change(session, job.id, job.claim, claimed_until=now + self.lease)
            except Lost:
                return
            except SQLAlchemyError as error:  # busy for a moment: the lease lasts for two more beats
                self.app.logger.warning("the lease of job %s was not renewed: %s", job.id, error)


def _is_running(job: Job) -> bool:
    with transaction() as session:
        return session.get_one(Job, job.id).claim == job.claim


def _sentence(error: PortalError) -> str:
    return "Isi portal belum lolos pemeriksaan." if isinstance(error, InvalidContent) else str(error)


def _lines(error: PortalError) -> tuple[str, ...]:
    """Each thing to mend, where the gate refused."""
    if not isinstance(error, InvalidContent):
        return ()
    return tuple(str(problem) for problem in error.problems if not problem.is_warning)


def _fail(job: Job, said: str, lines: tuple[str, ...] = ()) -> None:
    with suppress(Lost), transaction() as session:
        queue.fail(session, job.id, job.claim, said, lines)


def _put_off(job: Job, said: str) -> None:
    with suppress(Lost), transaction() as session:
        queue.put_off(session, job, said)
