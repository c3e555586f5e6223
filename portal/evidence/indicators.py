"""The indicators that a paper may be said to prove, by the newest version of Indeks Inovasi Daerah."""

from __future__ import annotations

from portal.regions import INSTRUMENTS, InstrumentIndicator

INSTRUMENT = "iid"


def indicators() -> tuple[InstrumentIndicator, ...]:
    """The indicators of one innovation, in their order; none where the library holds none."""
    instrument = INSTRUMENTS.get().get(INSTRUMENT)
    versions = [one.indicators for one in instrument.versions if one.indicators] if instrument else []
    return versions[-1] if versions else ()


def indicator_names() -> dict[str, str]:
    """Number and name, by number; one that a single source tells says so."""
    doubt = {"satu-sumber": " (satu sumber, belum dicocokkan)"}
    return {one.no: f"{one.no} {one.name}{doubt.get(one.confidence, '')}" for one in indicators()}
