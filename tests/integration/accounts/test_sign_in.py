"""Signing in and out."""

from __future__ import annotations

import statistics
import time

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from portal.access import Role
from portal.accounts import queries
from portal.accounts.tokens import digest
from portal.audit.models import AuditEntry
from tests import databases
from tests.integration.accounts.world import PASSWORD, Browser, World

WRONG = "Nama pengguna atau kata sandi tidak cocok."


def try_in(browser: Browser, login: str, password: str = PASSWORD, **more: str) -> int:
    return browser.send("/masuk", {"login": login, "password": password, **more}).status_code


def test_a_person_signs_in_with_a_user_name_or_a_nip_and_goes_where_they_wanted(world: World) -> None:
    world.person("budi", nip="198502282010011001")
    world.person("lain")

    for typed in ("budi", " BUDI ", "198502282010011001", "19850228 201001 1 001"):
        answer = world.browser().send("/masuk", {"login": typed, "password": PASSWORD, "lanjut": "/akun?x=1"})

        assert (answer.status_code, answer.location) == (303, "/akun?x=1")


def test_wrong_name_wrong_password_closed_account_and_no_password_yet_answer_alike(world: World) -> None:
    world.person("budi")
    closed, fresh = world.person("tutup"), world.person("baru")
    with world.change() as session:
        queries.get(session, closed).is_open = False
        queries.get(session, fresh).password_hash = None

    pages = [
        world.browser().send("/masuk", {"login": login, "password": password})
        for login, password in (
            ("tidakada", PASSWORD),
            ("budi", "salah salah salah"),
            ("tutup", PASSWORD),
            ("baru", PASSWORD),
        )
    ]

    assert [page.status_code for page in pages] == [422] * 4
    assert all(WRONG in page.text for page in pages)


def test_what_was_typed_stays_except_the_password(world: World) -> None:
    page = world.browser().send("/masuk", {"login": "bu<b>di", "password": "rahasia sekali ini"})

    assert 'value="bu&lt;b&gt;di"' in page.text
    assert "rahasia sekali ini" not in page.text


def test_an_empty_form_tells_both_fields(world: World) -> None:
    page = world.browser().send("/masuk")

    assert page.status_code == 422
    assert 'href="#login"' in page.text
    assert 'href="#password"' in page.text
    assert "autofocus" in page.text


def test_a_cookie_planted_before_signing_in_is_worthless_after(world: World) -> None:
    world.person("budi")
    browser = world.browser(world.person("lain"))
    planted = browser.token()
    with browser.session_transaction() as cookie:
        cookie["csrf_token"] = "planted"

    browser.send("/masuk", {"login": "budi", "password": PASSWORD})

    assert browser.token() not in ("", planted)
    with browser.session_transaction() as cookie:
        assert cookie.get("csrf_token") != "planted"
    assert "Budi" in browser.get("/akun").text
    assert world.browser().get("/akun").status_code == 303
    thief = world.browser()
    with thief.session_transaction() as cookie:
        cookie["_user_id"] = planted
    assert thief.get("/akun").status_code == 303


def test_each_sign_in_has_a_token_of_its_own_and_only_its_hash_is_stored(world: World) -> None:
    world.person("budi")
    browsers = [world.browser() for _ in range(2)]

    for browser in browsers:
        try_in(browser, "budi")

    tokens = [browser.token() for browser in browsers]
    stored = databases.everything(world.app.extensions["settings"].instance)
    assert digest(tokens[0]).encode() in stored
    assert tokens[0] != tokens[1]
    assert all(len(token) == 43 for token in tokens)
    assert not any(token.encode() in stored for token in tokens)
    assert b"127.0.0.1" not in stored


def test_whoever_is_in_is_not_asked_again(world: World) -> None:
    browser = world.browser(world.person("budi"))

    assert browser.get("/masuk?lanjut=/akun").location == "/akun"
    assert browser.get("/masuk?lanjut=//jahat.example").location == "/"


@pytest.mark.parametrize(
    "target", ["https://jahat.example", "//jahat.example", "/\\jahat.example", "javascript:1"]
)
def test_signing_in_never_leads_to_another_site(world: World, target: str) -> None:
    world.person("budi")

    answer = world.browser().send("/masuk", {"login": "budi", "password": PASSWORD, "lanjut": target})

    assert answer.location == "/"
    assert "jahat" not in world.browser().get("/masuk", query_string={"lanjut": target}).text


def test_signing_out_kills_the_token_wherever_it_was_copied(world: World) -> None:
    browser = world.browser(world.person("budi"))
    copy = world.browser()
    with copy.session_transaction() as cookie:
        cookie["_user_id"] = browser.token()
    assert copy.get("/akun").status_code == 200

    answer = browser.send("/keluar")

    assert (answer.status_code, answer.headers["Clear-Site-Data"]) == (303, '"cache", "storage"')
    assert browser.get("/akun").status_code == copy.get("/akun").status_code == 303


def test_nobody_signs_out_by_following_a_link(world: World) -> None:
    browser = world.browser(world.person("budi"))

    assert browser.get("/keluar").status_code == 405
    assert browser.get("/akun").status_code == 200


def test_a_known_and_an_unknown_name_take_about_as_long(world: World) -> None:
    world.person("budi")
    times: dict[str, list[float]] = {"budi": [], "tidakada": []}

    for number in range(8):
        world.pass_time(minutes=16)
        for login, measured in times.items():
            browser = world.browser()
            browser.environ_base["REMOTE_ADDR"] = f"10.0.0.{number}"
            started = time.process_time()
            try_in(browser, login, "salah salah salah")
            measured.append(time.process_time() - started)

    known, unknown = (statistics.median(measured) for measured in times.values())
    assert 0.7 < known / unknown < 1.4


def test_signing_in_is_written_down_with_role_and_opd_and_without_secrets(world: World) -> None:
    world.person("budi", (Role.OPERATOR, "Dinkes"))

    try_in(world.browser(), "budi")

    with world.change() as session:
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first()
        assert entry is not None
        assert (entry.action, entry.actor, entry.role, entry.opd) == (
            "account.sign-in",
            "Budi",
            "operator, pembaca",
            "Dinkes",
        )
        everything = " ".join(map(str, session.scalars(select(AuditEntry.changes))))
    assert PASSWORD not in everything
    assert "argon2" not in everything


@pytest.mark.usefixtures("strong_passwords")
def test_a_weaker_hash_is_made_anew_at_sign_in(world: World) -> None:
    budi = world.person("budi")
    with world.change() as session:
        queries.get(session, budi).password_hash = PasswordHasher(time_cost=1, memory_cost=8192).hash(
            PASSWORD
        )

    try_in(world.browser(), "budi")

    stored = world.account(budi).password_hash
    assert stored is not None
    assert "m=65536,t=3,p=4" in stored


def test_the_header_offers_to_sign_in_or_shows_who_is_in(world: World) -> None:
    anonymous = world.browser().get("/masuk").text
    signed_in = world.browser(world.person("budi")).get("/akun").text
    admin = world.browser(world.admin()).get("/akun").text

    assert "/masuk" in anonymous
    assert "Keluar" not in anonymous
    assert "Keluar" in signed_in
    assert "/pengguna" not in signed_in
    assert "/pengguna" in admin
    assert "/audit" in admin
