"""One fault at one point: is all as before or as after, is it told, does the next try work?"""

from __future__ import annotations

import os
import resource
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from portal.db.troubles import is_expected
from portal.errors import PortalError
from tests.faulty import KILLED, Fault, Injector, injected
from tests.integration.faults.operations import Operation
from tests.integration.faults.world import Base, Refused, World


@dataclass
class Course:
    """How an operation goes when nothing fails."""

    operation: Operation
    points: list[str]
    kinds: Counter[str]
    old: object
    new: object

    @property
    def telling(self) -> list[int]:
        """The points but those between the first and the last of many writes into one file."""
        count = len(self.points)
        same = [one == other for one, other in zip(self.points, self.points[1:], strict=False)]
        inner = {at for at in range(1, count - 1) if same[at - 1] and same[at]}
        return [at + 1 for at in range(count) if at not in inner]


@dataclass
class Tried:
    """What a sweep found."""

    points: int = 0
    tries: int = 0
    findings: list[str] = field(default_factory=list)


def course_of(operation: Operation, base: Base, folder: Path) -> Course:
    """Let it happen once, counted."""
    world = base.copy(folder / "course")
    operation.prepare(world)
    old = None if operation.name == "first start" else operation.view(world)
    with injected(Injector(world.root)) as injector:
        operation.act(world)
    operation.mend(world)
    new = operation.view(world)
    forget(world)
    return Course(operation, injector.points, injector.kinds, old, new)


def attempt(course: Course, base: Base, folder: Path, fault: Fault, at: int) -> Iterator[str]:
    """Let it fail at one point; gives what is wrong then."""
    operation, world = course.operation, base.copy(folder / f"{fault.name}-{at}")
    operation.prepare(world)
    error = _killed(operation, world, at) if fault is Fault.KILL else _failed(operation, world, fault, at)
    try:
        operation.mend(world)
        found = operation.view(world)
    except Exception as broken:
        yield f"afterwards: {broken!r}"
    else:
        if found not in (course.old, course.new):
            yield f"half: {found!r}"
        if error is None and found != course.new:
            yield f"acknowledged, but not there: {found!r}"
        if error is not None and not is_told(error):
            yield f"not a sentence: {error!r}"
        yield from (f"left: {name}" for name in operation.leftovers(world))
        if found == course.old:
            yield from _again(course, world)
    forget(world)


def _again(course: Course, world: World) -> Iterator[str]:
    try:
        course.operation.act(world)
        course.operation.mend(world)
        found = course.operation.view(world)
    except Exception as broken:
        yield f"the next try: {broken!r}"
    else:
        if found != course.new:
            yield f"the next try: {found!r}"


def _failed(operation: Operation, world: World, fault: Fault, at: int) -> BaseException | None:
    _ = world.app if operation.needs_app else None  # it is open already when the fault comes
    with injected(Injector(world.root, fault, at)):
        try:
            operation.act(world)
        except Exception as error:
            return error
    return None


def _killed(operation: Operation, world: World, at: int) -> BaseException | None:
    """The same in a process of its own, which ends at the point."""
    if operation.needs_app:
        world.app.extensions["engine"].dispose()
    child = os.fork()
    if child == 0:
        try:
            with injected(Injector(world.root, Fault.KILL, at)):
                operation.act(world)
            os._exit(0)
        finally:
            os._exit(1)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return None if code == 0 else PortalError("killed") if code == KILLED else RuntimeError(f"exit {code}")


def fill_up(course: Course, base: Base, folder: Path, limit: int) -> Iterator[str]:
    """Let no file grow beyond so many bytes while it happens, SQLite's own among them."""
    operation, world = course.operation, base.copy(folder / f"limit-{limit}")
    operation.prepare(world)
    if operation.needs_app:
        world.app.extensions["engine"].dispose()
    child = os.fork()
    if child == 0:
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            operation.act(world)
            os._exit(0)
        except Exception as error:
            os._exit(3 if is_told(error) else 4)
        finally:
            os._exit(1)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    found = operation.view(world)
    if found not in (course.old, course.new):
        yield f"half: {found!r}"
    if code not in (0, 3) or (code == 0 and found != course.new):
        yield f"exit {code}: {found!r}"
    if found == course.old:
        yield from _again(course, world)
    forget(world)


def is_told(error: BaseException) -> bool:
    """Does whoever asked for it read a sentence, which is none of "an error of ours"?"""
    if isinstance(error, Refused):
        return not str(error).startswith("500")
    return isinstance(error, PortalError | OSError) or (isinstance(error, DBAPIError) and is_expected(error))


def forget(world: World) -> None:
    """Close it and remove its folder."""
    world.close()
    shutil.rmtree(world.root, ignore_errors=True)


def sweep(course: Course, base: Base, folder: Path, faults: list[Fault], points: list[int]) -> Tried:
    """Try these points with these faults."""
    tried = Tried(points=len(course.points))
    for at in points:
        for fault in faults:
            tried.tries += 1
            where = f"{course.operation.name}, {fault.value} at {at} ({course.points[at - 1]})"
            tried.findings += [f"{where}: {said}" for said in attempt(course, base, folder, fault, at)]
    return tried
