"""A plan from the case page to a service that stays, through the front door."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from portal.adoption.models import Kpi, Milestone, Plan
from portal.adoption.problem_models import PlanProblem
from portal.adoption.rules import Stage
from portal.audit.models import AuditEntry
from tests.integration.adoption.conftest import OPD, TODAY, Office


def test_an_opd_adopts_a_case_from_proposal_to_review(office: Office) -> None:
    assert "Adopsi inovasi ini" in office.get("operator", "/inovasi/jempol").text

    answer = office.post(
        "operator",
        "/rencana/baru?inovasi=jempol",
        opd=OPD,
        title="Jempol Batang",
        local_need="Warga antre 3 jam",
        target_group="pemohon KTP",
        mission="1",
    )
    assert answer.status_code == 303, answer.text
    url = answer.location
    plan_id = int(url.rsplit("/", 1)[1])

    def send(who: str, path: str, /, **data: str) -> None:
        is_form = path.startswith("/ubah") or path == "/evaluasi"
        sent = (office.fill if is_form else office.post)(who, f"{url}{path}", **data)
        assert sent.status_code == 303, sent.text

    send("operator", "/ubah/tiru", keep="Petugas datang", modify="", leave_out="")
    send("operator", "/ajukan")
    send("kepala", "/setujui", reason="")
    send("operator", "/ubah/penanggung-jawab", owner_post="Kepala Bidang Pelayanan")
    send("operator", "/ubah/biaya", no_cost="y")
    send("operator", "/pindah/inisiatif", reason="")
    kpi = {
        "name": "Waktu tunggu",
        "unit": "menit",
        "direction": "turun",
        "baseline": "90",
        "baseline_date": str(TODAY - timedelta(days=30)),
        "baseline_source": "Survei",
        "target": "30,5",
        "target_date": str(TODAY + timedelta(days=90)),
    }
    send("operator", "/bagian/kpi/baru", **kpi)
    send("operator", "/tahapan-baku", start=str(TODAY))
    send(
        "operator",
        "/ubah/uji-coba",
        trial_place="Bandar",
        trial_start=str(TODAY),
        trial_end=str(TODAY + timedelta(days=60)),
    )
    send("operator", "/pindah/uji-coba", reason="")
    with office.inside() as session:
        kpi_id = session.scalars(select(Kpi.id)).one()
        step_id = session.scalars(select(Milestone.id)).first()
    send("operator", f"/tahapan/{step_id}/selesai", done=str(TODAY))
    send("operator", f"/kpi/{kpi_id}/bacaan", day=str(TODAY), value="28", note="")
    send("operator", "/masalah/baru", title="Printer rusak", text="", due=str(TODAY + timedelta(days=7)))
    with office.inside() as session:
        problem_id = session.scalars(select(PlanProblem.id)).one()
    tried = "Sudah minta servis dua kali, belum ada suku cadang."
    problem = f"/masalah/{problem_id}"
    due = str(TODAY + timedelta(days=3))
    asked = {"wanted": "izin", "asked": "Printer cadangan", "tried": tried, "post": "Sekda", "due": due}
    assert office.post("kepala", f"{problem}/naikkan", **asked).status_code == 303
    answered = office.post("pimpinan", f"{problem}/jawab", ruling="dipenuhi", answer="Pinjam dari Diskominfo")
    assert answered.status_code == 303
    assert office.post("operator", f"{problem}/tutup", result="Printer pinjaman datang").status_code == 303
    send("operator", "/evaluasi", text="Waktu tunggu turun", lessons="")
    send("kepala", "/keputusan", decision="terapkan", remark="")
    send("kepala", "/pindah/penerapan", reason="")
    office.pass_days(185)
    send("operator", "/tinjauan/6", answer="berjalan", note="")

    with office.inside() as session:
        plan = session.get_one(Plan, plan_id)
        assert plan.stage is Stage.APPLIED
        actions = session.scalars(
            select(AuditEntry.action).where(AuditEntry.subject.startswith(f"plan:{plan_id}"))
        ).all()
    assert actions[0] == "adoption.propose"
    assert set(actions) >= {
        "adoption.submit",
        "adoption.approve",
        "adoption.move",
        "adoption.read-kpi",
        "adoption.escalate",
        "adoption.answer",
        "adoption.close-problem",
        "adoption.evaluate",
        "adoption.decide",
        "adoption.review",
    }
    page = office.get("pembaca", "/inovasi/jempol").text
    assert "Dinas Kependudukan dan Pencatatan Sipil" in page
    assert "1 dari 1 KPI mencapai target; masih berjalan setelah 6 bulan" in page
    for path in (
        url,
        f"{url}.pdf",
        f"{url}/kpi/{kpi_id}",
        problem,
        "/tugas",
        "/rencana",
        "/rencana/papan",
        "/opd",
    ):
        assert office.get("pembaca", path).status_code == 200, path
