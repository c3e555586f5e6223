"""Every route says whom it serves, changes nothing by GET, and does not vanish unseen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from portal import access
from tests.guards.stored import check
from tests.make import reader

STORED = Path(__file__).with_name("routes.txt")
READING = {"GET", "HEAD", "OPTIONS"}
NO_TOKEN_NEEDED: set[str] = set()  # endpoints that take a POST without a CSRF token; none does


def rules(app: Flask) -> list[Rule]:
    return sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, sorted(rule.methods or ())))


def test_every_endpoint_carries_allow_and_stands_in_the_table(small_app: Flask) -> None:
    assert access.problems(small_app) == []
    for endpoint, view in small_app.view_functions.items():
        assert getattr(view, "permission", None), endpoint


def test_an_endpoint_that_says_nothing_is_refused(small_app: Flask) -> None:
    view = small_app.view_functions["pages.show"]
    permission = view.__dict__.pop("permission")

    status = reader(small_app).get("/halaman/cara-mencari").status_code

    view.__dict__["permission"] = permission
    assert status == 403


def test_no_route_takes_both_get_and_post(small_app: Flask) -> None:
    for rule in rules(small_app):
        methods = rule.methods or set()
        assert not ("GET" in methods and methods - READING), rule


def test_no_url_vanishes(small_app: Flask) -> None:
    """A URL that disappears from the list needs a redirect: somebody has it in a letter."""
    lines = [
        f"{'|'.join(sorted((rule.methods or set()) - {'HEAD', 'OPTIONS'}))} {rule.rule}"
        for rule in rules(small_app)
    ]

    check(STORED, "\n".join(lines) + "\n")


def test_every_url_is_lower_case_words_of_the_reader(small_app: Flask) -> None:
    for rule in rules(small_app):
        fixed = "".join(part for part in rule.rule.split("/") if not part.startswith("<"))
        assert fixed == fixed.lower(), rule
        assert "_" not in fixed, rule
        assert not rule.rule.endswith("/") or rule.rule == "/", rule


@pytest.fixture(scope="module")
def changing(small_app: Flask) -> list[tuple[str, str]]:
    """Method and address of every route that changes something, with values put in."""
    found = []
    with small_app.test_request_context("/"):
        for rule in rules(small_app):
            for method in sorted((rule.methods or set()) - READING):
                numbers = set(re.findall(r"<int(?:\([^)]*\))?:(\w+)>", rule.rule))
                built = rule.build({name: 1 if name in numbers else "x" for name in rule.arguments})
                assert built, rule
                if rule.endpoint not in NO_TOKEN_NEEDED:
                    found.append((method, str(built[1])))
    return found


def test_every_change_without_a_token_is_refused(small_app: Flask, changing: list[tuple[str, str]]) -> None:
    assert len(changing) > 10
    for method, address in changing:
        response = reader(small_app).open(address, method=method, data={"a": "b"})

        assert response.status_code in (400, 401) or response.location == "/masuk", (
            method,
            address,
            response.status,
        )


def test_every_change_with_a_foreign_token_is_refused(
    small_app: Flask, changing: list[tuple[str, str]]
) -> None:
    for method, address in changing[::4]:
        response = reader(small_app).open(address, method=method, data={"csrf_token": "x" * 40})

        assert response.status_code in (400, 401) or response.location == "/masuk", (
            method,
            address,
            response.status,
        )
