"""What waits for somebody reaches them once: in the list, at the bell, in the calendar."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from portal.adoption import parts, plans
from portal.adoption.measures import Phase
from portal.adoption.models import Milestone
from portal.adoption.rules import Stage
from portal.notices import rounds
from portal.notices.models import Notice
from tests.integration.adoption.conftest import IDS, TODAY, Office
from tests.integration.notices.conftest import gather
from tests.queueing import do_jobs

pytestmark = pytest.mark.both_engines("notices")


def told(office: Office, name: str, *, living: bool = True) -> list[str]:
    """What somebody was told, in order."""
    with office.inside() as session:
        found = session.query(Notice).filter_by(account_id=IDS[name]).order_by(Notice.id)
        return [one.what for one in found if not living or one.ended_at is None]


def test_a_proposal_reaches_the_head_of_that_opd_once(office: Office) -> None:
    office.plan()
    gather(office)
    gather(office)
    assert told(office, "kepala") == ["Setujui atau kembalikan usulan"]
    assert told(office, "kepala-lain") == []
    assert told(office, "pembaca") == []


def test_the_bell_counts_until_the_notice_leads_to_its_page(office: Office) -> None:
    plan_id = office.plan()
    gather(office)
    assert "Pemberitahuan, 1 baru" in office.get("kepala", "/").text
    page = office.get("kepala", "/pemberitahuan").text
    link = re.findall(r'href="(/pemberitahuan/\d+)"', page)[0]
    assert office.get("kepala", link).location == f"/rencana/{plan_id}"
    assert "Pemberitahuan, 1 baru" not in office.get("kepala", "/").text
    assert (
        "baru" in office.get("kepala-lain", link).text or office.get("kepala-lain", link).status_code == 404
    )


def test_nobody_opens_the_notice_of_another(office: Office) -> None:
    office.plan()
    gather(office)
    with office.inside() as session:
        number = session.query(Notice).filter_by(account_id=IDS["kepala"]).one().id
    assert office.get("operator", f"/pemberitahuan/{number}").status_code == 404


def test_what_is_done_ends_and_comes_again_when_it_is_asked_again(office: Office) -> None:
    plan_id = office.plan()
    gather(office)
    office.change(
        "kepala",
        plan_id,
        lambda session, plan, actor: plans.hand_back(session, plan, "Biaya belum jelas.", actor=actor),
    )
    gather(office)
    assert told(office, "kepala") == told(office, "operator") == ["Perbaiki usulan yang dikembalikan"]
    office.change("operator", plan_id, lambda session, plan, actor: plans.submit(session, plan, actor=actor))
    gather(office)
    assert told(office, "kepala") == ["Setujui atau kembalikan usulan"]
    assert told(office, "operator") == []


def test_a_step_is_told_when_it_comes_soon_and_again_when_it_is_late(office: Office) -> None:
    office.plan(Stage.TRIAL)
    gather(office)
    assert told(office, "operator").count("Latih petugas") == 1
    office.pass_days(3)
    gather(office)
    assert told(office, "operator", living=False).count("Latih petugas") == 1
    office.pass_days(7)
    gather(office)
    assert told(office, "operator").count("Latih petugas") == 1
    assert told(office, "operator", living=False).count("Latih petugas") == 2


def test_a_kind_that_is_switched_off_is_not_at_the_bell(office: Office) -> None:
    office.plan()
    gather(office)
    page = office.get("kepala", "/pemberitahuan/pilihan").text
    wanted = dict.fromkeys(re.findall(r'name="((?:portal|segera|ringkasan)-\w+)" checked', page), "on")
    assert "portal-putusan" in wanted
    del wanted["portal-putusan"]
    assert office.post("kepala", "/pemberitahuan/pilihan", **wanted).status_code == 303
    assert "Pemberitahuan, 1 baru" not in office.get("kepala", "/").text
    assert "Setujui atau kembalikan" not in office.get("kepala", "/pemberitahuan").text
    assert 'id="portal-putusan" name="portal-putusan">' in office.get("kepala", "/pemberitahuan/pilihan").text


def test_all_can_be_marked_as_read(office: Office) -> None:
    office.plan()
    gather(office)
    office.post("kepala", "/pemberitahuan/dibaca")
    page = office.get("kepala", "/pemberitahuan").text
    assert "Tidak ada yang baru; 1 masih terbuka." in page


def test_the_portal_gathers_after_somebody_did_something_and_not_for_nothing(office: Office) -> None:
    with office.inside() as session:
        rounds.look(session)
    assert do_jobs(office.app) == 1
    office.clock_now += timedelta(minutes=1)
    with office.inside() as session:
        rounds.look(session)
    assert do_jobs(office.app) == 0
    office.clock_now += timedelta(minutes=1)
    office.plan()
    with office.inside() as session:
        rounds.look(session)
    assert do_jobs(office.app) == 1
    assert told(office, "kepala") == ["Setujui atau kembalikan usulan"]


def test_a_calendar_opens_by_its_address_alone_until_it_is_dropped(office: Office) -> None:
    plan_id = office.plan(Stage.TRIAL)
    office.change(
        "operator",
        plan_id,
        lambda session, plan, actor: parts.add(
            session,
            plan,
            Milestone,
            {
                "title": "Anggaran masuk",
                "phase": Phase.REPLICATION,
                "due": TODAY + timedelta(days=100),
            },
            actor=actor,
        ),
    )
    page = office.post("operator", "/pemberitahuan/kalender").text
    path = re.findall(r"http://localhost(/kalender/[\w-]+\.ics)", page)[0]
    guest = office.app.test_client()
    calendar = guest.get(path)
    assert calendar.content_type.startswith("text/calendar")
    text = calendar.text.replace("\r\n ", "")
    assert "SUMMARY:Anggaran masuk: Jempol di sini" in text
    marks = set(re.findall(r"UID:(\S+)", text))
    other = guest.get(path, headers={"Host": "tiru.lain.go.id"}).text.replace("\r\n ", "")
    assert set(re.findall(r"UID:(\S+)", other)) == marks
    assert path not in office.get("operator", "/pemberitahuan/pilihan").text
    office.post("operator", "/pemberitahuan/kalender/hapus")
    assert guest.get(path).status_code == 404
    assert guest.get("/kalender/" + "a" * 43 + ".ics").status_code == 404


def test_the_month_shows_what_is_due_to_its_owner_and_below_a_path_leads_there_too(office: Office) -> None:
    office.plan(Stage.TRIAL)

    mine = office.get("operator", "/kalender").text
    below = office.reader("operator").get("/kalender", base_url="http://localhost/tiru").text
    others = office.get("operator-lain", "/kalender").text

    assert "Kalender November 2026" in mine
    assert "Latih petugas" in mine
    assert 'href="/tiru/rencana/' in below
    assert "Latih petugas" not in others


def test_below_a_path_a_notice_is_the_same_and_leads_to_the_same_page(office: Office) -> None:
    plan_id = office.plan()
    gather(office)
    below = {"base_url": "http://localhost/tiru"}

    page = office.reader("kepala").get("/pemberitahuan", **below).text
    link = re.findall(r'href="/tiru(/pemberitahuan/\d+)"', page)[0]
    led = office.reader("kepala").get(link, **below)
    gather(office)

    assert led.location == f"/tiru/rencana/{plan_id}"
    assert len(told(office, "kepala", living=False)) == 1
