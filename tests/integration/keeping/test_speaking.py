"""What readers say of a case: whether it helped, without names, and faults, which come to the curator."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from portal.adoption.comments import COMMENTS
from portal.keeping import speaking
from portal.keeping.models import FaultReport, Opinion
from tests.integration.keeping.conftest import Office
from tests.reading import Reader

pytestmark = pytest.mark.both_engines("keeping")

HELPED = "/inovasi/jempol/membantu"
REPORT = "/inovasi/jempol/laporkan"


def guest(office: Office) -> Reader:
    """Somebody who has not signed in."""
    client = office.app.test_client()
    assert isinstance(client, Reader)
    return client


def token(page: str) -> str:
    return page.partition('name="csrf_token" value="')[2].partition('"')[0]


def test_one_tap_counts_and_can_be_changed_and_the_curator_sees_no_name(office: Office) -> None:
    for who, said in (("operator", "ya"), ("kepala", "tidak"), ("pembaca", "ya"), ("operator", "tidak")):
        assert office.post(who, HELPED, membantu=said, sekali=f"{who}-{said:x<20}").status_code == 303
    office.post("operator", f"{HELPED}/alasan", reason="Biayanya tidak disebut.")

    with office.inside() as session:
        counts = [(one.opd, one.helped, one.not_helped) for one in speaking.counts(session)]
    desk = office.get("kurator", "/pembaca").text

    assert counts == [("Disdukcapil", 0, 2), ("", 1, 0)]
    assert "Biayanya tidak disebut." in desk
    assert "Operator" not in desk.partition("<main")[2].partition("</main>")[0]


def test_a_guest_is_heard_too_and_leaves_nothing_of_themselves(office: Office) -> None:
    client = guest(office)
    page = client.get(HELPED).text

    client.post(HELPED, data={"csrf_token": token(page), "membantu": "ya"})
    client.post(HELPED, data={"csrf_token": token(page), "membantu": "tidak"})
    sent = client.post(REPORT, data={"csrf_token": token(page), "text": "Tahunnya keliru.", "place": ""})

    with office.inside() as session:
        opinion, report = session.scalars(select(Opinion)).one(), session.scalars(select(FaultReport)).one()
    assert (opinion.is_helpful, opinion.opd, sent.status_code) == (False, "", 303)
    assert (report.by, report.by_name) == (None, "")


def test_a_guest_who_sends_much_is_slowed_down(office: Office) -> None:
    client = guest(office)
    page = client.get(REPORT).text

    answers = [
        client.post(
            REPORT, data={"csrf_token": token(page), "text": f"Keliru {number}.", "place": "Hasil"}
        ).status_code
        for number in range(7)
    ]

    assert answers == [303] * 5 + [429] * 2
    assert office.count(FaultReport) == 5


@pytest.mark.parametrize(
    "text",
    ["Tanya Budi, 0812 3456 7890", "NIP 198501012010011001", "slot gacor maxwin http://a http://b http://c"],
)
def test_a_report_takes_no_numbers_of_persons_and_no_advertising(office: Office, text: str) -> None:
    answer = office.post("pembaca", REPORT, text=text, place="")

    assert answer.status_code == 422
    assert text in answer.text  # and nothing typed is lost
    assert office.count(FaultReport) == 0


def test_a_report_waits_for_the_curator_and_its_answer_for_who_sent_it(office: Office) -> None:
    office.post("operator", REPORT, text="Tahunnya keliru.", place="")
    with office.inside() as session:
        number = session.scalars(select(FaultReport.id)).one()
    asked = office.get("kurator", "/tugas").text

    office.post(
        "kurator", f"/pembaca/laporan/{number}", verdict="diperbaiki", answer="Tahun sudah dibetulkan."
    )

    assert f'href="/pembaca/laporan/{number}"' in asked
    assert f'href="/pembaca/laporan/{number}"' not in office.get("kurator", "/tugas").text
    assert "Laporan kesalahan Anda: sudah diperbaiki" in office.get("operator", "/tugas").text
    assert "Laporan kesalahan Anda" not in office.get("kepala", "/tugas").text
    office.pass_days(8)
    assert "Laporan kesalahan Anda" not in office.get("operator", "/tugas").text


def test_who_asked_hears_of_the_answer_for_a_week(office: Office) -> None:
    curator, asker = office.actor("kurator"), office.actor("operator")
    with office.inside() as session:
        question = COMMENTS.ask(
            session, text="Berapa petugas?", is_question=True, actor=asker, case_slug="jempol"
        )
        COMMENTS.answer(session, question, "Tiga orang.", actor=curator)

    assert "Baca jawaban atas pertanyaan Anda" in office.get("operator", "/tugas").text
    assert "Baca jawaban atas pertanyaan Anda" not in office.get("kepala", "/tugas").text
    office.pass_days(8)
    assert "Baca jawaban atas pertanyaan Anda" not in office.get("operator", "/tugas").text
