"""The score of a file: an export of the official application, read by the import of the register."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from portal.errors import RuleViolation
from portal.iid import told
from portal.iid.desk import confirmation
from portal.iid.eligibility import rule_for
from portal.iid.scoring import NOTHING, Entry, reckon
from portal.register.importing.judging import facts_of
from portal.register.importing.preview import look
from portal.taxonomy.iid import IidVersion
from portal.taxonomy.profile import PROFILE

TAKEN = ("new", "changed", "same")


def score(
    session: Session, content: bytes, name: str, version: IidVersion, government: Decimal | None
) -> dict[str, Any]:
    """What the innovations of a file would score, all eligible ones sent; doubles count once."""
    preview = look(session, content, name)
    drafts = [one.draft for one in preview.entries if one.what in TAKEN]
    if not drafts:
        raise RuleViolation("Berkas ini tidak memuat daftar inovasi yang dapat dihitung.")
    eligible = rule_for(version, confirmation(session, version.id))
    entries = []
    for draft in drafts:
        verdict = eligible.verdict(facts_of(draft))
        entries.append(
            Entry(
                id=draft.row,
                title=draft.title,
                maturity=Decimal(str(draft.values.get("claimed_score") or 0)),
                affair=str(draft.values.get("affair") or ""),
                is_sent=verdict.is_eligible is not False,
                is_eligible=verdict.is_eligible,
                why=verdict.why,
            )
        )
    basic = [affair.code for affair in PROFILE.get().affairs if affair.basic]
    reckoning = reckon(version, government or NOTHING, entries, basic)
    found = told.told(version, reckoning, eligible)
    found["file"] = name
    if government is None:
        found["marks"].append("Aspek pemerintah daerah dihitung 0; beri nilainya dengan --spd.")
    return found
