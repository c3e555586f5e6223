"""From gap to case: where we trail, and which cases of better regions address it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.benchmark.figures import Figure, Row, Standing
from portal.cases import Case
from portal.regions.model import Indicator


@dataclass(frozen=True)
class Gap:
    """An indicator in which others do better, with the cases that may close it."""

    indicator: Indicator
    ours: Figure
    better: tuple[tuple[str, Figure], ...]  # (region id, its figure), best first
    cases: tuple[Case, ...]  # of the better regions, in the sectors the indicator belongs to
    other_cases: tuple[Case, ...]  # of further regions, in those sectors


def gaps(rows: Iterable[Row], cases: Mapping[str, Case], ours: str) -> list[Gap]:
    """The gaps that a comparison shows, in its order."""
    found = []
    for row in rows:
        our_cell = next((cell for cell in row.cells if cell.region_id == ours), None)
        better = [
            (cell.region_id, cell.latest)
            for cell in row.cells
            if cell.standing is Standing.BETTER and cell.latest is not None
        ]
        if our_cell is None or our_cell.latest is None or not better:
            continue
        sign = -1 if row.indicator.direction == "up" else 1
        better.sort(key=lambda entry: sign * (entry[1].order or 0.0))
        regions = {region_id for region_id, _ in better}
        in_sector = [
            case for case in cases.values() if case.sector in row.indicator.sectors and case.region != ours
        ]
        found.append(
            Gap(
                row.indicator,
                our_cell.latest,
                tuple(better),
                tuple(case for case in in_sector if case.region in regions),
                tuple(case for case in in_sector if case.region not in regions),
            )
        )
    return found
