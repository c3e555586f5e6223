"""Gambling phrases: found through their disguises, and honest texts left alone."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from portal.editing import spam

CONTENT = Path(__file__).parents[3] / "content"
SEEDS = [
    "slot gacor hari ini", "situs togel terpercaya", "maxwin x1000", "daftar slot88 deposit pulsa",
    "link alternatif sbobet", "rtp live slot pragmatic", "bocoran rtp malam ini", "pola gacor olympus",
    "agen judi bola resmi", "bandar togel hongkong", "keluaran sgp hari ini", "data hk 2026",
    "prediksi sgp jitu", "toto macau 4d", "live draw sdy", "bonus new member 100%", "depo 10k tanpa ribet",
    "gates of olympus", "sweet bonanza gratis", "mahjong ways 2", "scatter hitam", "starlight princess",
    "idnpoker apk", "dominoqq online", "bandarqq", "pkv games", "joker123 login", "freebet tanpa deposit",
    "anti rungkad", "casino online", "sabung ayam online sv388", "tembak ikan online", "judi slot online",
    "bo slot terbaru", "anti nawala", "colok bebas", "toto slot", "situs gacor", "akun gacor vip",
    "wd cepat pasti wd", "mix parlay", "wild bandito", "kakek zeus",
]  # fmt: skip
DISGUISES = [
    str.upper,
    lambda text: text.replace(" ", ""),
    lambda text: text.replace(" ", "-"),
    lambda text: text.replace(" ", "\u200b "),
    lambda text: " ".join(text.replace(" ", "")),
    lambda text: text.replace("a", "а").replace("o", "о").replace("e", "е"),
    lambda text: text.replace("o", "0").replace("i", "1"),
    lambda text: text.translate({ord(c): ord(c) + 0xFEE0 for c in "abcdefghijklmnopqrstuvwxyz"}),
]
HONEST = [
    "Satgas memberantas judi online di kalangan ASN.",
    "Pemohon memilih slot waktu layanan lewat aplikasi.",
    "Slot antrean puskesmas dibuka pukul 07.00.",
    "Data penduduk miskin, hasil survei, dan pengeluaran rumah tangga.",
    "Warga yang taruhannya besar ialah petani kecil.",
    "Total dana desa Rp1,4 miliar; totalitas kader.",
    "Laporan SPD 2024 dan RTP (rencana tindak pengendalian).",
    "Bonus demografi, member perpustakaan baru, dan link berita.",
    "Pak Toto Adi memimpin 777 kader.",
]


def test_the_list_is_long_enough_and_has_no_double_entries() -> None:
    assert len(spam.phrases()) >= 60
    assert len(set(spam.phrases())) == len(spam.phrases())
    assert all(phrase == phrase.casefold() and "  " not in phrase for phrase in spam.phrases())


@pytest.mark.parametrize("seed", SEEDS)
def test_a_planted_phrase_is_found_in_a_text(seed: str) -> None:
    assert spam.find(f"Layanan publik. {seed}, kunjungi sekarang.")


@pytest.mark.parametrize("disguise", DISGUISES, ids=range(len(DISGUISES)))
def test_no_disguise_hides_a_planted_phrase(disguise: object) -> None:
    missed = [seed for seed in SEEDS if not spam.find(f"Baca: {disguise(seed)} ya")]  # type: ignore[operator]

    assert missed == []


@pytest.mark.parametrize("text", HONEST)
def test_an_honest_text_is_left_alone(text: str) -> None:
    assert spam.find(text) == []


def test_every_phrase_finds_itself() -> None:
    missed = [phrase for phrase in spam.phrases() if not spam.find(f"x {phrase.lstrip('~')} y")]

    assert missed == []


def test_nothing_that_is_published_now_is_taken_for_spam() -> None:
    texts = [path for path in CONTENT.rglob("*") if path.suffix in (".md", ".yaml")]

    found = {path.name: phrases for path in texts if (phrases := spam.find(path.read_text("utf-8")))}

    assert len(texts) > 100
    assert found == {}


@pytest.mark.parametrize(
    "text", ["a" * 10**6, "s l o t " * 125_000, "é" * 10**6, "_" * 10**6, "slot_" * 200_000]
)
def test_a_megabyte_is_read_within_seconds(text: str) -> None:
    started = time.process_time()

    spam.find(text)

    assert time.process_time() - started < 5
