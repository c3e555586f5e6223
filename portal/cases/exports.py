"""A case study as a Document, for PDF today and for other formats later."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date
from babel.numbers import format_decimal

from portal.cases.model import Article, Case, Citation, Figure, Result
from portal.cases.standing import review_due
from portal.cases.words import ResultGroup, end_words, read_words, result_groups, truth_words
from portal.documents import (
    NOT_KNOWN,
    Column,
    Document,
    Fact,
    Note,
    NoteMark,
    Section,
    Table,
    plain,
    read_blocks,
)
from portal.web.addresses import placed

LOCALE = "id"
STALE = "Perlu diperiksa lagi: jadwal membuka sumbernya sudah lewat."
RESULT_COLUMNS = (
    Column(plain("Ukuran")),
    Column(plain("Sebelum"), is_number=True),
    Column(plain("Sesudah"), is_number=True, follows=True),
    Column(plain("Satuan")),
    Column(plain("Tahun")),
    Column(plain("Sumber")),
)


def case_document(
    case: Case,
    article: Article,
    *,
    region_name: str,
    sector_label: str,
    status_label: str,
    government: str,
    portal_name: str,
    address: str,
    is_stale: bool = False,
) -> Document:
    """The case as a report that can be laid on a desk.

    `government` is the one that runs the portal and signs as author; `address` is the case's page.
    Whether the case `is_stale` is for the caller to say, so that the document does not depend on the day.
    """
    return Document(
        language="id",
        title=case.title,
        author=government,
        dated=case.verified or case.compiled.date,
        kicker=f"Studi kasus inovasi · {sector_label}",
        subtitle=f"{region_name}, {case.province}",
        masthead=f"{portal_name} · {government}",
        warning=_warning(case, status_label, is_stale=is_stale),
        summary=case.summary,
        facts=_facts(case, region_name, sector_label, status_label),
        tables=_results(case.results, article),
        sections=tuple(
            Section(section.heading, read_blocks(placed(section.html), base=address))
            for section in article.sections
        ),
        notes=tuple(_note(citation) for citation in article.citations),
        address=address,
        verified=" · ".join(truth_words(case)),
        footer=f"Dicetak dari {portal_name}",
    )


def _warning(case: Case, status_label: str, *, is_stale: bool) -> str:
    """What a reader must know before the first line: that it ended and why, or that it waits for a check."""
    if case.ended:
        return f"{status_label}. {case.ended.words} {end_words(case)}"
    return STALE if is_stale else ""


def figure(value: Figure) -> str:
    """A figure as it is written in Indonesia: 1.785.316 and 7,5; a text stays as it is."""
    if isinstance(value, str):
        return value
    return format_decimal(value, locale=LOCALE, decimal_quantization=False)


def _facts(case: Case, region_name: str, sector_label: str, status_label: str) -> tuple[Fact, ...]:
    facts = (
        Fact("Wilayah", region_name),
        Fact("Sektor", sector_label),
        Fact("Mulai berjalan", str(case.started) if case.started else "Belum diketahui"),
        Fact("Status", status_label),
        Fact("Jenis inovasi", "Digital" if case.digital else "Nondigital"),
        Fact("Sumber dibuka lagi", f"paling lambat {_day(review_due(case))}"),
        Fact("Pelaksana", case.owner),
        Fact("Sasaran", ", ".join(case.target_groups)),
        Fact("Nama lain", ", ".join(case.aliases)),
        Fact("Keterangan status", case.status_note),
    )
    return tuple(fact for fact in facts if fact.value)


def _results(results: tuple[Result, ...], article: Article) -> tuple[Table, ...]:
    return tuple(_result_table(group, article) for group in result_groups(results))


def _result_table(group: ResultGroup, article: Article) -> Table:
    rows = tuple(
        (
            plain(f"{result.metric} (menurut {result.method})" if result.method else result.metric),
            plain(NOT_KNOWN if result.before is None else figure(result.before)),
            plain(figure(result.after)),
            plain(result.unit),
            plain(str(result.year)),
            (NoteMark(tuple(article.number_of(source_id) for source_id in result.sources)),),
        )
        for result in group.results
    )
    is_open = any(result.before is None for result in group.results)
    remark = f"{NOT_KNOWN} berarti angka sebelumnya tidak kami punya." if is_open else ""
    return Table(RESULT_COLUMNS, rows, caption=group.heading, remark=remark)


def _note(citation: Citation) -> Note:
    source = citation.source
    stop = "" if source.title.endswith((".", "?", "!")) else "."
    return Note(
        citation.number,
        f"{source.title}{stop} {source.publisher}, {_partial_day(source.date)}; {read_words(source)}.",
        source.url,
    )


def _day(day: date) -> str:
    return format_date(day, "d MMMM yyyy", locale=LOCALE)


def _partial_day(text: str | None) -> str:
    """A date of a source, as exact as it is known: 1 Agustus 2024, Agustus 2024, 2024."""
    if text is None:
        return "tanpa tanggal"
    year, month, day = (*(int(part) for part in text.split("-")), 0, 0)[:3]
    if not month:
        return str(year)
    try:
        return format_date(date(year, month, day or 1), "d MMMM yyyy" if day else "MMMM yyyy", locale=LOCALE)
    except ValueError:  # 31 February: shown as written
        return text
