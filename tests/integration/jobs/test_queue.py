"""The queue: each job once; what passes is tried again, what is refused ends at once, a lease runs out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Barrier, Event, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.access import Actor, Role
from portal.accounts.models import Account
from portal.audit.models import AuditEntry
from portal.db import transaction
from portal.errors import InvalidContent, Problem, RuleViolation
from portal.jobs import Done, queue
from portal.jobs.kinds import KINDS, Kind
from portal.jobs.models import Job, JobFile, JobState
from portal.jobs.queue import Lost
from portal.jobs.worker import BROKEN, TOO_LATE, TOO_OFTEN, Worker
from portal.publishing.writing import ContentBusy
from tests.integration.editing.desk import NOW, actor_of
from tests.integration.jobs.conftest import ERRORS, Told
from tests.queueing import do_jobs

pytestmark = pytest.mark.both_engines("jobs")

NOBODY = Actor(name="perintah:uji")


def ask(app: Flask, kind: str = "told", *, actor: Actor = NOBODY, key: str = "", **told: str) -> int:
    with app.app_context(), transaction() as session:
        return queue.ask(session, kind, Told(**told), actor=actor, title="Uji", key=key).id


def at(app: Flask, moment: datetime) -> None:
    app.extensions["clock"] = lambda: moment


def job(session: Session, number: int) -> Job:
    session.rollback()
    session.expire_all()
    return session.get_one(Job, number)


def entries(session: Session) -> int:
    session.rollback()
    found = select(func.count()).select_from(AuditEntry).where(AuditEntry.action == "test.told")
    return session.scalar(found) or 0


def claimed(app: Flask) -> Job | None:
    with app.app_context(), transaction() as session:
        return queue.claim(session)


def test_a_job_is_done_once_and_says_how_it_ended(portal: Flask, session: Session) -> None:
    number = ask(portal, writes="tiga")

    assert do_jobs(portal) == 1
    assert do_jobs(portal) == 0

    done = job(session, number)
    assert (done.state, done.said, done.attempts, done.ended_at) == ("selesai", "Tertulis tiga.", 1, NOW)
    assert entries(session) == 1


def test_the_same_work_asked_for_twice_is_one_job_until_it_has_ended(portal: Flask) -> None:
    first, second = ask(portal, key="a"), ask(portal, key="a")
    other = ask(portal, key="b")
    do_jobs(portal)

    assert first == second != other
    assert ask(portal, key="a") not in (first, other)


def test_two_living_jobs_of_one_key_cannot_stand_in_the_table(portal: Flask) -> None:
    ask(portal, key="a"), ask(portal, key="b")

    with portal.app_context(), pytest.raises(RuleViolation, match="sedang antre"), transaction() as session:
        session.execute(update(Job).values(key="c"))


def test_eight_workers_at_once_take_each_job_once(portal: Flask, session: Session) -> None:
    numbers = [ask(portal, writes=str(number)) for number in range(16)]
    start = Barrier(8)

    def work() -> None:
        start.wait()
        do_jobs(portal)

    threads = [Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    do_jobs(portal)  # what one could not take while the database was another's

    assert [job(session, number).state for number in numbers] == ["selesai"] * 16
    assert entries(session) == 16


def test_a_refusal_ends_the_job_at_once_with_its_sentence(portal: Flask, session: Session) -> None:
    ERRORS["rule"] = RuleViolation("Ini tidak boleh.")
    number = ask(portal, raises="rule")

    do_jobs(portal)

    failed = job(session, number)
    assert (failed.state, failed.said, failed.attempts) == ("gagal", "Ini tidak boleh.", 1)
    assert entries(session) == 0


def test_what_the_gate_finds_is_told_line_by_line(portal: Flask, session: Session) -> None:
    problem, warning = Problem("a.md", 3, "salah"), Problem("b.md", 1, "lama", is_warning=True)
    ERRORS["gate"] = InvalidContent([problem, warning])
    number = ask(portal, raises="gate")

    do_jobs(portal)

    assert job(session, number).lines == ["a.md:3: salah"]


@pytest.mark.parametrize("error", [ContentBusy("Sedang dipakai."), OSError("putus")], ids=["busy", "ours"])
def test_a_fault_that_may_pass_is_tried_again_later_and_not_for_ever(
    portal: Flask, session: Session, error: Exception
) -> None:
    ERRORS["fault"] = error
    number = ask(portal, raises="fault")
    tries = []
    for wait in (0, 5, 25, 1_000):
        at(portal, NOW + timedelta(seconds=wait - 1))
        assert do_jobs(portal) == 0
        at(portal, NOW + timedelta(seconds=wait))
        do_jobs(portal)
        tries.append((job(session, number).state, job(session, number).attempts))
        if tries[-1][0] == "gagal":
            break

    assert tries == [("menunggu", 1), ("menunggu", 2), ("gagal", 3)]
    assert job(session, number).said == (str(error) if isinstance(error, ContentBusy) else BROKEN)


def test_a_fault_that_passed_is_forgotten(portal: Flask, session: Session) -> None:
    ERRORS["fault"] = OSError("putus")
    number = ask(portal, raises="fault")
    do_jobs(portal)
    with portal.app_context(), transaction() as writing:
        writing.get_one(Job, number).arguments = Told(writes="akhirnya").model_dump()
    at(portal, NOW + timedelta(seconds=5))

    do_jobs(portal)

    assert (job(session, number).state, job(session, number).said) == ("selesai", "Tertulis akhirnya.")


def test_the_job_of_a_dead_worker_is_taken_up_when_its_lease_has_run_out(
    portal: Flask, session: Session
) -> None:
    number = ask(portal)
    assert claimed(portal) is not None

    assert do_jobs(portal) == 0
    at(portal, NOW + queue.LEASE + timedelta(seconds=1))
    assert do_jobs(portal) == 1

    assert (job(session, number).state, job(session, number).attempts) == ("selesai", 2)


def test_a_worker_that_was_thought_dead_changes_nothing(portal: Flask, session: Session) -> None:
    number = ask(portal)
    first = claimed(portal)
    at(portal, NOW + queue.LEASE + timedelta(seconds=1))
    second = claimed(portal)
    assert first is not None
    assert second is not None

    with portal.app_context():
        late: list[Callable[[Session], None]] = [
            lambda writing: queue.end(writing, number, first.claim, Done("Terlambat.")),
            lambda writing: queue.fail(writing, number, first.claim, "Terlambat."),
            lambda writing: queue.put_off(writing, first, "Terlambat."),
            lambda writing: queue.give_back(writing, number, first.claim),
        ]
        for change in late:
            with pytest.raises(Lost), transaction() as writing:
                change(writing)

    assert (job(session, number).state, job(session, number).claim) == ("berjalan", second.claim)


def test_a_job_that_kills_its_workers_is_given_up(portal: Flask, session: Session) -> None:
    number = ask(portal)
    for attempt in range(3):
        at(portal, NOW + (queue.LEASE + timedelta(seconds=1)) * attempt)
        assert claimed(portal) is not None
    at(portal, NOW + (queue.LEASE + timedelta(seconds=1)) * 3)

    do_jobs(portal)

    assert (job(session, number).state, job(session, number).said) == ("gagal", TOO_OFTEN)


def test_what_was_not_done_by_its_deadline_is_given_up_with_a_sentence(
    portal: Flask, session: Session
) -> None:
    number = ask(portal)
    at(portal, NOW + timedelta(minutes=10, seconds=1))

    do_jobs(portal)

    assert (job(session, number).state, job(session, number).said) == ("gagal", TOO_LATE)
    assert entries(session) == 0


def test_of_one_lane_only_one_job_runs(portal: Flask) -> None:
    first, second, other = ask(portal, "told-in-lane"), ask(portal, "told-in-lane"), ask(portal)

    taken = [found.id if (found := claimed(portal)) else None for _ in range(3)]

    assert taken == [first, other, None]
    with portal.app_context(), transaction() as session:
        held = session.get_one(Job, first)
        queue.end(session, first, held.claim, Done("Selesai."))
    found = claimed(portal)
    assert found is not None
    assert found.id == second


def test_a_job_acts_with_what_its_asker_held_and_still_holds(portal: Flask, session: Session) -> None:
    actor = actor_of(portal, "sari", Role.CURATOR)
    ask(portal, actor=actor), ask(portal, actor=Actor(actor.account_id, "Sari", frozenset({Role.ADMIN})))

    do_jobs(portal)

    found = select(AuditEntry.role).where(AuditEntry.action == "test.told").order_by(AuditEntry.seq)
    assert session.scalars(found).all() == ["kurator", ""]


def test_a_job_of_a_closed_account_is_refused(portal: Flask, session: Session) -> None:
    actor = actor_of(portal, "sari", Role.CURATOR)
    number = ask(portal, actor=actor)
    with portal.app_context(), transaction() as writing:
        writing.get_one(Account, actor.account_id).is_open = False

    do_jobs(portal)

    assert (job(session, number).state, entries(session)) == ("gagal", 0)


def test_jobs_and_their_files_are_forgotten_in_time(portal: Flask, session: Session) -> None:
    ask(portal, writes="berkas")
    do_jobs(portal)
    left = []
    for wait in (timedelta(hours=23), timedelta(hours=25), timedelta(days=13), timedelta(days=15)):
        at(portal, NOW + wait)
        with portal.app_context(), transaction() as writing:
            queue.sweep(writing)
        session.rollback()
        left.append([session.scalar(select(func.count()).select_from(kind)) for kind in (Job, JobFile)])

    assert left == [[1, 1], [1, 0], [1, 0], [0, 0]]


def test_work_that_never_says_its_end_is_a_mistake_of_ours(portal: Flask, session: Session) -> None:
    number = ask(portal)
    KINDS["told"] = Kind("told", Told, lambda _task, _given: None, 10, 1, "")

    do_jobs(portal)

    assert (job(session, number).state, job(session, number).said) == ("gagal", BROKEN)


def test_a_worker_that_must_stop_leaves_its_job_to_the_next(portal: Flask, session: Session) -> None:
    number = ask(portal)
    worker = Worker(portal, Event())
    worker.current = claimed(portal)

    worker.give_back()

    assert (job(session, number).state, job(session, number).attempts) == (JobState.WAITING, 0)
    assert do_jobs(portal) == 1
