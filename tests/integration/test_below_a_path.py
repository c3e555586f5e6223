"""A portal below a path of the city's site: every address begins there, however the proxy passes it on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.test import Client, TestResponse
from werkzeug.wrappers import Response

from portal.access import Role
from portal.config import load
from portal.errors import InvalidSettings
from tests.integration.accounts.world import PASSWORD, World, build
from tests.make import SETTINGS, Maker
from tests.portals import close_portal
from tests.reading import parse
from tests.sending import fields

SITE, PATH = "https://www.contoh.go.id", "/tiru"
ADDRESS = re.compile(r"""(?:href|action|src|data-suggest|data-job|template|url)="(/[^"]*)""")


@pytest.fixture(scope="module", name="below")
def _below(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The small library at https://www.contoh.go.id/tiru."""
    maker = Maker(tmp_path_factory.mktemp("below"))
    maker.library()
    maker.publish()
    yield maker.app(address=SITE + PATH)
    maker.close()


def passed_on(app: Flask) -> Client:
    """A proxy that passes the path on, as `proxy_pass http://127.0.0.1:8000;` does."""
    return Client(app, Response)


def taken_away(app: Flask) -> Client:
    """A proxy that takes the path away, as `proxy_pass http://127.0.0.1:8000/;` does."""

    def strip(environ: dict[str, str], start: Callable[..., object]) -> object:
        environ["PATH_INFO"] = environ["PATH_INFO"].removeprefix(PATH)
        return app.wsgi_app(environ, start)  # type: ignore[arg-type]

    return Client(strip, Response)  # type: ignore[arg-type]


def mounted(app: Flask) -> Client:
    """A WSGI server that mounts the portal below the path."""
    return Client(DispatcherMiddleware(Response("other site"), {PATH: app.wsgi_app}), Response)


WAYS = [passed_on, taken_away, mounted]


def ask(client: Client, path: str) -> TestResponse:
    return client.get(path, base_url=SITE, buffered=True)


@pytest.mark.parametrize("way", WAYS)
def test_every_address_of_every_page_begins_with_the_path(
    below: Flask, way: Callable[[Flask], Client]
) -> None:
    seen: set[str] = set()
    client, todo = way(below), [f"{PATH}/"]
    while todo and len(seen) < 60:
        path = todo.pop()
        seen.add(path)
        answer = ask(client, path)
        assert answer.status_code in (200, 301, 303, 308), path
        if answer.location:
            assert urlsplit(answer.location).path.startswith(f"{PATH}/"), (path, answer.location)
        if answer.mimetype != "text/html":
            continue
        found = set(ADDRESS.findall(answer.text))
        assert {one for one in found if not one.startswith(f"{PATH}/")} == set(), path
        todo += sorted({one.partition("#")[0] for one in found} - seen - set(todo))
    kinds = {path.split("/")[2].partition("?")[0] for path in seen}
    assert {"inovasi", "wilayah", "kebutuhan", "masuk", "static"} <= kinds


@pytest.mark.parametrize("way", WAYS)
def test_feeds_and_the_search_of_the_browser_name_the_whole_address_once(
    below: Flask, way: Callable[[Flask], Client]
) -> None:
    for path in ("/cari.atom?q=", "/opensearch.xml"):
        text = ask(way(below), PATH + path).text
        assert f"{SITE}{PATH}/" in text, path
        assert f"{PATH}{PATH}" not in text
        assert re.findall(rf"{SITE}/(?!tiru)", text) == [], path


def test_a_pasted_slash_at_the_end_of_the_address_is_no_mistake(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text(SETTINGS, "utf-8")

    found = {
        given: load(tmp_path, {"PORTAL_ADDRESS": given}).address
        for given in (
            "https://x.go.id/",
            "https://x.go.id/tiru/",
            " https://x.go.id/a/b ",
            "https://x.go.id:8443",
        )
    }

    assert list(found.values()) == [
        "https://x.go.id", "https://x.go.id/tiru", "https://x.go.id/a/b", "https://x.go.id:8443",
    ]  # fmt: skip


@pytest.mark.parametrize("path", ["/inovasi", "/static", "/rencana"])
def test_a_path_that_is_a_page_of_the_portal_is_refused_with_the_reason(tmp_path: Path, path: str) -> None:
    with pytest.raises(InvalidSettings, match="sama dengan halaman portal"):
        build(tmp_path, address=SITE + path)


@pytest.fixture(name="world")
def _world(tmp_path: Path) -> Iterator[World]:
    world = build(tmp_path, address=SITE + PATH)
    yield world
    close_portal(world.app)


@pytest.mark.parametrize("way", WAYS)
def test_signing_in_works_and_the_cookie_is_for_the_path_alone(
    world: World, way: Callable[[Flask], Client]
) -> None:
    world.person("budi", Role.READER)
    client = way(world.app)

    refused = ask(client, f"{PATH}/akun")
    assert (
        refused.location == f"{PATH}/masuk?lanjut=%2Ftiru%2Fakun" or "lanjut=/tiru/akun" in refused.location
    )
    page = ask(client, refused.location)
    form = fields(page.text, "", f"{PATH}/masuk", login="budi", password=PASSWORD)
    answer = client.post(f"{PATH}/masuk", data=form, base_url=SITE, headers={"Origin": SITE, "Referer": SITE})

    assert (answer.status_code, answer.location) == (303, f"{PATH}/akun")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Secure-tiru=")
    assert f"Path={PATH}" in cookie
    assert ask(client, f"{PATH}/akun").status_code == 200


@pytest.mark.parametrize("target", ["/lain", "/tirulain", "//jahat.id", "/tiru/../lain", "https://a.id", "/"])
def test_a_sign_in_leads_to_no_other_page_of_the_same_site(world: World, target: str) -> None:
    world.person("budi", Role.READER)
    client = passed_on(world.app)
    page = client.get(f"{PATH}/masuk", query_string={"lanjut": target}, base_url=SITE)
    form = fields(page.text, "", f"{PATH}/masuk", login="budi", password=PASSWORD)

    answer = client.post(f"{PATH}/masuk", data=form, base_url=SITE, headers={"Origin": SITE})

    assert answer.location == f"{PATH}/"
    assert parse(page.text)
