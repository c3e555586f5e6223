"""Filling a plan in: bad input, two people at once, removing and putting back, targets under trial."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from portal.adoption import parts, plans, readings
from portal.adoption.models import BudgetLine, Kpi, Milestone, Plan, Reading
from portal.adoption.rules import Stage
from portal.errors import Conflict, RuleViolation
from tests.integration.adoption.conftest import OPD, TODAY, Office, finish_trial, kpi_values, value_in

PROPOSAL = {"opd": OPD, "title": "Jempol", "local_need": "Antre", "target_group": "warga", "mission": "1"}
CODES = {"nomenclature": "kepmendagri-900-1-2850-2025", "program_code": "", "activity_code": ""}


def kpi_of(office: Office) -> int:
    """The number of the only KPI."""
    with office.inside() as session:
        return session.scalars(select(Kpi.id)).one()


@pytest.mark.parametrize(
    ("path", "fields", "sentence"),
    [
        ("/ubah/kebutuhan", {"title": "", "local_need": "Antre"}, "“Nama rencana” belum diisi."),
        ("/ubah/kebutuhan", {"title": "   ", "local_need": "Antre"}, "“Nama rencana” belum diisi."),
        ("/ubah/kebutuhan", {"title": "a" * 121, "local_need": "Antre"}, "paling banyak 120 karakter"),
        ("/ubah/kebutuhan", {"title": "Jempol", "local_need": "b" * 4001}, "paling banyak 4.000 karakter"),
        ("/ubah/kebutuhan", {"title": "Jempol", "local_need": "x", "need_id": "tak-ada"}, "Pilih salah satu"),
        ("/ubah/rpjmd", {"mission": "99"}, "Pilih salah satu"),
        ("/ubah/rpjmd", {"mission": "abc"}, "Pilih salah satu"),
        ("/ubah/perencanaan", {**CODES, "program_code": "5.5.2"}, "Kode program ditulis seperti"),
        ("/ubah/perencanaan", {"program_code": "5.05.02"}, "Pilih nomenklatur"),
        ("/ubah/perencanaan", {"planning_year": "1999"}, "antara 2019 dan 2045"),
        ("/ubah/uji-coba", {"trial_start": "2026-12-01", "trial_end": "2026-11-01"}, "sebelum mulai"),
        ("/ubah/uji-coba", {"trial_start": "31-02-2026"}, "tidak ada di kalender"),
        ("/ubah/penanggung-jawab", {"owner_post": "NIP 198501012010011001"}, "Jangan tulis NIP"),
        ("/bagian/anggaran/baru", {"year": "2026", "fund": "pad", "ceiling": "1.5"}, "rupiah bulat"),
        ("/bagian/anggaran/baru", {"year": "2026", "fund": "pad", "ceiling": "0"}, "lebih dari nol"),
        ("/bagian/anggaran/baru", {"year": "2026", "fund": "xx", "ceiling": "5"}, "Pilih salah satu"),
        (
            "/bagian/anggaran/baru",
            {"year": "2026", "fund": "pad", "ceiling": "1.000.000.000.000.001"},
            "melebihi Rp1.000.000.000.000.000",
        ),
        (
            "/bagian/anggaran/baru",
            {"year": "2026", "fund": "pad", "ceiling": "500", "spent": "1"},
            "tanpa biaya",  # the plan says that it costs nothing
        ),
        ("/bagian/kpi/baru", {"name": "K", "unit": "x", "direction": "miring"}, "Pilih salah satu"),
        (
            "/bagian/kpi/baru",
            {"name": "K", "unit": "x", "direction": "naik", "baseline": "5", "target": "4"},
            "lebih buruk daripada keadaan awal",
        ),
        (
            "/bagian/kpi/baru",
            {"name": "K", "unit": "x", "direction": "naik", "baseline_date": "2030-01-01"},
            "paling lambat hari ini",
        ),
        ("/bagian/risiko/baru", {"risk": "R", "likelihood": "6", "impact": "1"}, "Pilih salah satu"),
        (
            "/bagian/tahapan/baru",
            {"title": "T", "phase": "persiapan", "done": "2030-01-01"},
            "sesudah hari ini",
        ),
        ("/bagian/mitra/baru", {"kind": "asing", "name": "X"}, "Pilih salah satu"),
    ],
)
def test_bad_input_gets_a_sentence_and_stays_in_the_form(
    office: Office, path: str, fields: dict[str, str], sentence: str
) -> None:
    plan_id = office.plan()
    before = len(office.trail())

    answer = office.fill("operator", f"/rencana/{plan_id}{path}", **fields)

    assert answer.status_code == 422
    assert sentence in answer.text
    typed = max(fields.values(), key=len)
    assert typed in answer.text or not typed or "Pilih salah satu" in sentence
    assert len(office.trail()) == before


def test_a_proposal_keeps_what_was_typed_when_something_is_missing(office: Office) -> None:
    answer = office.post("operator", "/rencana/baru?inovasi=jempol", **{**PROPOSAL, "title": ""})

    assert answer.status_code == 422
    assert "Antre</textarea>" in answer.text
    assert office.count(Plan) == 0


def test_a_plan_is_pinned_to_the_revision_that_was_read(office: Office) -> None:
    plan_id = office.propose()

    edition, digest, slug = office.read(plan_id, lambda p: (p.case_edition, p.case_digest, p.case_slug))

    assert (len(edition) > 8, len(digest), slug) == (True, 64, "jempol")


def test_an_opd_has_one_living_plan_for_a_case(office: Office) -> None:
    office.propose()

    twin = office.post("operator", "/rencana/baru?inovasi=jempol", **PROPOSAL)
    other = office.post("operator-lain", "/rencana/baru?inovasi=jempol", **{**PROPOSAL, "opd": "Dinkes"})

    assert twin.status_code == 422
    assert "sudah punya rencana" in twin.text
    assert other.status_code == 303


def test_a_plan_begins_from_a_need_as_well(office: Office) -> None:
    page = office.get("operator", "/rencana/baru?kebutuhan=antre-ktp").text

    made = office.post("operator", "/rencana/baru?kebutuhan=antre-ktp", **PROPOSAL)

    assert "Antrean di kantor kecamatan sampai tengah hari." in page
    assert made.status_code == 303
    assert "Jempol" in office.get("operator", "/kebutuhan/antre-ktp").text
    assert office.get("operator", "/rencana/baru?kebutuhan=tak-ada").status_code == 404


def test_two_people_saving_one_subject_meet_both_texts_and_nothing_is_lost(office: Office) -> None:
    plan_id = office.plan()
    url = f"/rencana/{plan_id}/ubah/penanggung-jawab"
    page = office.get("operator", url).text
    assert office.fill("kepala", url, owner_post="Kepala Bidang Data").status_code == 303

    clash = office.reader("operator").post(
        url, data={**_hidden(page), "csrf_token": office.token, "owner_post": "Kepala Bidang Layanan"}
    )

    assert clash.status_code == 409
    assert "Kepala Bidang Data" in clash.text
    assert 'value="Kepala Bidang Layanan"' in clash.text
    assert office.read(plan_id, lambda plan: plan.owner_post) == "Kepala Bidang Data"

    again = office.reader("operator").post(
        url, data={**_hidden(clash.text), "csrf_token": office.token, "owner_post": "Kepala Bidang Layanan"}
    )

    assert again.status_code == 303
    assert office.read(plan_id, lambda plan: plan.owner_post) == "Kepala Bidang Layanan"


def test_saving_different_subjects_at_once_is_no_conflict(office: Office) -> None:
    plan_id = office.plan()
    page = office.get("operator", f"/rencana/{plan_id}/ubah/tiru").text
    office.fill("kepala", f"/rencana/{plan_id}/ubah/penanggung-jawab", owner_post="Kepala Bidang Data")

    saved = office.reader("operator").post(
        f"/rencana/{plan_id}/ubah/tiru",
        data={
            **_hidden(page),
            "csrf_token": office.token,
            "keep": "Jadwal tetap",
            "modify": "",
            "leave_out": "",
        },
    )

    assert saved.status_code == 303
    assert office.read(plan_id, lambda plan: (plan.keep, plan.owner_post)) == (
        "Jadwal tetap",
        "Kepala Bidang Data",
    )


def test_a_conflict_page_escapes_what_the_other_wrote(office: Office) -> None:
    plan_id = office.plan()
    url = f"/rencana/{plan_id}/ubah/tiru"
    page = office.get("operator", url).text
    office.fill("kepala", url, keep="<script>alert(1)</script>", modify="", leave_out="")

    clash = office.reader("operator").post(
        url, data={**_hidden(page), "csrf_token": office.token, "keep": "lain", "modify": "", "leave_out": ""}
    )

    assert clash.status_code == 409
    assert "<script>alert" not in clash.text
    assert "&lt;script&gt;alert" in clash.text


def test_sixteen_writers_lose_nothing_silently(office: Office) -> None:
    plan_id, rounds, writers = office.plan(), 5, 16
    actor, together = office.actor("operator"), Barrier(16)
    kept: list[str] = []

    def write(number: int) -> None:
        together.wait()
        for turn in range(rounds):
            while True:
                with office.app.app_context():
                    version, text = office.read(plan_id, lambda plan: (plan.version, plan.leave_out))
                mine = f"{number}.{turn}"
                try:
                    with office.inside() as session:
                        plan = session.get_one(Plan, plan_id)
                        values = {"leave_out": f"{text} {mine}".strip()}
                        plans.edit(session, plan, values, version=version, actor=actor)
                except Conflict:
                    continue
                kept.append(mine)
                break

    threads = [Thread(target=write, args=(number,)) for number in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    stored = office.read(plan_id, lambda plan: plan.leave_out.split())
    assert sorted(stored) == sorted(kept)
    assert len(stored) == rounds * writers


def test_a_removed_row_is_out_of_sight_and_can_be_put_back(office: Office) -> None:
    plan_id = office.plan()
    with office.inside() as session:
        row_id = session.scalars(select(Milestone.id)).one()
    url = f"/rencana/{plan_id}/bagian/tahapan"

    assert "Jejaknya tetap tersimpan" in office.get("operator", f"{url}/{row_id}/hapus").text
    assert office.post("operator", f"{url}/{row_id}/hapus").status_code == 303
    assert "Latih petugas" not in office.get("pembaca", f"/rencana/{plan_id}").text
    assert "Yang dihapus (1)" in office.get("operator", url).text
    assert office.post("operator", f"{url}/{row_id}/pulihkan").status_code == 303
    assert "Latih petugas" in office.get("pembaca", f"/rencana/{plan_id}").text
    assert [entry.action for entry in office.trail(f"plan:{plan_id}:milestone")][-2:] == [
        "adoption.remove",
        "adoption.restore",
    ]


def test_a_row_of_another_plan_is_not_found_under_this_one(office: Office) -> None:
    office.plan()
    own = office.propose(slug="gemas")
    with office.inside() as session:
        foreign = session.scalars(select(Milestone.id)).one()

    assert office.get("operator", f"/rencana/{own}/bagian/tahapan/{foreign}").status_code == 404
    assert office.get("operator", f"/rencana/{own}/bagian/orang").status_code == 404


def test_the_template_fills_an_empty_list_once(office: Office) -> None:
    plan_id = office.propose()

    first = office.post("operator", f"/rencana/{plan_id}/tahapan-baku", start="2026-12-01")
    second = office.post("operator", f"/rencana/{plan_id}/tahapan-baku", start="2026-12-01")

    assert [first.status_code, second.status_code] == [303, 422]
    assert office.count(Milestone) == 12


def test_a_milestone_is_done_on_a_day_and_that_can_be_taken_back(office: Office) -> None:
    plan_id = office.plan()
    with office.inside() as session:
        row_id = session.scalars(select(Milestone.id)).one()
    url = f"/rencana/{plan_id}/tahapan/{row_id}"

    early = office.post("operator", f"{url}/selesai", done=str(TODAY + timedelta(days=1)))
    done = office.post("operator", f"{url}/selesai", done=str(TODAY))
    percent = office.read(plan_id, lambda plan: plan.progress.percent)
    back = office.post("operator", f"{url}/belum")

    assert [early.status_code, done.status_code, back.status_code] == [422, 303, 303]
    assert percent == 50
    assert office.read(plan_id, lambda plan: plan.progress.percent) == 0


def test_a_target_moves_under_trial_only_for_a_reason(office: Office) -> None:
    plan_id = office.plan(Stage.TRIAL)
    url = f"/rencana/{plan_id}/bagian/kpi/{kpi_of(office)}"
    fields = {"name": "Waktu tunggu", "unit": "menit", "direction": "turun", "baseline": "90", "target": "80"}

    silent = office.fill("operator", url, **fields)
    told = office.fill("operator", url, **fields, reason="Loket berkurang dua karena renovasi")

    assert silent.status_code == 422
    assert "Tulis alasan perubahan" in silent.text
    assert told.status_code == 303
    assert office.trail(f"plan:{plan_id}:kpi")[-1].reason == "Loket berkurang dua karena renovasi"


def test_readings_are_one_a_day_not_in_the_future_not_before_the_baseline(office: Office) -> None:
    plan_id = office.plan(Stage.TRIAL)
    url = f"/rencana/{plan_id}/kpi/{kpi_of(office)}/bacaan"

    answers = [
        office.post("operator", url, day=str(TODAY - timedelta(days=shift)), value="80,5", note="")
        for shift in (0, 0, -1, 91)
    ]

    assert [answer.status_code for answer in answers] == [303, 422, 422, 422]
    assert "Sudah ada hasil ukur" in answers[1].text
    assert "sesudah hari ini" in answers[2].text
    assert "lebih awal daripada keadaan awal" in answers[3].text


def test_a_reading_is_corrected_with_a_reason_removed_and_put_back(office: Office) -> None:
    plan_id = office.plan(Stage.TRIAL)
    kpi_id = kpi_of(office)
    url = f"/rencana/{plan_id}/kpi/{kpi_id}/bacaan"
    office.post("operator", url, day=str(TODAY), value="80", note="")
    with office.inside() as session:
        row_id = session.scalars(select(Reading.id)).one()

    without = office.fill("operator", f"{url}/{row_id}", day=str(TODAY), value="70", note="", reason="")
    with_reason = office.fill(
        "operator", f"{url}/{row_id}", day=str(TODAY), value="70", note="", reason="Salah ketik angka"
    )
    removed = office.post("operator", f"{url}/{row_id}/hapus")
    restored = office.post("operator", f"{url}/{row_id}/pulihkan")

    assert [without.status_code, with_reason.status_code] == [422, 303]
    assert [removed.status_code, restored.status_code] == [303, 303]
    page = office.get("pembaca", f"/rencana/{plan_id}/kpi/{kpi_id}").text
    assert "Turun dari 90 menit menjadi 70 menit" in page
    assert '<svg class="chart"' in page
    assert "<caption>Hasil ukur dalam menit</caption>" in page


def test_a_kpi_with_readings_is_not_removed(office: Office) -> None:
    plan_id = office.plan(Stage.TRIAL)
    kpi_id = kpi_of(office)
    office.post("operator", f"/rencana/{plan_id}/kpi/{kpi_id}/bacaan", day=str(TODAY), value="80", note="")

    answer = office.post("operator", f"/rencana/{plan_id}/bagian/kpi/{kpi_id}/hapus")

    assert answer.status_code == 422
    assert "sudah punya hasil ukur" in answer.text


def test_no_cost_and_budget_lines_exclude_each_other(office: Office) -> None:
    plan_id = office.propose()
    line = {"year": "2026", "fund": "pad", "ceiling": "185.000.000", "dpa_number": "", "spent": ""}

    added = office.post("operator", f"/rencana/{plan_id}/bagian/anggaran/baru", **line)
    claimed = office.fill("operator", f"/rencana/{plan_id}/ubah/biaya", no_cost="y")
    overspent = office.post("operator", f"/rencana/{plan_id}/bagian/anggaran/baru", **{**line, "spent": "5"})

    assert [added.status_code, claimed.status_code, overspent.status_code] == [303, 422, 422]
    assert "Realisasi memerlukan nomor DPA" in overspent.text
    with office.inside() as session:
        assert session.scalars(select(BudgetLine.ceiling)).all() == [185_000_000]


def test_a_part_holds_fifty_rows(office: Office) -> None:
    plan_id = office.propose()

    def add(count: int) -> None:
        actor = office.actor("operator")
        with office.inside() as session:
            plan = session.get_one(Plan, plan_id)
            for number in range(count):
                parts.add(session, plan, Kpi, kpi_values(name=f"KPI {number}"), actor=actor)

    add(50)

    answer = office.post(
        "operator", f"/rencana/{plan_id}/bagian/kpi/baru", name="Lagi", unit="x", direction="naik"
    )

    assert answer.status_code == 422
    assert "paling banyak 50 baris" in answer.text


def test_a_stopped_plan_takes_no_change(office: Office) -> None:
    plan_id = office.plan(Stage.TRIAL)
    kpi_id = kpi_of(office)
    why = {"reason": "Jaringan tidak sampai ke desa", "stop_reason": "teknologi"}
    office.post("kepala", f"/rencana/{plan_id}/pindah/dihentikan", **why)

    answers = [
        office.fill("operator", f"/rencana/{plan_id}/ubah/tiru", keep="x", modify="", leave_out=""),
        office.post(
            "operator", f"/rencana/{plan_id}/kpi/{kpi_id}/bacaan", day=str(TODAY), value="1", note=""
        ),
        office.post("operator", f"/rencana/{plan_id}/masalah/baru", title="M", text="", due=str(TODAY)),
    ]

    assert {answer.status_code for answer in answers} == {422}
    assert "Dihentikan: Teknologi" in office.get("pembaca", f"/rencana/{plan_id}").text


def test_a_nip_is_refused_whatever_door_it_comes_through(office: Office) -> None:
    plan_id = office.plan()
    values = {"owner_post": "Kepala Bidang, 19850101 201001 1 001"}

    with pytest.raises(RuleViolation, match="Jangan tulis NIP"):
        office.change(
            "operator", plan_id, lambda s, p, a: plans.edit(s, p, values, version=p.version, actor=a)
        )

    assert office.read(plan_id, lambda plan: plan.owner_post) == "Kepala Bidang Pelayanan"


def test_every_change_leaves_one_entry_in_the_trail(office: Office) -> None:
    plan_id = office.plan(Stage.TRIAL)

    def entries(act: object) -> int:
        before = len(office.trail())
        assert callable(act)
        act()
        return len(office.trail()) - before

    def add_reading() -> None:
        kpi_id = kpi_of(office)
        office.change(
            "operator",
            plan_id,
            lambda s, p, a: readings.add(s, p, s.get_one(Kpi, kpi_id), day=TODAY, value=Decimal(40), actor=a),
        )

    assert entries(add_reading) == 1
    assert (
        entries(
            lambda: office.fill(
                "operator",
                f"/rencana/{plan_id}/ubah/tiru",
                keep="Petugas datang ke desa",
                modify="Dua jam",
                leave_out="",
            )
        )
        == 1
    )
    same = {"keep": "Lain", "modify": "", "leave_out": ""}
    assert entries(lambda: office.fill("operator", f"/rencana/{plan_id}/ubah/tiru", **same)) == 0


def _hidden(page: str) -> dict[str, str]:
    """The version and mark that a page was read at."""
    return {name: value_in(page, name) for name in ("version", "mark")}


def test_what_a_later_stage_asks_for_is_not_called_optional(office: Office) -> None:
    plan_id = office.plan(Stage.TRIAL)
    office.change("operator", plan_id, finish_trial)

    kpi = office.get("operator", f"/rencana/{plan_id}/bagian/kpi/baru").text
    decision = office.get("kepala", f"/rencana/{plan_id}/keputusan").text
    fresh = office.get("operator-lain", "/rencana/baru?inovasi=jempol").text

    assert kpi.count("(wajib sebelum uji coba)") == 5
    assert 'Arti <span class="optional">(boleh kosong)</span>' in kpi
    assert "Pertimbangan</label>" in decision
    assert 'Misi RPJMD yang didukung <span class="optional">(wajib sebelum diajukan)</span>' in fresh


def test_the_list_of_kpis_says_what_is_missing_and_takes_a_measurement(office: Office) -> None:
    plan_id = office.propose()
    bare = kpi_values(baseline_date=None, baseline_source="", target_date=None)
    office.change("operator", plan_id, lambda s, plan, a: parts.add(s, plan, Kpi, bare, actor=a))

    page = office.get("operator", f"/rencana/{plan_id}/bagian/kpi").text

    assert "Kurang: tanggal dan sumber keadaan awal, tanggal target." in page
    assert "Target paling banyak 30 menit." in page
    assert f'href="/rencana/{plan_id}/kpi/{kpi_of(office)}/bacaan">Catat hasil ukur' in page
