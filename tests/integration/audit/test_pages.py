"""The auditor looks up, exports, and checks."""

from __future__ import annotations

import csv
import io
import re
from threading import Event
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from portal import audit
from portal.access import Actor, Role
from portal.audit import exports, papers, service
from portal.jobs.models import Job
from portal.jobs.worker import Worker
from tests.integration.accounts.world import Browser, World
from tests.integration.audit.test_trail import behind_its_back
from tests.queueing import led_on


def actor(number: int, name: str, opd: str) -> Actor:
    return Actor(number, name, frozenset({Role.READER, Role.OPERATOR}), frozenset({(Role.OPERATOR, opd)}))


def fill(world: World) -> None:
    deeds: list[tuple[Actor, str, str, dict[str, Any]]] = [
        (actor(101, "Budi Santoso", "Dinkes"), "plan.move", "plan:1", {"stage": ("usulan", "disetujui")}),
        (actor(102, "Ani Lestari", "Disdikbud"), "plan.move", "plan:12", {}),
        (actor(102, "Ani Lestari", "Disdikbud"), "plan.note", "plan:1", {"text": ("", "=cmd|' /C calc'!A0")}),
        (
            actor(103, "Citra", "Kec. Batang"),
            "visit.add",
            "visit:1",
            {"who": ("<script>alert(1)</script>", None)},
        ),
    ]
    for who, action, subject, changes in deeds:
        world.pass_time(days=1)
        with world.change() as session:
            audit.record(session, actor=who, action=action, subject=subject, changes=changes, reason="=1+1")


def auditor(world: World) -> Browser:
    return world.browser(world.person("ira", Role.AUDITOR, name="Ira Inspektur"))


def subjects(page: str) -> list[str]:
    return re.findall(r"<strong>[^<]*</strong>: (?:<a[^>]*>)?([^<]+?)(?:</a>)?</p>", page)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("tindakan=plan", ["Rencana 1", "Rencana 12", "Rencana 1"]),
        ("tindakan=plan.note", ["Rencana 1"]),
        ("tindakan=pla", []),
        ("subjek=plan:1", ["Rencana 1", "Rencana 1"]),
        ("subjek=Rencana 1", ["Rencana 1", "Rencana 1"]),
        ("subjek= rencana 12", ["Rencana 12"]),
        ("subjek=visit", ["Kunjungan 1"]),
        ("opd=Dinkes", ["Rencana 1"]),
        ("opd=Kec. Batang", ["Kunjungan 1"]),
        ("opd=Batang", []),
        ("opd=%25", []),
        ("orang=ani", ["Rencana 1", "Rencana 12"]),
        ("orang=LESTARI&subjek=plan:12", ["Rencana 12"]),
        ("subjek=visit&dari=2026-11-25", ["Kunjungan 1"]),
        ("subjek=visit&dari=2026-11-26", []),
        ("tindakan=plan&sampai=2026-11-23", ["Rencana 12", "Rencana 1"]),
        ("subjek=plan&dari=2026-11-22&sampai=2026-11-22", ["Rencana 1"]),
        ("orang=tidakada", []),
    ],
)
def test_the_trail_is_looked_up_by_opd_person_subject_and_period(
    world: World, query: str, found: list[str]
) -> None:
    fill(world)

    page = auditor(world).get(f"/audit?{query}").text

    assert subjects(page) == found


def test_a_date_that_is_none_is_told_and_ignored(world: World) -> None:
    page = auditor(world).get("/audit?dari=2026-13-01&sampai=x").text

    assert "Tanggal tidak terbaca" in page


def test_codes_are_put_into_words_and_lead_where_the_reader_may_go(world: World) -> None:
    admin = world.browser(world.person("wati", Role.ADMIN, name="Wati"))

    pages = [browser.get("/audit?tindakan=account").text for browser in (auditor(world), admin)]

    assert all("<strong>Memberi peran</strong>" in page for page in pages)
    assert [bool(re.search(r'<a href="/pengguna/\d+">Akun \d+</a>', page)) for page in pages] == [False, True]


def test_a_part_is_named_after_what_it_belongs_to(world: World) -> None:
    subject = "plan:7:problem:3"
    with world.change() as session:
        audit.record(session, actor=actor(1, "Budi", "Dinkes"), action="adoption.escalate", subject=subject)

    page = auditor(world).get("/audit?tindakan=adoption").text

    assert '<strong>Menaikkan masalah</strong>: <a href="/rencana/7">Rencana 7, masalah 3</a>' in page


def test_nothing_in_the_trail_runs_on_the_page(world: World) -> None:
    fill(world)

    page = auditor(world).get("/audit").text

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_long_trail_has_pages(world: World) -> None:
    browser = auditor(world)
    with world.change() as session:
        for number in range(120):
            audit.record(
                session, actor=actor(1, "Budi", "Dinkes"), action="plan.note", subject=f"plan:{number}"
            )

    pages = [subjects(browser.get(f"/audit?tindakan=plan&hal={number}").text) for number in (1, 2, 3, 99)]

    assert [len(page) for page in pages] == [50, 50, 20, 20]
    assert (pages[0][0], pages[2][-1]) == ("Rencana 119", "Rencana 0")


def test_the_export_holds_what_was_filtered_as_text_and_the_digest_of_the_chain(world: World) -> None:
    fill(world)

    answer = auditor(world).get("/audit.csv?subjek=plan")

    rows = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff"))))
    with world.change() as session:
        head = service.head(session)
    assert head is not None
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="audit-2026')
    assert answer.headers["X-Audit-Head"] == f"{head[0]}:{head[1]}"
    assert [row[7] for row in rows[1:-1]] == ["plan:1", "plan:12", "plan:1"]
    assert rows[-1] == ["ujung rantai", str(head[0]), head[1]]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert rows[1][9] == "'=1+1"


def test_the_trail_on_paper_holds_what_was_filtered_and_the_digest_of_the_chain(world: World) -> None:
    fill(world)

    answer = auditor(world).get("/audit.pdf?subjek=plan&dari=2020-01-01")

    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    with world.change() as session:
        head = service.head(session)
    assert head is not None
    assert answer.headers["Content-Type"] == "application/pdf"
    assert head[1] in re.sub(r"\s", "", text)
    assert "Budi Santoso" in text
    assert "1 Januari 2020" in text
    assert "<script>" not in text  # the visit's entry was not asked for


def test_a_long_trail_on_paper_is_made_beside_the_server_and_made_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(world)
    browser = auditor(world)
    at_once = browser.get("/audit.pdf").data
    monkeypatch.setattr(papers, "AT_ONCE", 3)

    asked = browser.get("/audit.pdf")
    led_on(browser, asked)
    again = browser.get("/audit.pdf")

    assert (asked.status_code, again.location) == (303, asked.location)
    page = browser.get(asked.location)
    address = re.search(r'href="(/pekerjaan/\d+/berkas)"', page.text)
    assert address
    made = browser.get(address[1])
    assert (made.content_type, made.data) == ("application/pdf", at_once)


def test_a_trail_too_long_for_paper_says_how_to_narrow_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(world)
    browser = auditor(world)
    monkeypatch.setattr(exports, "MOST", 3)

    answer = browser.get("/audit.pdf")

    assert answer.status_code == 409
    assert "Persempit saringannya" in answer.text
    assert "Unduh PDF" not in browser.get("/audit").text


def test_the_check_page_says_sound_or_names_what_was_done(world: World) -> None:
    fill(world)
    browser = auditor(world)
    assert "Jejak audit utuh" in browser.get("/audit/periksa").text

    with behind_its_back(world) as connection:
        connection.exec_driver_sql("DELETE FROM audit_entry WHERE seq = 2")
        connection.exec_driver_sql("UPDATE audit_entry SET at = 'kapan-kapan', changes = '[1' WHERE seq = 4")

    page = browser.get("/audit/periksa").text
    assert "Jejak audit tidak utuh" in page
    assert "Baris 2 dihapus." in page
    assert "Baris 4 diubah." in page
    assert browser.get("/audit").status_code == 200  # an unreadable entry stops no page


def test_reading_the_trail_changes_nothing(world: World) -> None:
    browser = auditor(world)
    with world.change() as session:
        before = service.head(session)

    for path in ("/audit", "/audit.csv", "/audit.pdf", "/audit/periksa"):
        assert browser.get(path).status_code == 200

    with world.change() as session:
        assert service.head(session) == before


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_no_route_changes_the_trail(world: World, method: str) -> None:
    rules = [rule for rule in world.app.url_map.iter_rules() if rule.rule.startswith("/audit")]

    assert len(rules) == 5
    writing = [rule.endpoint for rule in rules if not (rule.methods or set()) <= {"GET", "HEAD", "OPTIONS"}]
    assert writing == ["audit.check_all"]  # which asks for a check; the test below
    assert getattr(auditor(world), method)("/audit").status_code in (400, 405)


@pytest.mark.parametrize("file", ["csv", "pdf"])
def test_a_file_with_a_date_that_is_none_is_refused_and_not_the_whole_trail(world: World, file: str) -> None:
    answer = auditor(world).get(f"/audit.{file}?dari=besok")

    assert answer.status_code == 409
    assert "Tanggal “besok” tidak dikenal" in answer.text


def test_whoever_reads_the_trail_can_have_all_of_it_checked_in_the_queue(world: World) -> None:
    fill(world)
    browser = auditor(world)
    with world.change() as session:
        before = service.head(session)
    assert before is not None

    answer = browser.send("/audit/periksa")
    with world.app.app_context():
        Worker(world.app, Event()).work_one()

    assert answer.status_code == 303
    with world.change() as session:
        said = session.scalars(select(Job.said)).one()
        assert said == f"{before[0]} baris diperiksa. Jejak audit utuh."
        assert service.head(session) == before
