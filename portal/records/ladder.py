"""Ladders: the stages of a kind of record in their order, and what stands before a gate. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from portal.errors import RuleViolation

S = TypeVar("S", bound=StrEnum)


@dataclass(frozen=True)
class Requirement:
    """One thing a gate asks for; `subject` names the page where it is filled in, `name` what is filled in."""

    text: str
    is_met: bool
    subject: str
    name: str = ""


def missing(requirements: Sequence[Requirement]) -> tuple[Requirement, ...]:
    """Those that are not met."""
    return tuple(requirement for requirement in requirements if not requirement.is_met)


def refuse_missing(beginning: str, requirements: Sequence[Requirement]) -> None:
    """Refuse what cannot be while a requirement is not met."""
    if lacking := missing(requirements):
        raise RuleViolation(f"{beginning}. Yang kurang: {'; '.join(item.text for item in lacking)}.")


@dataclass(frozen=True)
class Ladder(Generic[S]):
    """The stages that a kind of record climbs; others (paused, rejected) stand beside it."""

    called: str  # at the beginning of a sentence: "Rencana"
    names: Mapping[S, str]
    steps: tuple[S, ...]

    def next_stage(self, facts: Any) -> S | None:
        """The stage that comes next; None at the top and for what stands beside the ladder."""
        if facts.stage not in self.steps or facts.stage is self.steps[-1]:
            return None
        return self.steps[self.steps.index(facts.stage) + 1]

    def is_backward(self, current: S, wanted: S) -> bool:
        """Does the move lead down the ladder?"""
        steps = self.steps
        return current in steps and wanted in steps and steps.index(wanted) < steps.index(current)

    def check_open(self, current: S, wanted: S, offered: Sequence[S]) -> None:
        """Refuse a move that does not lead anywhere from where a record stands."""
        if wanted is current or wanted not in offered:
            names = self.names
            raise RuleViolation(
                f"{self.called} tahap {names[current]} tidak dapat dipindah ke {names[wanted]}."
            )

    def check_gate(self, wanted: S, requirements: Sequence[Requirement]) -> None:
        """Refuse to enter a stage while its gate is closed."""
        refuse_missing(f"Belum dapat masuk tahap {self.names[wanted]}", requirements)
