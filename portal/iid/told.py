"""A score as plain values for JSON, and as sentences."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from portal.iid.desk import Desk
from portal.iid.eligibility import Eligible
from portal.iid.scoring import Reckoning, rounded
from portal.taxonomy.iid import IidVersion
from portal.taxonomy.profile import PROFILE
from portal.web.figures import number

SIMULATION = "Simulasi, bukan nilai resmi."
OWN = "Hitungan sendiri menurut surat tahun ini, bukan nilai resmi."
UNKNOWN = "Aturan belum diketahui, jadi tidak ada skor."


def of_desk(desk: Desk, government: Decimal | None = None) -> dict[str, Any]:
    """The score of a season."""
    found = told(desk.version, desk.reckoning(government=government), desk.eligible)
    found["season"] = desk.season.year
    found["simulation"] = desk.is_simulation
    if not desk.is_simulation:
        found["marks"][0] = OWN
    return found


def told(version: IidVersion | None, reckoning: Reckoning | None, eligible: Eligible) -> dict[str, Any]:
    """`score`, `class`, `parts` and `version`, with every doubt; score and class are null without a rule."""
    return {
        "version": version.id if version else None,
        "score": float(reckoning.score) if reckoning else None,
        "class": reckoning.label if reckoning else None,
        "simulation": True,
        "parts": parts(reckoning) if reckoning else None,
        "marks": list(marks(version, eligible)),
    }


def parts(reckoning: Reckoning) -> dict[str, Any]:
    """What the score is made of; points with two decimals."""
    sums, formula = reckoning.sums, reckoning.formula
    names = PROFILE.get().affair_names
    return {
        "government": _plain(sums.government),
        "innovations": _plain(reckoning.mean),
        "number": _plain(reckoning.number),
        "points": _plain(sums.raw(formula)),
        "total": formula.total,
        "sum": _plain(sums.points),
        "sent": sums.sent,
        "counted": sums.counted,
        "divisor": sums.divisor(formula),
        "basic_covered": [names[code] for code, count in (sums.affairs or {}).items() if count > 0],
        "basic_missing": [names[code] for code in reckoning.missing],
        "basic_needed": formula.basic_needed,
        "not_eligible": [one.title for one in reckoning.entries if one.is_eligible is False],
        "held": [one.title for one in reckoning.entries if not one.is_sent],
    }


def marks(version: IidVersion | None, eligible: Eligible) -> Iterable[str]:
    """What is not well known of the rules."""
    yield SIMULATION
    if version is None or version.formula is None:
        yield UNKNOWN
    if version is not None:
        if version.doubt:
            yield f"{version.name}: {version.doubt}."
        yield from version.notes
    if eligible.doubt:
        yield eligible.doubt[0].upper() + eligible.doubt[1:].rstrip(".") + "."


def sentences(found: dict[str, Any]) -> Iterable[str]:
    """The same for somebody who reads it."""
    version = found["version"] or "tanpa aturan"
    if found["parts"] is None:
        yield f"{version}: tidak ada skor."
    else:
        parts = found["parts"]
        yield f"{version}: {number(found['score'])} ({found['class']})"
        yield (
            f"Pemerintah daerah {number(parts['government'])}, inovasi {number(parts['innovations'])} "
            f"({number(parts['sum'])} : {parts['divisor']}), jumlah {number(parts['number'])}."
        )
        if parts["basic_missing"]:
            yield f"Urusan pelayanan dasar yang belum terwakili: {', '.join(parts['basic_missing'])}."
    yield from found["marks"]


def _plain(value: Decimal) -> float:
    return float(rounded(value))
