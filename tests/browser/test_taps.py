"""How many taps a job takes on a phone, beside typing: each button, link, tick and choice counts once."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.team import Team
from tests.browser.test_adoption_journey import propose
from tests.browser.test_visit_journey import NEED, PURPOSE, TRIP_REASON

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("team", [True], indirect=True, ids=["phone"])]
MOST_FOR_A_TRIAL, MOST_FOR_A_VISIT = 12, 15
SCREEN = 740


class Thumb:
    """Taps of one person, counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps = page, 0
        page.set_viewport_size({"width": 360, "height": SCREEN})

    def tap(self, what: Locator, *, leads_on: bool = True) -> None:
        """Tap something; wait for the page that it leads to."""
        self.taps += 1
        if not leads_on:
            what.click()
            return
        with self.page.expect_navigation():
            what.click()

    def next_act(self, words: str) -> None:
        """Tap the act that the page of a record offers first, which must be called so."""
        act = self.page.locator(".next-act .button, .next-act button")
        assert words in act.inner_text(), act.inner_text()
        self.tap(act)

    def press(self, words: str) -> None:
        """Tap a button of the page's form."""
        self.tap(self.page.get_by_role("button", name=words, exact=True).last)

    def type_in(self, **values: str) -> None:
        """Type into fields and turn lists, which is no tap."""
        for name, value in values.items():
            field = self.page.locator(f"main form [name='{name}']").first
            if field.evaluate("one => one.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)

    @property
    def screens(self) -> float:
        """How many phone screens the page is long."""
        height: float = self.page.evaluate("document.querySelector('main').scrollHeight")
        return height / SCREEN


def test_an_approved_plan_reaches_its_trial(team: Team) -> None:
    plan = propose(team)
    thumb = Thumb(team.page("operator"))
    thumb.page.goto(plan)
    fresh = thumb.screens

    thumb.next_act("Siapkan pelaksanaan")
    thumb.type_in(owner_post="Kepala Bidang Pelayanan", trial_place="Kecamatan Bawang")
    thumb.type_in(trial_start=team.today(), trial_end=team.today(50))
    thumb.tap(thumb.page.locator("[name=no_cost]"), leads_on=False)
    thumb.press("Simpan")
    thumb.next_act("Masuk tahap inisiatif")
    thumb.page.locator("main form button[type=submit]").first.wait_for()
    thumb.tap(thumb.page.locator("main form button[type=submit]").first)
    thumb.next_act("Lengkapi KPI")
    kpi = {"name": "Desa terlayani", "unit": "desa", "direction": "naik", "baseline": "0", "target": "20"}
    kpi |= {
        "baseline_date": team.today(-10),
        "baseline_source": "Catatan dinas",
        "target_date": team.today(60),
    }
    thumb.type_in(**{f"baris-1-{name}": text for name, text in kpi.items()})
    thumb.press("Simpan semua")
    thumb.next_act("Isi tahapan kerja")
    thumb.type_in(start=team.today())
    thumb.press("Isikan langkah baku")
    thumb.next_act("Masuk tahap uji coba")
    thumb.tap(thumb.page.locator("main form button[type=submit]").first)

    assert "Uji coba" in thumb.page.locator("[aria-current=step]").inner_text()
    assert thumb.taps <= MOST_FOR_A_TRIAL
    assert fresh <= 4
    assert thumb.screens <= 6


def test_a_trip_of_four_people_is_proposed(team: Team) -> None:
    thumb = Thumb(team.page("operator"))
    thumb.page.goto(f"/kebutuhan/{NEED}")

    thumb.tap(thumb.page.get_by_role("link", name="Mulai kunjungan"))
    thumb.type_in(
        title="Belajar akta lahir", region="banyuwangi", purpose=PURPOSE, expected="Salinan alur kerja"
    )
    thumb.tap(thumb.page.locator("[name=mode][value=perjalanan]"), leads_on=False)
    thumb.tap(thumb.page.locator("main form:has([name=purpose]) button[type=submit]"))
    thumb.next_act("Tulis cara, tempat, dan waktu")
    thumb.type_in(travel_reason=TRIP_REASON, start=team.today(7), end=team.today(8))
    thumb.tap(thumb.page.locator("[name=is_free]"), leads_on=False)
    thumb.press("Simpan")
    thumb.next_act("Tulis pertanyaan")
    thumb.type_in(**{"baris-1-text": "Berapa petugasnya?", "baris-2-text": "Siapa yang mengantar akta?"})
    thumb.press("Simpan semua")
    thumb.next_act("Isi delegasi")
    people = ["ketua", "pencatat", "", ""]
    for number, duty in enumerate(people, 1):
        row = {"name": f"Peserta {number}", "post": "Analis", "duty": duty}
        thumb.type_in(**{f"baris-{number}-{name}": text for name, text in row.items()})
    thumb.press("Simpan semua")
    thumb.next_act("Baca yang sudah diketahui")
    thumb.press("Saya sudah membaca ini")
    thumb.next_act("Usulkan")
    thumb.tap(thumb.page.locator("main form button[type=submit]").first)

    assert "Diusulkan" in thumb.page.locator("[aria-current=step]").inner_text()
    assert thumb.taps <= MOST_FOR_A_VISIT
    assert thumb.screens <= 6
