"""Tables of the queue: what was asked for, how far it is, and the files it made."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.access import Actor, Role
from portal.db import Base, Moment

KIND, KEY, ADDRESS, NAME = 40, 120, 400, 200  # characters


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "menunggu"
    RUNNING = "berjalan"
    DONE = "selesai"
    FAILED = "gagal"
    CANCELLED = "dibatalkan"


LIVING = (JobState.WAITING, JobState.RUNNING)
_LIVING = text("state IN ('menunggu', 'berjalan') AND key <> ''")


class Job(Base):
    """One piece of work: who asked, until when a worker holds it, how far it is, how it ended."""

    __tablename__ = "job"
    __table_args__ = (
        Index(
            "ix_job_living_key",
            "key",
            unique=True,
            sqlite_where=_LIVING,
            postgresql_where=_LIVING,
            info={"says": ("Pekerjaan yang sama sedang antre. Tunggu sampai selesai.", "")},
        ),
        Index("ix_job_state_run_after", "state", "run_after"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(KIND))
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON, deferred=True)  # may hold the text of a case
    key: Mapped[str] = mapped_column(String(KEY), default="")  # the same work asked for twice is one job
    lane: Mapped[str] = mapped_column(String(KIND), default="")  # of each lane one job runs at a time
    title: Mapped[str] = mapped_column(String(NAME))
    account_id: Mapped[int | None] = mapped_column(index=True)
    account: Mapped[str] = mapped_column(String(NAME))
    held: Mapped[dict[str, Any]] = mapped_column(JSON)  # roles and posts of who asked
    next_page: Mapped[str] = mapped_column(String(ADDRESS), default="")  # where to go on when it is done
    back_page: Mapped[str] = mapped_column(String(ADDRESS), default="")  # where to go when it failed
    state: Mapped[str] = mapped_column(String(16), default=JobState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    run_after: Mapped[datetime] = mapped_column(Moment)
    deadline: Mapped[datetime] = mapped_column(Moment)
    claim: Mapped[str] = mapped_column(String(NAME), default="")  # which worker, and which time it took it
    claimed_until: Mapped[datetime | None] = mapped_column(Moment)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    words: Mapped[str] = mapped_column(String(NAME), default="")  # what is being done now
    said: Mapped[str] = mapped_column(Text, default="")  # how it ended, or why it waits
    lines: Mapped[list[str]] = mapped_column(JSON, default=list)  # what else there is to say, one by one
    created_at: Mapped[datetime] = mapped_column(Moment)
    started_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment, index=True)

    @property
    def is_living(self) -> bool:
        """Does it wait or run?"""
        return self.state in LIVING

    @property
    def asker(self) -> Actor:
        """Who asked, with what they held then."""
        return Actor(
            account_id=self.account_id,
            name=self.account,
            roles=frozenset(Role(name) for name in self.held["roles"]),
            posts=frozenset((Role(name), opd) for name, opd in self.held["posts"]),
        )


class JobFile(Base):
    """A file that a job made; kept a while for who asked. In the database, so that it comes with the end."""

    __tablename__ = "job_file"

    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME))
    type: Mapped[str] = mapped_column(String(NAME))
    body: Mapped[bytes] = mapped_column(LargeBinary)
