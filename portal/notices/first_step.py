"""Whether letters leave the portal, for the admin's list of first steps."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import clock, edition
from portal.accounts.models import Account
from portal.home.first_steps import Step
from portal.notices.models import Letter, LetterState

LATELY, STUCK = timedelta(days=7), timedelta(hours=6)
TITLE, LINE = "Surel", 'mail_server = "starttls://surel.contohkab.go.id:587"'


def mail(session: Session) -> Step:
    """Is a server set, does it take letters, and do people have addresses?"""
    server = edition.settings().mail_server
    if server in ("", "log"):
        said = "Belum ada server, jadi tidak seorang pun diberi tahu di luar portal."
        return Step(TITLE, said, False, type_in=LINE)
    now = clock.now()
    stuck = select(Letter.said).where(Letter.state == LetterState.WAITING, Letter.created_at < now - STUCK)
    why = session.scalars(stuck.order_by(Letter.id.desc()).limit(1)).first()
    if why is not None:
        return Step(
            TITLE, f"Surat tertahan lebih dari 6 jam. {why}".strip(), False, type_in="portal notices letters"
        )
    counted = (
        select(Letter.state, func.count(Letter.id))
        .where(Letter.ended_at > now - LATELY)
        .group_by(Letter.state)
    )
    ended: dict[str, int] = {state: number for state, number in session.execute(counted)}  # noqa: C416
    refused, sent = ended.get(LetterState.REFUSED, 0), ended.get(LetterState.SENT, 0)
    if refused and not sent:
        said = f"{refused} surat ditolak dan tidak ada yang terkirim dalam 7 hari."
        return Step(TITLE, said, False, type_in="portal notices letters")
    lacking = session.scalar(select(func.count(Account.id)).where(Account.is_open, Account.email == "")) or 0
    more = f"; {lacking} akun belum punya alamat surel" if lacking else ""
    return Step(TITLE, f"{sent} surat terkirim dalam 7 hari{more}.", True)
