"""The office with a register, and seasons opened in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from portal.register import seasons
from portal.register.models import Season
from tests.integration.register.conftest import OPD, Office, Register, office, peopled, register

__all__ = ["OPD", "Office", "Register", "office", "open_season", "peopled", "register"]
Open = Callable[..., int]


@pytest.fixture
def open_season(office: Office) -> Open:
    """Opens a season, as the curator."""

    def act(year: int = 2027, **values: Any) -> int:
        curator = office.actor("kurator")
        with office.inside() as session:
            season: Season = seasons.save(session, None, {"year": year, **values}, actor=curator)
            return season.id

    return act
