"""Every room that keeps something is tried on both kinds of database."""

from __future__ import annotations

import ast
import re

from tests.conftest import ROOT

# A room that needs no test of its own on PostgreSQL, and why.
THROUGH_OTHERS = {
    "demo": "fills every table through the services of the other rooms",
    "harvest": "begins a draft through the service of editing",
}


def rooms() -> set[str]:
    """The rooms that have tables, ask the database or write in it."""
    asks = re.compile(r"^\s*from (sqlalchemy|portal\.db)\b", re.MULTILINE)
    found = (path for path in (ROOT / "portal").glob("*/**/*.py") if asks.search(path.read_text("utf-8")))
    names = {path.relative_to(ROOT / "portal").parts[0] for path in found}
    return names - {"web", "migrations"}  # the floor, which all of them go through


def marked() -> dict[str, list[str]]:
    """Room -> the modules of tests that say they try it on both."""
    found: dict[str, list[str]] = {}
    for path in (ROOT / "tests").rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.both_engines":
                for name in node.args:
                    found.setdefault(ast.literal_eval(name), []).append(path.name)
    return found


def test_every_room_that_keeps_something_is_tried_on_both_databases() -> None:
    assert rooms() - set(marked()) - set(THROUGH_OTHERS) == set()


def test_no_mark_and_no_excuse_names_a_room_that_is_not_there() -> None:
    there = {path.name for path in (ROOT / "portal").iterdir()}

    assert set(marked()) | set(THROUGH_OTHERS) <= there
