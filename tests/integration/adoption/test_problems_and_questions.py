"""Problems that go up and come back; questions and who answers them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.adoption.escalation import Level
from portal.adoption.problem_models import Comment, PlanProblem
from portal.adoption.rules import Stage
from portal.records.comments import MAX_A_DAY
from tests.integration.adoption.conftest import TODAY, Office

TRIED = "Sudah dua kali meminta servis ke penyedia."
ASKED = {
    "wanted": "izin",
    "asked": "Boleh memakai printer Diskominfo",
    "tried": TRIED,
    "post": "Sekretaris Daerah",
    "due": str(TODAY + timedelta(days=3)),
}
ANSWER = {"ruling": "dipenuhi", "answer": "Pinjam dari Diskominfo mulai besok."}


def problem(office: Office, plan_id: int) -> int:
    """A problem of a plan."""
    due = str(TODAY + timedelta(days=7))
    answer = office.post(
        "operator", f"/rencana/{plan_id}/masalah/baru", title="Printer rusak", text="", due=due
    )
    return int(answer.location.rsplit("/", 1)[1])


def stored(office: Office, problem_id: int) -> tuple[Level, Level | None, bool]:
    """Who must act, where it was solved, whether it is open."""
    with office.inside() as session:
        row = session.get_one(PlanProblem, problem_id)
        return row.waiting_at, row.solved_at, row.is_open


def test_a_problem_goes_to_the_sekda_and_comes_back_with_an_answer(office: Office) -> None:
    plan_id = office.plan(Stage.TRIAL)
    url = f"/masalah/{problem(office, plan_id)}"
    number = int(url.rsplit("/", 1)[1])

    assert office.post("kepala", f"{url}/naikkan", **ASKED).status_code == 303
    assert stored(office, number) == (Level.SECRETARY, None, True)
    assert "Jawab eskalasi" in office.get("pimpinan", "/tugas").text
    assert office.post("pimpinan", f"{url}/jawab", **ANSWER).status_code == 303
    assert stored(office, number) == (Level.OPD, None, True)
    assert "Tindak lanjuti jawaban pimpinan" in office.get("operator", "/tugas").text
    assert office.post("operator", f"{url}/tutup", result="Printer pinjaman datang").status_code == 303
    assert stored(office, number) == (Level.OPD, Level.SECRETARY, False)
    assert "1 di Sekretaris Daerah" in office.get("pembaca", "/masalah?keadaan=selesai").text


def test_a_refusal_does_not_count_as_solved_above(office: Office) -> None:
    url = f"/masalah/{problem(office, office.plan(Stage.TRIAL))}"
    office.post("kepala", f"{url}/naikkan", **ASKED)
    office.post("pimpinan", f"{url}/jawab", **{**ANSWER, "ruling": "dikembalikan"})

    office.post("operator", f"{url}/tutup", result="Diperbaiki sendiri")

    assert stored(office, int(url.rsplit("/", 1)[1]))[1] is Level.OPD


@pytest.mark.parametrize(
    ("name", "ending", "data"),
    [
        ("operator", "/naikkan", ASKED),
        ("kepala-lain", "/naikkan", ASKED),
        ("kurator", "/naikkan", ASKED),
        ("kepala", "/jawab", ANSWER),
        ("operator-lain", "/tutup", {"result": "Selesai"}),
        ("pimpinan", "/tutup", {"result": "Selesai"}),
        ("auditor", "/ubah", {"title": "Lain", "due": str(TODAY)}),
    ],
)
def test_each_step_belongs_to_its_people(
    office: Office, name: str, ending: str, data: dict[str, str]
) -> None:
    url = f"/masalah/{problem(office, office.plan(Stage.TRIAL))}"

    assert office.post(name, url + ending, **data).status_code == 403


def test_an_overdue_escalation_is_loud_and_may_go_further_up(office: Office) -> None:
    url = f"/masalah/{problem(office, office.plan(Stage.TRIAL))}"
    office.post("kepala", f"{url}/naikkan", **ASKED)

    waiting = office.post("kepala", f"{url}/naikkan", **ASKED)
    office.pass_days(4)
    page = office.get("pembaca", url).text
    listed = office.get("pembaca", "/masalah?lewat=1").text
    later = {**ASKED, "post": "Bupati", "due": str(TODAY + timedelta(days=9))}
    above = office.post("kepala", f"{url}/naikkan", **later)

    assert waiting.status_code == 422
    assert "Tunggu jawaban" in waiting.text
    assert "Lewat tenggat." in page
    assert "Printer rusak" in listed
    assert above.status_code == 303
    assert stored(office, int(url.rsplit("/", 1)[1]))[0] is Level.HEAD


def test_a_closed_problem_is_opened_again_with_a_reason(office: Office) -> None:
    url = f"/masalah/{problem(office, office.plan(Stage.TRIAL))}"
    office.post("operator", f"{url}/tutup", result="Selesai diperbaiki")

    bare = office.post("operator", f"{url}/buka-lagi", reason="")
    told = office.post("operator", f"{url}/buka-lagi", reason="Rusak lagi hari ini")

    assert [bare.status_code, told.status_code] == [422, 303]
    assert stored(office, int(url.rsplit("/", 1)[1]))[2]


def test_a_problem_of_a_draft_is_as_hidden_as_the_draft(office: Office) -> None:
    url = f"/masalah/{problem(office, office.propose())}"

    assert office.get("operator", url).status_code == 200
    assert office.get("operator-lain", url).status_code == 404
    assert "Printer rusak" not in office.get("pembaca", "/masalah").text


def ask(office: Office, name: str, path: str, kind: str = "tanya") -> int:
    """A question."""
    assert office.post(name, f"{path}/tulisan", text="Berapa biayanya?", kind=kind).status_code == 303
    with office.inside() as session:
        return session.scalars(select(Comment.id).order_by(Comment.id.desc())).first() or 0


def test_a_question_on_a_plan_is_answered_by_its_opd_or_the_curator(office: Office) -> None:
    number = ask(office, "pembaca", f"/rencana/{office.plan(Stage.TRIAL)}")

    other = office.post("operator-lain", f"/tulisan/{number}/jawab", text="Kami tahu")
    reader = office.post("pembaca", f"/tulisan/{number}/jawab", text="Saya tahu")
    own = office.post("operator", f"/tulisan/{number}/jawab", text="Rp450.000 sekali jalan")
    curator = office.post("kurator", f"/tulisan/{number}/jawab", text="Lihat juga DPA")

    assert [a.status_code for a in (other, reader, own, curator)] == [403, 403, 303, 303]
    page = office.get("auditor", "/rencana/1").text
    assert "terjawab" in page
    assert "Rp450.000 sekali jalan" in page


def test_a_question_on_a_case_is_answered_by_an_opd_with_experience(office: Office) -> None:
    office.plan(Stage.INITIATIVE)
    office.plan(slug="jempol", who="-lain")  # only proposed: no experience yet
    number = ask(office, "pembaca", "/inovasi/jempol")

    green = office.post("operator-lain", f"/tulisan/{number}/jawab", text="Kami tahu")
    seasoned = office.post("kepala", f"/tulisan/{number}/jawab", text="Cukup dua petugas")

    assert [green.status_code, seasoned.status_code] == [403, 303]
    assert "Cukup dua petugas" in office.get("pembaca", "/inovasi/jempol").text
    assert "Cukup dua petugas" not in office.app.test_client().get("/inovasi/jempol").text


def test_a_remark_is_withdrawn_by_its_writer_or_by_the_curator_with_a_reason(office: Office) -> None:
    path = f"/rencana/{office.plan(Stage.TRIAL)}"
    first, second = ask(office, "pembaca", path, "tanggapan"), ask(office, "pembaca", path, "tanggapan")

    other = office.post("operator", f"/tulisan/{first}/tarik", reason="Saya tidak suka")
    own = office.post("pembaca", f"/tulisan/{first}/tarik", reason="")
    silent = office.post("kurator", f"/tulisan/{second}/tarik", reason="")
    told = office.post("kurator", f"/tulisan/{second}/tarik", reason="Memuat data pribadi warga")

    assert [a.status_code for a in (other, own, silent, told)] == [403, 303, 422, 303]
    assert "Berapa biayanya?" not in office.get("pembaca", path).text


def test_a_question_whose_answer_was_withdrawn_waits_again(office: Office) -> None:
    number = ask(office, "pembaca", f"/rencana/{office.plan(Stage.TRIAL)}")
    office.post("operator", f"/tulisan/{number}/jawab", text="Salah tulis")
    with office.inside() as session:
        reply = session.scalars(select(Comment.id).where(Comment.answer_to == number)).one()

    office.post("operator", f"/tulisan/{reply}/tarik", reason="")

    with office.inside() as session:
        assert session.get_one(Comment, number).is_answered is False


def test_the_open_questions_of_one_person_are_limited(office: Office) -> None:
    path = f"/rencana/{office.plan(Stage.TRIAL)}"
    for _ in range(20):
        ask(office, "pembaca", path)

    answer = office.post("pembaca", f"{path}/tulisan", text="Satu lagi", kind="tanya")

    assert answer.status_code == 422
    assert "belum terjawab" in answer.text


def test_a_question_on_a_draft_of_another_opd_is_not_found(office: Office) -> None:
    answer = office.post("pembaca", f"/rencana/{office.propose()}/tulisan", text="Apa ini?", kind="tanya")

    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"wanted": ""}, "wanted", "Apa yang Anda minta?” belum diisi"),
        ({"asked": ""}, "asked", "belum diisi"),
        ({"wanted": "uang"}, "amount", "berapa rupiah"),
        ({"wanted": "uang", "amount": "0"}, "amount", "berapa rupiah"),
        ({"wanted": "keputusan"}, "option_a", "kedua pilihan"),
        ({"wanted": "keputusan", "option_a": "Beli"}, "option_b", "kedua pilihan"),
    ],
)
def test_an_escalation_says_what_it_asks_for(
    office: Office, sent: dict[str, str], field: str, sentence: str
) -> None:
    url = f"/masalah/{problem(office, office.plan(Stage.TRIAL))}"

    answer = office.post("kepala", f"{url}/naikkan", **{**ASKED, **sent})

    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'href="#{field}"' in answer.text
    assert TRIED in answer.text


def test_the_answer_page_shows_what_was_asked_and_chooses_nothing_beforehand(office: Office) -> None:
    url = f"/masalah/{problem(office, office.plan(Stage.TRIAL))}"
    choice = {"wanted": "keputusan", "option_a": "Sewa printer", "option_b": "Beli printer"}
    assert office.post("kepala", f"{url}/naikkan", **{**ASKED, **choice}).status_code == 303

    page = office.get("pimpinan", f"{url}/jawab").text
    untouched = office.post("pimpinan", f"{url}/jawab", answer="Silakan dikerjakan.")
    undecided = office.post("pimpinan", f"{url}/jawab", ruling="dipenuhi", answer="Silakan dikerjakan.")
    decided = office.post("pimpinan", f"{url}/jawab", ruling="dipenuhi", chosen="B", answer="Beli tahun ini.")

    for said in (TRIED, ASKED["asked"], "Sewa printer", "Beli printer", "Keputusan antara dua pilihan"):
        assert page.index(said) < page.index('name="answer"')
    assert "checked" not in page
    assert "selected" not in page
    assert [untouched.status_code, undecided.status_code, decided.status_code] == [422, 422, 303]
    assert "pilihan B" in office.get("pembaca", url).text


def test_an_answer_to_what_was_changed_meanwhile_is_held_back(office: Office) -> None:
    url = f"/masalah/{problem(office, office.plan(Stage.TRIAL))}"
    office.post("kepala", f"{url}/naikkan", **ASKED)
    read = office.read_to(f"{url}/jawab")
    office.fill("operator", f"{url}/ubah", title="Printer hilang", text="", due=str(TODAY))

    late = office.post("pimpinan", f"{url}/jawab", **ANSWER, read_to=read)

    assert late.status_code == 409
    assert "<mark>Printer hilang</mark>" in late.text
    assert ANSWER["answer"] in late.text


def test_nobody_floods_a_page_with_remarks(office: Office) -> None:
    plan_id = office.plan(Stage.TRIAL)
    sent = [
        office.post("pembaca", f"/rencana/{plan_id}/tulisan", text=f"Tanggapan {n}", kind="tanggapan")
        for n in range(MAX_A_DAY + 1)
    ]

    assert [one.status_code for one in sent] == [303] * MAX_A_DAY + [422]
    assert "Tanggapan 40" in sent[-1].text
    assert "24 jam" in sent[-1].text
    office.pass_days(1)
    again = office.post("pembaca", f"/rencana/{plan_id}/tulisan", text="Hari berikutnya", kind="tanggapan")
    assert again.status_code == 303
