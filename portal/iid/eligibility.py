"""Which innovations may be reported under a version, and how well that is known."""

from __future__ import annotations

from dataclasses import dataclass

from portal.iid.models import Confirmation
from portal.register import rules
from portal.register.rules import InnovationFacts, Verdict
from portal.taxonomy.iid import IID, IidVersion
from portal.taxonomy.profile import PROFILE, STATUS_WORDS, Eligibility


@dataclass(frozen=True)
class Eligible:
    """A rule of eligibility, where it comes from, and its doubt in words."""

    rule: Eligibility | None
    doubt: str = ""
    is_assumed: bool = False  # another year's days stand in for days that nobody knows yet

    @property
    def is_known(self) -> bool:
        """Can anybody be judged by it?"""
        return self.rule is not None and self.rule.is_known

    def verdict(self, facts: InnovationFacts) -> Verdict:
        """May this innovation be reported?"""
        return rules.eligible(facts, self.rule)


def rule_for(version: IidVersion | None, confirmation: Confirmation | None = None) -> Eligible:
    """The days of a version: from the letter that was read, from its own rule, else of the one before it."""
    if version is None:
        return Eligible(None, "Aturan belum diketahui.")
    own = PROFILE.get().rule(version.year)
    if confirmation is not None and confirmation.applied_from and confirmation.applied_until:
        read = Eligibility(
            year=version.year,
            name=version.name,
            basis=f"Surat {confirmation.number}",
            status="V",
            applied_from=confirmation.applied_from,
            applied_until=confirmation.applied_until,
        )
        return Eligible(read)
    if own is not None and own.is_known:
        return Eligible(own, STATUS_WORDS[own.status])
    base = IID.get().version(version.based_on)
    earlier = PROFILE.get().rule(base.year) if base else None
    if base is not None and earlier is not None and earlier.is_known:
        doubt = f"Rentang {version.year} belum diketahui; dipakai rentang {base.year}."
        return Eligible(earlier, doubt, is_assumed=True)
    return Eligible(own, "Rentang penerapan belum diketahui.")
