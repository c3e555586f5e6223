"""Two protections stand before every view, and each refuses alone: Flask-Login's and the permission table."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask_login import current_user

from portal import access
from portal.access import ANONYMOUS, Grant, Permission, Role, Table, allow
from portal.accounts.identity import Guest, User
from portal.accounts.models import LoginSession
from tests.integration.accounts.world import World


def everybody(world: World) -> None:
    """The table's mistake: every route is open to everyone."""
    table = access.read_table(access.TABLE.read_text("utf-8"))
    opened: dict[str, Permission] = {
        name: replace(row, who=(Grant(Role.ANYONE),)) for name, row in table.items()
    }
    world.app.extensions["permissions"] = Table(opened)


@pytest.mark.parametrize("path", ["/akun", "/pengguna", "/audit", "/rencana", "/tugas", "/dasbor"])
def test_a_table_that_lets_everyone_in_still_leaves_guests_outside(world: World, path: str) -> None:
    everybody(world)

    answer = world.browser().get(path)

    assert answer.status_code == 303
    assert answer.location == f"/masuk?lanjut={path}"
    assert world.browser().get(path, headers={"Accept": "application/json"}).status_code == 401


@pytest.mark.parametrize("guests", [True, False])
def test_a_view_that_the_table_does_not_know_is_refused_to_guests_and_to_admins(
    world: World, guests: bool
) -> None:
    endpoint = "home.show"  # a view of the table, exchanged for one that says something else
    world.app.view_functions[endpoint] = allow("no.such", guests=guests)(lambda: "open")
    admin = world.browser(world.admin())

    answers = [browser.get("/").status_code for browser in (world.browser(), admin)]

    assert answers == [403 if guests else 303, 403]


def test_a_view_that_says_nothing_is_refused_by_both(world: World) -> None:
    world.app.view_functions["home.show"] = lambda: "open"
    budi = world.browser(world.person("budi"))

    assert world.browser().get("/").location == "/masuk?lanjut=/"  # Flask-Login does not know the guest
    assert budi.get("/").status_code == 403  # the table does not know the view


def test_saying_that_guests_may_enter_opens_nothing_that_the_table_keeps(world: World) -> None:
    world.app.view_functions["accounts.own"] = allow("account.own", guests=True)(lambda: "open")

    assert world.browser().get("/akun").status_code == 303
    assert any("accounts.own: table and @allow disagree" in line for line in access.problems(world.app))


def test_current_user_is_the_person_with_name_account_and_actor(world: World) -> None:
    number = world.person("budi", Role.CURATOR, second_step=True)
    browser, seen = world.browser(number), []

    def view() -> str:
        assert isinstance(current_user._get_current_object(), User)
        seen.append((current_user.account.username, current_user.is_active, current_user.actor))
        return "<!doctype html><title>x</title>"

    world.app.view_functions["accounts.own"] = allow("account.own")(view)
    browser.get("/akun")

    assert [(name, active) for name, active, _ in seen] == [("budi", True)]
    assert Role.CURATOR in seen[0][2].roles
    assert seen[0][2].account_id == number
    with world.app.test_request_context("/"):
        assert isinstance(current_user._get_current_object(), Guest)
        assert (current_user.is_authenticated, current_user.actor) == (False, ANONYMOUS)


def test_a_stolen_cookie_dies_with_the_sign_in_that_is_ended(world: World) -> None:
    number = world.person("budi")
    browser, thief = world.browser(number), world.browser()
    with thief.session_transaction() as cookie:
        cookie["_user_id"] = browser.token()
    assert thief.get("/akun").status_code == 200

    browser.send("/keluar")

    assert thief.get("/akun").status_code == 303
    assert thief.token() == ""


@pytest.mark.parametrize("planted", ["1", "", "x" * 300, "' OR 1=1 --"])
def test_the_number_of_an_account_in_a_cookie_is_no_sign_in(world: World, planted: str) -> None:
    world.admin()
    browser = world.browser()
    with browser.session_transaction() as cookie:
        cookie["_user_id"] = planted

    assert browser.get("/akun").status_code == 303


def test_a_sign_in_of_an_account_that_is_closed_is_nobody(world: World) -> None:
    number = world.person("budi")
    browser = world.browser(number)
    with world.change() as session:
        session.query(LoginSession).one().account.is_open = False

    assert browser.get("/akun").status_code == 303
