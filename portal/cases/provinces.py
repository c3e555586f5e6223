"""The schematic map of provinces: how many cases each has, for the page of all regions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from portal.regions import GRID, Region
from portal.web.charts import Tile, draw_tiles

LEVELS = (1, 5, 20)  # cases from which a tile is coloured, more and most strongly
MOST_NAMED = 3


def draw_provinces(
    provinces: Sequence[tuple[str, str, Sequence[Region]]], by_region: Mapping[str, Sequence[str]], ours: str
) -> tuple[Markup, str]:
    """(the map, what it says), from (province, anchor, regions) and region -> cases; empty for no case."""
    counts = {
        name: sum(len(by_region.get(region.id, ())) for region in regions) for name, _, regions in provinces
    }
    total = sum(counts.values())
    if not total:
        return Markup(""), ""
    finding = _finding(counts, total)
    return draw_tiles("peta", ("Peta provinsi", finding), _tiles(provinces, counts, ours)), finding


def _tiles(
    provinces: Sequence[tuple[str, str, Sequence[Region]]], counts: Mapping[str, int], ours: str
) -> list[Tile]:
    known = {name: (anchor, regions) for name, anchor, regions in provinces}
    tiles = []
    for name, (label, column, row) in GRID.items():
        if name not in known:
            tiles.append(Tile(column, row, label, name))
            continue
        anchor, regions = known[name]
        count = counts[name]
        tiles.append(
            Tile(
                column,
                row,
                label,
                f"{name}: {count} inovasi dari {len(regions)} wilayah",
                str(count),
                sum(count >= least for least in LEVELS),
                f"#{anchor}",
                any(region.id == ours for region in regions),
            )
        )
    return tiles


def _finding(counts: Mapping[str, int], total: int) -> str:
    """How many cases from how many provinces, and where most of them come from."""
    most = sorted(
        ((count, name) for name, count in counts.items() if count), key=lambda pair: (-pair[0], pair[1])
    )
    named = [f"{name} ({count})" for count, name in most[:MOST_NAMED]]
    where = f"{', '.join(named[:-1])} dan {named[-1]}" if len(named) > 1 else named[0]
    return f"{total} inovasi dari {len(most)} provinsi; terbanyak {where}."
