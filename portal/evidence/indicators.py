"""The indicators that a paper may be said to prove, by the newest known version of Indeks Inovasi Daerah."""

from __future__ import annotations

from portal.taxonomy.iid import IID, IidIndicator
from portal.taxonomy.profile import STATUS_WORDS


def indicators() -> tuple[IidIndicator, ...]:
    """The indicators of one innovation, in their order; none where the library holds none."""
    newest = IID.get().newest
    return newest.indicators if newest else ()


def indicator_names() -> dict[str, str]:
    """Number and name, by number; one that is not well confirmed says so."""
    return {one.no: f"{one.no} {one.name}{_doubt(one)}" for one in indicators()}


def _doubt(one: IidIndicator) -> str:
    said = STATUS_WORDS[one.status]
    return f" ({said})" if said else ""
