"""There is one clock: nobody else asks the machine for the time, or takes the date of a moment in UTC."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import ROOT

CLOCK = ROOT / "portal/clock.py"
ASKS = {"today", "now", "utcnow", "fromtimestamp", "utcfromtimestamp"}
TYPED = {  # a day that a person typed has no zone: where such a `.date()` stands, and why it is right
    ("portal/accounts/cli.py", "since"),
    ("portal/accounts/cli.py", "until"),
    ("portal/cage/examiner/grid.py", "value"),
    ("portal/documents/cells.py", "value"),
}


def offences(path: Path, text: str) -> Iterator[str]:
    """The calls of a module that ask another clock, each with its line."""
    name = path.relative_to(ROOT).as_posix()
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        asked, of = node.func.attr, ast.unparse(node.func.value)
        is_machine = asked in ASKS and of in ("date", "datetime", "datetime.date", "datetime.datetime")
        is_utc = asked == "date" and not of.startswith("clock.local(") and (name, of) not in TYPED
        if is_machine or is_utc or (of == "time" and asked in ("time", "localtime", "gmtime")):
            yield f"{name}:{node.lineno}: {ast.unparse(node)}"


def test_only_the_clock_knows_the_time() -> None:
    paths = [path for path in sorted((ROOT / "portal").rglob("*.py")) if path != CLOCK]

    assert [line for path in paths for line in offences(path, path.read_text("utf-8"))] == []


def test_the_guard_sees_each_way_of_asking_another_clock() -> None:
    path = ROOT / "portal/cases/views.py"
    wrong = (
        "date.today()",
        "datetime.now(UTC)",
        "datetime.utcnow()",
        "plan.at.date()",
        "now.date()",
        "time.time()",
    )

    assert [len(list(offences(path, line))) for line in wrong] == [1] * len(wrong)
    assert list(offences(path, "clock.local(plan.at).date(); clock.today(); clock.now()")) == []
