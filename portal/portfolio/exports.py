"""Priorities on paper and as sheets: a scenario as a document, the scores as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial

from portal import clock, edition
from portal.adoption import STAGE_NAMES, Plan
from portal.documents import Block, Column, Document, Fact, Heading, Paragraph, Section, Table, plain
from portal.documents.sheets import Cell, Sheet
from portal.government import Government
from portal.portfolio.facts import Candidate
from portal.portfolio.models import Status
from portal.portfolio.page import ScenarioView, weight_lines
from portal.portfolio.rules import Weights
from portal.portfolio.words import ABOUT_SUMS
from portal.records.lists import ListColumn, list_sheet
from portal.web.figures import long_date, number, rupiah

DRAFT = "Rancangan: belum ditetapkan."
ADVICE = "Skor dan usulan paket adalah bahan pertimbangan. Yang memutuskan adalah pimpinan."


def score_sheet(
    candidates: Iterable[Candidate], weights: Weights, government: Government, today: date
) -> Sheet:
    """The scores with their parts; an empty cell is not known."""
    columns = [
        ListColumn("Nomor", 8, lambda one: one.plan.id),
        ListColumn(Plan.title, 40, lambda one: one.plan.title),
        ListColumn(Plan.opd, 14, lambda one: one.plan.opd),
        ListColumn(Plan.stage, 12, lambda one: STAGE_NAMES[one.plan.stage]),
        ListColumn("Skor", 8, lambda one: one.score.value),
        ListColumn("Terendah", 10, lambda one: one.score.low),
        ListColumn("Tertinggi", 10, lambda one: one.score.high),
        *(
            ListColumn(f"{name} (bobot {weight})", 16, partial(_points, place))
            for place, (name, weight) in enumerate(weight_lines(weights))
        ),
        ListColumn("Diminta (rupiah)", 18, lambda one: sum(one.costs.values())),
    ]
    remark = f"{government.name}, {long_date(today)}. {ADVICE} Sel kosong berarti belum diketahui."
    return list_sheet("Skor prioritas", columns, candidates, today, remark)


def _points(place: int, one: Candidate) -> Cell:
    return one.score.parts[place].points


def decision_document(view: ScenarioView, government: Government, *, page_address: str) -> Document:
    """A scenario as a paper for the desk, and for whoever asks later how it was decided."""
    row, settings = view.row, edition.settings()
    is_decided = row.status is Status.DECIDED
    dated = clock.local(row.decided_at or row.at).date()
    return Document(
        language="id",
        title=row.name,
        author=government.name,
        dated=dated,
        kicker="Prioritas rencana inovasi · " + ("Keputusan" if is_decided else "Rancangan"),
        subtitle=f"{len(view.package)} rencana, {rupiah(view.cost)}",
        masthead=f"{settings.name} · {government.name}",
        warning=" ".join(part for part in ("" if is_decided else DRAFT, view.caution) if part),
        summary=row.decision_reason if is_decided else row.reason,
        facts=_facts(view),
        tables=tuple(table for table in (_package(view), _fund_years(view)) if table),
        sections=tuple(_sections(view)),
        address=page_address,
        verified=f"Dihitung {long_date(clock.local(row.at).date())}",
        footer=f"Dicetak dari {settings.name}",
    )


def _facts(view: ScenarioView) -> tuple[Fact, ...]:
    row = view.row
    decided = (
        f"{row.decided_by_name}, {long_date(clock.local(row.decided_at).date())}" if row.decided_at else ""
    )
    return (
        Fact("Nilai paket", number(view.value)),
        Fact("Nilai usulan perhitungan", number(view.proposal.value)),
        Fact("Rencana dalam paket", f"{len(view.package)} dari {len(view.inputs.plans)}"),
        Fact("Disusun oleh", f"{row.by_name}, {long_date(clock.local(row.at).date())}"),
        Fact("Ditetapkan oleh", decided or "Belum ditetapkan"),
        Fact("Sidik masukan (SHA-256)", row.digest),
    )


def _package(view: ScenarioView) -> Table | None:
    rows = [
        (str(plan.id), plan.title, plan.opd, str(plan.value), number(sum(plan.costs.values())))
        for plan in view.package
    ]
    heads = (("Nomor", False), ("Rencana", False), ("OPD", False), ("Skor", True), ("Biaya (Rp)", True))
    return _table("Rencana dalam paket", heads, rows)


def _fund_years(view: ScenarioView) -> Table | None:
    rows = [
        (
            fund_year.name,
            "tidak dibatasi" if fund_year.ceiling is None else number(fund_year.ceiling),
            number(fund_year.used),
            "–" if fund_year.rest is None else number(fund_year.rest),
        )
        for fund_year in view.fund_years
    ]
    heads = (
        ("Tahun dan sumber dana", False),
        ("Pagu (Rp)", True),
        ("Dipakai (Rp)", True),
        ("Sisa (Rp)", True),
    )
    return _table("Pagu", heads, rows)


def _sections(view: ScenarioView) -> Iterator[Section]:
    row = view.row
    yield Section("Untuk apa", _paragraphs(row.reason))
    if row.decision_reason:
        yield Section("Pertimbangan keputusan", _paragraphs(row.decision_reason))
    if view.overrules:
        blocks: list[Block] = []
        for one, added, removed in view.overrules:
            blocks.append(Heading(1, plain(f"{one.by_name}, {long_date(clock.local(one.at).date())}")))
            blocks += [Paragraph(plain(f"Ditambah: {added}."))] if added else []
            blocks += [Paragraph(plain(f"Dikeluarkan: {removed}."))] if removed else []
            blocks += _paragraphs(one.reason)
        yield Section("Perubahan atas usulan", tuple(blocks))
    yield Section("Syarat", tuple(Paragraph(plain(one)) for one in view.conditions))
    out = [(str(plan.id), plan.title, plan.opd, str(plan.value), why) for plan, why in view.out]
    left_heads = (("Nomor", False), ("Rencana", False), ("OPD", False), ("Skor", True), ("Sebab", False))
    if left := _table("Rencana di luar paket", left_heads, out):
        yield Section("Yang tidak masuk", (*_paragraphs(ABOUT_SUMS), left))
    curve = [(f"{one.percent}%", number(one.money), one.value, one.gain) for one in view.curve]
    heads = (("Pagu", True), ("Jumlah (Rp)", True), ("Nilai terbaik", True), ("Tambahan", True))
    if table := _table("Nilai paket menurut besarnya pagu", heads, curve):
        yield Section("Bila pagu berubah", (*_paragraphs(view.finding), table))
    yield Section("Cara menghitung", (Paragraph(plain(f"{_method(view)} {ADVICE}")),))


def _method(view: ScenarioView) -> str:
    weights = "; ".join(f"{name} {weight}" for name, weight in weight_lines(view.inputs.weights))
    proof = (
        "terbukti tidak ada paket yang nilainya lebih tinggi"
        if view.proposal.is_proven
        else "belum terbukti terbaik"
    )
    return (
        f"Skor rencana adalah rata-rata tertimbang tujuh kriteria (bobot: {weights}). Nilai paket adalah "
        f"jumlah skor rencananya. Usulan dihitung dengan program bilangan bulat dan {proof}. Bila ada paket "
        "lain yang nilainya sama, dipilih yang memuat rencana bernomor lebih kecil."
    )


def _paragraphs(text: str) -> tuple[Block, ...]:
    return tuple(Paragraph(plain(part)) for part in text.split("\n") if part.strip())


def _table(caption: str, heads: Sequence[tuple[str, bool]], rows: Iterable[Sequence[str]]) -> Table | None:
    cells = tuple(tuple(plain(cell or "–") for cell in row) for row in rows)
    columns = tuple(Column(plain(heading), is_number=is_number) for heading, is_number in heads)
    return Table(columns, cells, caption=caption) if cells else None
