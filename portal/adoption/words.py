"""What a plan's figures say in words, for people and for the descriptions of charts."""

from __future__ import annotations

from decimal import Decimal

from portal.access import ROLE_NAMES, Role
from portal.adoption.escalation import Level
from portal.adoption.measures import PHASES, Direction
from portal.adoption.models import BudgetLine, Kpi, Milestone, Plan, Risk, TeamPost
from portal.adoption.parts import PartOf
from portal.adoption.rules import STOP_REASONS, Stage
from portal.cases.model import Result
from portal.government import Government
from portal.records.planning import FUNDS, label
from portal.web.figures import long_date, number, rupiah, unit_after


def way_of(result: Result) -> Direction | None:
    """Which way is better, as the figures of a case's result went; None where they do not say."""
    before, after = result.before, result.after
    if isinstance(before, str) or before is None or isinstance(after, str) or before == after:
        return None
    return Direction.DOWN if after < before else Direction.UP


def result_line(result: Result) -> str:
    """A result of a case in one line: "Waktu tunggu: 700 → 200 menit (2023)"."""
    before = "" if result.before is None else f"{number(result.before)} → "
    after = f"{number(result.after)}{unit_after(result.unit, result.after)}"
    return f"{result.metric}: {before}{after} ({result.year})"


def level_name(level: Level, government: Government) -> str:
    """Who a level is in this government."""
    names = {
        Level.ASSISTANT: ROLE_NAMES[Role.ASSISTANT],
        Level.SECRETARY: government.secretary,
        Level.HEAD: government.head,
    }
    return names.get(level, "OPD")


def amount(value: Decimal | None, unit: str) -> str:
    """A KPI's value with its unit: 62,5 persen, 62,5%."""
    written = number(value)
    return (f"{written}{unit}" if unit == "%" else f"{written} {unit}").strip()


def finding(kpi: Kpi) -> str:
    """What the readings of a KPI say, in one or two sentences."""
    facts = kpi.facts
    if facts.latest is None:
        start = f"Keadaan awal {amount(facts.baseline, kpi.unit)}. " if facts.baseline is not None else ""
        return f"{start}Belum ada hasil ukur."
    day = long_date(facts.readings[-1][0])
    latest = amount(facts.latest, kpi.unit)
    if facts.baseline is None:
        begin = f"Hasil ukur terakhir {latest} ({day})."
    elif facts.latest == facts.baseline:
        begin = f"Tetap {latest} ({day})."
    else:
        way = "Naik" if facts.latest > facts.baseline else "Turun"
        begin = f"{way} dari {amount(facts.baseline, kpi.unit)} menjadi {latest} ({day})."
    return f"{begin} {_against_target(kpi)}".strip()


def target_line(kpi: Kpi) -> str:
    """Where a KPI is meant to go: "Target paling banyak 30 menit pada 20 Januari 2027."; or empty."""
    facts = kpi.facts
    if facts.target is None:
        return ""
    bound = "paling sedikit" if kpi.direction is Direction.UP else "paling banyak"
    until = f" pada {long_date(facts.target_date)}" if facts.target_date else ""
    return f"Target {bound} {amount(facts.target, kpi.unit)}{until}."


def lacking(kpi: Kpi) -> str:
    """What a KPI lacks before a trial: "tanggal dan sumber keadaan awal, tanggal target"; or empty."""
    facts = kpi.facts
    start = (("nilai", facts.baseline), ("tanggal", facts.baseline_date), ("sumber", facts.baseline_source))
    end = (("nilai", facts.target), ("tanggal", facts.target_date))
    groups = []
    for about, parts in (("keadaan awal", start), ("target", end)):
        missing = [name for name, value in parts if value in (None, "")]
        if len(missing) == len(parts):
            groups.append(about)
        elif missing:
            groups.append(f"{' dan '.join(missing)} {about}")
    return ", ".join(groups)


def _against_target(kpi: Kpi) -> str:
    facts = kpi.facts
    if facts.target is None:
        return "Target belum ditulis."
    verdict = "tercapai" if facts.is_met else "belum tercapai"
    return f"{target_line(kpi)[:-1]} {verdict}."


def outcome(plan: Plan) -> str:
    """How an adoption ended, or where it stands, in a few words for the case's page."""
    if plan.stage is Stage.STOPPED:
        if plan.is_draft and not plan.stop_reason:
            return "Konsep dibuang"
        reason = STOP_REASONS[plan.stop_reason].lower() if plan.stop_reason else "alasan tidak tercatat"
        return f"Dihentikan: {reason}"
    made = plan.progress
    parts = [f"{made.met} dari {made.kpis} KPI mencapai target"] if made.kpis else []
    if plan.reviews and plan.stage is Stage.APPLIED:
        last = plan.reviews[-1]
        parts.append(f"{REVIEW_WORDS[last.answer]} setelah {last.months} bulan")
    return "; ".join(parts) or "Belum ada hasil terukur"


REVIEW_WORDS = {"berjalan": "masih berjalan", "sebagian": "berjalan sebagian", "tidak": "tidak berjalan lagi"}
RISK_LEVELS = ((16, "sangat tinggi"), (11, "tinggi"), (6, "sedang"), (1, "rendah"))


def risk_level(score: int) -> str:
    """The level of a risk from likelihood × impact, 1 to 25."""
    return next(name for least, name in RISK_LEVELS if score >= least)


def part_title(row: PartOf) -> str:
    """What a row of a part is called in its list."""
    if isinstance(row, BudgetLine):
        return f"{row.year}, {label(FUNDS, row.fund)}"
    if isinstance(row, TeamPost):
        return row.post
    if isinstance(row, Risk):
        return row.risk
    return row.title if isinstance(row, Milestone) else row.name


def part_detail(row: PartOf) -> str:
    """The rest of a row, in one line."""
    if isinstance(row, Milestone):
        when = f"selesai {long_date(row.done)}" if row.done else ""
        due = f"tenggat {long_date(row.due)}" if row.due else "belum ada tenggat"
        return f"{PHASES[row.phase]}; {when or due}"
    if isinstance(row, Kpi):  # what was read is told against the target already
        return finding(row) if row.readings else f"{finding(row)} {target_line(row)}".strip()
    if isinstance(row, BudgetLine):
        return f"Pagu {rupiah(row.ceiling)}, realisasi {rupiah(row.spent)}"
    if isinstance(row, Risk):
        return f"Tingkat {risk_level(row.score)} (kemungkinan {row.likelihood}, dampak {row.impact})"
    return row.task if isinstance(row, TeamPost) else ", ".join(filter(None, (row.kind, row.role)))
