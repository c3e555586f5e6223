"""Regions: who they are, what is measured there, and by which instrument."""

from flask import Flask

from portal.regions.files import INDICATORS, INSTRUMENTS, REGIONS, check_links
from portal.regions.model import (
    Indicator,
    IndicatorValue,
    Instrument,
    InstrumentVersion,
    Region,
)
from portal.regions.provinces import GRID

__all__ = [
    "GRID",
    "INDICATORS",
    "INSTRUMENTS",
    "REGIONS",
    "Indicator",
    "IndicatorValue",
    "Instrument",
    "InstrumentVersion",
    "Region",
    "check_links",
    "region_names",
]


def region_names() -> list[tuple[str, str]]:
    """The regions of the library by name, our own among them, to choose from a list."""
    found = [(one.id, one.name) for one in REGIONS.get().values() if not one.is_reference]
    return sorted(found, key=lambda entry: entry[1])


def init_app(app: Flask) -> None:
    """Open the room."""
    from portal.regions.views import blueprint

    app.register_blueprint(blueprint)
