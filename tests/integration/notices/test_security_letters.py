"""Letters about the security of an account: at once, once, and whatever was switched off."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal import audit
from portal.access import Actor
from portal.accounts.models import Account
from portal.accounts.sessions import open_session
from portal.db import transaction
from tests.integration.adoption.conftest import IDS, Office
from tests.integration.notices.conftest import Mail, carry, gather, letters

pytestmark = pytest.mark.enable_socket
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36"


def change(office: Office, name: str, action: str, by: str = "") -> None:
    """Let the trail know of a change to an account."""
    with office.app.app_context(), transaction() as session:
        who = Actor(account_id=IDS[by or name], name=(by or name).capitalize())
        audit.record(session, actor=who, action=action, subject=f"account:{IDS[name]}")


def enter(office: Office, name: str, user_agent: str) -> None:
    """Somebody signs in with a browser."""
    with office.inside() as session:
        account = session.get_one(Account, IDS[name])
        open_session(session, account, now=office.clock_now, user_agent=user_agent, has_second_step=True)


def test_a_change_is_told_once_whatever_was_switched_off(post: Office, mail: Mail) -> None:
    post.post("pembaca", "/pemberitahuan/pilihan")  # every box empty
    change(post, "pembaca", "account.password", by="auditor")

    gather(post)
    gather(post)
    carry(post)

    (letter,) = mail.to("pembaca")
    assert letter["Subject"] == "Contoh Portal: keamanan akun Anda"
    body = letter.get_content()
    assert "Kata sandi diganti, 21 November 2026" in body
    assert "oleh Auditor" in body
    assert "https://tiru.contoh.go.id/akun" in body


def test_roles_and_reading_are_not_told_by_letter(post: Office, mail: Mail) -> None:
    change(post, "pembaca", "account.role-give")
    change(post, "pembaca", "account.sign-in")
    gather(post)
    assert mail.taken == []


def test_a_sign_in_from_a_new_device_is_told_and_the_first_of_all_is_not(post: Office, mail: Mail) -> None:
    enter(post, "pembaca", FIREFOX)
    gather(post)
    assert mail.taken == []

    enter(post, "pembaca", CHROME)
    enter(post, "pembaca", FIREFOX)
    gather(post)
    gather(post)

    (letter,) = mail.to("pembaca")
    assert "Masuk dari perangkat baru: Chrome di Windows" in letter.get_content()


def test_what_happened_before_letters_were_turned_on_is_not_told(post: Office, mail: Mail) -> None:
    change(post, "pembaca", "account.password")
    post.clock_now += timedelta(days=3)
    gather(post)
    assert mail.taken == []


def test_an_address_no_server_takes_holds_nobody_up(post: Office, mail: Mail) -> None:
    with post.inside() as session:
        session.get_one(Account, IDS["kepala"]).email = "kepalá@contoh.go.id"
    post.plan()
    post.plan(who="-lain")

    gather(post)

    assert [one["To"] for one in mail.taken] == ["kepala-lain@contoh.go.id"]
    assert letters(post)["kepala"][0][0] == "ditolak"
    assert "tidak dapat dikirim" in letters(post)["kepala"][0][1]
