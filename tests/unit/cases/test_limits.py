"""Markdown that would hold the renderer up is refused before it, or is rendered fast (trap T4)."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from portal.cases.limits import MAX_BODY, check_markdown
from portal.cases.sandbox import Sandbox
from portal.errors import Problem
from portal.yamlfiles import Report
from tests.make import body as whole_body
from tests.make import case_text, read
from tests.unit.cases.cpu import cpu_of

FAST = 0.25  # seconds of CPU for checking
RENDERED = 0.5  # seconds of CPU in the child


def blocks(unit: str, size: int = 10_000) -> str:
    """As many blocks of the same text as fit into 10,000 characters."""
    return "\n\n".join([unit] * max(1, size // (len(unit) + 2)))


HOSTILE = {
    "2,000 open brackets": "[" * 2_000,
    "20,000 open brackets": "[" * 20_000,
    "open images": "![" * 10_000,
    "empty brackets": "[]" * 5_000,
    "open links": "[a](" * 5_000,
    "open definitions": "[a]: " * 3_000,
    "blocks of open brackets": blocks("[" * 100),
    "brackets with letters": blocks("[a" * 90),
    "nested brackets": blocks("[" * 80 + "a" + "]" * 80),
    "nested links": blocks("[" * 80 + "a" + "](b)" * 80),
    "closing brackets": "]" * 20_000,
    "parentheses": blocks("(" * 100),
    "links that never close": blocks("[a]" + "(" * 90),
    "titles that never close": blocks('[a](b "' * 20),
    "reference links": blocks("[x][y] " * 60),
    "5,000 footnotes": "[^1]" * 5_000,
    "footnotes in blocks": blocks("[^1] " * 150),
    "a list 300 deep": "\n".join("    " * depth + "- a" for depth in range(80)),
    "a list in one line": "- " * 300 + "a",
    "lists as deep as may be": blocks("\n\n".join("    " * depth + "- a" for depth in range(12))),
    "quotes 300 deep": ">" * 300 + " a",
    "quotes with spaces": "> " * 300 + "a",
    "quotes and lists": "> - " * 60 + "a",
    "quotes as deep as may be": blocks(">" * 9 + " a"),
    "10,000 stars": "*" * 10_000,
    "stars and letters": blocks("*a " * 300),
    "double stars": blocks("**a " * 300),
    "mixed stars": blocks("*a**b" * 300),
    "three and two stars": blocks("***a** b*" * 100),
    "underscores": blocks("_a" * 300),
    "stars and underscores": blocks("*_" * 300),
    "10,000 backticks": "`" * 10_000,
    "runs of backticks": blocks(" ".join("`" * length for length in range(1, 90))),
    "open code": blocks("`a ``b " * 80),
    "backslashes": "\\" * 20_000,
    "escaped stars": blocks("\\*" * 400),
    "ampersands": blocks("&" * 90),
    "entities": blocks("&#" * 400),
    "less-than signs": "<" * 10_000,
    "HTML": "<b>" * 3_000,
    "a comment that never ends": "<!--" + "a" * 9_000,
    "a declaration": "<!DOCTYPE " + "[" * 90,
    "a processing instruction": "<?php " + "a" * 9_000,
    "bars": "|" * 10_000,
    "a wide table": "\n".join(("|".join("a" * 900), "|".join("-" * 900), "|".join("b" * 900))),
    "a long table": "a|b\n-|-\n" + "x|y\n" * 2_000,
    "hashes": "#" * 10_000,
    "headings": "### a\n" * 600,
    "spaces in a heading": "## a" + " " * 19_000 + "b",
    "rules": blocks("- - -"),
    "underlines": blocks("a\n==="),
    "citations": blocks("[s1] " * 150),
    "a citation of thousands": "[" + ", ".join(["s1"] * 2_500) + "]",
    "a citation of spaces": "[s1" + " " * 9_000,
    "blank lines": "\n" * 90_000,
    "lines of spaces": " \n" * 45_000,
    "an endless line": "a" * 30_000,
    "deep indentation": " " * 9_000 + "a",
    "tabs": blocks("\t\ta"),
    "a huge body": "kata " * 25_000,
    "many bytes": "😀" * 26_000,
    "the renderer's own marks": blocks("\u0002klzzwxh:0001\u0003"),
}


def refused(body: str) -> list[Problem]:
    report = Report()
    check_markdown(body, 1, "x.md", report)
    return report.problems


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """One child for all of them."""
    with Sandbox() as opened:
        yield opened


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_body_is_refused_or_rendered_fast(body: str, sandbox: Sandbox) -> None:
    whole = f"## Masalah\n\n{body}\n"
    sandbox.render("## Masalah\n\nbiasa", {})  # the child is running before time is taken
    began = time.process_time()

    problems = refused(whole)

    assert time.process_time() - began <= FAST
    if not problems:
        used = cpu_of(sandbox)
        sandbox.render(whole, {"s1": 1})
        assert cpu_of(sandbox) - used <= RENDERED


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_is_checked_fast(body: str) -> None:
    text = case_text(article=whole_body(hasil=body))
    began = time.process_time()

    read(text)

    assert time.process_time() - began <= 4 * FAST


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a\n\nb <b>c</b>", 3, "HTML"),
        ("a\n<!-- b -->", 2, "HTML"),
        ("a\n\n<https://a.id>", 3, "HTML"),
        ("a\n![b](c.png)", 2, "gambar"),
        ("a\n\n" + "*" * 101, 3, "'*' berturut-turut lebih dari 100 kali"),
        ("a\n\n" + "[a] " * 201, 3, "kurung siku lebih dari 200 dalam satu blok"),
        ("a\n" + "b" * 20_001, 2, "baris lebih dari 20000 huruf"),
        ("a\n" + ">" * 21 + "b", 2, "bersarang lebih dari 20 tingkat"),
        ("a\n" + " " * 84 + "- b", 2, "bersarang lebih dari 20 tingkat"),
        ("[a](b)\n\n" * 501, 1, "tautan lebih dari 500"),
        ("a\n" * (MAX_BODY // 2 + 1), 1, "naskah lebih dari 100 KB"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_each_limit_is_named_with_its_line(text: str, line: int, says: str) -> None:
    found = [(problem.line, problem.message) for problem in refused(text)]

    assert any(found_line == line and says in message for found_line, message in found), found


@pytest.mark.parametrize(
    "text",
    [
        "1 < 2 dan 3 > 2",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "> kutipan\n\n- butir\n    - anak butir\n",
        "[s1] [nama](/inovasi/x) **tebal** *miring*",
        "[a] " * 200,
        "-" * 100,
    ],
)
def test_ordinary_markdown_is_within_the_limits(text: str) -> None:
    assert refused(text) == []
