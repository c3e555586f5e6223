"""The desk in a small portal with people of each role, a season, and innovations in it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.access import Actor
from portal.register import Innovation, seasons
from portal.register.models import Season
from tests.integration.register.conftest import (
    NOW,
    OPD,
    OTHER_OPD,
    TODAY,
    Office,
    Register,
    office,
    peopled,
    register,
)

__all__ = [
    "NOW",
    "OPD",
    "OTHER_OPD",
    "TODAY",
    "Desk",
    "Office",
    "Register",
    "desk",
    "office",
    "peopled",
    "register",
]


class Desk:
    """A season of 2026 and what is entered into it."""

    def __init__(self, office: Office, register: Register) -> None:
        self.office, self.register = office, register
        self.season = self.open(2026)

    def open(self, year: int) -> int:
        """Open a season."""
        actor = self.office.actor("kurator")
        with self.office.inside() as session:
            found: Season = seasons.save(session, None, {"year": year}, actor=actor)
            return found.id

    def enter(self, **values: Any) -> int:
        """An endorsed innovation in the season."""
        number = self.register.endorsed(**{"stage": "penerapan", "applied_on": date(2025, 3, 15), **values})

        def act(session: Session, one: Innovation, actor: Actor) -> None:
            seasons.enter(session, one, seasons.get(session, self.season), "", actor=actor)

        self.register.change("operator", number, act)
        return number

    def page(self, who: str, path: str = "") -> str:
        """A page of the desk of the season."""
        answer = self.office.get(who, f"/iid/{self.season}{path}")
        assert answer.status_code == 200, answer.status
        return answer.text


@pytest.fixture
def desk(office: Office, register: Register) -> Desk:
    """The desk."""
    return Desk(office, register)
