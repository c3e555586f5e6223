"""From a search to a case of our own, in a real browser, with and without scripts.

An operator finds a case and proposes, the head approves, the trial is prepared, read and evaluated, a
problem goes up to the Sekda and comes back, the plan is applied and reviewed, a curator publishes what it
taught as a local case, and the auditor verifies the chain.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from portal import clock
from portal.accounts import passwords
from portal.db import transaction
from portal.demo import people
from tests.browser.conftest import Visit, serving
from tests.make import Maker, making

pytestmark = pytest.mark.browser
PASSWORD = "sandi-uji-yang-panjang"
CASE = "mepeling-layanan-keliling-dukcapil"


class Team:
    """People of the portal, each in a browser of their own."""

    def __init__(self, app: Flask, browser: Browser, address: str, *, scripts: bool) -> None:
        self.app, self.visit, self.scripts = app, Visit(browser, address), scripts
        self.days = 0
        self.real = app.extensions["clock"]
        self.pages: dict[str, Page] = {}

    def page(self, who: str) -> Page:
        """The browser of a person, signed in."""
        if who not in self.pages:
            page = self.visit.page(java_script_enabled=self.scripts)
            page.goto("/masuk")
            page.fill("main input[type=text]", who)
            page.fill("main input[type=password]", PASSWORD)
            page.click("main form button[type=submit]")
            page.wait_for_url(lambda url: "/masuk" not in url)
            self.pages[who] = page
        return self.pages[who]

    def fill_in(self, who: str, path: str, **values: str) -> Page:
        """Open a form, type into it, and send it."""
        page = self.page(who)
        page.goto(path)
        for name, value in values.items():
            field = page.locator(f"main form [name={name}]").first
            assert field.count(), page.url + page.locator("main").inner_text()
            kind = field.evaluate("one => one.tagName + ':' + one.type")
            if kind.startswith("SELECT"):
                field.select_option(value)
            elif kind.endswith(":radio"):
                page.check(f"main form [name={name}][value='{value}']")
            elif kind.endswith(":checkbox"):
                field.check()
            else:
                field.fill(value)
        with page.expect_navigation():
            page.locator("main form:has(input[name=csrf_token]) button[type=submit]").first.click()
        assert not page.locator(".error-summary").count(), page.locator(".error-summary").inner_text()
        return page

    def press(self, who: str, path: str, button: str) -> Page:
        """Open a page and press a button of it."""
        page = self.page(who)
        page.goto(path)
        with page.expect_navigation():
            page.get_by_role("button", name=button).first.click()
        return page

    def pass_days(self, days: int) -> None:
        """Let time go by; everybody has to sign in again."""
        self.days += days
        self.app.extensions["clock"] = lambda: self.real() + timedelta(days=self.days)
        self.pages.clear()

    def today(self, days: int = 0) -> str:
        """A day from today, as a date field wants it."""
        with self.app.app_context():
            return (clock.today() + timedelta(days=days)).isoformat()


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def team(
    request: pytest.FixtureRequest, browser: Browser, real: Maker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Team]:
    """The shipped library, copied, with the demo's people and nothing else."""
    for maker in making(tmp_path_factory.mktemp("journey")):
        shutil.copytree(real.root, maker.root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("instance"))
        app = maker.app(two_step_roles=())
        with app.app_context(), transaction() as session:
            people.add_everybody(session, passwords.make_hash(PASSWORD))
        with serving(app) as address:
            one = Team(app, browser, address, scripts=request.param)
            yield one
            one.visit.close()
            assert not one.visit.complaints, one.visit.complaints


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
    problem = page.get_by_role("link", name="Mobil belum ada").first.get_attribute("href")
    tried = "Sudah meminjam ke dua OPD, semua terpakai."
    team.fill_in("kepala", f"{problem}/naikkan", tried=tried, post="Sekretaris Daerah", due=team.today(3))
    team.fill_in("pimpinan", f"{problem}/jawab", ruling="dipenuhi", answer="Pakai mobil Setda setiap Selasa.")
    team.fill_in("operator", f"{problem}/tutup", result="Mobil Setda dipakai setiap Selasa.")


@pytest.mark.timeout(300)
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

    curator = team.press("kurator", plan, "Buat draf kasus")
    assert "/sunting/" in curator.url

    public = team.visit.page(java_script_enabled=team.scripts)
    public.goto(f"/inovasi/{CASE}")
    assert "Dinas Kependudukan" in public.locator("main").inner_text()
    auditor = team.page("auditor")
    auditor.goto("/audit")
    assert "adoption" in auditor.locator("main").inner_text() or auditor.locator("main table").count()
