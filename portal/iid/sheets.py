"""The official sheet of one innovation, as the register took it in, becomes its rows of a season."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy.orm import Session

from portal import clock
from portal.access import Actor, may
from portal.errors import Forbidden, RuleViolation
from portal.iid import service
from portal.records.changes import assign
from portal.register.models import ClaimSheet, Innovation, Season
from portal.taxonomy.iid import IidIndicator, IidVersion

KIND = "iid-indikator"


def newest(innovation: Innovation) -> ClaimSheet | None:
    """The newest sheet of indicators that was taken in."""
    found = [one for one in innovation.sheets if one.kind == KIND and not one.removed_at]
    return found[-1] if found else None


def take(
    session: Session, innovation: Innovation, season: Season, version: IidVersion, *, actor: Actor
) -> int:
    """Take claimed and verified levels from the newest sheet; how many rows changed.

    The official result comes after the season has closed, so a closed one takes it too.
    """
    if not may(actor, "iid.decide", opd=innovation.opd):
        raise Forbidden("Hanya kurator yang mengambil hasil dari lembar.")
    sheet = newest(innovation)
    if sheet is None:
        raise RuleViolation("Belum ada lembar indikator yang diimpor untuk inovasi ini.")
    count = 0
    for indicator, claimed, verified, said in levels(sheet.rows, version):
        row = service.kept_row(session, innovation, season, indicator.no)
        values: dict[str, object] = {"claimed": claimed}
        if verified is not None:
            values |= {"verified": verified, "verdict_note": said}
        if changes := assign(row, values):
            now = clock.now()
            row.claimed_by, row.claimed_by_name, row.claimed_at = actor.account_id, actor.name, now
            if verified is not None:
                row.verified_by, row.verified_by_name, row.verified_at = None, "lembar resmi", now
            row.version += 1
            subject = f"innovation:{innovation.id}:iid:{indicator.no}"
            service.note(session, "take-sheet", subject, changes, actor=actor)
            count += 1
    return count


def levels(
    rows: Iterable[Mapping[str, Any]], version: IidVersion
) -> Iterable[tuple[IidIndicator, int, int | None, str]]:
    """Indicator, claimed and verified level, and the remark; a score that is no level of it is left out."""
    for row in rows:
        indicator = version.by_no.get(str(row.get("indicator")))
        claimed = _level(row.get("claimed"), indicator)
        if indicator is None or claimed is None:
            continue
        verified = _level(row.get("verified"), indicator)
        said = str(row.get("note") or "") or "Menurut lembar yang diimpor."
        yield indicator, claimed, verified, said


def _level(score: object, indicator: IidIndicator | None) -> int | None:
    """Three points of an indicator that weighs three are level one."""
    if indicator is None or score in (None, ""):
        return None
    try:
        level = Decimal(str(score)) / indicator.weight
    except InvalidOperation:
        return None
    return int(level) if level in (0, 1, 2, 3) else None
