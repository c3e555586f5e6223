"""Finding, filtering, sorting and showing, on a small edition."""

from __future__ import annotations

import pytest

from portal.search.engine.edition import Edition
from portal.search.engine.results import Results
from portal.search.grammar import parse


def keys(results: Results) -> list[str]:
    return [hit.key for hit in results.hits]


def find(edition: Edition, text: str, **options: object) -> Results:
    return edition.search(parse(text, filter_names={"wilayah", "bidang"}), **options)  # type: ignore[arg-type]


def test_a_word_finds_its_inflections(library: Edition) -> None:
    assert set(keys(find(library, "izin"))) == {"mal-pelayanan", "hayu"}


def test_a_word_in_the_title_counts_more_than_one_in_the_text(library: Edition) -> None:
    assert keys(find(library, "layanan"))[-1] == "smart-kampung"


def test_a_phrase_finds_only_documents_that_have_it(library: Edition) -> None:
    assert keys(find(library, '"mal pelayanan publik"')) == ["mal-pelayanan"]


def test_a_phrase_does_not_reach_from_one_field_into_the_next(library: Edition) -> None:
    assert find(library, '"kampung layanan"').total == 0


def test_an_excluded_word_takes_documents_away(library: Edition) -> None:
    assert keys(find(library, "pelayanan -pasar -kantor")) == ["mal-pelayanan"]


def test_all_words_can_be_required(library: Edition) -> None:
    query = parse("pelayanan gedung", requires_all=True)

    assert keys(library.search(query)) == ["mal-pelayanan"]


@pytest.mark.parametrize("name", ["Hay.U", "hayu", "hay u", "HAY.U"])
def test_a_brand_name_is_found_however_it_is_written(library: Edition, name: str) -> None:
    assert keys(find(library, name)) == ["hayu"]


@pytest.mark.parametrize("text", ["xyzzy", "qwrtp zxcvb", "?!", "𓀀"])
def test_nonsense_finds_nothing(library: Edition, text: str) -> None:
    assert find(library, text).total == 0


def test_nothing_typed_gives_everything(library: Edition) -> None:
    assert find(library, "", sort="nama").total == 5


def test_filters_widen_within_a_facet_and_narrow_between_facets(library: Edition) -> None:
    chosen = {"wilayah": frozenset({"bandung", "batang"}), "bidang": frozenset({"izin"})}

    assert set(keys(find(library, "", filters=chosen))) == {"mal-pelayanan", "hayu"}


def test_counts_of_a_facet_leave_its_own_filter_out(library: Edition) -> None:
    results = find(library, "wilayah:bandung", facet_names=["wilayah", "bidang"])

    assert results.total == 2
    assert results.facets["wilayah"] == [("bandung", 2), ("banyuwangi", 2), ("batang", 1)]
    assert results.facets["bidang"] == [("izin", 2), ("digital", 1)]


def test_numbers_sort_largest_first_and_texts_upwards(library: Edition) -> None:
    assert keys(find(library, "", sort="terbaru"))[:2] == ["posyandu", "hayu"]
    assert keys(find(library, "", sort="nama"))[:2] == ["hayu", "mal-pelayanan"]
    assert keys(find(library, "", sort="-nama"))[0] == "posyandu"


def test_pages_join_to_the_whole_list(library: Edition) -> None:
    pages = [keys(find(library, "pelayanan izin", offset=at, limit=2)) for at in (0, 2, 4)]

    assert [key for page in pages for key in page] == keys(find(library, "pelayanan izin"))


def test_an_excerpt_marks_the_words_that_matched(library: Edition) -> None:
    hit = find(library, "kurang gizi").hits[0]

    assert [text for text, is_match in hit.excerpt if is_match] == ["kurang", "gizi"]
    assert "".join(text for text, _ in hit.excerpt) == "Kader menjemput anak-anak kurang gizi."


def test_an_excerpt_marks_the_inflected_word(library: Edition) -> None:
    excerpts = [hit.excerpt for hit in find(library, "izin", sort="nama").hits]

    assert excerpts[0] == [("Perizinan", True), (" tanpa tatap muka.", False)]
    assert excerpts[1] == [("Satu gedung untuk ", False), ("izin", True), (".", False)]


def test_a_hit_explains_its_score(library: Edition) -> None:
    hit = find(library, "pelayanan gedung", explain=True).hits[0]

    assert hit.key == "mal-pelayanan"
    assert [reason.word for reason in hit.explanation] == ["pelayanan", "gedung"]
    assert hit.explanation[0].found == (("layan", (("title", 1),)),)
    assert sum(reason.score for reason in hit.explanation) == pytest.approx(hit.score, abs=1e-6)


def test_a_typing_error_is_corrected_and_a_known_word_is_not(library: Edition) -> None:
    words = library.vocabulary

    assert words.corrections("pelayannan") == ["pelayanan"]
    assert words.corrections("stuntng") == ["stunting"]
    assert words.corrections("pelayanan") == []
    assert words.corrections("xyzzyq") == []


def test_an_edition_may_be_empty(publish) -> None:  # type: ignore[no-untyped-def]
    empty = publish([])

    assert find(empty, "izin", facet_names=["wilayah"]).total == 0
    assert find(empty, "").total == 0
    assert empty.vocabulary.corrections("izinn") == []
