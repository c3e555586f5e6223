"""The pocket book of five real cases: light enough for a phone, every source in one list."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask import Flask

from portal.cases import CASES
from portal.documents import Booklet, Layout, make_booklet_pdf, make_offline
from portal.government import our_government
from portal.government.sender import Sender
from portal.visits.papers.dossier import Dossier, Host, Need, VisitedCase
from portal.visits.papers.pack import pocket_book
from tests.unit.visit_papers.sample import DAY, dossier

LIMIT = 1_500_000  # bytes
CASES_EACH = 5


@pytest.fixture(scope="module")
def book(real_app: Flask) -> Booklet:
    """The pocket book of a visit to Banyuwangi with five of its cases."""
    with real_app.test_request_context():
        chosen = [case for case in CASES.get().values() if case.region == "banyuwangi"][:CASES_EACH]
        cases = tuple(VisitedCase(case.slug, case.title, case.region) for case in chosen)
        host = replace(dossier().host, slug="banyuwangi", region="Kabupaten Banyuwangi")
        record = replace(dossier(reported=False), host=host, cases=cases)
        ours = our_government()
        return pocket_book(record, Sender(ours, Layout(), DAY), address="https://tiru.contoh.go.id/")


def test_five_cases_fit_into_the_pocket(book: Booklet) -> None:
    assert len(make_offline(book)) <= LIMIT
    assert len(make_booklet_pdf(book)) <= LIMIT


def test_every_mark_has_its_source_and_every_source_its_mark(book: Booklet) -> None:
    page = make_offline(book).decode()

    cited = {int(number) for number in re.findall(r'href="#sumber-(\d+)"', page)}
    assert cited == {note.number for note in book.notes}
    assert len({note.url for note in book.notes}) == len(book.notes)


def test_the_chapters_come_in_the_order_of_the_day(book: Booklet) -> None:
    titles = [chapter.title for chapter in book.chapters]

    assert len(titles) == CASES_EACH + 5
    assert titles[:4] == ["Agenda", "Daftar pertanyaan", "Rombongan", "Petunjuk perjalanan"]
    assert titles[-1] == "Wilayah berdampingan"


def test_a_record_that_knows_hardly_anything_still_gives_a_book(real_app: Flask) -> None:
    empty = Dossier(
        id=1, title="Belajar 👍 <b>", mode="meja", need=Need("Akta lambat"), host=Host("", "Kabupaten Entah"),
        opd_code="Dinkes", opd="Dinas Kesehatan", stage="draf", stage_name="Draf",
        cases=(VisitedCase("sudah-dicabut", "Kasus yang dicabut", "Kabupaten Entah"),),
    )  # fmt: skip

    with real_app.test_request_context():
        found = pocket_book(empty, Sender(our_government(), Layout(), DAY))

    assert [chapter.title for chapter in found.chapters] == ["Kasus yang dicabut"]
    assert b"Belajar \xf0\x9f\x91\x8d &lt;b&gt;" in make_offline(found)
    assert make_booklet_pdf(found)
