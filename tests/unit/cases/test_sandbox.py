"""The sandbox: one article that is too heavy costs itself, and no other."""

from __future__ import annotations

import os
import signal

import pytest

from portal.cases.markup import CPU_SECONDS
from portal.cases.sandbox import Sandbox, TooHeavy
from tests.patience import WAIT
from tests.unit.cases.cpu import cpu_of

PLAIN = "## Masalah\n\nWarga antre [s1].\n"
NOTE = '<a aria-label="Sumber 4" href="#sumber-4" id="rujukan-4-1">4</a>'
RENDERED = f'<p>Warga antre<sup class="cite">{NOTE}</sup>.</p>'


def test_an_article_comes_back_as_sections_with_its_citations_counted() -> None:
    with Sandbox() as sandbox:
        sections, seen = sandbox.render(PLAIN + "\n## Hasil\n\nNaik [s1].\n", {"s1": 4})

    assert sections[0] == ("Masalah", RENDERED)
    assert [heading for heading, _ in sections] == ["Masalah", "Hasil"]
    assert seen == {"s1": 2}


def test_an_article_that_takes_too_long_is_refused_and_the_next_one_is_rendered() -> None:
    with Sandbox() as sandbox:
        with pytest.raises(TooHeavy):
            sandbox.render("## Masalah\n\n" + "[" * 20_000, {})

        assert sandbox.render(PLAIN, {"s1": 4})[0] == [("Masalah", RENDERED)]


def test_an_article_that_is_nested_too_deep_is_refused_and_the_next_one_is_rendered() -> None:
    with Sandbox() as sandbox:
        with pytest.raises(TooHeavy):
            sandbox.render("## Masalah\n\n" + "- " * 3_000 + "a", {})

        assert sandbox.render(PLAIN, {"s1": 4})[0] == [("Masalah", RENDERED)]


def test_a_child_that_is_killed_from_outside_is_replaced() -> None:
    with Sandbox() as sandbox:
        sandbox.render(PLAIN, {"s1": 4})
        child = sandbox._child
        assert child is not None
        os.kill(child.pid, signal.SIGKILL)
        child.wait(WAIT)

        with pytest.raises(TooHeavy):
            sandbox.render(PLAIN, {"s1": 4})
        assert sandbox.render(PLAIN, {"s1": 4})[0] == [("Masalah", RENDERED)]


def test_each_article_has_its_own_allowance_of_time() -> None:
    heavy = "## Masalah\n\n" + "\n\n".join(["[" * 100] * 300)

    with Sandbox() as sandbox:
        sandbox.render(PLAIN, {"s1": 4})
        while cpu_of(sandbox) < CPU_SECONDS + 2:
            sections, _ = sandbox.render(heavy, {})

    assert sections[0][1].startswith("<p>[[[")


def test_no_child_outlives_its_cage() -> None:
    with Sandbox() as sandbox:
        sandbox.render(PLAIN, {"s1": 4})
        child = sandbox._child

    assert child is not None
    assert child.returncode == 0


def test_text_of_every_kind_survives_the_way_there_and_back() -> None:
    text = 'Ünïcode "kutip" \\ 日本 \u2028 😀 &amp; a<b'

    with Sandbox() as sandbox:
        ((_, html),), _ = sandbox.render(f"## Masalah\n\n{text}\n", {})

    assert html == '<p>Ünïcode "kutip" \\ 日本 \u2028 😀 &amp; a&lt;b</p>'
