"""A case called by its name comes first and hides nothing; what many cases share is nobody's name."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from portal.search import service
from portal.taxonomy import TAXONOMY
from tests.make import body, making, sources


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Cases whose titles name a region, a need, a sector and ordinary words."""
    for maker in making(tmp_path_factory.mktemp("names")):
        maker.library(cases=())
        titles = {
            "dapat-kerja": ("Latihan kerja (Dapat Kerja)", "Warga ingin cepat dapat kerja di pabrik [s1]."),
            "bursa": ("Bursa pabrik", "Pencari kerja dapat lowongan kerja dari pabrik [s1]."),
            "balai": ("Balai pabrik", "Lulusan dapat kerja setelah magang [s1]."),
            "gedung": ("Satu gedung, Kabupaten Teladan", "Loket tersebar di banyak tempat [s1]."),
            "loket": ("Loket keliling", "Loket jauh dari desa [s1]."),
            "kesehatan": ("Kader (Kesehatan)", "Kader sedikit [s1]."),
            "bidan": ("Bidan siaga", "Bidan sedikit di desa [s1]."),
        }
        for slug, (title, problem) in titles.items():
            summary = problem.replace(" [s1]", "")
            head = {"title": title, "summary": summary, "needs": [], "sources": sources(1)}
            maker.case(slug, body(masalah=problem), **head)
        maker.publish()
        yield maker.app()


def found(library: Flask, text: str, *, explain: bool = False) -> service.Found:
    with library.app_context():
        return service.find(text, size=50, explain=explain)


def test_a_name_leads_and_does_not_replace(library: Flask) -> None:
    hits = [hit.key for hit in found(library, "Dapat Kerja").hits]

    assert hits[0] == "dapat-kerja"
    assert {"bursa", "balai"} <= set(hits)


@pytest.mark.parametrize("text", ["Kabupaten Teladan", "teladan", "KABUPATEN  TELADAN"])
def test_the_name_of_a_region_finds_all_its_cases(library: Flask, text: str) -> None:
    assert found(library, text).total == 7


def test_a_sector_is_no_cases_name(library: Flask) -> None:
    with library.app_context():
        label = TAXONOMY.get().sectors[0].label

    hits = found(library, label).hits

    assert len(hits) > 1
    assert hits[0].score < 3 * hits[1].score


def test_each_form_is_told_once_and_the_strongest_reason_first(library: Flask) -> None:
    for hit in found(library, "dapat kerja pabrik kerja", explain=True).hits:
        forms = [form.casefold() for reason in hit.explanation for form, _ in reason.found]
        scores = [reason.score for reason in hit.explanation]
        assert len(forms) == len(set(forms))
        assert scores == sorted(scores, reverse=True)


def test_the_spelling_of_old_finds_what_is_spelt_as_today(library: Flask) -> None:
    assert found(library, "Boersa").hits[0].key == "bursa"
