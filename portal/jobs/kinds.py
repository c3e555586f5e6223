"""Kinds of work: each room says what it does by a handler, and with which arguments.

A handler is given a Task and its arguments. Whatever it changes, it calls `task.end(session, Done(…))` in the
transaction that stores the change: so the change and the end are stored together, or neither.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

if TYPE_CHECKING:
    from portal.jobs.task import Task

A = TypeVar("A", bound=BaseModel)


@dataclass(frozen=True)
class File:
    """What a job made to be taken away."""

    name: str
    type: str
    body: bytes


@dataclass(frozen=True)
class Done:
    """How a job ended well: a sentence, more lines, perhaps a file."""

    said: str
    lines: tuple[str, ...] = ()
    file: File | None = None


@dataclass(frozen=True)
class Kind:
    """A kind of work."""

    name: str
    arguments: type[BaseModel]
    work: Callable[[Task, Any], None]
    minutes: int  # until the deadline, from when it is asked for
    attempts: int
    lane: str


KINDS: dict[str, Kind] = {}


def handler(
    name: str, arguments: type[A], *, minutes: int = 30, attempts: int = 5, lane: str = ""
) -> Callable[[Callable[[Task, A], None]], Callable[[Task, A], None]]:
    """Make a function the handler of a kind of work."""

    def register(work: Callable[[Task, A], None]) -> Callable[[Task, A], None]:
        KINDS[name] = Kind(name, arguments, work, minutes, attempts, lane)
        return work

    return register
