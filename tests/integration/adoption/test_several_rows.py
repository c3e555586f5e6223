"""Several rows at once, typed into a grid or pasted: all are stored, or none and each says why."""

from __future__ import annotations

import re
from datetime import date

from tests.integration.adoption.conftest import Office


def steps(office: Office, plan_id: int) -> list[tuple[str, date | None]]:
    """The milestones of a plan as they are stored."""
    found: list[tuple[str, date | None]] = office.read(
        plan_id, lambda plan: [(row.title, row.due) for row in plan.milestones]
    )
    return found


def pasted(office: Office, plan_id: int, text: str, key: str = "tahapan") -> str:
    """The page after rows were pasted."""
    address = f"/rencana/{plan_id}/bagian/{key}/sekaligus"
    answer = office.post("operator", address, tempel=text, baca="1")
    assert answer.status_code == 200
    return answer.text


def grid_of(page: str) -> dict[str, str]:
    """What stands in the fields of the grid, as a browser would send it."""
    found = dict(re.findall(r'<input[^>]*name="(baris-[^"]+)"[^>]*value="([^"]*)"', page))
    for name, body in re.findall(r'<select[^>]*name="(baris-[^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option selected value="([^"]*)"', body) or re.search(r'value="([^"]*)"', body)
        found[name] = chosen.group(1) if chosen else ""
    return found


def test_pasted_rows_are_seen_before_they_are_stored(office: Office) -> None:
    plan_id = office.propose()
    text = (
        "Tenggat\tLangkah\tTahap replikasi\n"
        "3 Januari 2027\tBentuk tim\tPersiapan\n"
        "1/3/2027\tUji; lalu ukur\tEvaluasi\n"
    )
    page = pasted(office, plan_id, text)
    before = steps(office, plan_id)
    answer = office.post("operator", f"/rencana/{plan_id}/bagian/tahapan/sekaligus", **grid_of(page))

    assert "2 baris terbaca" in page
    assert before == []
    assert answer.location.endswith(f"/rencana/{plan_id}#tahapan")
    assert steps(office, plan_id) == [("Bentuk tim", date(2027, 1, 3)), ("Uji; lalu ukur", date(2027, 3, 1))]


def test_a_row_that_cannot_be_read_is_told_by_its_line_and_keeps_all_others_waiting(office: Office) -> None:
    plan_id = office.propose()
    text = "Bentuk tim;3-1-2027;Persiapan\nSusun SOP;31 Februari 2027;Entah\nUji;=A1;Evaluasi\na;b;c;d;e"

    page = pasted(office, plan_id, text)
    answer = office.post("operator", f"/rencana/{plan_id}/bagian/tahapan/sekaligus", **grid_of(page))

    for said in (
        "“31 Februari 2027” tidak ada di kalender",
        "“Entah” tidak ada di daftar Tahap replikasi",
        "Kolom Tenggat berisi rumus",
        "Baris 4 tempelan berisi 5 kolom, padahal di sini 3.",
    ):
        assert said in page, said
    assert "a\tb\tc\td\te" in page  # what found no place stays in the box
    assert answer.status_code == 422
    assert "Baris 2: “Tahap replikasi” belum diisi." in answer.text  # no list chose its first word by itself
    assert "Baris 3: Tenggat:" in answer.text
    assert 'value="Bentuk tim"' in answer.text
    assert steps(office, plan_id) == []


def test_nothing_is_stored_while_the_box_holds_what_was_not_read(office: Office) -> None:
    plan_id = office.propose()
    sent = {"baris-1-title": "Bentuk tim", "baris-1-phase": "persiapan", "tempel": "Susun SOP"}

    answer = office.post("operator", f"/rencana/{plan_id}/bagian/tahapan/sekaligus", **sent)

    assert answer.status_code == 422
    assert "Tekan Baca tempelan" in answer.text
    assert "Susun SOP" in answer.text
    assert steps(office, plan_id) == []


def test_a_rule_that_refuses_one_row_stores_none(office: Office) -> None:
    plan_id = office.propose()
    rows = {"baris-1-title": "Bentuk tim", "baris-1-phase": "persiapan"}
    kpi = {"name": "Waktu", "unit": "menit", "direction": "turun", "baseline": "95", "target": "120"}
    sent = {f"baris-1-{name}": "30" if name == "target" else text for name, text in kpi.items()}
    sent |= {f"baris-2-{name}": text for name, text in kpi.items()}

    office.post("operator", f"/rencana/{plan_id}/bagian/tahapan/sekaligus", **rows)
    answer = office.post("operator", f"/rencana/{plan_id}/bagian/kpi/sekaligus", **sent)

    assert len(steps(office, plan_id)) == 1
    assert answer.status_code == 422
    assert "Baris 2: Target ini lebih buruk daripada keadaan awal" in answer.text
    assert office.read(plan_id, lambda plan: plan.kpis) == []


def test_a_kpi_is_taken_from_a_result_of_the_case_without_its_figures(office: Office) -> None:
    plan_id = office.propose()
    address = f"/rencana/{plan_id}/bagian/kpi/sekaligus"

    opened = office.get("operator", address).text
    taken = grid_of(office.post("operator", address, ambil="0").text)

    assert "Ambil dari hasil kasus yang ditiru" in opened
    assert taken["baris-1-name"]
    assert taken.get("baris-1-baseline", "") == ""  # theirs is not where we start
    assert office.read(plan_id, lambda plan: plan.kpis) == []


def test_only_who_edits_the_plan_writes_rows_and_one_form_is_taken_once(office: Office) -> None:
    plan_id = office.propose()
    address = f"/rencana/{plan_id}/bagian/tim/sekaligus"
    sent = {
        "baris-1-post": "Sekretaris",
        "baris-2-post": "Kepala Bidang",
        "sekali": "a-mark-of-this-form-1",
        "read_to": "",
    }

    answers = [office.post("operator", address, **sent) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert office.read(plan_id, lambda plan: [row.post for row in plan.team]) == [
        "Sekretaris",
        "Kepala Bidang",
    ]
    assert office.post("operator-lain", address, **sent).status_code in (403, 404)
