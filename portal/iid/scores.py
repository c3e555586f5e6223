"""What the register's papers of a year are told of the desk: scores, and what was decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from portal.iid import desk
from portal.iid.assessing import Assessed
from portal.register.models import Season
from portal.taxonomy.iid import IID


def of_season(session: Session, season: Season) -> dict[int, Mapping[str, Any]]:
    """Claimed and verified score, and the decision, by innovation; as fields of the papers' own list."""
    version = IID.get().of_year(season.year)
    if version is None or not version.is_known:
        return {}
    return {one.id: _told(one) for one in desk.load(session, season, version).innovations}


def _told(one: Assessed) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if not one.is_from_file:
        found["claimed"] = one.claimed
    if any(row.verified is not None for row in one.rows):
        found["verified"] = one.maturity
    if one.sending is not None:
        found |= {"is_sent": one.sending.is_sent, "reason": one.sending.reason}
    return found
