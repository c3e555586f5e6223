"""The small library with people who ask for jobs, and two kinds of work that do as they are told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from portal import audit, jobs
from portal.db import transaction
from portal.jobs.kinds import KINDS
from tests.integration.editing.conftest import curator, portal, session, sit_down

__all__ = ["curator", "portal", "session", "sit_down"]


class Told(BaseModel):
    """What a piece of work is to do."""

    raises: str = ""
    writes: str = "satu"


ERRORS: dict[str, BaseException] = {}


@pytest.fixture(autouse=True)
def work() -> Iterator[None]:
    """A kind of work that writes an entry, or raises what it is told to."""

    def do(task: jobs.Task, given: Told) -> None:
        task.progress(1, 2, "Langkah 1")
        if given.raises:
            raise ERRORS[given.raises]
        with transaction() as session:
            audit.record(session, actor=task.actor(), action="test.told", subject=f"told:{given.writes}")
            task.end(session, jobs.Done(f"Tertulis {given.writes}.", file=_file(given.writes)))

    jobs.handler("told", Told, attempts=3, minutes=10)(do)
    jobs.handler("told-in-lane", Told, lane="jalur")(do)
    yield
    del KINDS["told"], KINDS["told-in-lane"]
    ERRORS.clear()


def _file(name: str) -> jobs.File | None:
    return jobs.File("daftar.txt", "text/plain; charset=utf-8", b"isi") if name == "berkas" else None
