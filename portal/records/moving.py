"""Moves from stage to stage: which a reader may make now, and the page of one, for every kind of record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from portal import access
from portal.access import Actor, may
from portal.errors import NotFound
from portal.records.asking import Asked, Finder, asks
from portal.records.binding import Bound
from portal.records.fields import Long
from portal.records.kinds import RecordKind
from portal.records.ladder import Ladder, missing
from portal.records.limits import MAX_REASON


class ReasonForm(Bound):
    """A reason in words."""

    reason = Long("Alasan", rows=3, max_length=MAX_REASON)

    def ask_for(self, reason: str, *, is_needed: bool) -> None:
        """Call the reason what it is here, and say whether it may stay empty."""
        self.reason.label.text = reason
        self.reason.flags.required = is_needed


@dataclass(frozen=True)
class MoveOffer:
    """A move that the reader may make now."""

    stage: StrEnum
    label: str
    url: str
    is_main: bool


@dataclass(frozen=True)
class MovePage:
    """What the page of a move says besides its gate."""

    heading: str
    button: str
    reason: str = ""  # what the reason is called here, where it is not just that
    notes: tuple[tuple[str, str], ...] = ()  # sentences, each with the class of its paragraph
    fields: tuple[str, ...] = ()  # asked for before the reason
    is_end: bool = False


@dataclass(frozen=True)
class Moves:
    """How records of a kind move."""

    kind: RecordKind
    ladder: Ladder[Any]
    rules: Any  # open_moves, gate and needs_reason of the room
    permission_for: Callable[[Any, Any], str]
    label: Callable[[Any, Any, Actor], str]  # of the button that leads to the move
    links: Callable[[Any], Mapping[str, str]]  # where each requirement is filled in
    holds: Callable[[Any, Any, Actor], bool] = field(default=lambda *_: False)  # permitted, yet not offered

    def offers(self, record: Any, actor: Actor) -> tuple[MoveOffer, ...]:
        """The moves that the reader may make; forward only through an open gate."""
        facts = record.facts
        wanted, found = self.ladder.next_stage(facts), []
        for stage in self.rules.open_moves(facts):
            is_forward = stage is wanted
            if is_forward and missing(self.rules.gate(facts, stage)):
                continue
            if self.holds(record, stage, actor) or not self._may(record, stage, actor):
                continue
            url = self.address(record, stage)
            found.append(MoveOffer(stage, self.label(record, stage, actor), url, is_forward))
        return tuple(found)

    def address(self, record: Any, stage: StrEnum) -> str:
        """The page of a move."""
        numbered = {f"{self.kind.subject}_id": record.id}
        return url_for(f"{self.kind.room}.move", stage=stage.value, **numbered)

    def page(
        self, form: ReasonForm, record: Any, wanted: Any, said: MovePage, status: int
    ) -> ResponseReturnValue:
        """The page of a move: its gate and, where that is open, its form."""
        facts = record.facts
        requirements = self.rules.gate(facts, wanted)
        is_needed = self.rules.needs_reason(record.stage, wanted)
        form.ask_for(said.reason or ("Alasan" if is_needed else "Catatan"), is_needed=is_needed)
        return render_template(
            "records/move.html",
            form=form,
            record=record,
            kind=self.kind,
            said=said,
            stage=self.ladder.names[record.stage],
            requirements=requirements,
            is_ready=not missing(requirements),
            links=self.links(record),
            needs_reason=is_needed,
        ), status

    def routes(
        self,
        blueprint: Blueprint,
        path: str,
        permission: str,
        finder: Finder[Any],
        stages: type[StrEnum],
        ask: Callable[[Any, Any], Asked],
    ) -> None:
        """Give a room the address of its moves: `path` is "/rencana/…/pindah", `ask` says what is asked."""
        name = f"{self.kind.subject}_id"

        @asks(blueprint, f"{path.replace('…', f'<int:{name}>')}/<stage>", permission)
        def move(stage: str, **number: int) -> Asked:
            record = finder.load(number[name])
            if stage not in list(stages):
                raise NotFound("Tahap ini tidak ada.")
            wanted = stages(stage)
            access.require(self.permission_for(record, wanted), opd=record.opd)
            self.ladder.check_open(record.stage, wanted, self.rules.open_moves(record.facts))
            return replace(ask(record, wanted), binds=self.kind.named(record))

    def _may(self, record: Any, stage: Any, actor: Actor) -> bool:
        return may(actor, self.permission_for(record, stage), opd=record.opd)
