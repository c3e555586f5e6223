"""Nothing grows past the point where it should be split: the maximum counts, not the median."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

MODULE, VIEW, FUNCTION = 400, 30, 50  # lines
WEIGHTS = {"style.css": 64 * 1024, ".js": 10 * 1024}  # bytes before compression
PARTS = ("portal", "benchmarks")


def sources() -> list[Path]:
    return sorted(
        path for part in PARTS for path in (ROOT / part).rglob("*.py") if "versions" not in path.parts
    )


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def body_length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the body without the docstring."""
    has_docstring = ast.get_docstring(node) is not None
    first = node.body[1] if has_docstring and len(node.body) > 1 else node.body[0]
    return (node.end_lineno or 0) - first.lineno + 1


def is_view(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    decorators = [ast.unparse(decorator) for decorator in node.decorator_list]
    return any(".get(" in text or ".post(" in text or ".route(" in text for text in decorators)


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_view_or_function_outgrows_its_reader(path: Path) -> None:
    text = path.read_text("utf-8")
    tree = ast.parse(text)

    assert len(text.splitlines()) <= MODULE
    for node in functions(tree):
        assert length(node) <= FUNCTION, f"{node.name}: {length(node)} lines"
        if is_view(node):
            assert body_length(node) <= VIEW, f"{node.name}: {body_length(node)} lines"


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_what_is_public_says_what_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))

    if path.stat().st_size:
        assert ast.get_docstring(tree), "the module"
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), node.name


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_is_left_for_later(path: Path) -> None:
    text = path.read_text("utf-8")

    for mark in ("TODO", "FIXME", "XXX", "HACK", "breakpoint(", "pdb"):
        assert mark not in text, mark


def test_templates_hold_no_arithmetic_query_or_inline_code() -> None:
    for path in (ROOT / "portal").rglob("*.html"):
        text = path.read_text("utf-8")
        for mark in ("style=", "onclick", "<style", "javascript:", ".query", "session."):
            assert mark not in text, f"{path}: {mark}"
        assert "<script" not in text or "nonce" in text, path


def test_styles_and_scripts_stay_light() -> None:
    for path in (ROOT / "portal/web/static").iterdir():
        for ending, limit in WEIGHTS.items():
            if path.name.endswith(ending):
                assert path.stat().st_size <= limit, path.name
