"""A map as a drawing of tiles: each stands roughly where it lies from the others, all of one size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from portal.web.charts.svg import box, text

TILE, GAP = 70, 4


@dataclass(frozen=True)
class Tile:
    """A place: where it stands in the grid, its short name, and what is known of it.

    `level` is how strongly it is coloured, 0 (nothing) to 3; `href` is empty where there is nothing to open.
    """

    column: int
    row: int
    label: str
    name: str  # in full, with what is known, for ears
    figure: str = ""
    level: int = 0
    href: str = ""
    is_ours: bool = False


def draw_tiles(key: str, words: tuple[str, str], tiles: Sequence[Tile]) -> Markup:
    """The tiles as a drawing whose links can be reached one by one; '' where there is nothing to open.

    It is a group and no picture: what is inside can be opened, so it must not be hidden from anybody.
    """
    if not any(tile.href for tile in tiles):
        return Markup("")
    across, down = max(tile.column for tile in tiles) + 1, max(tile.row for tile in tiles) + 1
    width, height = across * (TILE + GAP) - GAP + 4, down * (TILE + GAP) - GAP + 4
    key, (title, finding) = escape(key), words
    drawn = (
        f'<svg class="tiles" viewBox="-2 -2 {width} {height}" role="group" '
        f'aria-labelledby="{key}-title" aria-describedby="{key}-desc">'
        f'<title id="{key}-title">{escape(title)}</title><desc id="{key}-desc">{escape(finding)}</desc>'
    )
    return Markup("".join((drawn, *map(_tile, tiles), "</svg>")))  # noqa: S704 -- every text in it is escaped


def _tile(tile: Tile) -> str:
    left, top = tile.column * (TILE + GAP), tile.row * (TILE + GAP)
    shape = box(f"tile-{tile.level}{' tile-ours' if tile.is_ours else ''}", left, top, TILE, TILE)
    middle = left + TILE / 2
    inside = shape + text("tile-label", middle, top + 24, tile.label, "middle")
    if not tile.href:
        return f'<g class="tile-bare" aria-hidden="true">{inside}</g>'
    inside += text("tile-figure", middle, top + 56, tile.figure, "middle")
    return f'<a href="{escape(tile.href)}" aria-label="{escape(tile.name)}">{inside}</a>'
