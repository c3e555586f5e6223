"""The curator's form knows every key of a case file, and asks for what the model asks for."""

from __future__ import annotations

from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

import pytest

from portal.cases.model import (
    Advice,
    Award,
    Compiled,
    Contact,
    Cost,
    Ending,
    FrontMatter,
    LegalBasis,
    Picture,
    Result,
    Search,
    Staff,
)
from portal.editing.fields import FIELDS, TABLES, Field, FieldKind
from portal.editing.nested import _WORDS
from portal.sources import Check, Fact, Quote, Reading, Source

ROWS: dict[str, type[Fact]] = {
    "results": Result,
    "awards": Award,
    "legal_basis": LegalBasis,
    "ended": Ending,
    "still": Advice,
    "costs": Cost,
    "staff": Staff,
    "contacts": Contact,
    "pictures": Picture,
    "searched": Search,
    "sources": Source,
}
PACKED: dict[str, type[Fact]] = {"read": Reading, "checked": Check, "compiled": Compiled}
MAY_STAY_EMPTY = {"province", "started", "year"}  # filled in from the region; not known
ASKED_BY_THE_GATE = {"url"}


def test_every_key_of_the_head_stands_in_the_form() -> None:
    assert {*FIELDS, *TABLES} == set(FrontMatter.model_fields)
    assert set(ROWS) == set(TABLES)


@pytest.mark.parametrize("name", ROWS)
def test_every_key_of_a_row_is_a_column(name: str) -> None:
    assert {column.name for column in TABLES[name].fields} == set(ROWS[name].model_fields)


@pytest.mark.parametrize("name", PACKED)
def test_every_key_of_a_small_map_is_typed_and_every_code_has_a_word(name: str) -> None:
    keys = {key: literals(info.annotation) for key, info in PACKED[name].model_fields.items()}

    assert list(keys) == list(_WORDS[name])
    assert {key: set(words) for key, words in _WORDS[name].items() if words} == {
        key: codes
        for key, codes in keys.items()
        if codes and key != "by"  # a role is typed as it is
    }


def test_a_quote_has_the_two_parts_that_a_line_of_quotes_has() -> None:
    assert set(Quote.model_fields) == {"source", "text"}


def columns() -> list[tuple[type[Fact], Field]]:
    """Every field of the form with the model that it belongs to."""
    found: list[tuple[type[Fact], Field]] = [(FrontMatter, field) for field in FIELDS.values()]
    return found + [(ROWS[table.name], column) for table in TABLES.values() for column in table.fields]


@pytest.mark.parametrize(("model", "field"), columns(), ids=lambda value: getattr(value, "name", ""))
def test_the_form_asks_for_what_the_model_asks_for(model: type[Fact], field: Field) -> None:
    info = model.model_fields[field.name]
    codes = literals(info.annotation)

    is_needed = (info.is_required() and field.name not in MAY_STAY_EMPTY) or field.name in ASKED_BY_THE_GATE
    assert field.is_needed is is_needed
    assert (info.annotation is bool) is (field.kind is FieldKind.YES_NO)
    assert ("Quote" in repr(info.annotation)) is (field.kind is FieldKind.QUOTES)
    if field.options:
        assert {code for code, _ in field.options} == codes


def literals(annotation: Any) -> set[str]:
    """The codes of a fixed list."""
    if get_origin(annotation) is Literal:
        return set(get_args(annotation))
    if get_origin(annotation) in (Union, UnionType):
        return {code for one in get_args(annotation) for code in literals(one)}
    return {code.value for code in annotation} if hasattr(annotation, "__members__") else set()
