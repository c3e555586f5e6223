"""A sign-in is dead at the next request after whatever ends it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from portal.access import Role, command_actor
from portal.accounts import links, passwords, people, queries
from portal.accounts.rules import Tenure, Term
from tests.integration.accounts.world import OPDS, PASSWORD, World

ACTOR = command_actor("test")
NEW_PASSWORD = "angin timur lewat pagi"
Deed = Callable[[World, int], None]


def give_role(world: World, budi: int) -> None:
    with world.change() as session:
        account = queries.get(session, budi)
        term = Term(Role.CURATOR, None, date(2026, 1, 1), None)
        people.give_role(session, account, term, opd_codes=frozenset(OPDS), actor=ACTOR, now=world.now)


def end_role(world: World, budi: int) -> None:
    with world.change() as session:
        held = queries.get(session, budi).memberships[0]
        people.end_role(session, held, actor=ACTOR, now=world.now)


def close(world: World, budi: int) -> None:
    with world.change() as session:
        people.close(session, queries.get(session, budi), actor=ACTOR, now=world.now)


def sign_out(world: World, budi: int) -> None:
    with world.change() as session:
        people.sign_out(session, queries.get(session, budi), actor=ACTOR, now=world.now)


def new_password(world: World, budi: int) -> None:
    with world.change() as session:
        hashed = passwords.make_hash(NEW_PASSWORD)
        people.set_password(session, queries.get(session, budi), hashed, actor=ACTOR, now=world.now)


def use_link(world: World, budi: int) -> None:
    with world.change() as session:
        token = links.make(session, queries.get(session, budi), actor=ACTOR, now=world.now)
    form = {"password": NEW_PASSWORD, "again": NEW_PASSWORD}
    assert world.browser().send(f"/akun/tautan/{token}", form).status_code == 303


def own_password_elsewhere(world: World, budi: int) -> None:
    form = {"current": PASSWORD, "password": NEW_PASSWORD, "again": NEW_PASSWORD}
    assert world.browser(budi).send("/akun/sandi", form).status_code == 303


def others_elsewhere(world: World, budi: int) -> None:
    assert world.browser(budi).send("/akun/sesi/cabut-lainnya").status_code == 303


def by_admin(path: str) -> Deed:
    def do(world: World, budi: int) -> None:
        assert world.browser(world.admin()).send(f"/pengguna/{budi}/{path}").status_code == 303

    return do


def role_by_admin(world: World, budi: int) -> None:
    form = {"role": "kurator", "opd": "", "kind": "definitif", "since": "2026-01-01", "until": ""}
    assert world.browser(world.admin()).send(f"/pengguna/{budi}/peran", form).status_code == 303


def role_end_by_admin(world: World, budi: int) -> None:
    held = world.account(budi).memberships[0].id
    answer = world.browser(world.admin()).send(f"/pengguna/{budi}/peran/{held}/akhiri")
    assert answer.status_code == 303


def idle(world: World, _budi: int) -> None:
    world.pass_time(minutes=30)


def clock_back(world: World, _budi: int) -> None:
    world.now -= timedelta(days=1)


@pytest.mark.parametrize(
    "deed",
    [
        give_role,
        end_role,
        close,
        sign_out,
        new_password,
        use_link,
        own_password_elsewhere,
        others_elsewhere,
        by_admin("nonaktif"),
        by_admin("sesi/cabut"),
        role_by_admin,
        role_end_by_admin,
        idle,
        clock_back,
    ],
)
def test_a_sign_in_is_dead_at_the_next_request(world: World, deed: Deed) -> None:
    budi, noise = world.person("budi", (Role.OPERATOR, "Dinkes")), world.person("lain")
    browsers, bystander = [world.browser(budi), world.browser(budi)], world.browser(noise)
    assert [browser.get("/akun").status_code for browser in browsers] == [200, 200]

    deed(world, budi)

    assert [browser.get("/akun").status_code for browser in browsers] == [303, 303]
    if deed not in (idle, clock_back):
        assert bystander.get("/akun").status_code == 200


def test_resetting_the_second_step_ends_the_sign_ins(world: World) -> None:
    budi = world.person("budi", Role.CURATOR, second_step=True)
    browser, admin = world.browser(budi), world.browser(world.admin())

    assert admin.send(f"/pengguna/{budi}/dua-langkah/hapus").status_code == 303

    assert browser.get("/akun").status_code == 303
    assert world.account(budi).second_step is None


def test_a_sign_in_lives_while_it_is_used_but_never_longer_than_twelve_hours(world: World) -> None:
    browser = world.browser(world.person("budi"))

    lived = []
    for _ in range(36):
        world.pass_time(minutes=20)
        lived.append(browser.get("/akun").status_code)

    assert lived == [200] * 35 + [303]


def test_changing_my_password_keeps_me_in_here_under_a_new_token(world: World) -> None:
    browser = world.browser(world.person("budi"))
    before = browser.token()

    form = {"current": PASSWORD, "password": NEW_PASSWORD, "again": NEW_PASSWORD}
    answer = browser.send("/akun/sandi", form)

    assert answer.location == "/akun"
    assert browser.token() != before
    assert "sudah diganti" in browser.get("/akun").text


@pytest.mark.parametrize(
    ("form", "part"),
    [
        ({"current": "salah salah salah", "password": NEW_PASSWORD, "again": NEW_PASSWORD}, "tidak cocok"),
        ({"current": PASSWORD, "password": NEW_PASSWORD, "again": NEW_PASSWORD + "x"}, "tidak sama"),
        ({"current": PASSWORD, "password": "pendek", "again": "pendek"}, "12 karakter"),
        ({"current": PASSWORD, "password": "rahasianegara", "again": "rahasianegara"}, "mudah ditebak"),
        ({}, "wajib"),
    ],
)
def test_a_bad_change_of_password_says_why_and_changes_nothing(
    world: World, form: dict[str, str], part: str
) -> None:
    budi = world.person("budi")
    before = world.account(budi).password_hash

    page = world.browser(budi).send("/akun/sandi", form)

    assert page.status_code == 422
    assert part in page.text
    assert NEW_PASSWORD not in page.text
    assert world.account(budi).password_hash == before


def test_guessing_my_password_at_an_open_screen_is_braked(world: World) -> None:
    browser = world.browser(world.person("budi"))
    form = {"current": "salah salah salah", "password": NEW_PASSWORD, "again": NEW_PASSWORD}

    answers = [browser.send("/akun/sandi", form).status_code for _ in range(6)]

    assert answers == [422] * 5 + [429]


def test_i_see_my_devices_and_end_one_of_them(world: World) -> None:
    budi = world.person("budi")
    here, there, stranger = world.browser(budi), world.browser(budi), world.browser(world.person("lain"))
    page = here.get("/akun").text
    assert page.count("Firefox di Linux") == 2
    number = next(part.split("/")[0] for part in page.split("/akun/sesi/")[1:] if part[0].isdigit())

    assert stranger.send(f"/akun/sesi/{number}/cabut").status_code == 404
    assert here.send(f"/akun/sesi/{number}/cabut").status_code == 303

    assert (here.get("/akun").status_code, there.get("/akun").status_code) == (200, 303)


def test_a_busy_database_costs_no_reader_the_page(world: World) -> None:
    browser = world.browser(world.person("budi"))
    world.pass_time(minutes=5)

    with world.change():  # somebody else holds the write lock
        answer = browser.get("/akun")

    assert answer.status_code == 200


def test_a_delegation_works_only_on_its_days(world: World) -> None:
    budi = world.person("budi")
    with world.change() as session:
        term = Term(Role.AUDITOR, None, date(2026, 11, 21), date(2026, 11, 22), Tenure.STANDING_IN)
        account = queries.get(session, budi)
        people.give_role(session, account, term, opd_codes=frozenset(OPDS), actor=ACTOR, now=world.now)

    seen = []
    for _ in range(3):
        seen.append(world.browser(budi).get("/audit").status_code)
        world.pass_time(days=1)

    assert seen == [200, 200, 403]
