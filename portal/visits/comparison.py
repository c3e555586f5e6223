"""The condition of the host beside ours, from the profiles of the two regions."""

from __future__ import annotations

from dataclasses import dataclass

from portal.benchmark.figures import Figure, compare
from portal.government import our_government
from portal.regions import INDICATORS, INSTRUMENTS, REGIONS
from portal.visits.models import Visit
from portal.web.figures import number, unit_after

MAX_ROWS = 12


@dataclass(frozen=True)
class Condition:
    """One condition, there and here, with unit and year."""

    name: str
    theirs: str
    ours: str
    note: str = ""


def conditions(visit: Visit) -> tuple[Condition, ...]:
    """Figures known of both regions; those of the visit's sector first."""
    regions, indicators = REGIONS.get(), INDICATORS.get()
    ours, theirs = regions.get(our_government().region), regions.get(visit.region)
    if ours is None or theirs is None or ours is theirs:
        return ()
    both = {value.indicator for value in ours.indicators} & {value.indicator for value in theirs.indicators}
    chosen = [indicator for key, indicator in indicators.items() if key in both]
    chosen.sort(key=lambda one: (not (visit.sector and visit.sector in one.sectors), one.theme, one.name))
    found = []
    for row in compare((ours, theirs), chosen, INSTRUMENTS.get(), ours.id):
        shown = [_shown(cell.latest) for cell in row.cells]
        if len(shown) == 2 and all(shown):
            note = "Instrumen berbeda, jangan dibandingkan langsung." if row.versions_differ else ""
            found.append(Condition(row.indicator.name, shown[1], shown[0], note))
    return tuple(found[:MAX_ROWS])


def _shown(figure: Figure | None) -> str:
    if figure is None:
        return ""
    written = f"{number(figure.value)}{unit_after(figure.unit, figure.value)}"
    return f"{written} ({figure.year})" if figure.year else written
