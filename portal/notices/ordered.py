"""Notices as jobs: gather what is new, write the letters of the week, carry letters away."""

from __future__ import annotations

from datetime import datetime, timedelta

from pydantic import BaseModel
from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from portal import access, clock, edition, jobs
from portal.accounts.models import Account
from portal.db import reading, transaction
from portal.jobs.models import Job, JobState
from portal.notices import gather, postmen, security, writing
from portal.notices.choices import Channel, switched_off
from portal.notices.models import Letter, LetterState, Notice
from portal.notices.postmen import Later, Refused, Unknown

GATHER, POST = "notices.gather", "notices.post"
LANE = "notices"
DIGEST_KEY = f"{GATHER}:digest"
BACK_OFF = (1, 5, 15, 60, 240, 720)  # minutes until a letter is tried again
FAR = timedelta(days=7)  # ahead: further than any back-off
ACTOR = access.command_actor("portal notices")
_WAITING = select(func.count(Letter.id)).where(Letter.state == LetterState.WAITING)


class Nothing(BaseModel):
    """No arguments."""


class Gathering(BaseModel):
    """With or without the letter of the week."""

    with_digest: bool = False


@jobs.handler(GATHER, Gathering, lane=LANE)
def gather_all(task: jobs.Task, given: Gathering) -> None:
    """Bring everybody's notices up to date, person by person; a second try goes on where nothing is new."""
    _tell_of_security()
    found = list(gather.people())
    new = letters = 0
    for number, (account_id, actor) in enumerate(found, start=1):
        task.progress(number, len(found), "Mengumpulkan pemberitahuan")
        tasks = gather.tasks_of(reading(), actor)
        reading().rollback()
        with transaction() as session:
            account, off = session.get_one(Account, account_id), switched_off(session, account_id)
            fresh = gather.gather(session, account_id, tasks, clock.now())
            new += len(fresh)
            if edition.settings().mail_server:
                writing.at_once(session, account, fresh, off)
                if given.with_digest and not _has_digest(session, account_id):
                    letters += writing.digest(session, account, actor, off) is not None
    with transaction() as session:
        _forget(session)
        if edition.settings().mail_server:
            ask_to_post(session)
        task.end(session, jobs.Done(f"{new} pemberitahuan baru, {letters} ringkasan."))


def _tell_of_security() -> None:
    """These letters first: who did not change their password wants to know now."""
    if edition.settings().mail_server:
        with transaction() as session:
            if security.write(session, clock.now()):
                ask_to_post(session)


def _has_digest(session: Session, account_id: int) -> bool:
    """Was one written in these three days? A gathering that was interrupted writes none twice."""
    since = clock.now() - timedelta(days=3)
    letters = select(Letter.id).where(
        Letter.account_id == account_id, Letter.kind == Channel.DIGEST, Letter.created_at > since
    )
    return session.scalar(letters.limit(1)) is not None


def _forget(session: Session) -> None:
    before = clock.now() - gather.KEEP
    session.execute(delete(Notice).where(Notice.ended_at < before))
    kept = select(Notice.letter_id).where(Notice.letter_id.is_not(None))
    session.execute(delete(Letter).where(Letter.ended_at < before, Letter.id.not_in(kept)))
    done_with = Job.ended_at < clock.now() - timedelta(hours=1), Job.state == JobState.DONE
    session.execute(delete(Job).where(Job.kind.in_([GATHER, POST]), *done_with, Job.key != DIGEST_KEY))


@jobs.handler(POST, Nothing, lane=LANE)
def post_all(task: jobs.Task, _given: Nothing) -> None:
    """Carry away every letter whose time has come.

    What was being handed over when a worker died is unknown: the lane lets one of us work at a time, so a
    letter that is still SENDING was left by somebody dead.
    """
    with transaction() as session:
        session.execute(
            update(Letter)
            .where(Letter.state == LetterState.SENDING)
            .values(state=LetterState.UNKNOWN, said="Terputus saat diserahkan.", ended_at=clock.now())
        )
    sent, said = 0, ""
    settings = edition.settings()
    due = _due()
    if due:
        try:
            with postmen.postman(settings) as take:
                for number, letter_id in enumerate(due, start=1):
                    task.progress(number, len(due), "Mengirim surat")
                    sent += _send(letter_id, take)
        except Later as error:
            said = f" {error}"
            _put_off_all(str(error))
    with transaction() as session:
        waiting = session.scalar(_WAITING) or 0
        task.end(session, jobs.Done(f"{sent} surat dikirim, {waiting} menunggu.{said}"))


def _due() -> list[int]:
    now = clock.now()
    ready = select(Letter.id).where(is_due(now))
    found = list(reading().scalars(ready.order_by(Letter.id)))
    reading().rollback()
    return found


def _send(letter_id: int, take: postmen.Postman) -> bool:
    """Hand one letter over; True where it was taken. Raises Later where the server itself is away."""
    with transaction() as session:
        letter = session.get_one(Letter, letter_id)
        account = session.get_one(Account, letter.account_id)
        if not account.is_open or not account.email:
            _end(letter, LetterState.REFUSED, "Akun ditutup atau tidak punya alamat surel.")
            return False
        written = account.email, letter.subject, letter.body, letter.mark
    try:
        take(postmen.message(edition.settings(), *written), lambda: _note(letter_id, LetterState.SENDING))
    except Refused as error:
        _note(letter_id, LetterState.REFUSED, str(error))
    except Unknown as error:
        _note(letter_id, LetterState.UNKNOWN, str(error))
    except Later as error:
        _try_again(letter_id, str(error))
        if error.is_server:
            raise
    else:
        _note(letter_id, LetterState.SENT)
        return True
    return False


def _note(letter_id: int, state: LetterState, said: str = "") -> None:
    with transaction() as session:
        letter = session.get_one(Letter, letter_id)
        if state == LetterState.SENDING:
            letter.state, letter.tries = state, letter.tries + 1
        else:
            _end(letter, state, said)


def _end(letter: Letter, state: LetterState, said: str) -> None:
    letter.state, letter.said, letter.ended_at = state, said[:300], clock.now()


def _try_again(letter_id: int, said: str) -> None:
    with transaction() as session:
        letter = session.get_one(Letter, letter_id)
        letter.tries += letter.state == LetterState.WAITING  # one that never came as far as being handed over
        if letter.tries > len(BACK_OFF):
            _end(letter, LetterState.REFUSED, said)
            return
        letter.state, letter.said = LetterState.WAITING, said[:300]
        letter.send_after = _later(letter.tries)


def _put_off_all(said: str) -> None:
    """The server is away: what waits, waits a little longer; it counts as no try."""
    with transaction() as session:
        session.execute(
            update(Letter).where(is_due(clock.now())).values(send_after=_later(1), said=said[:300])
        )


def is_due(now: datetime) -> ColumnElement[bool]:
    """Does a letter wait for now? A moment that is far off was written by a wrong clock."""
    is_time = or_(Letter.send_after <= now, Letter.send_after > now + FAR)
    return and_(Letter.state == LetterState.WAITING, is_time)


def _later(tries: int) -> datetime:
    return clock.now() + timedelta(minutes=BACK_OFF[min(tries, len(BACK_OFF)) - 1])


def ask_to_gather(session: Session, *, with_digest: bool) -> Job:
    """Ask for a gathering; one that waits or runs is enough."""
    key = DIGEST_KEY if with_digest else GATHER
    title = "Menyusun pemberitahuan"
    return jobs.ask(session, GATHER, Gathering(with_digest=with_digest), actor=ACTOR, title=title, key=key)


def ask_to_post(session: Session) -> Job:
    """Ask for letters to be carried away."""
    return jobs.ask(session, POST, Nothing(), actor=ACTOR, title="Mengirim surat", key=POST)
