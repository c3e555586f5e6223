"""What a reader typed becomes a query."""

from __future__ import annotations

import pytest

from portal.search.grammar import MAX_WORDS, Concept, Form, Query, expand, parse, printable


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


def forms(text: str, *, as_you_type: bool = False) -> list[tuple[Form, ...]]:
    return [concept.forms for concept in parse(text, as_you_type=as_you_type).concepts]


def test_a_word_is_looked_for_by_its_stem_and_counts_for_one() -> None:
    assert parse("pelayanan").concepts == (Concept("pelayanan", (Form(("layan",), 1.0, is_prefix=False),)),)
    assert not parse("pelayanan").concepts[0].is_required
    assert parse("pelayanan").concepts[0].boost == 1.0


def test_a_word_with_a_sign_in_it_is_also_looked_for_in_one_piece() -> None:
    assert forms("e-KTP") == [(Form(("ktpel",)), Form(("ktp",)))]
    assert forms("mal-pelayanan") == [(Form(("malpelayanan",)), Form(("mal", "pelayanan")))]
    assert words("covid-19 mal-pelayanan") == ["covid", "19", "mal-pelayanan"]


def test_a_word_of_two_parts_without_one_piece_is_two_concepts() -> None:
    assert forms("covid-19") == [(Form(("covid",)),), (Form(("19",)),)]


def test_of_what_was_typed_two_hundred_letters_are_read() -> None:
    assert parse("a" * 500).text == "a" * 200
    assert parse("é" * 500).text == "é" * 200
    assert parse(" ".join(["ab"] * 300)).text == " ".join(["ab"] * 67)[:200]


def test_at_most_twenty_four_words_are_read_in_whichever_way_they_are_written() -> None:
    many = [f"k{number}" for number in range(40)]

    assert MAX_WORDS == 24
    assert words(" ".join(many)) == many[:24]
    assert words(" ".join(many) + " -z") == many[:24]
    assert len(forms(f'"{" ".join(many)}"')[0][0].terms) == 24
    assert words(f'"{" ".join(many[:20])}" {" ".join(many[20:])}')[1:] == many[20:24]
    assert [one.word for one in parse(f"-a {' '.join(many)}").concepts] == many[:23]
    assert parse(f"{' '.join(many)} -a").excluded == ()


def test_letters_that_no_page_can_show_part_words() -> None:
    assert printable("a\x00b\u200bc") == "a b c"
    assert printable("café 💥") == "café 💥"
    assert words("desa\x00kota\u200bbaru") == ["desa", "kota", "baru"]
    assert parse("  desa \t\n kota ").text == "desa kota"


def test_letters_composed_differently_are_the_same() -> None:
    assert parse("cafe\u0301").text == "caf\u00e9"


@pytest.mark.parametrize("text", ["“mal pelayanan”", "„mal pelayanan”", "«mal pelayanan»"])
def test_quotes_of_every_kind_make_a_phrase(text: str) -> None:
    assert forms(text) == [(Form(("mal", "pelayanan")),)]


@pytest.mark.parametrize("sign", "-−–")
def test_a_minus_of_every_kind_excludes(sign: str) -> None:
    query = parse(f"desa {sign}bandung {sign}bandung")

    assert [one.word for one in query.concepts] == ["desa"]
    assert [one.word for one in query.excluded] == ["bandung"]
    assert not query.is_blank


def test_a_phrase_is_excluded_whole() -> None:
    query = parse('desa -"mal pelayanan"')

    assert [one.forms for one in query.excluded] == [(Form(("mal", "pelayanan")),)]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ('"dari desa"', ("desa",)),
        ('"desa untuk"', ("desa",)),
        ('"untuk"', ("untuk",)),
        ('"mal dan pasar dan"', ("mal", "", "pasar")),
    ],
)
def test_a_phrase_begins_and_ends_with_a_word_of_meaning_if_it_has_one(
    text: str, terms: tuple[str, ...]
) -> None:
    assert forms(text) == [(Form(terms),)]


@pytest.mark.parametrize("text", ['""', '" "', '"dari untuk"', "-", "?"])
def test_what_has_no_meaning_is_left_out_and_is_not_nothing(text: str) -> None:
    query = parse(text)

    assert (query.concepts, query.excluded, query.is_blank) == ((), (), False)


def test_a_phrase_is_named_as_typed_without_room_around_it() -> None:
    assert words('" mal pelayanan "') == ['"mal pelayanan"']


def test_filters_of_one_name_gather_and_a_word_or_minus_beside_them_asks() -> None:
    names = {"wilayah", "sektor"}
    query = parse("wilayah:a wilayah:b sektor:c", filter_names=names)

    assert query.filters == {"wilayah": {"a", "b"}, "sektor": {"c"}}
    assert query.is_blank
    assert not parse("wilayah:a desa", filter_names=names).is_blank
    assert not parse("wilayah:a -desa", filter_names=names).is_blank
    assert not parse("-desa").is_blank


def test_a_name_that_is_no_filter_is_a_word() -> None:
    assert words("hay:u") == ["hay:u"]
    assert parse("hay:u", filter_names={"wilayah"}).filters == {}


def test_every_word_may_be_asked_for_in_every_way_of_asking() -> None:
    for text in ("desa", "desa -kota"):
        assert not parse(text).requires_all
        assert parse(text, requires_all=True).requires_all


def test_only_the_last_word_may_be_unfinished_and_only_from_three_letters() -> None:
    first, last = forms("mal pelaya", as_you_type=True)

    assert (first, last) == ((Form(("mal",)),), (Form(("pelaya",), is_prefix=True),))
    assert forms("mal pe", as_you_type=True)[1] == (Form(("pe",)),)
    assert forms("pel", as_you_type=True) == [(Form(("pel",), is_prefix=True),)]
    assert forms('"mal" pela', as_you_type=True)[1][0].is_prefix
    assert not forms("pela -mal", as_you_type=True)[0][0].is_prefix
    assert not forms("mal-pelaya", as_you_type=True)[0][0].is_prefix


def test_an_unfinished_word_keeps_its_stem_where_that_begins_otherwise() -> None:
    assert forms("pelayanan*") == [(Form(("pelayanan",), is_prefix=True), Form(("layan",)))]
    assert forms("pasar*") == [(Form(("pasar",), is_prefix=True),)]


def test_an_unfinished_word_is_asked_for_even_where_it_is_a_stop_word() -> None:
    assert words("dari*") == ["dari"]
    assert words(
        "pasar dari",
    ) == ["pasar"]
    assert [one.word for one in parse("pasar dari", as_you_type=True).concepts] == ["pasar", "dari"]


def test_a_phrase_of_four_words_is_known_by_its_other_name_and_the_longest_counts() -> None:
    synonyms = {"a b c d": [(("x",), 0.5)], "a b": [(("y",), 0.5)], "b": [(("z",), 0.5)]}
    query = expand(parse("a b c d e"), synonyms)

    added = [[form.terms[0] for form in concept.forms[1:]] for concept in query.concepts]
    assert added == [["x"], ["x", "z"], ["x"], ["x"], []]
    assert expand(query, {}) == query


def test_a_synonym_that_says_nothing_new_is_not_added() -> None:
    query = expand(parse("layan"), {"layan": [(("pelayanan",), 0.5), (("dari",), 0.5), ((), 0.5)]})

    assert query.concepts[0].forms == (Form(("layan",)), Form(("dari",), 0.5))


def test_a_synonym_of_several_words_keeps_its_distances() -> None:
    query = expand(parse("bumdes"), {"bumdes": [(("badan", "usaha", "untuk", "desa"), 0.5)]})

    assert query.concepts[0].forms[1] == Form(("badan", "usaha", "", "desa"), 0.5)


def test_a_concept_has_at_most_sixteen_forms() -> None:
    many = [((f"w{number}",), 0.5) for number in range(40)]

    assert len(expand(parse("desa"), {"desa": many}).concepts[0].forms) == 16


def test_nothing_typed_asks_for_everything() -> None:
    assert Query().is_blank
    assert parse("") == Query()


def test_a_letter_of_control_among_plain_ones_parts_words() -> None:
    assert printable("desa\x00kota") == "desa kota"
    assert words("desa\x00kota") == ["desa", "kota"]


def test_the_one_word_beside_a_letter_is_looked_for_by_its_stem() -> None:
    assert forms("e-pelayanan") == [(Form(("epelayanan",)), Form(("layan",)))]


def test_a_word_in_two_parts_counts_for_two() -> None:
    many = " ".join(f"mal-pasar{letter}" for letter in "abcdefghijklmnopqr")

    assert len(parse(f"-x {many}").concepts) == 12  # of twenty-four words one was the excluded


def test_an_unfinished_word_beyond_the_limit_is_left_out_like_any_other() -> None:
    many = [f"k{number}" for number in range(24)]

    assert words(f"{' '.join(many)} pasar*") == many
