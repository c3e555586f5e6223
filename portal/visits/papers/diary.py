"""The agenda of a visit as a calendar file for the delegation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from portal.documents import Appointment, Diary
from portal.visits.papers.dossier import Dossier
from portal.visits.papers.parts import host_name

UNSETTLED = frozenset({"draf", "diusulkan", "disetujui"})  # nobody has a day yet that the host agreed to


def diary_of(
    dossier: Dossier, *, made: datetime, address: str, identifier: Callable[[str, object], str]
) -> Diary:
    """The days of the visit as one event, which follows them, and the agenda.

    `address` is the visit's page; `identifier` gives the UID of a thing, the same however often it is asked.
    """
    return Diary(
        title=dossier.title,
        appointments=tuple(_appointments(dossier, address, identifier)),
        made=made,
        version=dossier.version,
        zone=dossier.zone,
        is_settled=dossier.stage not in UNSETTLED,
    )


def _appointments(
    dossier: Dossier, address: str, identifier: Callable[[str, object], str]
) -> Iterator[Appointment]:
    is_off = dossier.stage == "dibatalkan"
    if dossier.starts is not None and dossier.days:
        yield Appointment(
            uid=identifier("visit", dossier.id),
            title=dossier.title,
            day=dossier.starts,
            days=dossier.days,
            place=host_name(dossier),
            text=address,
            is_cancelled=is_off,
        )
    for one in dossier.agenda:
        parts = (
            dossier.title,
            f"Narasumber: {one.speaker}" if one.speaker else "",
            f"Penanggung jawab: {one.responsible}" if one.responsible else "",
            one.note,
            address,
        )
        yield Appointment(
            uid=identifier("visit-agenda", one.id),
            title=one.activity,
            day=one.day,
            starts=one.starts,
            ends=one.ends,
            place=", ".join(filter(None, (one.place, dossier.host.region))),
            text="\n".join(filter(None, parts)),
            is_cancelled=one.is_cancelled or is_off,
        )
