"""The tables of the month's report, the same on paper and in the workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from portal.adoption import STAGE_NAMES, Stage
from portal.adoption.words import level_name
from portal.dashboards.report import MonthReport
from portal.dashboards.rules import OUTCOMES, Outcome
from portal.documents.sheets import Cell
from portal.government import Government
from portal.web.figures import rupiah

Rows = Sequence[Sequence[Cell]]
Head = tuple[str, int]  # a heading and its width in the workbook
Names = Mapping[str, str]
Named = tuple[str, Sequence[Head], Rows]


def tables(found: MonthReport, government: Government, *, is_paper: bool) -> Iterator[Named]:
    """Every table, in order: its name, its heads and its rows. Paper is narrow: OPDs stand by their codes."""
    names = {} if is_paper else {opd.code: opd.name for opd in government.opds}
    yield _changes(found)
    yield _asked(found, names, government)
    yield _stages(found)
    yield _opds(found, names)
    yield _moves(found, names)
    yield _outcomes(found, names)
    yield _late(found, names)
    yield _problems(found, names, government)
    yield _missions(found, government)


def _changes(found: MonthReport) -> Named:
    """The first page: how each number stood a month before."""
    heads = (("Angka", 34), ("Bulan lalu", 12), ("Bulan ini", 12), ("Perubahan", 22))
    then, before = found.then, found.before
    rows = [
        _change("Rencana berjalan", before.living, then.living, None),
        _change("Sudah jadi layanan", before.applied, then.applied, True),
        _change("Langkah terlambat", before.late, then.late, False),
        _change("KPI mencapai target (%)", before.met.percent, then.met.percent, True),
        _change("Menunggu putusan pimpinan", before.waiting, then.waiting, False),
    ]
    return "Dibanding bulan lalu", heads, rows


def _change(label: str, before: int | None, now: int | None, more_is_better: bool | None) -> Sequence[Cell]:
    if before is None or now is None:
        return [label, before, now, "belum dapat dibandingkan"]
    if before == now:
        return [label, before, now, "tetap"]
    sign = "+" if now > before else "−"
    judged = (
        "" if more_is_better is None else ", membaik" if (now > before) == more_is_better else ", memburuk"
    )
    return [label, before, now, f"{sign}{abs(now - before)}{judged}"]


def _asked(found: MonthReport, names: Names, government: Government) -> Named:
    """What the leadership is asked to decide, the one that is due first before the others."""
    heads = (("Yang diminta", 50), ("Masalah", 36), ("OPD", 20), ("Kepada", 20), ("Paling lambat", 16))
    rows: list[Sequence[Cell]] = []
    for one in sorted(found.waiting, key=lambda problem: problem.due):
        money = f" ({rupiah(one.amount)})" if one.amount else ""
        opd = names.get(one.plan.opd, one.plan.opd) if one.plan else ""
        wanted = f"{one.asked}{money}" if one.asked else "belum ditulis"
        rows.append([wanted, one.title, opd, level_name(one.level, government), one.due])
    return "Keputusan yang diminta", heads, rows


def _stages(found: MonthReport) -> Named:
    heads = (("Tahap", 18), ("Rencana", 10), ("Masuk bulan ini", 10))
    return (
        "Rencana menurut tahap",
        heads,
        [[STAGE_NAMES[one], found.stages.get(one, 0), found.entered.get(one, 0)] for one in Stage],
    )


def _opds(found: MonthReport, names: Names) -> Named:
    heads = (("OPD", 44), *((STAGE_NAMES[stage], 12) for stage in Stage))
    rows: list[Sequence[Cell]] = [
        [names.get(code, code), *(row.get(stage, 0) for stage in Stage)] for code, row in found.by_opd.items()
    ]
    return "Rencana menurut OPD", heads, rows


def _moves(found: MonthReport, names: Names) -> Named:
    heads = (("Tanggal", 14), ("OPD", 36), ("Rencana", 40), ("Dari", 12), ("Ke", 12), ("Alasan", 40))
    rows: list[Sequence[Cell]] = []
    for step in found.moves:
        if step.from_stage is step.to_stage:
            continue
        plan = found.plans[step.plan_id]
        way = (STAGE_NAMES[step.from_stage], STAGE_NAMES[step.to_stage])
        rows.append([step.day, names.get(plan.opd, plan.opd), plan.title, *way, step.reason])
    return "Perpindahan tahap", heads, rows


def _outcomes(found: MonthReport, names: Names) -> Named:
    heads = (("OPD", 44), *((OUTCOMES[outcome], 14) for outcome in Outcome))
    rows: list[Sequence[Cell]] = [
        [names.get(code, code), *(found.outcomes.get((code, outcome), 0) for outcome in Outcome)]
        for code in sorted({code for code, _ in found.outcomes})
    ]
    return "Hasil terhadap target", heads, rows


def _late(found: MonthReport, names: Names) -> Named:
    heads = (("Hari", 8), ("OPD", 36), ("Rencana", 40), ("Langkah", 40), ("Penanggung jawab", 30))
    rows: list[Sequence[Cell]] = [
        [
            step.days,
            names.get(step.plan.opd, step.plan.opd),
            step.plan.title,
            step.title,
            step.plan.owner_post or "belum ditulis",
        ]
        for step in found.late
    ]
    return "Langkah terlambat", heads, rows


def _problems(found: MonthReport, names: Names, government: Government) -> Named:
    heads = (("Masalah", 40), ("OPD", 36), ("Dibuka", 14), ("Menunggu", 22), ("Tenggat", 14))
    rows: list[Sequence[Cell]] = []
    for one in found.problems:
        opd = names.get(one.plan.opd, one.plan.opd) if one.plan else ""
        rows.append([one.title, opd, one.opened, level_name(one.level, government), one.due])
    return "Masalah terbuka", heads, rows


def _missions(found: MonthReport, government: Government) -> Named:
    heads = (("Misi", 60), ("Rencana", 10))
    rows: list[Sequence[Cell]] = [
        [f"{one.no}. {one.text}", found.missions.get(one.no, 0)] for one in government.plan.missions
    ]
    rows.append(["Belum dipilih", found.missions.get(None, 0)])
    return "Misi RPJMD", heads, rows
