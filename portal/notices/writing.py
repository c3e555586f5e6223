"""The letters: one at once for what waits for a decision or an answer, one a week with all that is open.

Nothing personal stands in a subject line: not a name, not a title, only what sort of letter it is.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock, edition
from portal.access import Actor, Role
from portal.accounts.models import Account
from portal.adoption import TaskKind
from portal.notices.choices import AT_ONCE, CHANNEL_NAMES, KIND_NAMES, Channel
from portal.notices.models import Letter, Notice
from portal.web.figures import long_date

DIGEST = "ringkasan"
SHOWN = 12  # of a kind in a letter; the rest is counted
SUBJECTS = (
    (TaskKind.DECISION, "ada yang menunggu keputusan Anda"),
    (TaskKind.ANSWER, "ada jawaban atau pertanyaan"),
    (TaskKind.QUESTION, "ada jawaban atau pertanyaan"),
    (None, "ada tenggat yang mendekat"),
)
ROLE_LINES = {
    Role.LEADERSHIP: "Yang diminta dari pimpinan ada di urutan pertama.",
    Role.SECRETARY: "Yang diminta dari pimpinan ada di urutan pertama.",
    Role.ASSISTANT: "Masalah yang dinaikkan OPD yang Anda bidangi ada di urutan pertama.",
    Role.ASSESSOR: "Usulan yang menunggu nilai Anda ada di bawah ini.",
    Role.HEAD: "Usulan dan masalah OPD Anda yang menunggu keputusan ada di urutan pertama.",
    Role.CURATOR: "Yang perlu diperiksa atau dijawab kurator ada di bawah ini.",
    Role.OPERATOR: "Langkah berikut untuk rencana OPD Anda ada di bawah ini.",
}


def at_once(
    session: Session, account: Account, new: Sequence[Notice], off: frozenset[tuple[str, str]]
) -> None:
    """Write one letter about what cannot wait, if there is anything and the person wants it."""
    told = [
        notice
        for notice in new
        if notice.kind in AT_ONCE and (Channel.AT_ONCE, notice.kind) not in off and _is_open(notice)
    ]
    if not told or not account.email:
        return
    kinds = {notice.kind for notice in told}
    subject = next(words for kind, words in SUBJECTS if kind in kinds or kind is None)
    letter = _letter(account, Channel.AT_ONCE, subject, told, intro="Ada yang baru untuk Anda di portal.")
    session.add(letter)
    session.flush()
    for notice in told:
        notice.letter_id = letter.id


def digest(
    session: Session, account: Account, actor: Actor, off: frozenset[tuple[str, str]]
) -> Letter | None:
    """Write the letter of the week with all that is open, read or not; None where nothing is."""
    open_ones = session.scalars(
        select(Notice)
        .where(Notice.account_id == account.id, Notice.ended_at.is_(None))
        .order_by(Notice.due.is_(None), Notice.due, Notice.id)
    )
    told = [notice for notice in open_ones if (Channel.DIGEST, notice.kind) not in off]
    if not told or not account.email:
        return None
    line = next((line for role, line in ROLE_LINES.items() if role in actor.roles), "")
    intro = f"{len(told)} hal terbuka untuk Anda. {line}".strip()
    letter = _letter(account, Channel.DIGEST, "ringkasan minggu ini", told, intro=intro)
    session.add(letter)
    return letter


def _is_open(notice: Notice) -> bool:
    return notice.letter_id is None and notice.read_at is None and notice.ended_at is None


def _letter(
    account: Account, channel: Channel, subject: str, told: Sequence[Notice], *, intro: str
) -> Letter:
    now = clock.now()
    return Letter(
        account_id=account.id,
        kind=channel,
        mark=secrets.token_hex(16),
        subject=f"{edition.settings().name}: {subject}",
        body=_body(account.name, channel, told, intro),
        created_at=now,
        send_after=now,
    )


def _body(name: str, channel: Channel, told: Sequence[Notice], intro: str) -> str:
    order = list(KIND_NAMES)
    by_kind = sorted(told, key=lambda notice: order.index(TaskKind(notice.kind)))
    lines = [f"Yth. {name},", "", intro]
    for kind, group in groupby(by_kind, key=lambda notice: notice.kind):
        entries = list(group)
        lines += ["", f"{KIND_NAMES[TaskKind(kind)]} ({len(entries)})"]
        for notice in entries[:SHOWN]:
            lines += _entry(notice)
        if len(entries) > SHOWN:
            lines.append(f"- dan {len(entries) - SHOWN} lagi")
    lines += ["", f"Semuanya: {address_of('/pemberitahuan')}"]
    lines += ["", "--", f"Surat ini dikirim sendiri oleh portal ({CHANNEL_NAMES[channel].lower()})."]
    lines.append(f"Pilih apa yang dikirim kepada Anda: {address_of('/pemberitahuan/pilihan')}")
    return "\n".join(lines) + "\n"


def _entry(notice: Notice) -> list[str]:
    due = f" (tenggat {long_date(notice.due)})" if notice.due else ""
    found = [f"- {notice.what}: {notice.about}{due}"]
    if edition.settings().address:
        found.append(f"  {address_of(f'/pemberitahuan/{notice.id}')}")
    return found


def address_of(path: str) -> str:
    """A whole address; without a public address only the place in the portal is named."""
    base = edition.settings().address
    return f"{base}{path}" if base else f"buka portal, halaman {path}"
