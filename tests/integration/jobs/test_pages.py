"""Pages of jobs: how far it is, where it leads, what went wrong, and who may see it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from portal.access import Actor, Role
from portal.db import transaction
from portal.errors import RuleViolation
from portal.jobs import queue
from portal.jobs.models import Job
from tests.integration.editing.desk import Desk, actor_of
from tests.integration.jobs.conftest import ERRORS, Told
from tests.queueing import do_jobs


@pytest.fixture
def sari(portal: Flask) -> Actor:
    """Who asks."""
    return actor_of(portal, "sari", Role.CURATOR)


@pytest.fixture
def desk(portal: Flask, sari: Actor) -> Desk:
    """The desk of who asks."""
    return Desk(portal, sari.account_id)


def ask(app: Flask, actor: Actor, **told: str) -> int:
    with app.app_context(), transaction() as session:
        return queue.ask(
            session, "told", Told(**told), actor=actor, title="Menulis “satu”", next_page="/inovasi/jempol",
            back_page="/sunting/jempol",
        ).id  # fmt: skip


def test_a_job_that_waits_says_so_and_can_be_taken_back(portal: Flask, sari: Actor, desk: Desk) -> None:
    page = f"/pekerjaan/{ask(portal, sari)}"

    waits = desk.get(page).text
    cancelled = desk.order(desk.form(page, f"{page}/batal"))

    assert "Menunggu giliran" in waits
    assert (cancelled.status_code, cancelled.location) == (303, page)
    assert "Dibatalkan Sari sebelum dikerjakan" in desk.get(page).text
    assert do_jobs(portal) == 0


def test_a_job_that_runs_says_how_far_it_is_and_cannot_be_taken_back(
    portal: Flask, sari: Actor, desk: Desk
) -> None:
    number = ask(portal, sari)
    form = desk.form(f"/pekerjaan/{number}", f"/pekerjaan/{number}/batal")
    with portal.app_context(), transaction() as session:
        held = queue.claim(session)
        assert held is not None
        queue.change(session, number, held.claim, done=30, total=120, words="Membaca kasus 30 dari 120")

    page, told = desk.get(f"/pekerjaan/{number}").text, desk.get(f"/pekerjaan/{number}/kemajuan").json
    refused = desk.send(form)

    assert "Membaca kasus 30 dari 120" in page
    assert '<progress aria-label="Kemajuan" max="120" value="30">' in page
    assert "25%" in page
    assert told == {
        "living": True, "waiting": False, "done": 30, "total": 120, "counted": "25%",
        "sentence": "Membaca kasus 30 dari 120",
    }  # fmt: skip
    assert refused.status_code == 409


def test_who_follows_a_job_is_led_on_when_it_is_done_and_who_looks_it_up_is_not(
    portal: Flask, sari: Actor, desk: Desk
) -> None:
    number = ask(portal, sari)
    do_jobs(portal)

    looked_up = desk.get(f"/pekerjaan/{number}")
    followed = desk.get(f"/pekerjaan/{number}?ikuti=1")

    assert "Tertulis satu." in looked_up.text
    assert 'href="/inovasi/jempol"' in looked_up.text
    assert (followed.status_code, followed.location) == (303, "/inovasi/jempol")
    assert "Tertulis satu." in desk.get("/inovasi/jempol").text


def test_a_job_that_was_refused_says_why_and_leads_back(portal: Flask, sari: Actor, desk: Desk) -> None:
    ERRORS["rule"] = RuleViolation("Judulnya <b>sudah</b> dipakai.")
    number = ask(portal, sari, raises="rule")
    do_jobs(portal)

    page = desk.get(f"/pekerjaan/{number}?ikuti=1").text

    assert "Judulnya &lt;b&gt;sudah&lt;/b&gt; dipakai." in page
    assert 'href="/sunting/jempol"' in page
    assert "Yang Anda isi tidak hilang" in page


def test_a_file_that_a_job_made_is_for_who_asked(
    portal: Flask, sari: Actor, desk: Desk, sit_down: Callable[..., Desk]
) -> None:
    number = ask(portal, sari, writes="berkas")
    early = desk.get(f"/pekerjaan/{number}/berkas")
    do_jobs(portal)

    page, file = desk.get(f"/pekerjaan/{number}"), desk.get(f"/pekerjaan/{number}/berkas")

    assert early.status_code == 404
    assert "Unduh daftar.txt" in page.text
    assert (file.status_code, file.data) == (200, b"isi")
    assert file.headers["Content-Disposition"] == 'attachment; filename="daftar.txt"'
    assert sit_down("budi", Role.CURATOR).get(f"/pekerjaan/{number}/berkas").status_code == 404


def test_jobs_are_seen_by_who_asked_and_by_the_admin(
    portal: Flask, sari: Actor, desk: Desk, sit_down: Callable[..., Desk]
) -> None:
    number = ask(portal, sari)
    budi, admin, nobody = sit_down("budi", Role.CURATOR), sit_down("ani", Role.ADMIN), sit_down("tamu")
    guest = Desk(portal, None)

    for path in (f"/pekerjaan/{number}", f"/pekerjaan/{number}/kemajuan"):
        codes = [one.get(path).status_code for one in (desk, admin, budi, nobody)]
        assert codes == [200, 200, 404, 404]
    assert (guest.get("/pekerjaan").location or "").startswith("/masuk")
    assert "Menulis “satu”" in desk.get("/pekerjaan").text
    assert "Menulis “satu”" in admin.get("/pekerjaan").text
    assert "Menulis “satu”" not in budi.get("/pekerjaan").text
    form = admin.form(f"/pekerjaan/{number}", f"/pekerjaan/{number}/batal")
    assert budi.order(form).status_code in (400, 404)
    assert admin.order(form).status_code == 303


def test_a_page_to_go_on_to_is_never_another_site(portal: Flask, sari: Actor, desk: Desk) -> None:
    number = ask(portal, sari)
    do_jobs(portal)
    with portal.app_context(), transaction() as session:
        session.get_one(Job, number).next_page = "https://lain.example.org/"

    assert desk.get(f"/pekerjaan/{number}?ikuti=1").location == "/"
