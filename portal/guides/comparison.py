"""A family side by side: the same questions to every case, and what is not known said as such."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from portal.cases import Case, get_article
from portal.cases.copying import asked_office, chosen_result, result_words, tells_cost
from portal.cases.model import Section
from portal.cases.words import VERDICTS, cost_words, end_words, status_words
from portal.regions import REGIONS
from portal.taxonomy import TAXONOMY
from portal.web.figures import number, rupiah

LESSONS = "Pelajaran dan hambatan"
MAX_LESSON = 200  # characters of a lesson in a cell
MAX_CELL = 130  # characters of any other answer
COUNTED = ("Biaya", "Orang")
NOT_KNOWN = "belum tercatat"
ASKED = "belum tercatat; minta ke penyelenggara"


@dataclass(frozen=True)
class Cell:
    """An answer; `anchor` is the section of the article that says more."""

    label: str
    text: str
    anchor: str = ""
    is_known: bool = True


@dataclass(frozen=True)
class CaseColumn:
    """One case of a family."""

    case: Case
    region: str
    cells: tuple[Cell, ...]


def columns_of(cases: Sequence[Case], today: date) -> list[CaseColumn]:
    """Every case of a family with the same rows in the same order."""
    regions = REGIONS.get()
    return [
        CaseColumn(
            case,
            regions[case.region].name if case.region in regions else case.region,
            tuple(_cells(case, today)),
        )
        for case in cases
    ]


def known_counts(columns: Sequence[CaseColumn]) -> list[tuple[str, int]]:
    """How many cases answer the questions that are answered least, and how many ended."""
    ended = sum(column.case.ended is not None for column in columns)
    counted = [
        (
            f"{label} diketahui",
            sum(cell.is_known for column in columns for cell in column.cells if cell.label == label),
        )
        for label in COUNTED
    ]
    return [*counted, ("Berakhir atau diganti", ended)]


def _cells(case: Case, today: date) -> Iterator[Cell]:
    article = get_article(case)
    yield _cell("Sejak", str(case.started) if case.started else "")
    yield Cell("Keadaan", status_words(case, today, TAXONOMY.get()))
    result = chosen_result(case)
    yield _cell("Hasil", result_words(result) if result else "", "hasil", missing="belum ada angka")
    costs = "; ".join(f"{rupiah(one.amount)}{cost_words(one)} ({one.year})" for one in case.costs[:2])
    if not costs and tells_cost(article):
        text = "sebagian di naskah; selebihnya minta ke penyelenggara"
        yield Cell("Biaya", text, "sumber-daya-dan-biaya", is_known=False)
    else:
        yield _cell("Biaya", costs, "sumber-daya-dan-biaya", missing=ASKED)
    people = "; ".join(f"{number(one.people)} {one.words}" for one in case.staff[:2])
    yield _cell("Orang", people, "sumber-daya-dan-biaya", missing=ASKED)
    law = case.legal_basis[0].text if case.legal_basis else ""
    yield _cell("Aturan", first_sentences(law, MAX_CELL), "dasar-hukum")
    yield _cell("Boleh ditiru?", _advice(case), "syarat-agar-bisa-ditiru", missing="belum kami cek")
    yield Cell("Tanya ke", _contact(case), "untuk-kunjungan")
    yield _cell("Yang gagal atau berakhir", _failed(case, article.sections), "pelajaran-dan-hambatan")


def _cell(label: str, text: str, anchor: str = "", *, missing: str = NOT_KNOWN) -> Cell:
    return Cell(label, text or missing, anchor if text else "", is_known=bool(text))


def _advice(case: Case) -> str:
    if case.still is None:
        return ""
    own = "" if case.still.sources else " (menurut portal)"
    return f"{dict(VERDICTS)[case.still.verdict]}{own}. {first_sentences(case.still.words, MAX_CELL)}"


def _contact(case: Case) -> str:
    phone = f", {case.contacts[0].phone}" if case.contacts and case.contacts[0].phone else ""
    return f"{first_sentences(asked_office(case), MAX_CELL)}{phone}"


def _failed(case: Case, sections: Iterable[Section]) -> str:
    """How it ended, else the first lesson of the article."""
    if case.ended is not None:
        return f"{case.ended.words} {end_words(case)}"
    for section in sections:
        if section.heading == LESSONS:
            return first_sentences(section.text)
    return ""


def first_sentences(text: str, most: int = MAX_LESSON) -> str:
    """As many whole sentences as fit a place; a first one that does not is cut at a word."""
    kept = ""
    for sentence in re.split(r"(?<=[.!?])\s+", " ".join(text.split())):
        if kept and len(kept) + len(sentence) >= most:
            break
        kept = f"{kept} {sentence}".strip()
    return kept if len(kept) <= most else f"{kept[:most].rsplit(' ', 1)[0]} …"
