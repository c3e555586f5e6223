"""Regions: who they are, what is measured there, and by which instrument."""

from flask import Flask

from portal.regions.files import INDICATORS, INSTRUMENTS, REGIONS, check_links
from portal.regions.model import Indicator, IndicatorValue, Instrument, InstrumentVersion, Region

__all__ = [
    "INDICATORS",
    "INSTRUMENTS",
    "REGIONS",
    "Indicator",
    "IndicatorValue",
    "Instrument",
    "InstrumentVersion",
    "Region",
    "check_links",
]


def init_app(app: Flask) -> None:
    """Open the room."""
    from portal.regions.views import blueprint

    app.register_blueprint(blueprint)
