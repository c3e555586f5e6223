"""What one page for the leader tells of a case: our figure, idea, price, condition, risk, who did it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal.benchmark.fit import Fit, against, differing
from portal.cases import Article, Case
from portal.cases.copying import asked_office, chosen_result, inside, result_words, tells_cost
from portal.cases.estimate import Estimate
from portal.cases.words import VERDICTS, cost_words, end_words, status_words
from portal.documents import Inlines, LineBreak, Listing, Paragraph, Run, read_blocks
from portal.government import Government, Need
from portal.guides.comparison import LESSONS, first_sentences
from portal.regions import Indicator, Region
from portal.taxonomy import Taxonomy
from portal.web.figures import number, partial_date, rupiah, unit_after

CONDITIONS = "Syarat agar bisa ditiru"
MAX_CONDITION = 120  # characters of each of the four conditions
MAX_WORDS = 90  # characters of what a price or people are for
MAX_TEXT = 240  # characters of any other answer
DECISIONS = (
    "Setuju menjajaki: uji coba terbatas 90 hari",
    "Kunjungan atau pertemuan daring lebih dulu",
    "Tidak dilanjutkan",
)


@dataclass(frozen=True)
class Brief:
    """The page as questions and answers, in the order in which a leader reads them."""

    case: Case
    need: Need | None
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    address: str


@dataclass(frozen=True)
class Surroundings:
    """Everything a brief is made from besides the case and the need."""

    government: Government
    region: Region | None  # our own
    origin: Region | None
    indicators: Mapping[str, Indicator]
    taxonomy: Taxonomy
    fit: Fit | None
    estimates: tuple[Estimate, ...]
    today: date
    address: str


def brief(case: Case, article: Article, need: Need | None, about: Surroundings) -> Brief:
    """Put the page together; what is not known is said, with whom to ask. Pure."""
    rows = (
        ("Masalah kita", tuple(_problem(case, need, about))),
        ("Gagasan", (case.summary,)),
        ("Siapa sudah melakukan, hasilnya", tuple(_precedent(case, about))),
        ("Biaya dan orang", tuple(_price(case, article, about))),
        ("Syarat", tuple(_conditions(article)) or ("Belum tercatat.",)),
        ("Risiko", tuple(_risks(case, article, about)) or ("Belum tercatat.",)),
    )
    return Brief(case, need, rows, about.address)


def _problem(case: Case, need: Need | None, about: Surroundings) -> Iterator[str]:
    if need is None:
        yield "Belum ada kebutuhan yang tercatat untuk inovasi ini."
        yield from _sector_figure(case, about)
        return
    yield first_sentences(f"{need.title}. {need.text}", MAX_TEXT)
    for figure in need.figures[:2]:
        when = f", {figure.year}" if figure.year else ", tahun tidak diketahui"
        source = about.government.source(figure.sources[0])
        told = f"; {source.publisher}, {partial_date(source.date)}" if source else ""
        value = f"{number(figure.value)}{unit_after(figure.unit, figure.value)}"
        yield f"Angka kita: {figure.label} {value}{when}{told}."
    if not need.figures:
        yield from _sector_figure(case, about)


def _sector_figure(case: Case, about: Surroundings) -> Iterator[str]:
    """The newest figure of ours that cases of this sector may move."""
    for indicator in about.indicators.values():
        if case.sector not in indicator.sectors or about.region is None:
            continue
        own = [value for value in about.region.indicators if value.indicator == indicator.id]
        newest = max(own, key=lambda value: value.year or 0, default=None)
        if newest is None:
            continue
        source = next((one for one in about.region.sources if one.id == newest.sources[0]), None)
        told = f"; {source.publisher}, {partial_date(source.date)}" if source else ""
        unit = unit_after(newest.unit or indicator.unit, newest.value)
        year = newest.year or "tahun tidak diketahui"
        yield f"Angka kita di sektor ini: {indicator.name} {number(newest.value)}{unit}, {year}{told}."
        return
    yield "Angka kita belum tercatat; diisi OPD."


def _precedent(case: Case, about: Surroundings) -> Iterator[str]:
    where = about.origin.name if about.origin else case.region
    since = f" sejak {case.started}" if case.started else ""
    yield f"{where}{since} ({inside(status_words(case, about.today, about.taxonomy))})."
    first = chosen_result(case)
    others = [one for one in (*case.measured, *case.results) if one is not first]
    for result in filter(None, (first, *others[:1])):
        yield f"{result_words(result)}; {_told(case, result.sources)}."
    if first is None:
        yield "Belum ada angka hasil."


def _price(case: Case, article: Article, about: Surroundings) -> Iterator[str]:
    for cost in case.costs[:2]:
        price = f"{rupiah(cost.amount)}{cost_words(cost)} ({cost.year})"
        yield f"{price}: {first_sentences(inside(cost.words), MAX_WORDS)}; {_told(case, cost.sources)}."
    for estimate in about.estimates[:1]:
        yield f"Perkiraan untuk kita: {estimate.words}."
    for row in case.staff[:1]:
        yield f"{number(row.people)} {first_sentences(row.words, MAX_WORDS)}; {_told(case, row.sources)}."
    missing = [name for name, known in (("biaya", case.costs), ("orang", case.staff)) if not known]
    if missing:
        phone = f" ({case.contacts[0].phone})" if case.contacts and case.contacts[0].phone else ""
        partly = " (sebagian ada di naskah)" if not case.costs and tells_cost(article) else ""
        yield f"Belum tercatat: {' dan '.join(missing)}{partly}; minta ke {asked_office(case)}{phone}."


def _told(case: Case, source_ids: Sequence[str]) -> str:
    """Who says so and when, of the first source."""
    source = next((one for one in case.sources if one.id in source_ids), None)
    return f"{source.publisher}, {partial_date(source.date)}" if source else "tanpa sumber"


def _conditions(article: Article) -> Iterator[str]:
    """The four conditions of the article, each cut to a line."""
    html = next((one.html for one in article.sections if one.heading == CONDITIONS), "")
    for block in read_blocks(html):
        if isinstance(block, Listing):
            for item in block.items[:4]:
                words = "".join(_words(part.inlines) for part in item if isinstance(part, Paragraph))
                label, _, rest = re.sub(r"\s+", " ", words).strip().partition(". ")
                yield f"{label}: {first_sentences(rest, MAX_CONDITION)}" if rest else label
            return


def _words(inlines: Inlines) -> str:
    return "".join(
        one.text if isinstance(one, Run) else " " if isinstance(one, LineBreak) else "" for one in inlines
    )


def _risks(case: Case, article: Article, about: Surroundings) -> Iterator[str]:
    if case.ended is not None:
        yield first_sentences(f"{case.ended.words} {end_words(case)}", MAX_TEXT)
    else:
        lesson = next((one.text for one in article.sections if one.heading == LESSONS), "")
        if lesson.strip():
            yield first_sentences(lesson, MAX_TEXT)
    if case.still is not None and case.still.verdict != "yes":
        yield first_sentences(f"{dict(VERDICTS)[case.still.verdict]}. {case.still.words}", MAX_TEXT)
    if reasons := against(case, about.fit):
        yield f"Belum cocok, karena {'; '.join(reasons)}."
    elif about.fit is not None and differing(about.fit):
        yield f"Keadaan daerah asal berbeda: {differing(about.fit)}."
