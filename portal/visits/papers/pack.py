"""Buku saku: agenda and questions first, people, the way there; then cases in short, regions, sources."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from portal import clock
from portal.benchmark import Row, SideBySide, side_by_side
from portal.cases import CASES, Article, Case, get_article
from portal.cases.words import status_words
from portal.documents import (
    Block,
    Booklet,
    Chapter,
    Column,
    Fact,
    Heading,
    Inlines,
    LineBreak,
    Listing,
    NoteMark,
    Paragraph,
    Room,
    Run,
    Table,
    known,
    paragraphs,
    plain,
    read_blocks,
    renumbered,
)
from portal.documents.pieces import columns, lines
from portal.government.sender import Sender
from portal.regions import REGIONS, Region
from portal.sources import Source
from portal.taxonomy import TAXONOMY
from portal.visits.papers.dossier import MODE_NAMES, Dossier, Question, VisitedCase
from portal.visits.papers.parts import NONE, clock_time, full_day, host_name, span
from portal.visits.papers.references import References
from portal.web.addresses import placed
from portal.web.figures import long_date, number, unit_after, year

SHORT_FORM = ("Yang dilakukan", "Sumber daya dan biaya", "Syarat agar bisa ditiru", "Pelajaran dan hambatan")
BLOCKS_EACH = 4  # of a section, in the short form
RESULTS_EACH = 6
OTHERS = 2  # regions beside ours: more columns cannot be read on a pocket's page
ANSWER_LINES = 4
TRAVEL_TOPICS = {
    "perjalanan": "Perjalanan",
    "penerima": "Yang menerima tamu",
    "cara-mengajukan": "Cara mengajukan",
    "acara-lazim": "Acara yang lazim",
}


def pocket_book(dossier: Dossier, sender: Sender, *, address: str = "") -> Booklet:
    """The pocket book of a visit; `address` is where the library stands, for links inside the cases."""
    references = References()
    chapters = [
        *_agenda(dossier),
        *_questions(dossier),
        *_people(dossier),
        *_way(dossier, references),
        *_cases(dossier, references, address),
        *_regions(dossier, references),
    ]
    return Booklet(
        id=f"kunjungan-{dossier.id}",
        title=dossier.title,
        subtitle=f"Buku saku ke {host_name(dossier)}",
        author=sender.government.name,
        dated=sender.dated,
        kicker=f"{sender.portal} · buku saku kunjungan".strip(" ·"),
        facts=(
            Fact("Waktu", span(dossier.starts, dossier.ends)),
            Fact("Bentuk", MODE_NAMES[dossier.mode].capitalize()),
            Fact("Tempat", dossier.host.place),
            Fact("Perangkat daerah", dossier.opd),
            Fact("Masalah yang dijawab", dossier.need.title),
            Fact("Hasil yang dibawa pulang", dossier.expected.replace("\n", "; ")),
        ),
        chapters=tuple(chapters),
        notes=references.notes(),
        remark=f"Disusun dari portal pada {long_date(sender.dated)}. Untuk dipakai rombongan.",
    )


def _cases(dossier: Dossier, references: References, address: str) -> Iterator[Chapter]:
    known_cases = CASES.get()
    for visited in dossier.cases:
        case = known_cases.get(visited.slug)
        yield _case(case, get_article(case), references, address) if case else _unknown_case(visited)


def _unknown_case(visited: VisitedCase) -> Chapter:
    """A case that the library no longer has: what the record remembers of it."""
    return Chapter(visited.title, paragraphs(visited.summary), kicker=f"Inovasi · {visited.region}")


def _case(case: Case, article: Article, references: References, address: str) -> Chapter:
    region, taxonomy = REGIONS.get().get(case.region), TAXONOMY.get()
    sources = {citation.number: citation.source for citation in article.citations}

    def number_of(cited: int) -> int:
        return references.number(case.slug, sources[cited])

    blocks: list[Block] = []
    if case.measured:
        blocks.append(_results(case, references))
    for section in article.sections:
        if section.heading in SHORT_FORM and (parts := read_blocks(placed(section.html), base=address)):
            blocks.append(Heading(1, plain(section.heading)))
            blocks += renumbered(parts[:BLOCKS_EACH], number_of)
    return Chapter(
        title=case.title,
        kicker=f"Inovasi · {region.name if region else case.region}",
        lead=case.summary,
        facts=(
            Fact("Pelaksana", case.owner),
            Fact("Mulai", str(case.started) if case.started else ""),
            Fact("Sektor", taxonomy.sector(case.sector)),
            Fact("Status", status_words(case, clock.today(), taxonomy)),
        ),
        blocks=tuple(blocks),
    )


def _results(case: Case, references: References) -> Table:
    sources = {source.id: source for source in case.sources}
    rows = []
    for result in case.measured[:RESULTS_EACH]:
        before = NONE if result.before is None else number(result.before)
        after = f"{number(result.after)}{unit_after(result.unit, result.after)}"
        marks = tuple(references.number(case.slug, sources[one]) for one in result.sources if one in sources)
        rows.append(
            (
                plain(result.metric),
                plain(before),
                (Run(after, strong=True),),
                (Run(str(result.year)), NoteMark(marks)),
            )
        )
    heads = (
        Column(plain("Hasil terukur"), width=40),
        Column(plain("Sebelum"), is_number=True, width=19),
        Column(plain("Sesudah"), is_number=True, width=22),
        Column(plain("Tahun"), width=19),
    )
    return Table(heads, tuple(rows))


def _regions(dossier: Dossier, references: References) -> Iterator[Chapter]:
    regions = REGIONS.get()
    wanted = [dossier.host.slug, *(case.region for slug, case in CASES.get().items()
                                   if slug in {visited.slug for visited in dossier.cases})]  # fmt: skip
    others = [slug for slug in dict.fromkeys(wanted) if slug in regions][:OTHERS]
    choice, rows = side_by_side(others)
    if not rows:
        return
    host = regions.get(dossier.host.slug)
    yield Chapter(
        title="Wilayah berdampingan",
        kicker="Profil wilayah",
        lead=host.summary if host else "",
        blocks=(_side_by_side(choice, rows, references),),
    )


def _side_by_side(choice: SideBySide, rows: list[Row], references: References) -> Table:
    by_id = {region.id: region for region in choice.regions}
    table = []
    for row in rows:
        cells: list[Inlines] = [plain(row.indicator.name)]
        for cell in row.cells:
            if cell.latest is None:
                cells.append(plain("tidak ditemukan"))
                continue
            region = by_id[cell.region_id]
            unit = unit_after(cell.latest.unit, cell.latest.value)
            marks = tuple(_marks(region, cell.latest.sources, references))
            cells.append(
                (
                    Run(f"{number(cell.latest.value)}{unit}", strong=True),
                    NoteMark(marks),
                    LineBreak(),
                    Run(year(cell.latest.year)),
                )
            )
        table.append(tuple(cells))
    share = 66 // max(len(choice.regions), 1)
    names = (Column(plain(one.short_name), is_number=True, width=share) for one in choice.regions)
    heads = (Column(plain("Indikator"), width=34), *names)
    remark = "Tahun dan versi instrumen dapat berbeda; baca dengan hati-hati."
    is_mixed = any(row.years_differ or row.versions_differ for row in rows)
    return Table(heads, tuple(table), remark=remark if is_mixed else "")


def _marks(region: Region, source_ids: tuple[str, ...], references: References) -> Iterator[int]:
    sources: dict[str, Source] = {source.id: source for source in region.sources}
    return (references.number(region.id, sources[one]) for one in source_ids if one in sources)


def _questions(dossier: Dossier) -> Iterator[Chapter]:
    if not dossier.questions:
        return
    blocks: list[Block] = []
    in_order = sorted(dossier.questions, key=lambda one: (one.theme == "", one.theme, one.number))
    for theme, members in groupby(in_order, key=lambda one: one.theme):
        blocks.append(Heading(1, plain(theme or "Pertanyaan lain")))
        for one in members:
            blocks += _question(one)
    yield Chapter("Daftar pertanyaan", tuple(blocks), kicker=f"{len(dossier.questions)} pertanyaan")


def _question(one: Question) -> Iterator[Block]:
    yield Paragraph((Run(f"{one.number}. {one.text}", strong=True),))
    details = (
        f"Kepada: {one.to_whom}" if one.to_whom else "",
        f"Penanya: {one.asked_by}" if one.asked_by else "",
        f"Yang sudah diketahui: {one.known}" if one.known else "",
    )
    if any(details):
        yield Paragraph(lines(*details))
    if one.answer:
        yield Paragraph((Run("Jawaban: ", strong=True), Run(one.answer)))
    else:
        yield Room(ANSWER_LINES, label=f"Jawaban nomor {one.number}")


def _agenda(dossier: Dossier) -> Iterator[Chapter]:
    kept = [one for one in dossier.agenda if not one.is_cancelled]
    if not kept:
        return
    blocks: list[Block] = []
    for day, items in groupby(sorted(kept, key=lambda one: one.day), key=lambda one: one.day):
        rows = tuple(
            (
                known(clock_time(one.starts, one.ends, dossier.zone)),
                lines(one.activity, one.place, one.note),
                lines(one.speaker, f"PJ: {one.responsible}" if one.responsible else "") or plain(NONE),
            )
            for one in items
        )
        heads = columns(("Jam", 26), ("Kegiatan dan tempat", 44), ("Narasumber", 30))
        blocks.append(Table(heads, rows, caption=full_day(day)))
    yield Chapter("Agenda", tuple(blocks), kicker=span(dossier.starts, dossier.ends))


def _people(dossier: Dossier) -> Iterator[Chapter]:
    if not dossier.delegates:
        return
    rows = tuple(
        (
            plain(one.name),
            lines(one.post, one.opd) or plain(NONE),
            plain(one.role.capitalize() or NONE),
            plain(", ".join(map(str, one.questions)) or NONE),
        )
        for one in dossier.delegates
    )
    heads = columns(("Nama", 30), ("Jabatan", 34), ("Peran", 20), ("Soal", 16))
    yield Chapter("Rombongan", (Table(heads, rows),), kicker=f"{len(dossier.delegates)} orang")


def _way(dossier: Dossier, references: References) -> Iterator[Chapter]:
    region = REGIONS.get().get(dossier.host.slug)
    blocks: list[Block] = [*paragraphs(dossier.directions)]
    for topic, title in TRAVEL_TOPICS.items():
        notes = [note for note in region.visit if note.topic == topic] if region else []
        if notes and region:
            items = tuple(
                (Paragraph((Run(note.text), NoteMark(tuple(_marks(region, note.sources, references))))),)
                for note in notes
            )
            blocks += [Heading(1, plain(title)), Listing(items)]
    facts = (
        Fact("Tempat pertemuan", dossier.host.place),
        Fact("Kantor yang dihubungi", dossier.host.contact),
        Fact("Narahubung kita", dossier.contact),
        Fact("Berangkat dari", dossier.departs_from),
    )
    if blocks or any(fact.value for fact in facts):
        yield Chapter("Petunjuk perjalanan", tuple(blocks), kicker=dossier.host.region, facts=facts)
