"""The page of a record at a glance: its stage as steps, its next act, its parts folded to one line each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.records.ladder import Ladder
from portal.records.moving import MoveOffer


@dataclass(frozen=True)
class StageStep:
    """A stage of the ladder as the page of a record shows it."""

    name: str
    state: str  # lewat, kini, nanti


def steps_of(ladder: Ladder[Any], stage: Any, halted_from: Any = None) -> tuple[StageStep, ...]:
    """The stages in order; a record that was halted stands where it stood before."""
    at = stage if stage in ladder.steps else halted_from
    place = ladder.steps.index(at) if at in ladder.steps else 0
    return tuple(
        StageStep(ladder.names[one], "lewat" if no < place else "kini" if no == place else "nanti")
        for no, one in enumerate(ladder.steps)
    )


@dataclass(frozen=True)
class NextAct:
    """The one thing that this reader should do next, with its one button."""

    label: str
    url: str
    why: str = ""  # a few words before the button
    hidden: Mapping[str, object] = field(default_factory=dict)
    is_pressed: bool = False  # the button changes something by itself, without a page in between


@dataclass(frozen=True)
class FoldLink:
    """A way from a part of the page to where it is changed."""

    label: str
    url: str


@dataclass(frozen=True)
class Fold:
    """A part of the page: its heading, and what it holds in a few words for as long as it is shut."""

    anchor: str
    heading: str
    fact: str = ""
    is_asking: bool = False  # something in it waits
    is_open: bool = False
    links: tuple[FoldLink, ...] = ()


@dataclass(frozen=True)
class Outline:
    """What the page of a record shows around its parts."""

    steps: tuple[StageStep, ...]
    act: NextAct | None
    folds: tuple[Fold, ...]
    daily: tuple[FoldLink, ...] = ()  # what is written down day by day
    others: tuple[MoveOffer, ...] = ()  # moves that are not the next act
