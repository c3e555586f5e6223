"""Answers: typed on a phone, kept by the server, saved once, never lost to somebody else's."""

from __future__ import annotations

import json

import pytest

from portal.audit.models import AuditEntry
from portal.visits import Stage
from portal.visits.part_models import AnswerDraft, FactOffer, Question
from tests.integration.visits.conftest import Office, Visits

ANSWER = {
    "answer": "Rp12 juta setahun", "answered_by": "Kepala Bidang", "document": "DPA", "figure": "12,5",
    "unit": "juta rupiah", "figure_year": "2025",
}  # fmt: skip


@pytest.fixture
def place(visits: Visits) -> tuple[int, int, str]:
    """A visit under way, its first question and the address of its answer."""
    visit_id = visits.at(Stage.UNDER_WAY)
    question_id = visits.row(Question, visit_id)
    return visit_id, question_id, f"/kunjungan/{visit_id}/jawaban/{question_id}"


def test_an_answer_with_its_figure_is_saved_and_leads_on(office: Office, place: tuple[int, int, str]) -> None:
    visit_id, question_id, path = place

    answer = office.fill("pembaca", path, **ANSWER, lanjut="1")

    assert answer.location == f"/kunjungan/{visit_id}/jawaban/{question_id + 1}"
    page = office.get("operator", f"/kunjungan/{visit_id}").text
    assert "Rp12 juta setahun" in page
    assert "12,5 juta rupiah (2025)" in page
    entry = office.trail(f"visit:{visit_id}:question:{question_id}")[-1]
    assert (entry.action, entry.actor) == ("visits.answer", "Pembaca")


def test_what_is_typed_is_kept_and_waits_in_the_form(office: Office, place: tuple[int, int, str]) -> None:
    visit_id, _, path = place
    entries = office.count(AuditEntry)

    kept = office.post("pembaca", f"{path}/simpanan", answer="Baru separuh <b>", version="1", mark="")
    again = office.post("pembaca", f"{path}/simpanan", answer="Baru separuh, lalu", version="1", mark="")

    assert set(json.loads(kept.text)) == {"saved"}
    assert again.status_code == 200
    assert office.count(AnswerDraft) == 1
    assert office.count(AuditEntry) == entries
    form = office.get("pembaca", path).text
    assert "Baru separuh, lalu" in form
    assert "Ini simpanan sementara Anda" in form
    assert "belum disimpan" in office.get("pembaca", f"/kunjungan/{visit_id}/jawaban").text
    assert "Baru separuh" not in office.get("operator", path).text


def test_saving_or_dropping_clears_what_was_kept(office: Office, place: tuple[int, int, str]) -> None:
    _, _, path = place
    office.post("pembaca", f"{path}/simpanan", answer="Satu", version="1", mark="")
    office.post("operator", f"{path}/simpanan", answer="Dua", version="1", mark="")

    dropped = office.post("operator", f"{path}/buang")
    saved = office.fill("pembaca", path, answer="Satu")

    assert (dropped.status_code, saved.status_code) == (303, 303)
    assert office.count(AnswerDraft) == 0


def test_two_people_answering_at_once_lose_nothing(
    office: Office, visits: Visits, place: tuple[int, int, str]
) -> None:
    visit_id, _, path = place
    office.post("pembaca", f"{path}/simpanan", answer="Versi ponsel", version="1", mark="")
    first = office.fill("operator", path, answer="Versi meja")

    clash = office.fill("pembaca", path, answer="Versi ponsel")
    page = clash.text
    version = page.partition('name="version"')[2].partition('value="')[2].partition('"')[0]
    mark = page.partition('name="mark"')[2].partition('value="')[2].partition('"')[0]
    second = office.post("pembaca", path, answer="Keduanya", version=version, mark=mark)

    assert (first.status_code, clash.status_code, second.status_code) == (303, 409, 303)
    assert "Versi meja" in page
    assert "Versi ponsel" in page
    assert visits.read(visit_id, lambda visit: visit.questions[0].answer) == "Keduanya"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"figure": "dua"}, "bukan angka"),
        ({"figure_year": ""}, "tahun berapa angka itu"),
        ({"stays_open": "y"}, "Pilih salah satu"),
        ({"figure_year": "99999"}, "bilangan bulat"),
    ],
)
def test_a_bad_answer_is_shown_again(
    office: Office, place: tuple[int, int, str], change: dict[str, str], sentence: str
) -> None:
    answer = office.fill("pembaca", place[2], **{**ANSWER, **change})

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Rp12 juta setahun" in answer.text


def test_a_figure_is_understood_as_it_is_said(
    office: Office, visits: Visits, place: tuple[int, int, str]
) -> None:
    stored = {}
    for said in ("1,2 miliar", "Rp 350 juta", "7,5", "2 Triliun"):
        office.fill("pembaca", place[2], **{**ANSWER, "figure": said})
        stored[said] = visits.read(place[0], lambda visit: visit.questions[0].figure)
    refused = [
        office.fill("pembaca", place[2], **{**ANSWER, "figure": said}).status_code
        for said in ("banyak juta", "juta", "1,2 miliar rupiah", "9999999999 triliun")
    ]

    assert {said: int(figure * 10) for said, figure in stored.items()} == {
        "1,2 miliar": 12_000_000_000,
        "Rp 350 juta": 3_500_000_000,
        "7,5": 75,
        "2 Triliun": 20_000_000_000_000,
    }
    assert refused == [422] * 4


def test_all_that_is_wrong_with_a_figure_is_told_at_once(office: Office, place: tuple[int, int, str]) -> None:
    answer = office.fill(
        "pembaca", place[2], **{**ANSWER, "figure": "dua", "figure_year": "", "unit": "x" * 41}
    )

    assert "“dua” bukan angka. Tulis angkanya saja" in answer.text
    assert "tahun berapa angka itu" in answer.text
    assert "paling banyak 40 karakter" in answer.text


def test_answers_are_written_between_approval_and_report(office: Office, visits: Visits) -> None:
    for stage, status in ((Stage.PROPOSED, 422), (Stage.APPROVED, 303), (Stage.REPORTED, 422)):
        visit_id = visits.at(stage)
        path = f"/kunjungan/{visit_id}/jawaban/{visits.row(Question, visit_id)}"

        assert office.post("operator", path, answer="X", version="9").status_code in (status, 409)
        kept = office.post("operator", f"{path}/simpanan", answer="X", version="1", mark="")
        assert (kept.status_code == 200) is (stage is Stage.APPROVED)


def test_a_question_of_another_visit_is_not_found(
    office: Office, visits: Visits, place: tuple[int, int, str]
) -> None:
    other = visits.at(Stage.UNDER_WAY)

    for path in (f"/kunjungan/{other}/jawaban/{place[1]}", f"/kunjungan/{place[0]}/jawaban/{2**70}"):
        assert office.get("operator", path).status_code == 404
        assert office.post("operator", f"{path}/simpanan", answer="X").status_code == 404


def test_an_answer_offered_as_a_fact_is_settled_by_the_curator(
    office: Office, place: tuple[int, int, str]
) -> None:
    visit_id, _, path = place
    office.fill("pembaca", path, **ANSWER)

    form = office.get("pembaca", f"{path}/fakta").text
    office.post("pembaca", f"{path}/fakta", case_slug="jempol", section="Hasil", text="Biayanya Rp12 juta.")
    page = office.get("kurator", "/kunjungan/fakta").text
    bare = office.post("kurator", "/kunjungan/fakta/1", reason="", pakai="0")
    used = office.post("kurator", "/kunjungan/fakta/1", reason="", pakai="1")
    twice = office.post("kurator", "/kunjungan/fakta/1", reason="", pakai="1")

    assert "Kunjungan Contoh ke Kabupaten Teladan, 21 November 2026, menurut Kepala Bidang" in form
    assert "Biayanya Rp12 juta." in page
    assert "Sunting naskahnya" in page
    assert (bare.status_code, used.status_code, twice.status_code) == (422, 303, 422)
    assert office.count(FactOffer) == 1
    actions = [entry.action for entry in office.trail(f"visit:{visit_id}:fact")]
    assert actions == ["visits.offer-fact", "visits.settle-fact"]


def test_an_unanswered_question_is_no_fact(office: Office, place: tuple[int, int, str]) -> None:
    fields = {"case_slug": "jempol", "section": "Hasil", "text": "Kata orang."}

    answer = office.post("pembaca", f"{place[2]}/fakta", **fields)

    assert answer.status_code == 422
    assert office.count(FactOffer) == 0
