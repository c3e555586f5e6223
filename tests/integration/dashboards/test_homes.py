"""The first screen of the auditor, the admin and the curator, worked out from facts."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from portal import audit, safekeeping
from portal.access import Role
from portal.accounts.models import Account, Membership
from portal.accounts.sessions import open_session
from portal.adoption import Stage
from tests.integration.adoption.conftest import IDS, NOW, OPD, TODAY, Office

pytestmark = pytest.mark.both_engines("dashboards")
HTTPS = "https://localhost"
HEX = re.compile(r"(?<![\w#/=.-])(?=[0-9]*[a-f])[0-9a-f]{16,}")


def text_of(page: str) -> str:
    """What a reader sees of a page before anything is unfolded."""
    body = page[page.index("<main") : page.index("</main>")]
    folded = re.sub(r"<details(?! open).*?</details>", "", body, flags=re.DOTALL)
    return re.sub(r"<[^>]+>", " ", folded)


def enter(office: Office, name: str) -> None:
    """Let the trail know that somebody came in."""
    with office.inside() as session:
        who = office.actor(name)
        subject = f"account:{who.account_id}"
        audit.record(session, actor=who, action="account.sign-in", subject=subject)


def test_an_auditor_sees_what_changed_since_the_last_day_here(office: Office) -> None:
    office.plan(Stage.APPROVED)
    enter(office, "auditor")
    office.pass_days(3)
    plan_id = office.plan(Stage.APPROVED, who="-lain", title="Antrean dari rumah")
    enter(office, "auditor")

    page = office.get("auditor", "/").text
    seen = text_of(page)

    assert re.search(r"\d+ perubahan oleh 2 orang", seen)
    assert "Sejak kunjungan terakhir Anda, 21 November 2026" in seen
    assert f'Menyetujui rencana</strong>: <a href="/rencana/{plan_id}">Antrean dari rumah</a>' in page
    assert "Jempol di sini" not in seen
    listed = re.search(r'href="(/audit\?tindakan=adoption[^"]*)"', page)
    assert listed is not None
    assert "Antrean dari rumah" in office.get("auditor", listed[1].replace("&amp;", "&")).text


def test_the_trail_is_read_without_codes(office: Office) -> None:
    office.plan(Stage.TRIAL, title="Antrean dari rumah")

    page = office.get("auditor", "/audit?tindakan=adoption").text
    seen = " ".join(text_of(page).split())

    assert not HEX.search(seen)
    assert "Tahap Usulan → menjadi Disetujui" in seen
    assert ", Antrean dari rumah" in seen
    assert not re.search(r"\d{4}-\d\d-\d\d", seen)
    assert HEX.search(page)  # folded, not lost


def test_a_line_that_was_noted_is_compared_on_the_page(office: Office) -> None:
    office.plan()
    page = office.get("auditor", "/audit/periksa").text
    head = re.search(r"<dd>(\d+)</dd>.*?<code class=\"digest\">([0-9a-f]{64})", page, re.DOTALL)
    assert head is not None
    number, digest = head.groups()

    same = office.get("auditor", f"/audit/periksa?baris={number}&sidik={digest}").text
    other = office.get("auditor", f"/audit/periksa?baris={number}&sidik={'0' * 64}").text
    unread = office.get("auditor", f"/audit/periksa?baris={number}&sidik=abc").text

    assert f"Baris {number} cocok dengan catatan Anda" in same
    assert "Jejak audit tidak utuh" in other
    assert "belum dicocokkan" in unread


@pytest.fixture(name="admin")
def _admin(office: Office) -> Office:
    """The office in which the reader is admin."""
    with office.inside() as session:
        since = TODAY - timedelta(days=1)
        session.add(Membership(account_id=IDS["pembaca"], role=Role.ADMIN.value, opd=None, since=since))
    return office


def home(office: Office, **headers: str) -> str:
    """The admin's first screen, asked for by HTTPS."""
    client = office.app.test_client()
    with office.inside() as session:
        account = session.get_one(Account, IDS["pembaca"])
        token = open_session(session, account, now=office.clock_now, user_agent="", has_second_step=True)
    with client.session_transaction(base_url=HTTPS) as cookie:
        cookie["_user_id"] = token
    return client.get("/", headers=headers, base_url=HTTPS).text


def left(page: str) -> list[str]:
    """The steps that are not yet done."""
    return re.findall(r'<li class="gate-open">.*?<strong>(?:<a[^>]*>)?([^<]+)', page)


def settle(office: Office, **settings: object) -> None:
    """Change settings of the running portal."""
    found = office.app.extensions["settings"]
    office.app.extensions["settings"] = found.model_copy(update=settings)


def test_steps_of_a_first_start_leave_one_by_one_and_come_back_with_a_failing_backup(admin: Office) -> None:
    assert left(home(admin)) == ["Alamat portal", "Surel", "Cadangan"]

    settle(admin, address="https://tiru.contoh.go.id", mail_server="smtp://127.0.0.1:25")
    assert left(home(admin)) == ["Cadangan"]

    instance = admin.app.extensions["settings"].instance
    safekeeping.note(instance, NOW)
    assert left(home(admin)) == []
    assert "Portal sehat" in home(admin)

    safekeeping.note(instance, NOW, "Ruang simpan penuh.")
    assert left(home(admin)) == ["Cadangan"]
    assert "Cadangan terakhir gagal: Ruang simpan penuh." in home(admin)

    safekeeping.note(instance, NOW)
    admin.pass_days(4)
    assert left(home(admin)) == ["Cadangan"]


def test_a_proxy_that_the_portal_does_not_know_is_seen(admin: Office) -> None:
    assert "Proksi dan HTTPS" in left(home(admin, **{"X-Forwarded-For": "203.0.113.9"}))
    settle(admin, trusted_proxies=1)
    assert "Proksi dan HTTPS" in left(home(admin))
    assert "Proksi dan HTTPS" not in left(home(admin, **{"X-Forwarded-For": "203.0.113.9"}))


def test_an_agency_with_writers_and_no_head_is_named(admin: Office) -> None:
    with admin.inside() as session:
        session.execute(update(Account).where(Account.username == "kepala").values(is_open=False))

    assert "Kepala OPD" in left(home(admin))
    assert f"Belum ada kepala di {OPD}" in home(admin)


def test_a_curator_sees_what_to_verify_what_was_sought_and_drafts(office: Office) -> None:
    office.get("pembaca", "/cari?q=helikopter tanpa awak kuantum")

    page = office.get("kurator", "/").text

    assert "helikopter tanpa awak kuantum" in page
    assert "/sunting/padanan?kata=helikopter" in page or "kata=helikopter" in page
    assert "Tidak ada draf." in page
    assert "Apa masalah yang ingin Anda selesaikan?" not in page


def test_the_first_screen_of_one_role_is_not_shown_to_another(office: Office) -> None:
    parts = {"auditor": "Ujung jejak", "kurator": "Dicari, tidak ditemukan", "pimpinan": "rencana adopsi"}
    for name in ("operator", "kepala", "pembaca", *parts):
        page = office.get(name, "/").text
        assert [who for who, part in parts.items() if part in page] == [who for who in parts if who == name]
