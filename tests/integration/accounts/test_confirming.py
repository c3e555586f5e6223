"""A thief of a session changes no security: the password is asked again, and the owner is told."""

from __future__ import annotations

import json
import logging
import re

import pytest

from portal.accounts import queries
from tests.integration.accounts.world import PASSWORD, Browser, World

OWN = ("accounts.begin_two_step", "accounts.new_recovery_codes")
EXEMPT = {  # of the admin's changes, with the reason why they ask for nothing
    "accounts.upload": "only judges a file, stores nobody",
    "accounts.sign_out": "only ends sessions",
}


def tired(world: World, account_id: int, *, second_step: bool = True) -> Browser:
    """A browser whose sign-in is too old to count as confirmed, and still alive."""
    browser = world.browser(account_id, second_step=second_step)
    world.pass_time(minutes=11)
    return browser


def test_every_change_of_an_admin_and_of_ones_own_second_step_asks_for_the_password(world: World) -> None:
    table = world.app.extensions["permissions"]
    managed = {name for method, name in table["account.manage"].routes if method == "POST"}
    asking = {
        name for name, view in world.app.view_functions.items() if getattr(view, "asks_password", False)
    }

    assert asking == (managed - set(EXEMPT)) | set(OWN)


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/akun/dua-langkah/mulai", {}),
        ("/akun/kode-pemulihan", {}),
        ("/pengguna/{budi}/peran", {"role": "kurator", "kind": "definitif", "since": "2026-01-01"}),
        ("/pengguna/{budi}/tautan", {}),
        ("/pengguna/{budi}/dua-langkah/hapus", {}),
        ("/pengguna/tautan.csv", {}),
        ("/pengguna", {"username": "baru.orang", "name": "Orang Baru"}),
    ],
)
def test_a_session_alone_is_not_enough(world: World, path: str, sent: dict[str, str]) -> None:
    budi, sri = world.person("budi", second_step=True), world.admin()
    browser = tired(world, sri)
    path = path.format(budi=budi)

    asked = browser.send(path, sent)
    wrong = browser.send(path, {**sent, "konfirmasi_sandi": "bukan sandinya itu"})

    assert [asked.status_code, wrong.status_code] == [403, 403]
    assert "Pastikan ini Anda" in asked.text
    assert "tidak cocok" in wrong.text
    assert all(f'name="{name}" value="{value}"' in asked.text for name, value in sent.items())
    assert world.account(budi).second_step is not None
    assert [one.role for one in world.account(budi).memberships] == []


def test_the_password_makes_the_change_that_was_sent_and_counts_for_some_minutes(world: World) -> None:
    budi, sri = world.person("budi"), world.admin()
    browser = tired(world, sri)
    role = {"role": "kurator", "kind": "definitif", "since": "2026-01-01"}

    made = browser.send(f"/pengguna/{budi}/peran", {**role, "konfirmasi_sandi": PASSWORD})
    soon = browser.send(f"/pengguna/{budi}/tautan")
    world.pass_time(minutes=10)
    later = browser.send(f"/pengguna/{budi}/tautan")

    assert [made.status_code, soon.status_code, later.status_code] == [303, 200, 403]
    assert [one.role for one in world.account(budi).memberships] == ["kurator"]


def test_guessing_the_password_there_is_braked(world: World) -> None:
    browser = tired(world, world.admin())
    for _ in range(5):
        browser.send("/pengguna/tautan.csv", {"konfirmasi_sandi": "salah lagi deh ini"})

    assert browser.send("/pengguna/tautan.csv", {"konfirmasi_sandi": PASSWORD}).status_code == 429


def test_whoever_has_no_password_confirms_with_the_code(world: World) -> None:
    sri = world.admin()
    with world.change() as session:
        queries.get(session, sri).password_hash = None
    browser = tired(world, sri)

    assert "Kode" in browser.send("/pengguna/tautan.csv").text
    assert browser.send("/pengguna/tautan.csv", {"konfirmasi_sandi": world.code()}).status_code == 200


@pytest.mark.parametrize("role", ["admin", "pimpinan", "kurator", "auditor"])
def test_an_admin_gives_himself_no_role(world: World, role: str) -> None:
    sri = world.admin()

    answer = world.browser(sri).send(
        f"/pengguna/{sri}/peran", {"role": role, "kind": "definitif", "since": "2026-01-01"}
    )

    assert answer.status_code == 422
    assert "tidak dapat memberi peran kepada diri sendiri" in answer.text
    assert [one.role for one in world.account(sri).memberships] == ["admin"]


def test_the_owner_is_told_on_the_account_page_and_at_the_next_sign_in(world: World) -> None:
    budi, sri = world.person("budi"), world.admin()
    world.browser().send("/masuk", {"login": "budi", "password": PASSWORD})
    world.pass_time(minutes=1)
    world.browser(sri).send(f"/pengguna/{budi}/tautan")
    world.pass_time(minutes=1)
    browser = world.browser()

    browser.send("/masuk", {"login": "budi", "password": PASSWORD, "lanjut": "/akun"})
    page = browser.get("/akun").text

    assert "Keamanan akun diubah sejak Anda terakhir masuk: tautan kata sandi dibuat" in page
    assert re.search(r"<strong>Tautan kata sandi dibuat</strong>.*?oleh Sri", page, re.S)
    browser.send("/keluar")
    again = world.browser()
    again.send("/masuk", {"login": "budi", "password": PASSWORD, "lanjut": "/akun"})
    assert "Keamanan akun diubah" not in again.get("/akun").text


def test_a_link_and_recovery_codes_lie_in_no_cookie(world: World) -> None:
    budi, sri = world.person("budi"), world.admin()
    browser = world.browser(sri)

    link = browser.send(f"/pengguna/{budi}/tautan")
    codes = browser.send("/akun/kode-pemulihan")

    token = re.search(r"/akun/tautan/([\w-]+)", link.text)
    assert token is not None
    secrets = [token[1], *re.findall(r"<code>([a-z2-7-]{29})</code>", codes.text)]
    assert len(secrets) == 11
    with browser.session_transaction() as cookie:
        kept = json.dumps(dict(cookie), default=str)
    assert not [one for one in secrets if one in kept]
    assert "no-store" in link.headers["Cache-Control"]
    assert "no-store" in codes.headers["Cache-Control"]


def lines(caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    """The security log so far."""
    return [json.loads(one.getMessage()) for one in caplog.records if one.name == "portal.security"]


def test_failed_sign_ins_throttling_and_refusals_are_logged_without_names(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "portal.security")
    budi = world.person("budi", second_step=True)
    browser = world.browser()
    for _ in range(6):
        browser.send("/masuk", {"login": "budi", "password": "salah sekali ini"})
    world.browser().send("/masuk", {"login": "orang\nlain", "password": "salah"})
    world.browser(budi).get("/pengguna")
    world.browser(budi).post("/keluar", data={})
    pending = world.browser()
    world.pass_time(minutes=16)
    pending.send("/masuk", {"login": "budi", "password": PASSWORD})
    pending.send("/masuk/kode", {"code": "000000"})

    found = lines(caplog)
    events = [one["event"] for one in found]
    assert events.count("sign-in-failed") == 6
    assert {"throttled", "refused", "form-refused", "code-failed"} <= set(events)
    said = "\n".join(one.getMessage() for one in caplog.records)
    assert "budi" not in said.lower()
    assert "127.0.0.1" not in said
    assert "\n" not in found[0]["who"]  # type: ignore[operator]
    assert len({one["who"] for one in found if one["event"] == "sign-in-failed"}) == 2


def test_a_visitor_writes_no_line_of_the_log(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.app.logger.error("unexpected error on %s", "/a\n2026-11-21 security forged\r\x1b[2J\u2028x")

    assert "\\x0a" in caplog.records[-1].getMessage()
    assert not set("\n\r\x1b\u2028") & set(caplog.records[-1].getMessage())
