"""Pages of jobs in a real browser: sound in every state, and alive while the job runs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from portal.access import Actor, Role
from portal.db import transaction
from portal.jobs import Done, File, queue
from portal.jobs.models import Job, JobState
from tests.browser.conftest import serving
from tests.browser.test_signed_in import ills
from tests.browser.visit import Visit
from tests.integration.editing.desk import NOW, Desk, actor_of
from tests.make import making

pytestmark = pytest.mark.browser
TITLE = "Menerbitkan “Semua loket dalam satu gedung”"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The small library, with a curator."""
    for maker in making(tmp_path_factory.mktemp("antrean")):
        maker.library()
        maker.publish()
        app = maker.app()
        app.extensions["clock"] = lambda: NOW
        yield app


@pytest.fixture(scope="module")
def sari(app: Flask) -> Actor:
    """Who asks for jobs."""
    return actor_of(app, "sari", Role.CURATOR)


@pytest.fixture(scope="module")
def page(app: Flask, sari: Actor, browser: Browser) -> Iterator[Page]:
    """Her browser, signed in."""
    cookie = Desk(app, sari.account_id).client.get_cookie("tiru")
    assert cookie is not None
    with serving(app) as address:
        visit = Visit(browser, address)
        page = visit.page()
        page.context.add_cookies([{"name": "tiru", "value": cookie.value, "url": address}])
        yield page
        visit.close()
        assert not visit.complaints, visit.complaints


def job(app: Flask, sari: Actor, state: str, **values: object) -> int:
    """A job in a state."""
    with app.app_context(), transaction() as session:
        now = NOW
        made = Job(
            kind="told", arguments={}, title=TITLE, account_id=sari.account_id, account=sari.name,
            held={"roles": [], "posts": []}, state=state, run_after=now, deadline=now, created_at=now,
            next_page="/inovasi/jempol", back_page="/sunting/jempol", **values,
        )  # fmt: skip
        session.add(made)
        session.flush()
        return made.id


def test_a_job_is_sound_in_every_state_on_a_phone_and_on_a_desk(app: Flask, sari: Actor, page: Page) -> None:
    long = "content/cases/banyuwangi/mal-pelayanan-publik.md:12: sumber 's99' tidak ada di daftar sumber"
    jobs = [
        job(app, sari, JobState.WAITING),
        job(app, sari, JobState.WAITING, attempts=2, said="Penerbitan lain belum selesai."),
        job(app, sari, JobState.RUNNING, claim="x", done=70, total=900, words="Membaca kasus 70 dari 300"),
        job(app, sari, JobState.DONE, said="Terbit sebagai revisi 2.", ended_at=NOW),
        job(app, sari, JobState.FAILED, said="Isi portal belum lolos.", lines=[long, long], ended_at=NOW),
        job(app, sari, JobState.CANCELLED, said="Dibatalkan Sari sebelum dikerjakan.", ended_at=NOW),
    ]

    found = [ill for number in jobs for ill in ills(page, f"/pekerjaan/{number}")] + ills(page, "/pekerjaan")

    assert not found, "\n".join(found)


def test_the_page_of_a_running_job_shows_each_step_and_leads_on_when_it_is_done(
    app: Flask, sari: Actor, page: Page
) -> None:
    number = job(app, sari, JobState.RUNNING, claim="mine", words="Membaca kasus 1 dari 3", done=0, total=9)
    page.goto(f"/pekerjaan/{number}?ikuti=1")
    for done, words, share in ((3, "Menata kasus 1 dari 3", "33%"), (8, "Mengindeks kasus 3 dari 3", "88%")):
        with app.app_context(), transaction() as session:
            queue.change(session, number, "mine", done=done, words=words)
        expect(page.locator("[data-words]")).to_have_text(words)
        expect(page.locator("[data-count]")).to_have_text(share)
        expect(page.locator("[data-job] [role=status]")).to_have_text(words.partition(" kasus")[0] + " kasus")
    with app.app_context(), transaction() as session:
        file = File("daftar.txt", "text/plain", b"isi")
        queue.end(session, number, "mine", Done("Terbit sebagai revisi 2.", file=file))

    page.wait_for_url("**/inovasi/jempol")
    expect(page.locator("main")).to_contain_text("Terbit sebagai revisi 2.")
