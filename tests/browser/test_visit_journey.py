"""From a need to a visit to Banyuwangi and back with two plans, in a real browser, with and without scripts.

An operator begins from the page of a need, reads what the portal knows, prepares, another person approves,
the scribe answers twelve questions on a phone, the papers say what the record says, two plans follow, and
after thirty days the portal asks what became of it.
"""

from __future__ import annotations

import re
from io import BytesIO

import docx
import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from portal.db import transaction
from portal.demo.people import actor_of
from portal.visits import Visit, parts
from portal.visits.part_models import Member, Question
from tests.browser.team import Team

pytestmark = [pytest.mark.browser, pytest.mark.early]
NEED = "akta-kelahiran-terlambat"
CASES = ("lahir-procot-pulang-bawa-akta", "smart-kampung", "e-village-budgeting")
TITLE = "Belajar akta lahir ke Banyuwangi"
PURPOSE = "Akta kelahiran baru diurus saat anak masuk sekolah"
TRIP_REASON = "Alur di ruang bersalin hanya terlihat di tempat"
TYPED = ("Berapa petugas di setiap rumah sakit?", "Siapa yang mengantar akta?", "Apa yang pernah gagal?")
FOLLOWING = ("Uji coba akta lahir di satu rumah sakit", "Layanan surat di satu kantor desa")
LEAST_PAPERS = 13  # of a trip, each as DOCX and as PDF


def begin(team: Team) -> str:
    """From the page of a need to a draft with three cases on its reading list; its address."""
    page = team.page("operator")
    page.goto(f"/kebutuhan/{NEED}")
    start = page.get_by_role("link", name="Mulai kunjungan").get_attribute("href") or ""
    page = team.fill_in(
        "operator",
        start,
        title=TITLE,
        mode="perjalanan",
        region="banyuwangi",
        purpose=PURPOSE,
        expected="Salinan alur kerja dan keputusan ditiru atau tidak",
    )
    visit = "/kunjungan/" + page.url.rpartition("/")[2]
    for slug in CASES:
        page.goto(f"/inovasi/{slug}")
        choose = page.get_by_role("link", name="Masukkan ke kunjungan").get_attribute("href") or ""
        team.fill_in("operator", choose, visit=visit.rpartition("/")[2])
    return visit


def prepare(team: Team, visit: str) -> None:
    """Everything that the proposal asks for, and the proposal."""
    edit, rows = f"{visit}/ubah", f"{visit}/bagian"
    team.fill_in("operator", f"{edit}/cara", travel_reason=TRIP_REASON)
    team.press("operator", f"{visit}/yang-diketahui", "Saya sudah membaca ini")
    team.fill_in("operator", f"{edit}/waktu", start=team.today(), end=team.today(1), transport="Kereta api")
    team.fill_in("operator", f"{edit}/tuan-rumah", host_unit="Dispendukcapil Banyuwangi")
    leader = {"name": "Ibu Ketua & Rekan", "post": "Kepala Bidang", "rank": "Pembina", "duty": "ketua"}
    team.fill_in("operator", f"{rows}/delegasi/baru", **leader)
    account = "Pembaca Contoh, Pengelola Layanan"
    team.fill_in("operator", f"{rows}/delegasi/baru", account_id=account, duty="pencatat")
    team.fill_in("operator", f"{rows}/pertanyaan/baru", text=TYPED[0], case_slug=CASES[0])
    for text in TYPED[1:]:
        team.fill_in("operator", f"{rows}/pertanyaan/baru", text=text)
    page = team.page("operator")
    page.goto(f"{visit}/usulan-pertanyaan")
    page.locator("[name=usulan]").first.check()
    with page.expect_navigation():
        page.get_by_role("button", name="Masukkan ke daftar").click()
    cost = {"kind": "Uang harian", "amount": "150000", "people": "6", "days": "2", "basis": "Perbup contoh"}
    team.fill_in("operator", f"{rows}/biaya/baru", **cost)
    fill_up(team, int(visit.rpartition("/")[2]))
    team.fill_in("operator", f"{visit}/tahap/diusulkan")


def questions(team: Team) -> int:
    """How many are asked: twelve where a script keeps what is typed; each is a form of its own."""
    return 12 if team.scripts else 5


def fill_up(team: Team, visit_id: int) -> None:
    """More of the same rows, written by the same person through the services: up to 6 people."""
    with team.app.app_context(), transaction() as session:
        visit, actor = session.get_one(Visit, visit_id), actor_of(session, "operator")
        for number in range(len(visit.members) + 1, 7):
            person = {"name": f"Peserta {number}", "post": "Analis", "rank": "Penata", "opd": visit.opd}
            parts.add(session, visit, Member, person, actor=actor)
        for number in range(len(visit.questions) + 1, questions(team) + 1):
            question = {"text": f"Bagaimana langkah ke-{number} dikerjakan?", "theme": "proses"}
            parts.add(session, visit, Question, question, actor=actor)


def approve(team: Team, visit: str) -> None:
    """Not by who proposed it: the head reads the task and approves; then the host agrees and it begins."""
    answer = team.page("operator").goto(f"{visit}/tahap/disetujui")
    assert answer is not None
    assert answer.status == 403
    head = team.page("kepala")
    head.goto("/tugas")
    waiting = head.locator("main section").first.locator("li", has_text=TITLE)
    assert waiting.get_by_role("link").inner_text() == "Putuskan usulan kunjungan"
    team.fill_in("kepala", f"{visit}/tahap/disetujui")
    team.fill_in("operator", f"{visit}/ubah/balasan", reply="bersedia", reply_officer="Sekretaris")
    activity = {"activity": "Paparan alur akta lahir", "starts": "09:00", "ends": "10:30"}
    team.fill_in("operator", f"{visit}/bagian/jadwal/baru", day=team.today(), **activity)
    team.fill_in("operator", f"{visit}/tahap/dijadwalkan")
    team.fill_in("operator", f"{visit}/tahap/berlangsung")


def answer_everything(team: Team, visit: str) -> None:
    """The scribe on a phone: all answers, one with a figure, each kept while it is typed."""
    page = team.page("pembaca")
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(visit)
    page.get_by_role("link", name="Isi jawaban").first.click()
    assert f"0 dari {questions(team)} pertanyaan selesai" in page.locator("main").inner_text()
    page.get_by_role("link", name=TYPED[0]).click()
    fill_answer(page, "Dua petugas, bergantian.", figure="2", unit="petugas", figure_year="2025")
    if team.scripts:
        check_that_it_is_kept(page)
    else:
        assert page.locator("[data-state]").is_hidden()
    with page.expect_navigation():
        page.get_by_role("button", name="Simpan jawaban").click()
    for number in range(1, questions(team)):
        page.goto(f"{visit}/jawaban")
        row = page.locator("main li", has=page.locator(".mark", has_text="kosong")).first
        row.get_by_role("link").first.click()
        fill_answer(page, f"Jawaban nomor {number}.")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        with page.expect_navigation():
            page.get_by_role("button", name="Simpan jawaban").click()
    assert f"{questions(team)} dari {questions(team)} pertanyaan selesai" in page.locator("main").inner_text()


def fill_answer(page: Page, text: str, **more: str) -> None:
    """Type an answer, and who gave it."""
    for name, value in {"answer": text, "answered_by": "Kepala Bidang", **more}.items():
        page.fill(f"[name={name}]", value)


def check_that_it_is_kept(page: Page) -> None:
    """The page says that the typing is kept, and brings it back to who comes again."""
    expect(page.locator("[data-state]")).to_contain_text("Tersimpan sementara pukul")
    page.reload()
    assert page.input_value("[name=answer]") == "Dua petugas, bergantian."
    assert "Ini simpanan sementara Anda" in page.locator("main").inner_text()
    here = page.url
    page.context.set_offline(True)
    page.get_by_role("link", name="Berikutnya").click()
    expect(page.locator("[data-state]")).to_contain_text("halaman lain perlu jaringan")
    assert page.url == here
    page.context.set_offline(False)


def report(team: Team, visit: str) -> None:
    """The report, what fits, a recommendation for each case, and two items that become plans."""
    results = {"summary": "Akta lahir di rumah sakit dapat ditiru.", "agreements": "Salinan SOP dikirim"}
    team.fill_in("operator", f"{visit}/ubah/laporan", **results)
    lesson = {"text": "Petugas rumah sakit mengisi data", "fits": "ya", "reason": "Sistemnya sudah ada"}
    team.fill_in("operator", f"{visit}/bagian/pelajaran/baru", **lesson)
    for slug, advice in zip(CASES, ("adopsi", "adaptasi", "tidak"), strict=True):
        reason = f"Alasan untuk {advice}"
        team.fill_in("operator", f"{visit}/rekomendasi/{slug}", advice=advice, advice_reason=reason)
    team.fill_in("operator", f"{visit}/tahap/dilaporkan")
    for slug, action in zip(CASES[:2], FOLLOWING, strict=True):
        item = {"output": "SOP", "indicator": "Bayi pulang membawa akta", "post": "Kepala Bidang"}
        rows = f"{visit}/bagian/tindak-lanjut/baru"
        team.fill_in("operator", rows, action=action, case_slug=slug, due=team.today(120), **item)
    for action in FOLLOWING:
        page = team.press("operator", visit, "Jadikan rencana baru")
        assert page.locator("h1").inner_text() == action
        assert "Tindak lanjut menjadi rencana" in page.locator("main").inner_text()
    team.fill_in("operator", f"{visit}/tahap/ditindaklanjuti")


def read_papers(team: Team, visit: str) -> dict[str, str]:
    """The text of every paper on the list, by the end of its address."""
    page = team.page("operator")
    page.goto(f"{visit}/dokumen")
    links = page.eval_on_selector_all("main a[href]", "all => all.map(one => one.getAttribute('href'))")
    texts = {}
    for link in [one for one in links if re.search(r"\.(docx|pdf|html|ics)\Z", one)]:
        answer = page.request.get(link)
        assert answer.ok, f"{link}: {answer.status}"
        texts[link.removeprefix(visit).removeprefix("/dokumen").strip("/")] = text_of(link, answer.body())
    return texts


def text_of(name: str, body: bytes) -> str:
    """What a reader finds in a file, with single spaces."""
    if name.endswith(".docx"):
        words = [
            node.text or "" for node in docx.Document(BytesIO(body)).element.body.iter() if is_text(node)
        ]
    elif name.endswith(".pdf"):
        words = [page.extract_text() for page in PdfReader(BytesIO(body)).pages]
    else:
        words = [body.decode()]
    return re.sub(r"\s+", " ", " ".join(words))


def is_text(node: object) -> bool:
    """Is it a run's text in a Word file?"""
    return str(getattr(node, "tag", "")).endswith("}t")


def compare(texts: dict[str, str]) -> None:
    """The papers say what was typed into the record, in both formats."""
    people = ["Ibu Ketua & Rekan", "Pembaca Contoh", *(f"Peserta {number}" for number in range(3, 7))]
    asked = [*TYPED, "Bagaimana langkah ke-5 dikerjakan?"]
    expected = {
        "telaahan-staf": [PURPOSE, TRIP_REASON],
        "kak": [PURPOSE],
        "surat-permohonan": [*people, *asked],
        "daftar-peserta": people,
        "daftar-pertanyaan": asked,
        "jadwal": ["Paparan alur akta lahir", "09.00"],
        "surat-tugas": people,
        "spd": [*people, "Kereta api"],
        "daftar-hadir": people,
        "laporan": [
            "Akta lahir di rumah sakit dapat ditiru.",
            "Dua petugas, bergantian.",
            "Alasan untuk adopsi",
        ],
        "notula": ["Dua petugas, bergantian.", "Salinan SOP dikirim"],
        "rtl": [*FOLLOWING, "Bayi pulang membawa akta"],
        "surat-minat-replikasi": ["Banyuwangi"],
    }
    missing = [
        f"{name}.{kind}: {fact}"
        for name, facts in expected.items()
        for kind in ("docx", "pdf")
        for fact in facts
        if fact not in texts[f"{name}.{kind}"]
    ]
    assert missing == []
    assert len([name for name in texts if name.endswith(".docx")]) >= LEAST_PAPERS
    assert "SUMMARY:Paparan alur akta lahir" in texts["agenda.ics"]
    for pocket_book in (texts["buku-saku.html"], texts["buku-saku.pdf"]):
        assert all(question in pocket_book for question in asked)


def entries(page: Page, action: str, person: str) -> int:
    """How many lines the audit trail has of what somebody did."""
    page.goto(f"/audit?tindakan={action}&orang={person}")
    return int(page.locator(".result-bar [role=status]").inner_text().removesuffix(" baris"))


def test_a_visit_starts_from_a_need_and_ends_in_two_plans(team: Team) -> None:
    visit = begin(team)
    prepare(team, visit)
    approve(team, visit)
    answer_everything(team, visit)
    report(team, visit)

    if not team.scripts:  # papers know nothing of scripts
        compare(read_papers(team, visit))
    page = team.page("operator")
    page.goto("/tugas")
    assert "Tinjau setelah 30 hari" not in page.locator("main").inner_text()
    team.pass_days(31)
    page = team.page("operator")
    page.goto("/tugas")
    assert "Tinjau setelah 30 hari" in page.locator("main").inner_text()
    page = team.fill_in("operator", f"{visit}/tinjauan/30", answer="sebagian", note="Satu rumah sakit mulai")
    assert "Satu rumah sakit mulai" in page.locator("#tinjauan").inner_text()
    assert [page.get_by_role("link", name=action).count() for action in FOLLOWING] == [1, 1]
    auditor = team.page("auditor")
    assert entries(auditor, "visits.move", "Kepala") == 1
    assert entries(auditor, "visits.move", "Operator") == 5
    assert entries(auditor, "visits.answer", "Pembaca") == questions(team)
    assert entries(auditor, "visits.follow-up", "Operator") == 2
    auditor.goto("/audit/periksa")
    assert auditor.locator("h1").inner_text() == "Jejak audit utuh"
