"""The brake on guessing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.accounts import throttle
from portal.accounts.models import LoginAttempt
from tests.integration.accounts.world import PASSWORD, World
from tests.portals import open_portal

pytestmark = pytest.mark.both_engines("accounts")


def guess(
    world: World, login: str = "budi", address: str = "10.0.0.1", password: str = "salah salah salah"
) -> int:
    browser = world.browser()
    browser.environ_base["REMOTE_ADDR"] = address
    return browser.send("/masuk", {"login": login, "password": password}).status_code


def note(world: World, login: str, address: str) -> int:
    with world.change() as session:
        return throttle.note(session, login=login, address=address, now=world.now)


def test_after_five_wrong_passwords_even_the_right_one_waits_fifteen_minutes(world: World) -> None:
    world.person("budi")

    answers = [guess(world) for _ in range(5)]

    assert answers == [422] * 5
    assert guess(world, password=PASSWORD) == 429
    assert guess(world, address="10.0.0.2", password=PASSWORD) == 303  # the owner elsewhere is not locked out
    world.pass_time(minutes=14, seconds=59)
    assert guess(world, password=PASSWORD) == 429
    world.pass_time(seconds=1)
    assert guess(world, password=PASSWORD) == 303


def test_spelling_the_name_differently_gives_no_further_tries(world: World) -> None:
    world.person("budi", nip="198502282010011001")

    answers = [guess(world, login) for login in ("budi", "BUDI", " Budi", "budi ", "bUdI", "budi")]

    assert answers == [422] * 5 + [429]


def test_signing_in_forgives_earlier_slips(world: World) -> None:
    world.person("budi")
    for _ in range(4):
        guess(world)

    assert guess(world, password=PASSWORD) == 303
    assert [guess(world) for _ in range(5)] == [422] * 5


def test_one_address_has_fifty_tries_over_all_names(world: World) -> None:
    refused = [note(world, f"nama{number}", "10.0.0.1") for number in range(60)]

    assert [bool(minutes) for minutes in refused] == [False] * 50 + [True] * 10
    assert note(world, "nama0", "10.0.0.2") == 0


def test_refused_tries_do_not_prolong_the_wait(world: World) -> None:
    for _ in range(5):
        note(world, "budi", "10.0.0.1")
    world.pass_time(minutes=10)

    waits = {note(world, "budi", "10.0.0.1") for _ in range(20)}

    assert waits == {5}


def test_the_throttle_survives_a_restart(world: World) -> None:
    for _ in range(5):
        note(world, "budi", "10.0.0.1")

    restarted = World(open_portal(world.app.extensions["settings"]))

    assert note(restarted, "budi", "10.0.0.1") > 0


def test_a_hundred_tries_at_once_pass_no_more_often_than_one_after_another(world: World) -> None:
    with ThreadPoolExecutor(16) as pool:
        waits = list(pool.map(lambda _: note(world, "budi", "10.0.0.1"), range(100)))

    assert waits.count(0) == 5


def test_neither_names_nor_addresses_are_stored_and_old_tries_are_swept(world: World) -> None:
    note(world, "budi", "10.0.0.1")
    world.pass_time(minutes=16)

    note(world, "lain", "10.0.0.2")

    with world.change() as session:
        rows = session.execute(select(LoginAttempt.account_key, LoginAttempt.address_key)).all()
        assert session.scalar(select(func.count(LoginAttempt.id))) == 1
    assert all(len(key) == 64 and "10.0" not in key and "lain" not in key for row in rows for key in row)


def test_a_clock_set_back_does_not_open_the_brake(world: World) -> None:
    for _ in range(5):
        note(world, "budi", "10.0.0.1")
    world.now -= timedelta(days=365)

    assert note(world, "budi", "10.0.0.1") == 15
