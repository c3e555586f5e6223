"""Letters about the security of an account: at once, to its owner, and nobody can switch them off.

Each is about one entry of the trail, or one sign-in from a new device; its mark says which, so that a
gathering that is begun again writes none twice.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import edition
from portal.accounts import security_news
from portal.accounts.models import Account
from portal.accounts.security_news import SecurityNews
from portal.notices.models import Letter
from portal.notices.writing import address_of
from portal.web.figures import moment

KIND = "keamanan"
SUBJECT = "keamanan akun Anda"
LATELY = timedelta(days=1)  # a mail server that is set up today tells nothing of last year


def write(session: Session, now: datetime) -> int:
    """Write what was not yet told; gives how many letters."""
    marks = {sha256(key.encode()).hexdigest(): (owner, news) for key, owner, news in _lately(session, now)}
    told = set(session.scalars(select(Letter.mark).where(Letter.mark.in_(marks)))) if marks else set()
    count = 0
    for mark, (owner, news) in marks.items():
        account = session.get(Account, owner)
        if mark in told or account is None or not account.is_open or not account.email:
            continue
        session.add(
            Letter(
                account_id=owner,
                kind=KIND,
                mark=mark,
                subject=f"{edition.settings().name}: {SUBJECT}",
                body=_body(account.name, news),
                created_at=now,
                send_after=now,
            )
        )
        count += 1
    return count


def _lately(session: Session, now: datetime) -> list[tuple[str, int, SecurityNews]]:
    return [
        *security_news.changes(session, now - LATELY),
        *security_news.new_devices(session, now - LATELY),
    ]


def _body(name: str, news: SecurityNews) -> str:
    when = f", {moment(news.at)}" if news.at else ""
    who = f", oleh {news.who}" if news.who and not news.is_own else ""
    lines = [f"Yth. {name},", "", f"{news.what}{when}{who}.", ""]
    lines += ["Bila ini Anda, tidak ada yang perlu dilakukan."]
    lines += [
        "Bila bukan, akhiri sesi lain, ganti kata sandi, dan beri tahu admin portal:",
        address_of("/akun"),
    ]
    lines += ["", "--", "Surat tentang keamanan akun selalu dikirim dan tidak dapat dimatikan."]
    return "\n".join(lines) + "\n"
