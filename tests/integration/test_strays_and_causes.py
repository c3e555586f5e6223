"""Addresses pasted with something too much, and a sentence of its own for each cause of a refused form."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.access import Role
from tests.integration.accounts.world import World, build
from tests.make import Maker
from tests.portals import close_portal
from tests.reading import Reader


@pytest.mark.parametrize(
    ("pasted", "meant"),
    [
        ("/inovasi/", "/inovasi"),
        ("/inovasi/jempol/", "/inovasi/jempol"),
        ("/inovasi/jempol.", "/inovasi/jempol"),
        ("/inovasi/jempol),", "/inovasi/jempol"),
        ("/inovasi/jempol%20", "/inovasi/jempol"),
        ("/inovasi/jempol%E2%80%8B", "/inovasi/jempol"),
        ("/inovasi/jempol%C2%A0", "/inovasi/jempol"),
        ("/wilayah/?x=1", "/wilayah?x=1"),
        ("/inovasi/jempol.pdf/", "/inovasi/jempol.pdf"),
        ("/cari/?q=antre+ktp", "/cari?q=antre+ktp"),
    ],
)
def test_what_was_pasted_with_something_too_much_leads_to_the_page(
    small_client: Reader, pasted: str, meant: str
) -> None:
    answer = small_client.get(pasted)

    assert (answer.status_code, answer.location) == (301, meant)


@pytest.mark.parametrize(
    "path", ["/tidak-ada/", "/inovasi/tidak-ada", "/static/x/", "/...", "/%2f%2fjahat.id/"]
)
def test_what_is_nowhere_stays_nowhere(small_client: Reader, path: str) -> None:
    answer = small_client.get(path, follow_redirects=True)

    assert answer.status_code == 404
    assert len(answer.history) <= 1


def test_a_form_is_never_sent_on_to_another_address(small_client: Reader) -> None:
    assert small_client.post("/masuk/").status_code in (400, 404)


@pytest.fixture(name="world")
def _world(tmp_path: Path) -> Iterator[World]:
    world = build(tmp_path)
    yield world
    close_portal(world.app)


def test_a_proxy_that_hides_the_host_is_named_on_the_page_and_in_the_log(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    admin = world.browser(world.admin())
    caplog.set_level(logging.WARNING)

    answer = admin.send("/keluar", headers={"Origin": "https://tiru.contoh.go.id"})

    assert answer.status_code == 400
    assert "Alamat portal belum diatur" in answer.text
    assert "https://tiru.contoh.go.id" in caplog.text
    assert "address" in caplog.text


def test_a_form_of_another_site_is_called_that(world: World) -> None:
    stranger = world.browser()

    answer = stranger.post("/masuk", data={"login": "x"}, headers={"Origin": "https://jahat.example"})

    assert "Kiriman dari situs lain ditolak" in answer.text


def test_a_browser_that_refuses_cookies_is_told_so(world: World) -> None:
    world.person("budi", Role.READER)
    careful = world.app.test_client(use_cookies=False)

    answer = careful.post(
        "/masuk", data={"login": "budi", "csrf_token": "x"}, headers={"Origin": "http://localhost"}
    )

    assert answer.status_code == 400
    assert "menolak cookie" in answer.text
    assert "kedaluwarsa" not in answer.text


def test_a_proxy_that_takes_the_referrer_away_locks_nobody_out(tmp_path: Path) -> None:
    world = build(tmp_path, address="https://tiru.contoh.go.id")
    named = {"base_url": "https://tiru.contoh.go.id"}
    admin = world.browser(world.admin())
    with admin.session_transaction(**named) as cookie:
        cookie.update({"csrf_token": "0" * 40})

    told = admin.post("/keluar", headers={"Origin": "https://tiru.contoh.go.id"}, **named)
    untold = admin.post("/keluar", **named)

    assert told.status_code == 303  # it came as far as the sign-in that its cookie does not hold
    assert "Asal formulir tidak disebut" in untold.text
    close_portal(world.app)


def test_a_portal_opened_without_https_says_where_it_is(tmp_path: Path) -> None:
    world = build(tmp_path, address="https://tiru.contoh.go.id")
    plain = world.app.test_client(use_cookies=False)

    answer = plain.post("/masuk", data={"csrf_token": "x"}, headers={"Origin": "http://tiru.contoh.go.id"})

    assert "Buka portal lewat HTTPS" in answer.text
    assert "https://tiru.contoh.go.id" in answer.text
    close_portal(world.app)


def test_the_links_of_a_case_stay_below_the_path(make: Maker) -> None:
    make.library()
    make.case("jempol", article=None)
    make.publish()
    client = make.client(address="https://x.go.id/tiru")

    page = client.get("/tiru/inovasi/jempol", base_url="https://x.go.id")

    assert page.status_code == 200
