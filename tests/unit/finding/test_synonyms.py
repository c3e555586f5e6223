"""The glossary gives a query its other words, each with the weight of the rule."""

from __future__ import annotations

from datetime import date

from portal.publishing.library import read
from portal.search.glossary import Glossary, Term
from portal.search.synonyms import AMBIGUOUS, EQUAL, EXPANSION, RELATED, thesaurus
from tests.make import GLOSSARY, Maker

OPD = Term(
    term="OPD",
    expansions=("organisasi perangkat daerah",),
    equal=("SKPD", "perangkat daerah"),
    related=("dinas",),
)
SPD = Term(term="SPD", expansions=("surat perjalanan dinas", "surat penyediaan dana"), ambiguous=True)


def of(word: str, *terms: Term, wider: bool = False) -> dict[str, float]:
    made = thesaurus(Glossary(terms=terms))
    found = (made.wider if wider else made.synonyms).get(word, [])
    return {" ".join(words): weight for words, weight in found}


def test_an_acronym_finds_its_words_and_the_words_find_the_acronym() -> None:
    assert of("opd", OPD)["organisasi perangkat daerah"] == EXPANSION
    assert of("organisasi perangkat daerah", OPD)["opd"] == EXPANSION


def test_equal_words_stand_for_each_other() -> None:
    assert of("skpd", OPD) == {
        "opd": EQUAL,
        "organisasi perangkat daerah": EQUAL,
        "perangkat daerah": EQUAL,
    }


def test_related_words_are_used_only_for_the_wider_search() -> None:
    assert "dinas" not in of("opd", OPD)
    assert of("opd", OPD, wider=True)["dinas"] == RELATED
    assert of("opd", OPD, wider=True)["skpd"] == EQUAL
    assert of("dinas", OPD, wider=True) == {}


def test_an_ambiguous_acronym_asks_for_every_sense_but_for_each_one_less() -> None:
    assert of("spd", SPD) == {"surat perjalanan dinas": AMBIGUOUS, "surat penyediaan dana": AMBIGUOUS}


def test_the_senses_of_an_ambiguous_word_are_offered() -> None:
    made = thesaurus(Glossary(terms=(OPD, SPD)))

    assert made.senses_of('urus "SPD" (spd) opd') == (('"SPD"', SPD.expansions), ("(spd)", SPD.expansions))


def test_the_higher_weight_wins_where_two_terms_say_the_same() -> None:
    other = Term(term="SKPD", equal=("organisasi perangkat daerah",), expansions=())

    assert of("organisasi perangkat daerah", OPD, other)["skpd"] == EQUAL
    assert of("opd", OPD, Term(term="OPD", related=("organisasi perangkat daerah",)), wider=True) == {
        "organisasi perangkat daerah": EXPANSION,
        "skpd": EQUAL,
        "perangkat daerah": EQUAL,
        "dinas": RELATED,
    }


def test_a_word_is_never_its_own_synonym() -> None:
    assert of("ktp", Term(term="KTP", expansions=("ktp",), equal=("Ktp",))) == {}


def test_a_term_stands_once_in_the_glossary(make: Maker) -> None:
    make.library(0)
    make.file("glossary.yaml", GLOSSARY + "  - {term: KTP, expansions: [kartu]}\n")

    problems = read(make.settings(), date(2026, 11, 21))[1].problems

    assert [str(problem) for problem in problems] == [
        "content/glossary.yaml:5: istilah 'KTP' ditulis dua kali"
    ]
