"""An error is a page, or JSON where JSON was asked for: one sentence on what happened, one on what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from portal import errors
from portal.errors import PortalError
from tests.make import Maker, reader
from tests.reading import Reader

JSON = {"Accept": "application/json"}


@pytest.fixture
def failing(small: Maker) -> Callable[[BaseException], Reader]:
    """A reader of a portal whose help page raises an error."""

    def raising(error: BaseException) -> Reader:
        app = small.app()
        original = app.view_functions["pages.show"]

        def view(**_arguments: Any) -> None:
            raise error

        view.__dict__.update(original.__dict__)
        app.view_functions["pages.show"] = view  # type: ignore[assignment]
        return reader(app)

    return raising


def expected_errors() -> list[type[PortalError]]:
    return [
        kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, PortalError)
    ]


OF_MORE = (errors.InvalidContent, errors.Moved)  # made of more than a sentence


@pytest.mark.parametrize("kind", [kind for kind in expected_errors() if kind not in OF_MORE])
def test_an_expected_error_tells_its_sentence_with_its_status(
    failing: Callable[[BaseException], Reader], kind: type[PortalError]
) -> None:
    client = failing(kind("Kalimat <untuk> pembaca."))

    page = client.get("/halaman/cara-mencari")
    answer = client.get("/halaman/cara-mencari", headers=JSON)

    assert page.status_code == answer.status_code == kind.status
    assert "Kalimat &lt;untuk&gt; pembaca." in page.text
    assert f"<h1>{kind.title}</h1>" in page.text
    assert answer.get_json() == {
        "status": kind.status,
        "title": kind.title,
        "detail": "Kalimat <untuk> pembaca.",
    }
    assert ("Retry-After" in page.headers) == (kind.status == 503)


@pytest.mark.parametrize(
    "error", [RuntimeError("rahasia: /etc/kunci"), KeyError("rahasia"), MemoryError(), RecursionError()]
)
def test_an_unexpected_error_is_logged_and_tells_readers_nothing_inside(
    failing: Callable[[BaseException], Reader], error: BaseException, caplog: pytest.LogCaptureFixture
) -> None:
    client = failing(error)

    page = client.get("/halaman/cara-mencari")
    answer = client.get("/halaman/cara-mencari", headers=JSON)

    assert page.status_code == answer.status_code == 500
    assert "Ada gangguan di portal" in page.text
    for text in (page.text, answer.text):
        assert "rahasia" not in text
        assert "Traceback" not in text
    assert answer.get_json()["status"] == 500
    record = next(
        record for record in caplog.records if "unexpected error on /halaman/cara-mencari" in record.message
    )
    assert record.exc_info is not None
    assert record.exc_info[1] is error
    assert client.get("/inovasi/jempol").status_code == 200


@pytest.mark.parametrize(
    "path", ["/tidak/ada", "/inovasi/hilang", "/wilayah/hilang", "/kebutuhan/hilang", "/halaman/hilang"]
)
def test_what_is_not_there_is_told_as_json_where_asked(small_client: Reader, path: str) -> None:
    response = small_client.get(path, headers=JSON)

    assert response.status_code == 404
    assert set(response.get_json()) == {"status", "title", "detail"}


@pytest.mark.parametrize(
    ("accept", "is_json"),
    [
        ("application/json", True),
        ("application/json, text/html;q=0.5", True),
        ("text/html,application/xhtml+xml,*/*;q=0.8", False),
        ("*/*", False),
        ("", False),
        ("text/html, application/json", False),
        ("bukan jenis;;;=,,", False),
    ],
)
def test_a_browser_gets_a_page(small_client: Reader, accept: str, is_json: bool) -> None:
    response = small_client.get("/tidak/ada", headers={"Accept": accept})

    assert (response.mimetype == "application/json") == is_json


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", ["/", "/cari", "/inovasi", "/inovasi/jempol", "/sehat"])
def test_nothing_can_be_changed_where_only_reading_is_offered(
    small_client: Reader, method: str, path: str
) -> None:
    response = small_client.open(path, method=method)

    assert response.status_code in (400, 405)
    if response.status_code == 405:
        assert "GET" in response.headers["Allow"]


def test_a_body_that_is_too_large_is_refused(small_app: Flask) -> None:
    response = reader(small_app).post("/masuk", data={"nip": "x" * 2_000_000})

    assert response.status_code in (400, 413)


@pytest.mark.parametrize("method", ["TRACE", "BREW", "PROPFIND"])
def test_an_unknown_method_is_refused(small_client: Reader, method: str) -> None:
    assert small_client.open("/cari", method=method).status_code in (400, 405, 501)


@pytest.mark.parametrize(
    "name",
    [
        "../style.css",
        "..%2f..%2fconfig.py",
        "%2e%2e/%2e%2e/secret",
        "/etc/passwd",
        "style.css/..",
        "hilang.js",
        ".",
    ],
)
def test_nothing_but_static_files_comes_from_the_static_folder(small_client: Reader, name: str) -> None:
    response = small_client.get(f"/static/{name}")

    assert response.status_code in (404, 308)


def test_the_health_page_is_json_whatever_is_asked_for(small_client: Reader) -> None:
    response = small_client.get("/sehat", headers={"Accept": "text/html"})

    assert response.mimetype == "application/json"
    assert response.get_json() == {"status": "ok", "reasons": []}


@pytest.mark.parametrize(
    ("referrer", "link"),
    [
        ("http://localhost/rencana/3?hal=2", "/rencana/3?hal=2"),
        ("http://localhost//jahat.example/x", "/jahat.example/x"),
        ("http://jahat.example/rencana/3", None),
        ("javascript:alert(1)", None),
        ("", None),
    ],
)
def test_an_error_after_a_form_leads_back_to_the_page_it_was_sent_from(
    small_client: Reader, referrer: str, link: str | None
) -> None:
    page = small_client.post("/masuk", headers={"Referer": referrer}).text

    assert ("Kembali ke halaman sebelumnya" in page) == (link is not None)
    assert link is None or f'href="{link}">Kembali ke halaman sebelumnya' in page


def test_a_page_that_was_only_asked_for_offers_no_way_back(small_client: Reader) -> None:
    page = small_client.get("/tidak-ada", headers={"Referer": "http://localhost/inovasi"}).text

    assert "Kembali ke halaman sebelumnya" not in page
