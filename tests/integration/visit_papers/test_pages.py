"""The papers of a visit are handed out to who may read it, as files that open elsewhere."""

from __future__ import annotations

import re
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element

import docx
import html5lib
import pytest
from icalendar import Calendar
from pypdf import PdfReader

from portal.visits import Visit
from portal.visits.papers.registry import PAPERS
from portal.visits.rules import Mode
from tests.integration.adoption.conftest import Office
from tests.integration.visit_papers.records import add_visit

FETCHING = ("src", "srcset", "data", "poster", "action")
NAMES = [paper.name for paper in PAPERS]


def test_the_list_names_every_paper_and_what_its_record_lacks(office: Office) -> None:
    visit_id = add_visit(office)

    page = office.get("operator", f"/kunjungan/{visit_id}/dokumen")

    assert page.status_code == 200
    for name in NAMES:
        assert f"/kunjungan/{visit_id}/dokumen/{name}.docx" in page.text
        assert f"/kunjungan/{visit_id}/dokumen/{name}.pdf" in page.text
    assert "Belum diisi: pangkat dan jabatan setiap peserta, alat angkut." in page.text


def test_the_page_of_a_visit_leads_to_its_papers(office: Office) -> None:
    visit_id = add_visit(office)

    page = office.get("pembaca", f"/kunjungan/{visit_id}")

    assert f'href="/kunjungan/{visit_id}/dokumen"' in page.text


def test_every_paper_comes_as_draft_and_as_pdf(office: Office) -> None:
    visit_id = add_visit(office)
    add_visit(office, title="Kunjungan lain")

    for name in NAMES:
        draft = office.get("operator", f"/kunjungan/{visit_id}/dokumen/{name}.docx")
        printed = office.get("operator", f"/kunjungan/{visit_id}/dokumen/{name}.pdf")

        assert draft.headers["Content-Disposition"] == f'attachment; filename="{name}-{visit_id}.docx"'
        assert printed.headers["Content-Disposition"] == f'inline; filename="{name}-{visit_id}.pdf"'
        assert printed.content_type == "application/pdf"
        file = docx.Document(BytesIO(draft.data))
        text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(printed.data)).pages)
        assert file.core_properties.author == "Pemerintah Kabupaten Contoh"
        head = "BUPATI CONTOH" if name == "surat-minat-replikasi" else "PEMERINTAH KABUPATEN CONTOH"
        assert text.startswith(head) or head in text.partition("Nomor")[0]
        assert "Kunjungan lain" not in text or name == "telaahan-staf"  # which lists earlier visits


def test_a_paper_follows_the_record(office: Office) -> None:
    visit_id = add_visit(office)

    page = PdfReader(BytesIO(office.get("auditor", f"/kunjungan/{visit_id}/dokumen/laporan.pdf").data))

    text = re.sub(r"\s+", " ", " ".join(one.extract_text() for one in page.pages))
    facts = (
        "Petugas desa diberi akses.",
        "Ani Ketua",
        "Sedikit.",
        "7,5% (2025)",
        "1 dari 2 pertanyaan",
        "Adaptasi",
    )
    assert [fact for fact in facts if fact not in text] == []
    assert text.index("Ani Ketua") < text.index("Budi Pencatat")


@pytest.mark.parametrize(
    "path", ["dokumen", "dokumen/kak.docx", "buku-saku.pdf", "buku-saku.html", "agenda.ics"]
)
def test_the_papers_of_a_draft_are_as_private_as_the_draft(path: str, office: Office) -> None:
    draft = add_visit(office, submitted_at=None)
    proposed = add_visit(office)

    assert office.get("operator", f"/kunjungan/{draft}/{path}").status_code == 200
    assert office.get("operator-lain", f"/kunjungan/{draft}/{path}").status_code == 404
    assert office.get("operator-lain", f"/kunjungan/{proposed}/{path}").status_code == 200
    assert office.app.test_client().get(f"/kunjungan/{proposed}/{path}").status_code == 303


@pytest.mark.parametrize("path", ["dokumen/tidak-ada.pdf", "dokumen/spd.docx", "dokumen/spd.pdf"])
def test_a_paper_that_this_visit_does_not_use_is_not_there(path: str, office: Office) -> None:
    visit_id = add_visit(office, mode=Mode.DESK)

    assert office.get("operator", f"/kunjungan/{visit_id}/{path}").status_code == 404
    assert office.get("operator", "/kunjungan/999/dokumen").status_code == 404


def test_the_calendar_has_events_that_keep_their_names(office: Office) -> None:
    visit_id = add_visit(office)

    first = office.get("operator", f"/kunjungan/{visit_id}/agenda.ics")
    again = office.get("kepala", f"/kunjungan/{visit_id}/agenda.ics")

    events: list[Any] = list(Calendar.from_ical(first.data).walk("VEVENT"))
    assert [str(event["SUMMARY"]) for event in events][1:] == ["Pemaparan"]
    assert events[1]["DTSTART"].dt.isoformat() == "2026-10-05T09:00:00+07:00"
    assert first.data == again.data


def test_events_have_the_same_names_at_every_address_of_the_portal(office: Office) -> None:
    path = f"/kunjungan/{add_visit(office)}/agenda.ics"

    found = [
        [str(event["UID"]) for event in Calendar.from_ical(answer.data).walk("VEVENT")]
        for answer in (
            office.reader("operator").get(path, base_url=base)
            for base in ("http://localhost", "http://localhost:8170")
        )
    ]

    assert found[0] == found[1]
    assert len(set(found[0])) == 2
    assert not any("localhost" in uid for uid in found[0])


def test_a_visit_that_gets_shorter_or_an_agenda_leaves_no_phantom_day(office: Office) -> None:
    visit_id = add_visit(office)
    path = f"/kunjungan/{visit_id}/agenda.ics"

    def days() -> list[tuple[str, str, str]]:
        events: list[Any] = list(Calendar.from_ical(office.get("operator", path).data).walk("VEVENT"))
        whole = [one for one in events if not hasattr(one["DTSTART"].dt, "hour")]
        return [(str(one["UID"]), str(one["DTSTART"].dt), str(one["DTEND"].dt)) for one in whole]

    long = days()
    with office.inside() as session:
        visit = session.get_one(Visit, visit_id)
        assert visit.start is not None
        visit.end = visit.start + timedelta(days=2)
    longer = days()

    assert (len(long), len(longer)) == (1, 1)
    assert long[0][0] == longer[0][0]
    assert date.fromisoformat(longer[0][2]) - date.fromisoformat(longer[0][1]) == timedelta(days=3)


def test_the_pocket_book_is_a_pdf_that_can_be_read_aloud(office: Office) -> None:
    visit_id = add_visit(office)

    answer = office.get("operator", f"/kunjungan/{visit_id}/buku-saku.pdf")

    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
    for words in ("Wilayah berdampingan", "Daftar pertanyaan", "Berapa biayanya?", "Rombongan", "Sumber"):
        assert words in text
    assert "Naik kereta ke stasiun Teladan." in text
    assert b"pdfuaid" in answer.data


def test_the_pocket_book_for_the_phone_needs_nothing_from_outside(office: Office) -> None:
    visit_id = add_visit(office, title='Belajar <script>alert("x")</script> & lain')

    answer = office.get("operator", f"/kunjungan/{visit_id}/buku-saku.html")

    assert answer.headers["Content-Disposition"] == f'attachment; filename="buku-saku-{visit_id}.html"'
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(answer.data)
    assert outside_references(tree) == []
    assert [node.text for node in tree.iter("h1")] == ['Belajar <script>alert("x")</script> & lain']
    assert len(list(tree.iter("script"))) == 1
    boxes = [node.get("id") for node in tree.iter("textarea")]
    assert len(boxes) == len(set(boxes)) == 1
    assert {node.get("for") for node in tree.iter("label")} == set(boxes)


def outside_references(tree: Element) -> list[str]:
    """Everything that a browser would fetch by itself; a link that people follow is none."""
    fetched = []
    for node in tree.iter():
        fetched += [f"{node.tag} {name}" for name in FETCHING if node.get(name)]
        if node.tag in ("link", "iframe", "object", "embed", "img", "base"):
            fetched.append(node.tag)
        if node.tag == "style" and re.search(r"url\(|@import", node.text or ""):
            fetched.append("style")
    return fetched
