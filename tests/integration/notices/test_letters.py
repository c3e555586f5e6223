"""Letters by a real mail server: sent once, refused, put off, interrupted."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

import pytest

from portal.accounts.models import Account
from portal.adoption import plans
from portal.adoption.rules import Stage
from portal.errors import InvalidSettings
from portal.notices import ordered, postmen, rounds
from portal.notices.models import Letter
from tests.integration.adoption.conftest import IDS, Office
from tests.integration.notices.conftest import Mail, carry, gather, letters, sends_to
from tests.queueing import do_jobs

pytestmark = pytest.mark.enable_socket


def test_what_waits_for_a_decision_is_sent_at_once_and_once(post: Office, mail: Mail) -> None:
    post.plan()
    gather(post)
    gather(post)
    carry(post)
    (letter,) = mail.taken
    assert letter["To"] == "kepala@contoh.go.id"
    assert letter["Subject"] == "Contoh Portal: ada yang menunggu keputusan Anda"
    body = letter.get_content()
    assert "Setujui atau kembalikan usulan: Jempol di sini" in body
    assert letters(post) == {"kepala": [("terkirim", "")]}


def test_the_link_of_a_letter_opens_the_right_place_after_sign_in(post: Office, mail: Mail) -> None:
    plan_id = post.plan()
    gather(post)
    link = re.findall(r"https://tiru.contoh.go.id(/pemberitahuan/\d+)", mail.taken[0].get_content())[0]
    asked = post.app.test_client().get(link)
    assert asked.status_code == 303
    assert link in unquote(asked.location)
    assert post.get("kepala", link).location == f"/rencana/{plan_id}"


def test_what_can_wait_is_not_sent_at_once(post: Office, mail: Mail) -> None:
    post.plan(Stage.TRIAL)
    gather(post)
    assert not [one for one in mail.to("operator") if "Latih petugas" in one.get_content()]


def test_who_switched_letters_off_gets_none(post: Office, mail: Mail) -> None:
    post.post("kepala", "/pemberitahuan/pilihan")  # every box empty
    post.plan()
    gather(post, with_digest=True)
    assert mail.to("kepala") == []


def test_without_an_address_or_a_server_nothing_is_written(post: Office, mail: Mail) -> None:
    with post.inside() as session:
        session.get_one(Account, IDS["kepala"]).email = ""
    post.plan()
    gather(post)
    sends_to(post, "")
    gather(post)
    assert (mail.taken, letters(post)) == ([], {})


def test_a_refused_address_is_told_to_its_owner_and_hinders_nobody(post: Office, mail: Mail) -> None:
    mail.answers["kepala"] = "550 5.1.1 no such user"
    post.plan()
    post.plan(who="-lain")
    gather(post)
    assert [one["To"] for one in mail.taken] == ["kepala-lain@contoh.go.id"]
    assert letters(post)["kepala"] == [("ditolak", "Server surel menolak: 550 5.1.1 no such user")]
    carry(post)
    assert len(mail.taken) == 1
    assert "ditolak (Server surel menolak: 550" in post.get("kepala", "/pemberitahuan/pilihan").text


def test_a_server_that_asks_to_wait_is_asked_again_later(post: Office, mail: Mail) -> None:
    mail.answers["kepala"] = "451 4.7.1 greylisted"
    post.plan()
    gather(post)
    assert letters(post)["kepala"] == [("menunggu", "Server surel meminta menunggu: 451 4.7.1 greylisted")]
    mail.answers.clear()
    carry(post)
    assert mail.taken == []
    post.clock_now += timedelta(minutes=2)
    carry(post)
    assert len(mail.to("kepala")) == 1


def test_who_is_put_off_again_and_again_is_given_up_with_the_reason(post: Office, mail: Mail) -> None:
    mail.answers["kepala"] = "451 4.7.1 greylisted"
    post.plan()
    gather(post)
    for _ in ordered.BACK_OFF:
        post.clock_now += timedelta(hours=13)
        carry(post)
    assert letters(post)["kepala"] == [("ditolak", "Server surel meminta menunggu: 451 4.7.1 greylisted")]


def test_while_the_server_is_away_all_letters_wait(post: Office, mail: Mail) -> None:
    sends_to(post, "smtp://127.0.0.1:9")
    post.plan()
    post.plan(who="-lain")
    gather(post)
    assert {state for found in letters(post).values() for state, _ in found} == {"menunggu"}
    sends_to(post, mail.address)
    post.clock_now += timedelta(days=3)
    carry(post)
    assert len(mail.taken) == 2


def test_a_letter_whose_fate_is_unknown_is_not_sent_twice_but_stands_in_the_next_digest(
    post: Office, mail: Mail
) -> None:
    mail.cut.add("kepala")
    post.plan()
    gather(post)
    assert letters(post)["kepala"][0][0] == "tidak diketahui"
    mail.cut.clear()
    post.clock_now += timedelta(hours=1)
    carry(post)
    assert len(mail.to("kepala")) == 1
    gather(post, with_digest=True)
    assert "Setujui atau kembalikan usulan" in mail.to("kepala")[1].get_content()


@pytest.mark.parametrize("after", [False, True], ids=["before the server has it", "after the server has it"])
def test_killed_in_the_middle_nothing_is_lost_and_nothing_sent_twice(
    post: Office, mail: Mail, monkeypatch: pytest.MonkeyPatch, after: bool
) -> None:
    post.plan()
    hand_over = postmen._hand_over

    def killed(server, letter, handing):  # type: ignore[no-untyped-def]
        if after:
            hand_over(server, letter, handing)
        raise KeyboardInterrupt

    with monkeypatch.context() as context:
        context.setattr(postmen, "_hand_over", killed)
        with pytest.raises(KeyboardInterrupt):
            gather(post)
    post.clock_now += timedelta(minutes=1)  # the lease of the dead worker ends
    do_jobs(post.app)
    carry(post)
    assert len(mail.taken) == 1
    assert letters(post)["kepala"][0][0] == ("tidak diketahui" if after else "terkirim")


def test_the_digest_of_a_monday_holds_all_that_is_open_and_comes_once_a_week(
    post: Office, mail: Mail
) -> None:
    post.plan(Stage.TRIAL)
    monday = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)  # half past seven in Batang
    for moment in (monday, monday + timedelta(hours=2), monday + timedelta(days=3)):
        post.clock_now = moment
        with post.inside() as session:
            rounds.look(session)
        do_jobs(post.app)
    digests = [one for one in mail.to("operator") if "ringkasan" in one["Subject"]]
    assert len(digests) == 1
    assert "Latih petugas: Jempol di sini (tenggat 26 November 2026)" in digests[0].get_content()
    assert "Langkah berikut untuk rencana OPD Anda" in digests[0].get_content()
    post.clock_now = monday + timedelta(days=7)
    with post.inside() as session:
        rounds.look(session)
    do_jobs(post.app)
    assert len([one for one in mail.to("operator") if "ringkasan" in one["Subject"]]) == 2


def test_a_digest_that_is_begun_again_is_not_written_twice_however_old_its_news(
    post: Office, mail: Mail
) -> None:
    post.plan()
    gather(post)
    post.clock_now += timedelta(days=10)
    gather(post, with_digest=True)
    gather(post, with_digest=True)

    assert len([one for one in mail.to("kepala") if "ringkasan" in one["Subject"]]) == 1


def test_no_subject_line_names_a_person_or_a_plan(post: Office, mail: Mail) -> None:
    post.plan(title="Rencana rahasia")
    gather(post, with_digest=True)
    assert mail.taken
    for letter in mail.taken:
        assert not re.search("rahasia|kepala|operator|Disdukcapil", letter["Subject"], re.IGNORECASE)


def test_letters_can_be_files(post: Office) -> None:
    sends_to(post, "berkas")
    post.plan()
    gather(post)
    (file,) = (post.app.extensions["settings"].instance / "mail").iterdir()
    assert file.suffix == ".eml"
    assert b"To: kepala@contoh.go.id" in file.read_bytes()


def test_the_setting_without_a_sender_is_refused(post: Office) -> None:
    settings = post.app.extensions["settings"].model_copy(update={"mail_sender": ""})
    with pytest.raises(InvalidSettings, match="mail_sender"):
        postmen.check(settings)


def test_letters_of_long_ago_are_forgotten(post: Office) -> None:
    post.plan()
    gather(post)
    post.change(
        "kepala",
        1,
        lambda session, plan, actor: plans.hand_back(session, plan, "Biaya belum jelas.", actor=actor),
    )
    gather(post)
    assert post.count(Letter) == 3  # asked for a decision; and two who may mend it were told
    post.clock_now += timedelta(days=200)
    gather(post)
    assert post.count(Letter) == 2
