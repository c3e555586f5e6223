"""The exact headers of every kind of answer; headers.txt holds them, and a change must be meant."""

from __future__ import annotations

import gzip
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.guards.stored import check
from tests.make import Maker, reader

STORED = Path(__file__).with_name("headers.txt")
NONCE = re.compile(r"nonce-[\w-]+")
CHANGING = {"Content-Length", "Date", "ETag", "Expires", "Last-Modified"}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A portal whose list of needs fails."""
    maker = Maker(tmp_path_factory.mktemp("kepala"))
    maker.library(["jempol"])
    maker.publish()
    app = maker.app()
    original = app.view_functions["government.needs"]

    def failing() -> None:
        raise RuntimeError

    failing.__dict__.update(original.__dict__)
    app.view_functions["government.needs"] = failing  # type: ignore[assignment]
    yield app
    maker.close()


def answers(app: Flask) -> dict[str, TestResponse]:
    client = reader(app)
    style = re.search(r'href="(/static/style\.css\?v=\w+)"', client.get("/").text)
    assert style
    found = {
        "page": client.get("/inovasi/jempol"),
        "page over HTTPS": client.get("/inovasi/jempol", base_url="https://portal.example.id"),
        "results": client.get("/cari?q=warga"),
        "redirect": client.get("/wilayah/kabupaten-teladan"),
        "not found": client.get("/tidak/ada"),
        "not found as JSON": client.get("/tidak/ada", headers={"Accept": "application/json"}),
        "not allowed": client.put("/sehat"),
        "error": client.get("/kebutuhan"),
        "static with digest": client.get(style[1]),
        "static without digest": client.get("/static/style.css"),
        "static not found": client.get("/static/hilang.css"),
        "markdown": client.get("/inovasi/jempol.md"),
        "PDF": client.get("/inovasi/jempol.pdf"),
        "feed": client.get("/cari.atom"),
        "suggestions": client.get("/saran?q=je"),
        "health": client.get("/sehat"),
    }
    shutil.rmtree(app.extensions["settings"].index)
    found["search not ready"] = client.get("/cari?q=warga")
    return found


def shown(header: str, value: str) -> str:
    """A header without what differs from one answer or run to the next."""
    if header in CHANGING:
        return f"{header}: …"
    if header == "Allow":  # a set, in any order
        value = ", ".join(sorted(value.split(", ")))
    return f"{header}: {NONCE.sub('nonce-…', value)}"


def written(name: str, response: TestResponse) -> str:
    lines = sorted(shown(header, value) for header, value in response.headers)
    return "\n".join([f"[{name}] {response.status_code}", *lines])


def test_every_answer_carries_exactly_these_headers(app: Flask) -> None:
    found = "\n\n".join(written(name, response) for name, response in answers(app).items()) + "\n"

    check(STORED, found)


def test_the_stored_headers_are_strict() -> None:
    for answer in STORED.read_text("utf-8").split("\n\n"):
        name = answer.split("\n")[0]
        assert "\nContent-Security-Policy: default-src 'none'; " in answer, name
        assert "unsafe" not in answer, name
        assert "\nX-Content-Type-Options: nosniff" in answer, name
        assert "Server:" not in answer, name
        assert "Set-Cookie" not in answer, name
        assert ("Strict-Transport-Security" in answer) == ("HTTPS" in name), name


def test_a_static_file_with_its_digest_is_kept_for_a_year_and_never_asked_for_again() -> None:
    kept = STORED.read_text("utf-8").split("[static with digest] 200\n")[1].split("\n\n")[0]

    assert "\nCache-Control: max-age=31536000, public, immutable\n" in kept
    assert "Expires" not in kept


def test_the_portals_own_files_are_the_same_whoever_asks(small_app: Flask) -> None:
    client = reader(small_app)
    with client.session_transaction() as cookie:
        cookie["_user_id"] = "x" * 43

    answer = client.get("/static/style.css")

    assert "Cookie" not in answer.headers["Vary"]
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" in client.get("/").headers["Vary"]


def test_each_answer_has_a_nonce_of_its_own(small_app: Flask) -> None:
    client = reader(small_app)

    policies = {client.get("/").headers["Content-Security-Policy"] for _ in range(5)}

    assert len(policies) == 5


@pytest.mark.parametrize(
    ("accept", "is_gzip"),
    [
        ("gzip", True),
        ("gzip, deflate, br", True),
        ("*", True),
        ("gzip;q=0", False),
        ("br", False),
        ("", False),
    ],
)
def test_public_pages_are_compressed_where_wanted(small_app: Flask, accept: str, is_gzip: bool) -> None:
    client = reader(small_app)

    response = client.get("/", headers={"Accept-Encoding": accept})

    assert (response.content_encoding == "gzip") == is_gzip
    assert "Accept-Encoding" in response.headers["Vary"]
    body = gzip.decompress(response.data) if is_gzip else response.data
    assert body.startswith(b"<!doctype html>")
    assert int(response.headers["Content-Length"]) == len(response.data)


def test_what_is_small_or_already_packed_is_left_alone(small_app: Flask) -> None:
    client = reader(small_app)

    for path in ("/sehat", "/inovasi/jempol.pdf"):
        assert client.get(path, headers={"Accept-Encoding": "gzip"}).content_encoding is None
