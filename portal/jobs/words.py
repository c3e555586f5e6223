"""A job in words."""

from __future__ import annotations

from portal import clock
from portal.jobs.models import Job, JobState


def sentence(job: Job) -> str:
    """What happens with a job that has not ended."""
    if job.state == JobState.RUNNING:
        return job.words or "Sedang dikerjakan"
    if job.attempts and job.said:
        return f"{job.said} Dicoba lagi sendiri pukul {clock.local(job.run_after):%H.%M.%S}."
    return "Menunggu giliran"


def count(job: Job) -> str:
    """How far it is, as a share; empty where it has not said so."""
    return f"{100 * job.done // job.total}%" if job.total else ""
