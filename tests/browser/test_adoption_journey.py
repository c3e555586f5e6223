"""From a search to a case of our own, in a real browser, with and without scripts.

An operator finds a case and proposes, the head approves, the trial is prepared, read and evaluated, a
problem goes up to the Sekda and comes back, the plan is applied and reviewed, a curator publishes what it
taught as a local case, and the auditor verifies the chain.
"""

from __future__ import annotations

import re

import pytest

from tests.browser.team import Team

pytestmark = [pytest.mark.browser, pytest.mark.early]
CASE = "mepeling-layanan-keliling-dukcapil"


def propose(team: Team) -> str:
    """Find the case, propose to adopt it, have it approved; the address of the plan."""
    page = team.page("operator")
    page.goto("/cari?q=layanan+keliling+ktp")
    page.locator(f"a[href='/inovasi/{CASE}']").first.click()
    start = page.get_by_role("link", name="Adopsi inovasi ini").first.get_attribute("href")
    page = team.fill_in(
        "operator",
        start or "",
        title="Layanan KTP keliling",
        local_need="Warga pegunungan jauh dari kantor",
        target_group="Warga desa terpencil",
        mission="8",
    )
    plan = "/" + page.url.split("//", 1)[1].partition("/")[2]
    team.fill_in("operator", f"{plan}/ubah/tiru", keep="Petugas datang ke desa", modify="Jadwal mingguan")
    team.press("operator", plan, "Ajukan")
    team.fill_in("kepala", f"{plan}/setujui")
    return plan


def prepare(team: Team, plan: str) -> None:
    """Everything that the gates to inisiatif and uji coba ask for."""
    team.fill_in("operator", f"{plan}/ubah/penanggung-jawab", owner_post="Kepala Bidang Pelayanan")
    team.fill_in("operator", f"{plan}/ubah/biaya", no_cost="y")
    team.fill_in("operator", f"{plan}/pindah/inisiatif")
    team.fill_in(
        "operator",
        f"{plan}/bagian/kpi/baru",
        name="Desa terlayani",
        unit="desa",
        direction="naik",
        baseline="0",
        baseline_date=team.today(-10),
        baseline_source="Catatan dinas",
        target="20",
        target_date=team.today(60),
    )
    page = team.page("operator")
    page.goto(f"{plan}/bagian/tahapan")
    template = page.locator("main form[action$='/tahapan-baku']")
    template.locator("[name=start]").fill(team.today())
    with page.expect_navigation():
        template.locator("button[type=submit]").click()
    team.fill_in(
        "operator",
        f"{plan}/ubah/uji-coba",
        trial_place="Kecamatan Bawang",
        trial_start=team.today(),
        trial_end=team.today(50),
    )
    team.fill_in("operator", f"{plan}/pindah/uji-coba")


def solve_a_problem(team: Team, plan: str) -> None:
    """A problem goes to the Sekda and comes back decided."""
    page = team.fill_in(
        "operator", f"{plan}/masalah/baru", title="Mobil belum ada", text="", due=team.today(5)
    )
    page.goto(plan)
    page.locator("[data-fold=masalah] > summary").click()
    problem = page.get_by_role("link", name="Mobil belum ada").first.get_attribute("href")
    tried = "Sudah meminjam ke dua OPD, semua terpakai."
    asked = {"wanted": "izin", "asked": "Boleh memakai mobil Setda setiap Selasa"}
    team.fill_in(
        "kepala", f"{problem}/naikkan", **asked, tried=tried, post="Sekretaris Daerah", due=team.today(3)
    )
    team.fill_in("pimpinan", f"{problem}/jawab", ruling="dipenuhi", answer="Pakai mobil Setda setiap Selasa.")
    team.fill_in("operator", f"{problem}/tutup", result="Mobil Setda dipakai setiap Selasa.")


def finish_the_case(team: Team, plan: str) -> str:
    """The curator takes the plan's draft, writes what the plan did not know, publishes it; its address."""
    page = team.press("kurator", plan, "Buat draf kasus")
    assert page.url.endswith("/sunting/layanan-ktp-keliling")
    page.fill("[name=summary]", "Petugas Dukcapil Batang datang ke desa setiap Selasa untuk merekam KTP.")
    page.fill("[name=bagian-5]", "Keputusan tertulis belum ada. Pelaksana memakai tugas dinas.")
    with page.expect_navigation():
        page.get_by_role("button", name="Lanjut terbitkan").last.click()
    assert page.url.endswith("/terbit"), page.locator("main").inner_text()
    for site in page.locator("[name=situs]").all():
        site.check()
    page.fill("[name=alasan]", "Kasus lokal pertama, dari rencana yang sudah diterapkan")
    with page.expect_navigation():
        page.get_by_role("button", name="Terbitkan").click()
    team.see_done(page)  # the whole library is read and published
    assert page.url.endswith("/inovasi/layanan-ktp-keliling")
    assert "Terbit sebagai revisi" in page.locator("main").inner_text()
    return "/inovasi/layanan-ktp-keliling"


def test_an_innovation_is_adopted_and_becomes_a_local_case(team: Team) -> None:
    plan = propose(team)
    prepare(team, plan)
    page = team.page("operator")
    page.goto(plan)
    reading = page.locator("main a[href$='/bacaan']").first.get_attribute("href") or ""
    team.pass_days(40)
    team.fill_in("operator", reading, day=team.today(), value="22")
    solve_a_problem(team, plan)
    team.fill_in("operator", f"{plan}/evaluasi", text="Semua desa sasaran terlayani", lessons="Jadwal tetap")
    team.fill_in("kepala", f"{plan}/keputusan", decision="terapkan", remark="Diteruskan tahun depan")
    team.fill_in("kepala", f"{plan}/pindah/penerapan")
    team.pass_days(190)
    team.fill_in("operator", f"{plan}/tinjauan/6", answer="berjalan", note="")

    address = finish_the_case(team, plan)

    public = team.visit.page(java_script_enabled=team.scripts)
    public.goto(address)
    case = public.locator("main").inner_text()
    assert public.locator("h1").inner_text() == "Layanan KTP keliling"
    assert "Dinas Kependudukan dan Pencatatan Sipil" in case
    assert "setiap Selasa untuk merekam KTP" in case
    assert "Keputusan tertulis belum ada" in case
    assert re.search(r"Desa terlayani.*\b22\b", case)
    public.goto("/cari?q=ktp+keliling")
    assert public.locator(f"main a[href='{address}']").count()
    auditor = team.page("auditor")
    auditor.goto("/audit/periksa")
    assert auditor.locator("h1").inner_text() == "Jejak audit utuh"
