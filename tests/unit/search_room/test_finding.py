"""The door of the search: what is listed, counted, offered and explained."""

from __future__ import annotations

from collections import Counter

import pytest
from flask import Flask

from portal.cases import CASES
from portal.search import service
from tests.make import Maker
from tests.unit.search_room.conftest import Find, write_library


def keys(found: service.Found) -> list[str]:
    return [hit.key for hit in found.hits]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("nenek perutnya kosong", "rantang-hangat"),
        ("kresek berserakan", "bank-resik"),
        ("bangunan mangkrak", "mal-layanan"),
        ("belum kerja juga", "siap-kerja"),
        ("menunggu giliran berjam-jam", "loket-cepat"),
        ("ngantri", "loket-cepat"),
        ("pengangguren", "siap-kerja"),
        ("bankresik", "bank-resik"),
        ("MAL-LAYANAN", "mal-layanan"),
    ],
)
def test_everyday_words_find_what_officials_wrote(find: Find, text: str, first: str) -> None:
    assert keys(find(text))[0] == first


@pytest.mark.parametrize("text", ["xqzvkw", "quasar narwhal", "asdf ghjk", "123456789"])
def test_nonsense_finds_nothing(find: Find, text: str) -> None:
    found = find(text)

    assert (found.total, found.hits) == (0, ())


def test_the_tail_of_the_ranking_is_not_listed(find: Find) -> None:
    everything = find("")

    found = find("lansia kelaparan di rumah sendiri")

    assert keys(found)[0] == "rantang-hangat"
    assert found.total < everything.total == 6


@pytest.mark.parametrize("text", ["nenek lapar", "sampah pasar kecamatan", "kecamatan"])
@pytest.mark.parametrize("region", ["teladan", "contoh"])
def test_a_filter_narrows_what_is_listed_without_it(
    find: Find, concept_app: Flask, text: str, region: str
) -> None:
    everywhere = keys(find(text, size=100))

    found = find(text, chosen={"wilayah": frozenset({region})}, size=100)

    with concept_app.app_context():
        cases = CASES.get()
    here = [slug for slug in everywhere if cases[slug].region == region]
    assert keys(found) == here
    assert found.total == len(here)
    counted = {value: number for value, number in found.counts["wilayah"] if number}
    assert counted == Counter(cases[slug].region for slug in everywhere)


def test_where_a_filter_leaves_nothing_the_nearest_without_it_are_offered(find: Find) -> None:
    found = find("kresek", chosen={"wilayah": frozenset({"contoh"})})

    assert found.total == 0
    assert [hit.key for hit in found.nearest] == ["bank-resik"]


def test_nothing_is_offered_where_something_is_found(find: Find) -> None:
    assert find("kresek").nearest == ()
    assert find("xqzvkw").nearest == ()


def test_a_correction_is_searched_and_shown(find: Find) -> None:
    found = find("gedng kosong")

    assert found.suggestion == "gedung kosong"
    assert keys(found)[0] == "mal-layanan"


def test_an_acronym_with_several_senses_is_answered_with_all_of_them(find: Find) -> None:
    assert find("SPD").senses == (("SPD", ("surat perjalanan dinas", "surat penyediaan dana")),)
    assert find("sampah").senses == ()


def test_a_hit_is_explained_by_the_words_that_readers_see(find: Find) -> None:
    hit = find("nenek", explain=True).hits[0]

    reason = hit.explanation[0]
    assert reason.word == "nenek"
    assert [form for form, _ in reason.found] == ["lansia"]
    assert not any("k0" in form for reason in hit.explanation for form, _ in reason.found)


def test_the_words_of_a_concept_are_marked_in_the_excerpt(find: Find) -> None:
    excerpt = find("nenek").hits[0].excerpt

    assert "Lansia" in [text for text, is_marked in excerpt if is_marked]


def test_without_concepts_the_words_are_still_found(make: Maker) -> None:
    write_library(make)
    (make.content / "concepts.yaml").unlink()
    make.publish()

    with make.app().app_context():
        assert keys(service.find("sampah"))[0] == "bank-resik"
        assert service.find("kresek").total == 0


def test_a_library_whose_concepts_are_broken_is_not_published(make: Maker) -> None:
    write_library(make)
    make.publish()
    make.change("concepts.yaml", "broader: rentan", "broader: entah")

    with pytest.raises(Exception, match="entah"):
        make.publish()

    with make.app().app_context():
        assert keys(service.find("nenek"))[0] == "rantang-hangat"
