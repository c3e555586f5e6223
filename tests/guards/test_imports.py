"""Imports go down the storeys, each library has its one room, and rules know nothing but the domain."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

from tests.conftest import ROOT

HOMES = {
    "whoosh": {"portal.search.engine"},
    "numpy": {"portal.search"},
    "Sastrawi": {"portal.search"},
    "Stemmer": {"portal.search"},
    "typst": {"portal.documents"},
    "docxtpl": {"portal.documents"},
    "docx": {"portal.documents"},
    "xlsxwriter": {"portal.documents"},
    "icalendar": {"portal.documents"},
    "highspy": {"portal.portfolio.solving"},
    "openpyxl": {"portal.accounts.workbook", "portal.cage.examiner", "portal.documents"},
    "markdown": {"portal.cases.markup"},
    "nh3": {"portal.cases.markup"},
    "gunicorn": {"portal.web.gunicorn", "portal.web.worker"},
    "argon2": {"portal.accounts.passwords"},
    "flask_login": {"portal.accounts"},
    "authlib": {"portal.accounts.oidc"},
    "pyotp": {"portal.accounts.second_step"},
    "pypdf": {"portal.cage.examiner"},
    "PIL": {"portal.cage.examiner", "portal.documents.compositor"},
    "pickle": {"portal.search.engine"},
    "subprocess": {
        "portal.cases.sandbox",
        "portal.documents.press",
        "portal.editing",
        "portal.cage",
        "portal.backup",
        "portal.db.tools",
        "portal.jobs.running",
        "portal.publishing.watch",
    },
}
"""A library -> the modules or rooms that may know it, so that it can be exchanged in one place."""

IMPURE = {"alembic", "flask", "flask_login", "flask_wtf", "sqlalchemy", "werkzeug", "whoosh", "wtforms"}


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    """Which module of the portal imports which."""
    return grimp.build_graph("portal", include_external_packages=True, cache_dir=None)


def test_imports_go_down_the_storeys() -> None:
    lint = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"

    done = subprocess.run([sys.executable, "-c", lint], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("library", HOMES)
def test_a_library_is_known_to_its_own_room_only(graph: grimp.ImportGraph, library: str) -> None:
    if library not in graph.modules:
        return
    homes = HOMES[library]

    strangers = {
        module
        for module in graph.find_modules_that_directly_import(library)
        if not any(module == home or module.startswith(f"{home}.") for home in homes)
    }

    assert strangers == set()


def test_rules_know_the_domain_and_neither_web_nor_database(graph: grimp.ImportGraph) -> None:
    rules = {module for module in graph.modules if module.startswith("portal.") and module.endswith(".rules")}

    for module in rules:
        assert graph.find_modules_directly_imported_by(module) & IMPURE == set(), module


def test_the_renderer_of_hostile_text_imports_nothing_of_the_portal(graph: grimp.ImportGraph) -> None:
    known = graph.find_modules_directly_imported_by("portal.cases.markup")

    assert not [module for module in known if module.startswith("portal")]
    assert "flask" not in known


def test_nothing_that_is_tested_imports_the_tests_or_benchmarks() -> None:
    for path in (ROOT / "portal").rglob("*.py"):
        for line in path.read_text("utf-8").splitlines():
            assert not line.startswith(
                ("import tests", "from tests", "import benchmarks", "from benchmarks")
            ), path


def test_the_portal_has_no_drawers() -> None:
    """A module called utils is a well that the next feature drains into."""
    names = {path.stem for path in (ROOT / "portal").rglob("*.py")} | {
        name for _, folders, _ in os.walk(ROOT / "portal") for name in folders
    }

    assert (
        names & {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc", "base"}
        == set()
    )
    assert Path(ROOT / "portal").is_dir()
