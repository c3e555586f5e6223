"""The agenda of a visit as a calendar file for the delegation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from portal.documents import Appointment, Diary
from portal.visits.papers.dossier import Dossier
from portal.visits.papers.parts import host_name


def diary_of(dossier: Dossier, *, made: datetime, address: str, host: str) -> Diary:
    """The agenda; without one, the days of the visit themselves.

    `address` is the visit's page, `host` the name that makes UIDs unique in the world.
    """
    return Diary(
        title=dossier.title,
        appointments=tuple(_appointments(dossier, address, host)),
        made=made,
        version=dossier.version,
        zone=dossier.zone,
    )


def _appointments(dossier: Dossier, address: str, host: str) -> Iterator[Appointment]:
    for one in dossier.agenda:
        parts = (
            dossier.title,
            f"Narasumber: {one.speaker}" if one.speaker else "",
            f"Penanggung jawab: {one.responsible}" if one.responsible else "",
            one.note,
            address,
        )
        yield Appointment(
            uid=f"kunjungan-{dossier.id}-acara-{one.id}@{host}",
            title=one.activity,
            day=one.day,
            starts=one.starts,
            ends=one.ends,
            place=", ".join(filter(None, (one.place, dossier.host.region))),
            text="\n".join(filter(None, parts)),
            is_cancelled=one.is_cancelled or dossier.stage == "dibatalkan",
        )
    if dossier.agenda or dossier.starts is None or dossier.ends is None:
        return
    for place in range(dossier.days):
        yield Appointment(
            uid=f"kunjungan-{dossier.id}-hari-{place + 1}@{host}",
            title=dossier.title,
            day=dossier.starts.fromordinal(dossier.starts.toordinal() + place),
            place=host_name(dossier),
            text=address,
            is_cancelled=dossier.stage == "dibatalkan",
        )
