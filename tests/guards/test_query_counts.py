"""A page asks the database a fixed number of questions, however much it lists."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import event

from tests.make import Maker, reader

CEILING = 7  # statements for a page of the library: what rooms above hang on it, and nothing a case
MISS = 3  # BEGIN, INSERT and COMMIT more, for a search that found nothing


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """The statements sent to the database inside the block."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(app.extensions["engine"], "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(app.extensions["engine"], "before_cursor_execute", note)


PAGES = (
    "/",
    "/inovasi",
    "/inovasi/jempol",
    "/inovasi/jempol.md",
    "/cari?q=warga",
    "/cari.atom",
    "/saran?q=je",
    "/wilayah",
    "/wilayah/teladan",
    "/kebutuhan",
    "/kebutuhan/antre-ktp",
    "/halaman/cara-mencari",
    "/sehat",
)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A portal with ten times as many cases."""
    maker = Maker(tmp_path_factory.mktemp("besar"))
    maker.library(["jempol", *(f"kasus-{number:02}" for number in range(30))])
    maker.publish()
    yield maker.app()
    maker.close()


def count(app: Flask, path: str) -> int:
    client = reader(app)
    client.get(path)  # a search without an answer is written down the first time, and counted from then on
    with counted(app) as statements:
        assert client.get(path).status_code == 200
    return len(statements)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_the_library_asks_little_and_no_more_for_more_cases(
    small_app: Flask, large: Flask, path: str
) -> None:
    asked = count(small_app, path)

    assert asked <= CEILING
    assert count(large, path) == asked


def test_a_search_that_finds_nothing_writes_one_row(small_app: Flask) -> None:
    client = reader(small_app)

    with counted(small_app) as statements:
        client.get("/cari?q=kuda+terbang+sekali")

    assert len([statement for statement in statements if statement.startswith("INSERT")]) == 1
    assert len(statements) <= CEILING + MISS, statements
