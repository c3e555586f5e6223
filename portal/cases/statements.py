"""What a case says beyond its sources: quotes without the figure, "not found" without a search."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import partial

from portal.cases.limits import BLOCK
from portal.cases.model import SECTIONS, Case, Figure, Quoted
from portal.sources import Quote
from portal.yamlfiles import Place, Report, YamlText

STATUS = "status"  # what a search may be about, besides a section
NOT_SEARCHED = "kami belum mencari"
NEGATIVE = re.compile(
    r"\b(?:belum|tidak|tak|tanpa)\s+(?:\w+\s+)?(?:ditemukan|menemukan|disebut(?:kan)?|tercatat|dijumpai|terbaca"
    r"|dijelaskan|dicantumkan|dimuat|diketahui|tahu)\b"
    r"|\b(?:tidak|belum)\s+ada\s+(?:sumber|catatan|keterangan|data|informasi)\b"
    r"|\bsumber\s+(?:\w+\s+){0,2}tidak\s+(?:menyebut|memuat|menjelaskan|mencantumkan|memberi)",
    re.I,
)
AGREEMENT = re.compile(r"\b(?:tidak|belum)\s+(?:\w+\s+){0,2}(?:pertentangan|bertentangan|perbedaan)\b", re.I)
_ITEM = re.compile(r"(?<=\n)(?=\s*(?:[-*]|\d{1,2}\.) )")
_HEADING = re.compile(r"^## (.*)$", re.M)
_NUMBER = re.compile(r"(?:(?<![\w.,])|(?<=\bRp)|(?<=\bRp\.))(?:\d[\d.,]*\d|\d)", re.I)
_SCALES = {
    "ribu": 10**3,
    "rb": 10**3,
    "juta": 10**6,
    "jt": 10**6,
    "miliar": 10**9,
    "milyar": 10**9,
    "m": 10**9,
}
_SCALES |= {"triliun": 10**12, "t": 10**12}
_WORDS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh")
_NOT_MEASURED = re.compile(r"\b(target|sasaran|kapasitas|daya tampung|rencana)\b", re.I)


def check_statements(
    case: Case, parsed: YamlText, body: str, body_line: int, name: str, report: Report
) -> None:
    """Check quotes, typed results, the end of a case and negative statements."""
    _check_quotes(case, parsed, name, report)
    _check_results(case, parsed, name, report)
    _check_costs(case, parsed, name, report)
    _check_end(case, parsed, name, report)
    _check_searches(case, parsed, name, report)
    _check_negatives(case, body, body_line, name, report)


def quoted_places(case: Case) -> Iterator[tuple[Place, Iterable[str], tuple[Quote, ...]]]:
    """Every place that may carry quotes: where it stands, its sources, its quotes."""
    yield ("status_sources",), case.status_sources, case.status_quotes
    if case.ended:
        yield ("ended",), case.ended.sources, case.ended.quotes
    if case.still:
        yield ("still",), case.still.sources, case.still.quotes
    for index, contact in enumerate(case.contacts):
        yield ("contacts", index), contact.sources, ()
    for index, picture in enumerate(case.pictures):
        yield ("pictures", index), picture.sources, ()
    shelves: dict[str, tuple[Quoted, ...]] = {
        "results": case.results,
        "awards": case.awards,
        "costs": case.costs,
        "staff": case.staff,
    }
    for key, rows in shelves.items():
        for index, row in enumerate(rows):
            yield (key, index), row.sources, row.quotes
    for index, basis in enumerate(case.legal_basis):
        yield ("legal_basis", index), basis.sources, basis.quotes


def dated(case: Case) -> Iterator[tuple[Place, date]]:
    """Every day on which somebody did something for the case: none of them may be still to come."""
    yield ("compiled",), case.compiled.date
    for index, source in enumerate(case.sources):
        if source.read:
            yield ("sources", index, "read"), source.read.date
        if source.checked:
            yield ("sources", index, "checked"), source.checked.date
    if case.still:
        yield ("still",), case.still.date
    for index, search in enumerate(case.searched):
        yield ("searched", index), search.date


def numbers_in(text: str) -> set[Decimal]:
    """Every number that a text may mean, in Indonesian or English writing: 1.500, 1,5 juta, 6.1, dua."""
    found: set[Decimal] = {
        Decimal(_WORDS.index(word)) for word in re.findall(r"\w+", text.lower()) if word in _WORDS
    }
    for match in _NUMBER.finditer(text):
        after = re.match(r"[\s-]*([a-z]+)", text[match.end() :].lower())
        scale = _SCALES.get(after[1], 1) if after else 1
        for value in _readings(match.group()):
            found |= {value, value * scale}
    return found


def _readings(digits: str) -> set[Decimal]:
    """What written digits may mean: 6.146 is six thousand or six and a bit, 12,5 twelve and a half."""
    candidates = {
        digits.replace(".", "").replace(",", "."),
        digits.replace(",", ""),
        re.sub(r"[.,]", "", digits),
    }
    values = set()
    for text in candidates:
        try:
            values.add(Decimal(text))
        except InvalidOperation:
            continue
    return values


def _check_quotes(case: Case, parsed: YamlText, name: str, report: Report) -> None:
    read = {source.id for source in case.sources if source.read}
    for place, sources, quotes in quoted_places(case):
        for quote in quotes:
            if quote.source not in sources:
                message = f"kutipan dari {quote.source}, yang bukan sumber pernyataan ini"
            elif quote.source not in read:
                message = f"kutipan dari {quote.source}, padahal sumber itu belum dibaca (read)"
            else:
                continue
            report.add_at(name, parsed, place, message)


def _check_results(case: Case, parsed: YamlText, name: str, report: Report) -> None:
    for index, result in enumerate(case.results):
        add = partial(report.add_at, name, parsed, ("results", index))
        if result.before is not None and result.before_method and result.before_method != result.method:
            add(
                f'"{result.metric}": sebelum ({result.before_method}) dan sesudah ({result.method or "-"})'
                " dihitung dengan cara yang berbeda; tulis sebagai dua hasil",
            )
        word = _NOT_MEASURED.search(result.metric)
        if result.kind == "measured" and word:
            add(f'"{result.metric}" bernama {word[0]}, jadi bukan hasil terukur (kind)')
        if result.quotes and not _says(result.after, result.quotes):
            add(f'"{result.metric}": angka {result.after} tidak ada dalam kutipannya')


def _check_costs(case: Case, parsed: YamlText, name: str, report: Report) -> None:
    """A unit cost says one what; an amount and a number of people stand in their quotes."""
    for index, cost in enumerate(case.costs):
        add = partial(report.add_at, name, parsed, ("costs", index))
        if (cost.kind == "unit") != bool(cost.per):
            add(f'"{cost.words}": per (satu apa) ditulis untuk biaya per satuan (unit) saja')
        if cost.quotes and not _says(cost.amount, cost.quotes):
            add(f'"{cost.words}": angka {cost.amount} tidak ada dalam kutipannya')
    for index, row in enumerate(case.staff):
        if row.quotes and not _says(row.people, row.quotes):
            message = f'"{row.words}": angka {row.people} tidak ada dalam kutipannya'
            report.add_at(name, parsed, ("staff", index), message)


def _says(figure: Figure, quotes: Iterable[Quote]) -> bool:
    """Whether the quotes hold the figure; a text as figure is for people to compare."""
    if isinstance(figure, str):
        return True
    wanted = Decimal(str(figure))
    return any(wanted in numbers_in(quote.text) for quote in quotes)


def _check_end(case: Case, parsed: YamlText, name: str, report: Report) -> None:
    has_ended = case.status in ("stopped", "partial", "replaced")
    add = partial(report.add_at, name, parsed)
    if has_ended and case.ended is None:
        add(("status",), f"status '{case.status}' butuh ended: tahun, alasan, kata-kata, dan sumbernya")
    if not has_ended and case.ended is not None:
        add(("ended",), f"ended tidak cocok dengan status '{case.status}'")
    if case.status == "replaced" and case.ended and not case.ended.replaced_by:
        add(("ended",), "status 'replaced' butuh replaced_by: apa penggantinya")


def _check_searches(case: Case, parsed: YamlText, name: str, report: Report) -> None:
    for index, search in enumerate(case.searched):
        for about in search.about:
            if about not in (*SECTIONS, STATUS):
                message = f"'{about}' bukan bagian kasus; pakai judul bagian atau '{STATUS}'"
                report.add_at(name, parsed, ("searched", index), message)
    known = {source.id: source for source in case.sources}
    for source_id in case.compared:
        source = known.get(source_id)
        if source is None:
            report.add(name, parsed.line_of(("compared",)), f"rujukan {source_id} tidak ada di daftar sumber")
        elif source.read is None:
            report.add(
                name, parsed.line_of(("compared",)), f"{source_id} belum dibaca, jadi belum dibandingkan"
            )


def _check_negatives(case: Case, body: str, body_line: int, name: str, report: Report) -> None:
    """Report each "not found" that no search stands behind, and each "no contradiction" without comparing."""
    searched = {about for search in case.searched for about in search.about}
    for section, offset, item in items(body):
        line = body_line + body.count("\n", 0, offset)
        said = AGREEMENT.search(item)
        if said and len(case.compared) < 2:
            message = f'"{said[0]}": tulis sumber yang dibandingkan di compared, atau hapus'
            report.add(name, line, message)
        negative = NEGATIVE.search(AGREEMENT.sub("", item))
        if negative and section not in searched and NOT_SEARCHED not in item.lower():
            message = f'"{negative[0]}" tanpa pencarian; isi searched untuk bagian {section}'
            report.add(name, line, f"{message}, atau tulis “{NOT_SEARCHED}”")
    negative = NEGATIVE.search(case.status_note)
    if negative and STATUS not in searched and NOT_SEARCHED not in case.status_note.lower():
        message = f'status_note: "{negative[0]}" tanpa pencarian; isi searched tentang {STATUS}'
        report.add(name, 2, message)


def items(body: str) -> Iterator[tuple[str, int, str]]:
    """Every paragraph and list item: its section, its offset in the body and its text."""
    section = ""
    for block in BLOCK.finditer(body):
        offset = block.start()
        if heading := _HEADING.match(block.group()):
            section = heading[1].strip()
        for item in _ITEM.split(block.group()):
            yield section, offset, item
            offset += len(item)
