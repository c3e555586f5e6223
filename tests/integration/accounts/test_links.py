"""One-time links: they work once, for three days, and only the newest."""

from __future__ import annotations

import pytest

from portal.access import Role, command_actor
from portal.accounts import links, queries
from tests.integration.accounts.world import PASSWORD, World

NEW = "angin timur lewat pagi"
FORM = {"password": NEW, "again": NEW}
ACTOR = command_actor("test")


def link(world: World, number: int | None) -> str:
    with world.change() as session:
        account = queries.get(session, number) if number else None
        return "/akun/tautan/" + links.make(session, account, actor=ACTOR, now=world.now)


def test_a_link_sets_the_password_once(world: World) -> None:
    budi, noise = world.person("budi"), world.person("lain")
    path, other = link(world, budi), link(world, noise)
    before = world.account(noise).password_hash
    assert "Budi" in world.browser().get(path).text

    answer = world.browser().send(path, FORM)

    assert answer.location == "/masuk"
    assert world.browser().send("/masuk", {"login": "budi", "password": NEW}).status_code == 303
    assert world.browser().send("/masuk", {"login": "budi", "password": PASSWORD}).status_code == 422
    assert world.browser().get(path).status_code == 404
    assert world.browser().send(path, FORM).status_code == 404
    assert world.browser().get(other).status_code == 200
    assert world.account(noise).password_hash == before


@pytest.mark.parametrize("days", [3, 30, -1])
def test_a_link_works_for_three_days(world: World, days: int) -> None:
    path = link(world, world.person("budi"))

    world.pass_time(days=days)

    assert world.browser().get(path).status_code == 404
    assert world.browser().send(path, FORM).status_code == 404


def test_a_newer_link_replaces_the_older_one(world: World) -> None:
    budi = world.person("budi")
    older, newer = link(world, budi), link(world, budi)

    assert world.browser().get(older).status_code == 404
    assert world.browser().get(newer).status_code == 200


def test_changing_the_password_otherwise_makes_an_unused_link_worthless(world: World) -> None:
    budi = world.person("budi")
    path = link(world, budi)

    world.browser(budi).send("/akun/sandi", {"current": PASSWORD, **FORM})

    assert world.browser().get(path).status_code == 404


def test_the_link_of_a_closed_account_does_not_work(world: World) -> None:
    budi = world.person("budi")
    path = link(world, budi)
    admin = world.browser(world.admin())

    admin.send(f"/pengguna/{budi}/nonaktif")

    assert world.browser().get(path).status_code == 404
    assert admin.send(f"/pengguna/{budi}/tautan").status_code == 409


@pytest.mark.parametrize(
    "form", [{}, {"password": "pendek", "again": "pendek"}, {"password": NEW, "again": "x"}]
)
def test_a_bad_password_leaves_the_link_usable(world: World, form: dict[str, str]) -> None:
    path = link(world, world.person("budi"))

    assert world.browser().send(path, form).status_code == 422

    assert world.browser().send(path, FORM).status_code == 303


def test_a_password_with_the_owners_name_is_refused(world: World) -> None:
    path = link(world, world.person("budisantoso"))

    page = world.browser().send(path, {"password": "budisantoso99", "again": "budisantoso99"})

    assert page.status_code == 422
    assert "tidak boleh berupa nama" in page.text


@pytest.mark.parametrize("token", ["x", "0" * 43, "%00", "..%2f..", "a" * 5000])
def test_an_invented_link_is_not_found(world: World, token: str) -> None:
    world.person("budi")

    assert world.browser().get(f"/akun/tautan/{token}").status_code == 404


def test_the_first_admin_comes_in_by_link_and_only_the_first(world: World) -> None:
    path = link(world, None)
    page = world.browser().get(path)
    assert "Buat admin pertama" in page.text

    form = {"username": "sri", "name": "Sri Wahyuni", **FORM}
    answer = world.browser().send(path, form)

    assert answer.location == "/masuk"
    with world.change() as session:
        account = queries.by_username(session, "sri")
        assert [one.role for one in account.memberships] == [Role.ADMIN]
    assert world.browser().send(path, form).status_code == 404
    late = link(world, None)
    assert world.browser().send(late, {**form, "username": "lain"}).status_code == 422


@pytest.mark.parametrize(
    ("form", "part"),
    [
        ({"username": "Sri Wahyuni", "name": "Sri"}, "huruf kecil"),
        ({"username": "sri", "name": ""}, "nama lengkap"),
        ({"username": "sri", "name": "7"}, "Tulis nama orangnya"),
    ],
)
def test_a_bad_first_admin_is_told_why(world: World, form: dict[str, str], part: str) -> None:
    page = world.browser().send(link(world, None), {**form, **FORM})

    assert page.status_code == 422
    assert part in page.text
    with world.change() as session:
        assert queries.open_admins(session, world.now.date()) == []


def test_the_page_of_a_link_is_not_kept_and_not_told_to_others(world: World) -> None:
    answer = world.browser().get(link(world, world.person("budi")))

    assert answer.headers["Cache-Control"] == "no-store"
    # not no-referrer: browsers would then send the form with "Origin: null", which is refused
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert 'name="referrer"' not in answer.text
