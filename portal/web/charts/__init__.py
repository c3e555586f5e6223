"""Drawings made on the server as SVG: the one place for scales, marks and letters; no script, no library.

A drawing is told in words as well: its title, the finding as its description; the page sets the same
figures in a table or a list beside it. Colours come from the stylesheet (classes `chart-…`), never from the
drawing, so that dark mode, forced colours and paper are answered in one place. Nothing to show is no drawing.
"""

from portal.web.charts.bars import draw_change
from portal.web.charts.dots import Dot, draw_dots
from portal.web.charts.lines import HEIGHT, WIDTH, Level, LineChart, Point, draw, ticks_for
from portal.web.charts.spark import draw_spark
from portal.web.charts.tiles import Tile, draw_tiles
from portal.web.charts.times import Event, Life, NamedLife, Step, draw_life, draw_lives, draw_steps
from portal.web.charts.years import Series, draw_years, years_key

__all__ = [
    "HEIGHT",
    "WIDTH",
    "Dot",
    "Event",
    "Level",
    "Life",
    "LineChart",
    "NamedLife",
    "Point",
    "Series",
    "Step",
    "Tile",
    "draw",
    "draw_change",
    "draw_dots",
    "draw_life",
    "draw_lives",
    "draw_spark",
    "draw_steps",
    "draw_tiles",
    "draw_years",
    "ticks_for",
    "years_key",
]
