"""What a reader typed becomes a query."""

from __future__ import annotations

from portal.search.grammar import MAX_WORDS, Form, expand, parse


def words(text: str) -> list[str]:
    return [concept.word for concept in parse(text).concepts]


def test_words_are_concepts_in_the_order_typed() -> None:
    assert words("Perizinan  online, cepat") == ["Perizinan", "online", "cepat"]


def test_stop_words_are_left_out() -> None:
    assert words("apa itu perizinan yang cepat") == ["perizinan", "cepat"]


def test_stop_words_alone_are_searched() -> None:
    assert words("ada untuk kami") == ["ada", "untuk", "kami"]


def test_a_phrase_is_required_and_keeps_its_distances() -> None:
    phrase = parse('"dari desa untuk desa"').concepts[0]

    assert phrase.is_required
    assert phrase.forms == (Form(("desa", "", "desa")),)


def test_typographic_quotes_are_quotes() -> None:
    assert parse("“mal pelayanan”").concepts == parse('"mal pelayanan"').concepts


def test_a_minus_excludes_a_word_but_a_hyphen_does_not() -> None:
    query = parse("anak-anak -bandung")

    assert [concept.word for concept in query.concepts] == ["anak"]
    assert [concept.word for concept in query.excluded] == ["bandung"]


def test_known_names_before_a_colon_are_filters() -> None:
    query = parse('Wilayah wilayah:Banyuwangi wilayah:"Kota Batang" pukul:8', filter_names={"wilayah"})

    assert query.filters == {"wilayah": frozenset({"banyuwangi", "kota batang"})}
    assert [concept.word for concept in query.concepts] == ["Wilayah", "pukul", "8"]


def test_filters_alone_ask_for_everything_that_passes() -> None:
    assert parse("wilayah:batang", filter_names={"wilayah"}).is_blank
    assert parse("  ").is_blank
    assert not parse("?!").is_blank


def test_the_same_word_twice_is_asked_once() -> None:
    assert words("desa Desa desa") == ["desa"]


def test_no_more_words_are_read_than_the_limit() -> None:
    many = " ".join(f"kata{number}x" for number in range(100))

    assert len(parse(many).concepts) == MAX_WORDS


def test_the_last_word_may_be_unfinished() -> None:
    concept = parse("mal pelaya", as_you_type=True).concepts[-1]

    assert concept.forms[0] == Form(("pelaya",), is_prefix=True)


def test_a_star_opens_a_word_of_three_letters_or_more() -> None:
    assert parse("pelay*").concepts[0].forms[0].is_prefix
    assert not parse("pe*").concepts[0].forms[0].is_prefix


def test_a_synonym_is_another_form_of_the_same_concept() -> None:
    query = expand(parse("UMKM"), {"umkm": [(("usaha", "mikro"), 0.8), (("warung",), 0.5)]})

    assert query.concepts[0].forms == (
        Form(("umkm",)),
        Form(("usaha", "mikro"), 0.8),
        Form(("warung",), 0.5),
    )


def test_an_acronym_is_found_for_the_words_it_stands_for() -> None:
    query = expand(parse("mal pelayanan publik bandung"), {"mal pelayanan publik": [(("MPP",), 0.9)]})

    assert [Form(("mpp",), 0.9) in concept.forms for concept in query.concepts] == [True, True, True, False]
