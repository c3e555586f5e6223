"""What a closed season keeps beside the profile: the team and papers that levels are read from.

Facts are kept, never levels: rules that are mended later still give levels of what was reported.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.evidence.rules import EvidenceKind, SignerLevel
from portal.iid.reading import PaperFact

KEY = "desk"  # in what an edition froze; no field of a profile is called so
Team = Sequence[tuple[str, str, int]]  # office, kind of actor, people
Papers = Mapping[str, tuple[PaperFact, ...]]  # by indicator


@dataclass(frozen=True)
class Kept:
    """Team and papers of an innovation as they were when its season closed."""

    team: Team
    papers: Papers


def frozen(team: Team, papers: Papers) -> dict[str, Any]:
    """As an edition holds it."""
    return {
        "team": [list(one) for one in team],
        "papers": {no: [_plain(one) for one in facts] for no, facts in papers.items()},
    }


def thawed(found: Mapping[str, Any] | None) -> Kept | None:
    """What an edition holds; None where its season is open."""
    held = found.get(KEY) if found else None
    if held is None:
        return None
    return Kept(
        team=[(office, actor, people) for office, actor, people in held["team"]],
        papers={no: tuple(_fact(one) for one in facts) for no, facts in held["papers"].items()},
    )


def _plain(one: PaperFact) -> dict[str, Any]:
    return {
        "kind": str(one.kind),
        "dated": one.dated.isoformat(),
        "year": one.year,
        "signer": str(one.signer) if one.signer else None,
        "good": one.is_good,
        "refused": one.is_refused,
    }


def _fact(one: Mapping[str, Any]) -> PaperFact:
    return PaperFact(
        EvidenceKind(one["kind"]),
        date.fromisoformat(one["dated"]),
        one["year"],
        SignerLevel(one["signer"]) if one["signer"] else None,
        is_good=one["good"],
        is_refused=one["refused"],
    )
