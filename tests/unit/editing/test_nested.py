"""Small maps of a file as a curator types them, and back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.editing.nested import show_packed, show_quotes, write_packed, write_quotes
from portal.editing.scalars import one_line
from portal.yamlfiles import parse
from tests.unit.editing.test_sheets import SEEN


def parsed(text: str) -> Any:
    return parse(f"key: {text}\n").values["key"]


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("read", "2026-11-30 arsip", {"date": date(2026, 11, 30), "how": "archive"}),
        (
            "read",
            "2026-11-30 Langsung sebagian",
            {"date": date(2026, 11, 30), "how": "live", "extent": "part"},
        ),
        (
            "checked",
            "2026-12-04 kurator hilang",
            {"date": date(2026, 12, 4), "by": "kurator", "found": "gone"},
        ),
        ("compiled", "2026-11-21 rencana", {"date": date(2026, 11, 21), "source": "plan"}),
        ("read", "kemarin arsip", {"date": "kemarin", "how": "archive"}),
        (
            "compiled",
            "2026-11-21 arsip lagi",
            {"date": date(2026, 11, 21), "source": "archive", "lain": "lagi"},
        ),
    ],
)
def test_a_date_with_words_becomes_a_map(name: str, typed: str, value: dict[str, Any]) -> None:
    assert parsed(write_packed(name, typed)) == value


@pytest.mark.parametrize(
    "typed", ["2026-11-30 arsip", "2026-11-30 langsung utuh", "2026-11-30 arsip sebagian"]
)
def test_what_is_shown_is_what_was_typed(typed: str) -> None:
    assert show_packed("read", parsed(write_packed("read", typed))) == typed


def test_nothing_typed_is_nothing_written() -> None:
    assert write_packed("read", "  ") == ""
    assert write_quotes(" \n ") == ""


def test_quotes_are_typed_one_a_line_and_go_on_on_the_next() -> None:
    text = write_quotes('s1: Ada "1.400" warga: puas\n[s2] : it\'s, so\nlanjutannya')

    assert parsed(text) == [
        {"source": "s1", "text": 'Ada "1.400" warga: puas'},
        {"source": "s2", "text": "it's, so lanjutannya"},
    ]


def test_a_quote_without_a_mark_is_kept_for_the_gate_to_refuse() -> None:
    assert parsed(write_quotes("tanpa tanda")) == [{"source": "", "text": "tanpa tanda"}]


@given(st.lists(st.tuples(st.sampled_from(["s1", "s12", "ab3"]), st.text(SEEN, max_size=60)), max_size=4))
def test_any_words_come_back(quotes: list[tuple[str, str]]) -> None:
    typed = "\n".join(f"{mark}: {one_line(text)}" for mark, text in quotes)
    value = parsed(write_quotes(typed)) if quotes else []

    assert [(quote["source"], quote["text"]) for quote in value] == [
        (mark, one_line(text)) for mark, text in quotes
    ]
    assert write_quotes(show_quotes(value)) == write_quotes(typed)


@pytest.mark.parametrize(
    "value", ["teks", {"source": "s1"}, [{"source": "s1"}], ["s1"], [{"a": 1, "text": 2}]]
)
def test_another_shape_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        show_quotes(value)
    with pytest.raises(TypeError):
        show_packed("read", value)
