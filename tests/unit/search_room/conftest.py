"""A small lexicon, and a library whose cases are found by it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal.search import opened, service
from portal.search.concepts import Concepts, Entry
from portal.search.guesses import Guesses
from portal.search.lexicon import Lexicon
from tests.make import Maker, body, making, sources

CONCEPTS = """\
light: sering, warga, punya, sekali
concepts:
  lansia:
    words: lansia, lanjut usia, jompo
    hints: nenek, kakek, mbah
    broader: rentan
  rentan:
    words: kelompok rentan
  lapar:
    words: perut kosong, kelaparan, tidak makan
    near: lansia
  gedung:
    words: gedung kosong, bangunan mangkrak
  sampah:
    words: sampah, kresek, plastik
  pengangguran:
    words: pengangguran, menganggur, belum kerja
  antre:
    words: antre, menunggu giliran
  selesai:
    words: sudah beres
  rentenir:
    words: rentenir, lintah darat
"""

Find = Callable[..., service.Found]


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    """Concepts of a few kinds of trouble."""
    entries = {
        "lansia": Entry(words=("lansia", "lanjut usia"), hints=("nenek", "kakek"), broader=("rentan",)),
        "rentan": Entry(words=("kelompok rentan",)),
        "lapar": Entry(words=("perut kosong", "kelaparan"), near=("lansia",)),
        "gedung": Entry(words=("gedung kosong",)),
        "rumah": Entry(words=("rumah",)),
        "rumah-sakit": Entry(words=("rumah sakit",)),
        "jiwa": Entry(words=("rumah sakit jiwa", "gangguan jiwa", "mengamuk")),
        "phk": Entry(words=("dirumahkan",)),
        "pilah": Entry(words=("memilah",)),
        "data": Entry(words=("=mendata",)),
        "selesai": Entry(words=("sudah beres",)),
        "aplikasi": Entry(words=("aplikasi terpisah", "aplikasi sendiri-sendiri")),
    }
    return Lexicon(Concepts(light=("sering", "warga"), concepts=entries))


@pytest.fixture(scope="session")
def guesses(lexicon: Lexicon) -> Guesses:
    """Guesses from the same concepts."""
    return Guesses(lexicon)


@pytest.fixture(scope="session")
def concept_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A library of six cases with concepts, published once."""
    for maker in making(tmp_path_factory.mktemp("concepts")):
        write_library(maker)
        maker.publish()
        yield maker.app()


def write_library(maker: Maker) -> Path:
    """Six cases that speak as officials do."""
    maker.library(cases=())
    maker.file("concepts.yaml", CONCEPTS)
    stories = {
        "rantang-hangat": "Lansia kelaparan di rumah sendiri [s1].",
        "taman-gizi": "Anak di desa kurang gizi [s1].",
        "bank-resik": "Sampah menumpuk di pasar kecamatan [s1].",
        "mal-layanan": "Gedung kosong di tengah kota [s1].",
        "siap-kerja": "Pengangguran banyak di kecamatan [s1].",
        "loket-cepat": "Warga antre di loket dukcapil [s1].",
    }
    for number, (slug, problem) in enumerate(stories.items()):
        region = "contoh" if number % 2 else "teladan"
        changes = {
            "summary": problem.replace(" [s1]", ""),
            "needs": [],
            "region": region,
            "sources": sources(1),
        }
        maker.case(slug, body(masalah=problem), **changes)
    return maker.content


@pytest.fixture
def find(concept_app: Flask) -> Find:
    """Ask the small library."""

    def ask(text: str, **options: object) -> service.Found:
        with concept_app.app_context():
            return service.find(text, **options)  # type: ignore[arg-type]

    return ask


@pytest.fixture
def known(concept_app: Flask) -> Iterator[opened.Knowledge]:
    """The concepts of the small library."""
    with concept_app.app_context():
        yield opened.knowledge()
