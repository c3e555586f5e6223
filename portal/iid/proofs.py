"""Rows of the government's sheet have evidence of their own."""

from __future__ import annotations

from flask import Flask, url_for
from sqlalchemy.orm import Session

from portal import evidence
from portal.evidence import About
from portal.government import our_government
from portal.iid.models import GovernmentRow
from portal.taxonomy.iid import IID


def init_app(app: Flask) -> None:
    """Let papers belong to rows of the sheet."""
    evidence.register(app, "spd", find=find)


def find(session: Session, number: int) -> About | None:
    """A row of the sheet; one without an owner belongs to the agency that plans."""
    row = session.get(GovernmentRow, number)
    if row is None:
        return None
    newest = IID.get().newest
    name = next((one.name for one in newest.government if one.no == row.no), "") if newest else ""
    address = url_for("iid.government", season_id=row.season_id, _anchor=f"i{row.no}")
    return About(row.opd or our_government().planning_agency, f"Indikator {row.no} {name}".strip(), address)
