"""The register in a small portal with people of each role."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.access import Actor
from portal.register import Innovation, service
from tests.integration.adoption.conftest import NOW, OPD, OTHER_OPD, TODAY, Office, office, peopled

__all__ = ["NOW", "OPD", "OTHER_OPD", "TODAY", "Office", "Register", "office", "peopled", "register"]
Act = Callable[[Session, Innovation, Actor], Any]


@dataclass
class Register:
    """Enters innovations through the services, and looks into them."""

    office: Office

    def begin(self, who: str = "operator", *, opd: str = OPD, unit: str = "", **values: Any) -> int:
        """A draft."""
        actor = self.office.actor(who)
        filled = {"title": "Antar KTP ke Desa", "purpose": "Warga tidak perlu ke kota", **values}
        with self.office.inside() as session:
            return service.begin(session, opd=opd, unit=unit, values=filled, actor=actor).id

    def change(self, who: str, innovation_id: int, act: Act) -> Any:
        """Somebody changes an innovation through a service."""
        actor = self.office.actor(who)
        with self.office.inside() as session:
            return act(session, session.get_one(Innovation, innovation_id), actor)

    def endorsed(self, **values: Any) -> int:
        """One that its head has endorsed."""
        number = self.begin(**values)
        self.change("operator", number, lambda s, one, actor: service.submit(s, one, actor=actor))
        self.change("kepala", number, lambda s, one, actor: service.endorse(s, one, actor=actor))
        return number

    def read(self, innovation_id: int, look: Callable[[Innovation], Any]) -> Any:
        """What stands in an innovation."""
        with self.office.inside() as session:
            return look(session.get_one(Innovation, innovation_id))


@pytest.fixture
def register(office: Office) -> Register:
    """The register."""
    return Register(office)
