"""The second step: set up, asked for, each code once, recovery codes once."""

from __future__ import annotations

import html
import re

import pyotp
import pytest
from werkzeug.test import TestResponse

from portal.access import Role
from tests.integration.accounts.world import PASSWORD, Browser, World


def to_second_step(world: World, login: str = "budi") -> Browser:
    browser = world.browser()
    answer = browser.send("/masuk", {"login": login, "password": PASSWORD, "lanjut": "/akun"})
    assert answer.location == "/masuk/kode"
    return browser


def test_password_alone_opens_nothing_and_the_code_opens_the_door(world: World) -> None:
    world.person("budi", second_step=True)
    browser = to_second_step(world)
    assert browser.get("/akun").status_code == 303

    answer = browser.send("/masuk/kode", {"code": world.code()})

    assert answer.location == "/akun"
    assert browser.get("/akun").status_code == 200


@pytest.mark.parametrize(("steps", "status"), [(-2, 422), (-1, 303), (0, 303), (1, 303), (2, 422)])
def test_a_code_counts_one_step_before_and_after_its_time(world: World, steps: int, status: int) -> None:
    world.person("budi", second_step=True)

    assert to_second_step(world).send("/masuk/kode", {"code": world.code(steps)}).status_code == status


def test_a_code_works_once_and_an_older_one_no_more_after_it(world: World) -> None:
    world.person("budi", second_step=True)
    code, earlier = world.code(), world.code(-1)
    assert to_second_step(world).send("/masuk/kode", {"code": code}).status_code == 303

    assert to_second_step(world).send("/masuk/kode", {"code": code}).status_code == 422
    assert to_second_step(world).send("/masuk/kode", {"code": earlier}).status_code == 422
    world.pass_time(seconds=30)
    assert to_second_step(world).send("/masuk/kode", {"code": world.code()}).status_code == 303


@pytest.mark.parametrize(
    "typed", ["", "000000", "12345", "1234567", "abcdef", "１２３４５６", "a" * 41, "' or 1=1 --"]
)
def test_anything_but_the_code_is_refused(world: World, typed: str) -> None:
    world.person("budi", second_step=True)

    assert to_second_step(world).send("/masuk/kode", {"code": typed}).status_code == 422


def test_a_code_may_be_typed_with_a_space(world: World) -> None:
    world.person("budi", second_step=True)
    code = world.code()

    assert to_second_step(world).send("/masuk/kode", {"code": f"{code[:3]} {code[3:]}"}).status_code == 303


def test_codes_are_guessed_at_most_five_times(world: World) -> None:
    world.person("budi", second_step=True)
    browser = to_second_step(world)
    wrong = f"{(int(world.code()) + 1) % 1_000_000:06}"

    answers = [browser.send("/masuk/kode", {"code": wrong}).status_code for _ in range(6)]

    assert answers == [422] * 5 + [429]
    assert browser.send("/masuk/kode", {"code": world.code()}).status_code == 429


@pytest.mark.parametrize("minutes", [11, -1])
def test_between_the_steps_ten_minutes_may_pass_and_none_backwards(world: World, minutes: int) -> None:
    world.person("budi", second_step=True)
    browser = to_second_step(world)

    world.pass_time(minutes=minutes)

    assert browser.send("/masuk/kode", {"code": world.code()}).location == "/masuk"
    assert browser.get("/akun").status_code == 303


def test_between_the_steps_a_change_to_the_account_sends_back_to_the_start(world: World) -> None:
    budi = world.person("budi", second_step=True)
    browser = to_second_step(world)
    admin = world.browser(world.admin())

    admin.send(f"/pengguna/{budi}/nonaktif")

    assert browser.send("/masuk/kode", {"code": world.code()}).location == "/masuk"


def test_the_code_page_alone_leads_back_to_the_start(world: World) -> None:
    assert world.browser().get("/masuk/kode").location == "/masuk"
    assert world.browser().send("/masuk/kode", {"code": "123456"}).location == "/masuk"


@pytest.mark.parametrize("role", [Role.ADMIN, Role.CURATOR])
def test_admin_and_curator_have_no_powers_before_the_second_step(world: World, role: Role) -> None:
    number = world.person("budi", role)
    browser = world.browser()

    answer = browser.send("/masuk", {"login": "budi", "password": PASSWORD, "lanjut": "/akun"})

    assert answer.location == "/akun/dua-langkah"
    assert str(role) in browser.get("/akun/dua-langkah").text
    if role is Role.ADMIN:
        for path in ("/pengguna", "/pengguna/baru", f"/pengguna/{number}", "/audit", "/audit.csv"):
            assert browser.get(path).location == "/akun/dua-langkah"
        assert browser.send(f"/pengguna/{number}/tautan").location == "/akun/dua-langkah"


def set_up(browser: Browser) -> tuple[str, list[str]]:
    """Set the second step up as a person would; the secret, and the recovery codes."""
    browser.send("/akun/dua-langkah/mulai")
    page = browser.get("/akun/dua-langkah").text
    secret = re.search(r'<code class="digest">(\w+)</code>', page)
    assert secret is not None
    assert "<svg" in page
    world_code = pyotp.TOTP(secret[1]).at(int(browser.application.extensions["clock"]().timestamp()))
    answer = browser.send("/akun/dua-langkah", {"code": world_code})
    return secret[1], codes_in(answer)


def codes_in(answer: TestResponse) -> list[str]:
    """The recovery codes that an answer shows."""
    assert answer.status_code == 200
    return re.findall(r"<code>([a-z2-7-]{29})</code>", answer.text)


def test_setting_it_up_gives_the_powers_at_once_under_a_new_token(world: World) -> None:
    browser = world.browser(world.person("budi", Role.ADMIN), second_step=False)
    before = browser.token()

    _, codes = set_up(browser)

    assert len(set(codes)) == 10
    assert browser.get("/pengguna").status_code == 200
    assert browser.token() != before
    old = world.browser()
    with old.session_transaction() as cookie:
        cookie["_user_id"] = before
    assert old.get("/akun").status_code == 303


def test_recovery_codes_are_shown_once_and_each_works_once(world: World) -> None:
    world.person("budi")
    browser = world.browser()
    browser.send("/masuk", {"login": "budi", "password": PASSWORD})
    _, codes = set_up(browser)
    assert codes[0] not in browser.get("/akun").text
    with browser.session_transaction() as cookie:
        assert not set(codes) & set(re.findall(r"[a-z2-7-]{29}", str(dict(cookie))))

    first = to_second_step(world).send("/masuk/kode", {"code": codes[0].upper().replace("-", " ")})
    again = to_second_step(world).send("/masuk/kode", {"code": codes[0]})
    another = to_second_step(world).send("/masuk/kode", {"code": codes[1]})

    assert [first.status_code, again.status_code, another.status_code] == [303, 422, 303]
    assert "sisa 8 kode" in browser.get("/akun").text


def test_new_recovery_codes_replace_the_old_ones(world: World) -> None:
    world.person("budi")
    browser = world.browser()
    browser.send("/masuk", {"login": "budi", "password": PASSWORD})
    _, codes = set_up(browser)

    fresh = codes_in(browser.send("/akun/kode-pemulihan"))

    assert not set(fresh) & set(codes)
    assert to_second_step(world).send("/masuk/kode", {"code": codes[0]}).status_code == 422
    assert to_second_step(world).send("/masuk/kode", {"code": fresh[0]}).status_code == 303


def test_recovery_codes_need_the_second_step(world: World) -> None:
    assert world.browser(world.person("budi")).send("/akun/kode-pemulihan").status_code == 409
    half = world.browser(world.person("lain", second_step=True), second_step=False)
    assert half.send("/akun/kode-pemulihan").status_code == 409


def test_a_wrong_code_does_not_switch_it_on(world: World) -> None:
    budi = world.person("budi")
    browser = world.browser(budi)
    browser.send("/akun/dua-langkah/mulai")

    page = browser.send("/akun/dua-langkah", {"code": "000000"})

    assert page.status_code == 422
    assert "Kode tidak cocok" in page.text
    step = world.account(budi).second_step
    assert step is not None
    assert step.confirmed_at is None
    assert world.browser().send("/masuk", {"login": "budi", "password": PASSWORD}).location == "/"


def test_one_that_is_on_is_not_replaced_unseen(world: World) -> None:
    budi = world.person("budi", second_step=True)

    assert world.browser(budi).send("/akun/dua-langkah/mulai").status_code == 409

    step = world.account(budi).second_step
    assert step is not None
    assert step.confirmed_at is not None


def test_confirming_without_having_begun_says_so(world: World) -> None:
    page = world.browser(world.person("budi")).send("/akun/dua-langkah", {"code": "123456"})

    assert page.status_code == 422
    assert "Mulai dulu" in page.text


def test_whoever_needs_no_second_step_switches_it_off_with_the_password(world: World) -> None:
    budi = world.person("budi", second_step=True)
    browser = world.browser(budi)

    assert browser.get("/akun/dua-langkah/matikan").status_code == 200
    assert browser.send("/akun/dua-langkah/matikan", {"current": "salah salah salah"}).status_code == 422
    assert browser.send("/akun/dua-langkah/matikan", {"current": PASSWORD}).status_code == 303

    assert world.account(budi).second_step is None
    assert browser.get("/akun").status_code == 200


def test_an_admin_cannot_switch_it_off(world: World) -> None:
    admin = world.admin()

    answer = world.browser(admin).send("/akun/dua-langkah/matikan", {"current": PASSWORD})

    assert answer.status_code == 409
    assert world.account(admin).second_step is not None


def test_a_lost_phone_is_forgotten_only_where_there_was_one(world: World) -> None:
    admin = world.browser(world.admin())

    assert admin.send(f"/pengguna/{world.person('budi')}/dua-langkah/hapus").status_code == 409


def test_the_demo_can_do_without(world: World) -> None:
    settings = world.app.extensions["settings"]
    world.app.extensions["settings"] = settings.model_copy(update={"two_step_roles": ()})
    number = world.person("budi", Role.ADMIN)

    assert world.browser(number, second_step=False).get("/pengguna").status_code == 200


def test_the_secret_is_on_the_page_only_while_it_is_being_set_up(world: World) -> None:
    browser = world.browser(world.person("budi"))
    secret, _ = set_up(browser)

    assert secret not in html.unescape(browser.get("/akun/dua-langkah").text)
