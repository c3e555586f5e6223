"""Nothing grows past the point where it should be split: the maximum counts, not the median."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

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


@cache
def modules() -> dict[str, tuple[str, ast.Module]]:
    """Every module by its name below the project: its text and its tree."""
    texts = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in sources()}
    return {name: (text, ast.parse(text)) for name, text in texts.items()}


def test_no_module_outgrows_its_reader() -> None:
    lengths = {name: len(text.splitlines()) for name, (text, _) in modules().items()}

    assert {name: lines for name, lines in lengths.items() if lines > MODULE} == {}


def test_no_view_or_function_outgrows_its_reader() -> None:
    found = [
        f"{name}: {node.name}, {length(node)} lines"
        for name, (_, tree) in modules().items()
        for node in functions(tree)
        if length(node) > FUNCTION or (is_view(node) and body_length(node) > VIEW)
    ]

    assert found == []


def test_what_is_public_says_what_it_is() -> None:
    silent = [name for name, (text, tree) in modules().items() if text and not ast.get_docstring(tree)]
    silent += [
        f"{name}: {node.name}"
        for name, (_, tree) in modules().items()
        for node in tree.body
        if isinstance(node, ast.ClassDef | ast.FunctionDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]

    assert silent == []


def test_nothing_is_left_for_later() -> None:
    marks = ("TODO", "FIXME", "XXX", "HACK", "breakpoint(", "pdb")

    assert [(name, mark) for name, (text, _) in modules().items() for mark in marks if mark in text] == []


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
