"""The office with a contest, its people and two assessors."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from portal.access import Role
from portal.accounts.models import Account, Membership
from tests.integration.adoption.conftest import IDS, NOW, TODAY
from tests.integration.seasons.conftest import (
    OPD,
    Office,
    Open,
    Register,
    office,
    open_season,
    peopled,
    register,
)

__all__ = ["OPD", "Office", "Open", "Register", "office", "open_season", "peopled", "register"]
PANEL = {
    "penilai": (90, Role.ASSESSOR, None),
    "penilai-2": (91, Role.ASSESSOR, None),
    "organisasi": (92, Role.ORGANISATION, None),
}


@pytest.fixture(autouse=True)
def panel(office: Office) -> None:
    """Two assessors, the second of whom also coaches an agency, and Bagian Organisasi."""
    with office.inside() as session:
        for name, (number, role, opd) in PANEL.items():
            IDS[name] = number
            session.add(Account(id=number, username=name, name=name.capitalize(), created_at=NOW))
            session.flush()
            since = TODAY - timedelta(days=100)
            session.add(Membership(account_id=number, role=role.value, opd=opd, since=since))


@pytest.fixture
def kipp(open_season: Open) -> int:
    """A KIPP season of 2021's rules."""
    return open_season(2021, kind="kipp", opens=date(2021, 4, 1), closes=date(2021, 5, 31))
