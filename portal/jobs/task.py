"""What a handler is given: who asked, a way to say how far it is, and the way to end."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

from flask import current_app
from sqlalchemy.orm import Session

from portal import clock
from portal.access import Actor
from portal.db import transaction
from portal.errors import Forbidden
from portal.jobs import queue
from portal.jobs.kinds import Done, File
from portal.jobs.models import NAME, Job

SAY_EVERY = 0.4  # seconds; each word is a transaction


class Task:
    """A job that is being done."""

    def __init__(self, job: Job, lease: timedelta) -> None:
        self.id, self.claim, self.lease = job.id, job.claim, lease
        self.job = job
        self._said_at = 0.0
        self._said = ""

    def actor(self) -> Actor:
        """Who asked, with what they held then and still hold; raises Forbidden for a closed account."""
        then = self.job.asker
        source: Callable[[int], Actor | None] | None = current_app.extensions.get("actor_now")
        if then.account_id is None or source is None:
            return then
        now = source(then.account_id)
        if now is None:
            raise Forbidden("Akun yang meminta pekerjaan ini sudah ditutup.")
        return Actor(then.account_id, then.name, then.roles & now.roles, then.posts & now.posts)

    def progress(self, done: int, total: int, words: str) -> None:
        """Say how far it is; never inside a transaction. Raises Lost where the job is another's now."""
        now = time.monotonic()
        if now - self._said_at < SAY_EVERY and words == self._said:
            return
        self._said_at, self._said = now, words
        with transaction() as session:
            until = clock.now() + self.lease
            queue.change(
                session,
                self.id,
                self.claim,
                done=done,
                total=total,
                words=words[:NAME],
                claimed_until=until,
            )

    def hold(self, session: Session) -> None:
        """Make sure that the job is still ours before something is changed; raises Lost."""
        queue.change(session, self.id, self.claim, claimed_until=clock.now() + self.lease)

    def deliver(self, file: File) -> None:
        """End the job with nothing but a file."""
        with transaction() as session:
            self.end(session, Done(f"{file.name} siap diunduh.", file=file))

    def end(self, session: Session, done: Done) -> None:
        """End the job, in the transaction that stores what it changed. Raises Lost."""
        queue.end(session, self.id, self.claim, done)
