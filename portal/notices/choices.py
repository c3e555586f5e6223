"""What reaches a person by which channel: everything, but what they switched off."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.adoption import TaskKind
from portal.notices.models import SwitchedOff


class Channel(StrEnum):
    """How something reaches a person."""

    PORTAL = "portal"
    AT_ONCE = "segera"
    DIGEST = "ringkasan"


CHANNEL_NAMES = {
    Channel.PORTAL: "Lonceng di portal",
    Channel.AT_ONCE: "Surel segera",
    Channel.DIGEST: "Ringkasan mingguan lewat surel",
}
KIND_NAMES = {
    TaskKind.DECISION: "Menunggu keputusan Anda",
    TaskKind.ANSWER: "Jawaban dan usulan yang kembali",
    TaskKind.QUESTION: "Pertanyaan untuk Anda",
    TaskKind.DUE: "Tenggat dan keterlambatan",
    TaskKind.SEASON: "Musim dan laporan",
    TaskKind.SILENCE: "Rencana tanpa kabar",
    TaskKind.DRAFT: "Konsep yang belum diajukan",
}
AT_ONCE = frozenset(
    {TaskKind.DECISION, TaskKind.ANSWER, TaskKind.QUESTION, TaskKind.SEASON}
)  # the rest can wait for the digest


def offered() -> list[tuple[Channel, TaskKind]]:
    """What can be switched: what can wait is never sent at once."""
    return [
        (channel, kind)
        for channel in Channel
        for kind in TaskKind
        if channel != Channel.AT_ONCE or kind in AT_ONCE
    ]


def switched_off(session: Session, account_id: int) -> frozenset[tuple[str, str]]:
    """What a person does not want, as (channel, kind)."""
    rows = session.execute(
        select(SwitchedOff.channel, SwitchedOff.kind).where(SwitchedOff.account_id == account_id)
    )
    return frozenset((channel, kind) for channel, kind in rows)


def switch(session: Session, account_id: int, wanted: Collection[tuple[str, str]]) -> None:
    """Keep what a person wants; whatever else is offered is off."""
    session.execute(delete(SwitchedOff).where(SwitchedOff.account_id == account_id))
    session.add_all(
        SwitchedOff(account_id=account_id, channel=channel, kind=kind)
        for channel, kind in offered()
        if (channel, kind) not in wanted
    )
