"""The pocket book on a phone: without network, narrow, and what was typed is still there afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from portal.documents import (
    Booklet,
    Chapter,
    Column,
    Fact,
    Note,
    NoteMark,
    Paragraph,
    Room,
    Run,
    Table,
    make_offline,
    plain,
)
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser
HEADS = tuple(Column(plain(name), is_number=name != "Indikator") for name in ("Indikator", "Kita", "Teladan"))
BOOK = Booklet(
    id="kunjungan-7",
    title="Belajar akta di desa",
    subtitle="Buku saku ke Kabupaten Teladan",
    author="Pemerintah Kabupaten Contoh",
    dated=date(2026, 11, 22),
    kicker="Contoh Portal",
    facts=(Fact("Waktu", "5 sampai 6 Oktober 2026"), Fact("Tempat", "Aula dinas")),
    chapters=(
        Chapter(
            "Wilayah berdampingan",
            (
                Paragraph((Run("Cakupan naik"), NoteMark((1,)))),
                Table(HEADS, ((plain("Cakupan akta kelahiran"), plain("91,5%"), plain("98%")),) * 8),
            ),
            lead="Kabupaten Teladan punya tiga kecamatan.",
        ),
        Chapter("Daftar pertanyaan", (Room(4, "Jawaban nomor 1"), Room(4, "Jawaban nomor 2"))),
    ),
    notes=(Note(1, "Profil Teladan.", f"https://teladan.example.id/{'panjang' * 20}"),),
)


@pytest.fixture
def phone(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """The book, opened from a file on a narrow phone without network."""
    (tmp_path / "buku-saku.html").write_bytes(make_offline(BOOK))
    context = browser.new_context(viewport={"width": 320, "height": 640}, offline=True)
    page = context.new_page()
    page.goto((tmp_path / "buku-saku.html").as_uri())
    yield page
    context.close()


def test_nothing_is_wider_than_a_narrow_phone(phone: Page) -> None:
    assert phone.evaluate("document.documentElement.scrollWidth") == 320
    assert phone.inner_text("h1") == "Belajar akta di desa"


def test_answers_stay_in_the_phone_until_they_are_deleted(phone: Page) -> None:
    phone.get_by_label("Jawaban nomor 2").fill("Dibagi <b>dua</b> & lunas")

    phone.reload()

    assert phone.get_by_label("Jawaban nomor 2").input_value() == "Dibagi <b>dua</b> & lunas"
    assert phone.get_by_label("Jawaban nomor 1").input_value() == ""
    assert "hanya tersimpan di ponsel ini" in phone.inner_text("#status")
    phone.on("dialog", lambda dialog: dialog.accept())
    phone.get_by_role("button", name="Hapus jawaban").click()
    phone.reload()
    assert phone.get_by_label("Jawaban nomor 2").input_value() == ""


def test_axe_finds_nothing_in_the_book(phone: Page) -> None:
    assert violations(phone) == []
