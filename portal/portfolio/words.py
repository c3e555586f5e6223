"""What scores and packages say in Indonesian: why so many points, what collides, why a plan is left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from portal.adoption import FUNDS, label
from portal.adoption.words import risk_level
from portal.portfolio.models import Status
from portal.portfolio.packages import Breaches, FundYear, Reason
from portal.portfolio.rules import MISSING, Criterion, PlanInputs, outcome
from portal.portfolio.snapshot import Inputs, PlanSnapshot
from portal.web.figures import number, rupiah

STATUSES = {Status.DRAFT: "Rancangan", Status.DECIDED: "Ditetapkan"}
LACKING = {
    Criterion.RPJMD: "Misi RPJMD belum dipilih.",
    Criterion.PEOPLE: "Perkiraan jumlah warga yang dilayani belum ditulis.",
    Criterion.EVIDENCE: "Rencana tidak bersumber dari inovasi yang terbit di sini.",
    Criterion.READINESS: "Syarat tahapan belum dapat dihitung.",
    Criterion.FIT: "Angka daerah asal dan daerah kita belum cukup untuk dibandingkan.",
    Criterion.RISK: "Daftar risiko masih kosong. Kosong tidak berarti tanpa risiko.",
}
ABOUT_SUMS = (
    "Rencana berskor tinggi dapat kalah dari beberapa rencana lebih murah yang jumlah skornya lebih besar."
)
CAUTIOUS = f"Selama belum diketahui dihitung {MISSING} poin."


def fund_year_name(fund_year: FundYear) -> str:
    """2027, PAD."""
    return f"{fund_year[0]}, {label(FUNDS, fund_year[1])}"


def why(criterion: Criterion, points: int | None, inputs: PlanInputs) -> str:
    """How a criterion came to its points, from the figures of the plan."""
    if points is None:
        return f"{_lacking(criterion, inputs)} {CAUTIOUS}"
    return {
        Criterion.RPJMD: _rpjmd,
        Criterion.PEOPLE: _people,
        Criterion.OUTCOME: _outcome,
        Criterion.EVIDENCE: _evidence,
        Criterion.READINESS: lambda one: (
            f"{one.gates_met} dari {one.gates_asked} syarat sampai uji coba terpenuhi."
        ),
        Criterion.FIT: lambda one: f"Kemiripan daerah asal dengan daerah kita {one.fit} dari 100.",
        Criterion.RISK: _risk,
    }[criterion](inputs)


def _lacking(criterion: Criterion, inputs: PlanInputs) -> str:
    if criterion is not Criterion.OUTCOME:
        return LACKING[criterion]
    lacks = [
        name
        for name, is_absent in (
            ("jumlah warga", inputs.people is None),
            ("KPI dengan keadaan awal dan target", not inputs.changes),
            ("biaya", inputs.cost is None),
        )
        if is_absent
    ]
    return f"Belum ditulis: {', '.join(lacks)}."


def _rpjmd(inputs: PlanInputs) -> str:
    text = f"Mendukung misi {inputs.mission} (50)"
    if not inputs.has_indicator:
        return f"{text}; indikator RPJMD belum dipilih (0)."
    if inputs.is_target_open is None:
        return f"{text} dan indikator RPJMD (30); capaian indikator belum diketahui (0)."
    if inputs.is_target_open:
        return f"{text} dan indikator RPJMD (30) yang target akhirnya belum tercapai (20)."
    return f"{text} dan indikator RPJMD (30); target akhirnya sudah tercapai (0)."


def _people(inputs: PlanInputs) -> str:
    return f"Perkiraan {number(inputs.people)} orang setahun."


def _outcome(inputs: PlanInputs) -> str:
    effect = outcome(inputs) or Decimal(0)
    share = 100 * sum((change.share for change in inputs.changes), Decimal(0)) / len(inputs.changes)
    begin = f"{number(inputs.people)} orang × perubahan KPI rata-rata {number(round(share, 1))}%"
    if not inputs.cost:
        return f"{begin}, tanpa biaya tambahan."
    per_million = number(round(effect * 1_000_000 / inputs.cost, 2))
    return f"{begin} ÷ {rupiah(inputs.cost)}: {per_million} per satu juta rupiah."


def _evidence(inputs: PlanInputs) -> str:
    known = inputs.evidence
    if known is None:
        return ""
    said = (
        (known.has_results, "hasil berupa angka (20)"),
        (known.has_baseline, "ada angka sebelumnya (25)"),
        (known.publishers >= 2, f"{known.publishers} penerbit sumber (25)"),
        (known.is_running, "masih berjalan menurut sumber (20)"),
        (known.is_fresh, "verifikasi belum lewat waktu (10)"),
    )
    found = [text for holds, text in said if holds]
    return f"{', '.join(found).capitalize()}." if found else "Belum ada hasil berangka atau sumber kedua."


def _risk(inputs: PlanInputs) -> str:
    worst = max(inputs.risks)
    return f"Risiko tertinggi {worst} dari 25 ({risk_level(worst)}), dari {len(inputs.risks)} risiko."


def plan_name(plans: Mapping[int, PlanSnapshot], plan_id: int) -> str:
    """“Nama rencana” (nomor 12)."""
    found = plans.get(plan_id)
    return f"“{found.title}” (nomor {plan_id})" if found else f"rencana nomor {plan_id}"


def breach_sentences(inputs: Inputs, broken: Breaches, *, of: str) -> list[str]:
    """What is broken, one sentence each; `of` is who breaks it: "Rencana wajib", "Paket ini"."""
    return list(_sentences(inputs.by_id, broken, of))


def _sentences(plans: Mapping[int, PlanSnapshot], broken: Breaches, of: str) -> Iterator[str]:
    for plan_id in broken.excluded:
        name = plan_name(plans, plan_id)
        yield f"{name} wajib atau dibutuhkan rencana wajib, tetapi juga ditandai tidak ikut."
    for plan_id in broken.absent:
        yield f"{plan_name(plans, plan_id)} wajib ikut."
    for first, second in broken.both:
        yield f"{plan_name(plans, first)} dan {plan_name(plans, second)} tidak boleh bersama."
    for first, second in broken.alone:
        yield f"{plan_name(plans, first)} hanya boleh ikut bersama {plan_name(plans, second)}."
    for fund_year, amount in broken.over:
        yield f"{of} melebihi pagu {fund_year_name(fund_year)} sebesar {rupiah(amount)}."


def left_out_text(plans: Mapping[int, PlanSnapshot], plan_id: int, reason: Reason) -> str:
    """Why a plan is not in the package."""
    if reason.is_excluded:
        return "Ditandai tidak ikut."
    said = []
    if reason.rival is not None:
        said.append(f"Tidak boleh bersama {plan_name(plans, reason.rival)}, yang dipilih.")
    if reason.lacks is not None:
        said.append(f"Hanya boleh ikut bersama {plan_name(plans, reason.lacks)}, yang tidak dipilih.")
    if reason.short:
        fund_years = "; ".join(
            f"{fund_year_name(fund_year)} kurang {rupiah(amount)}" for fund_year, amount in reason.short
        )
        said.append(f"Sisa pagu tidak cukup: {fund_years}.")
    if not said:
        is_zero = plan_id in plans and not plans[plan_id].value
        said.append("Skornya 0." if is_zero else "Muat dalam sisa pagu, tetapi tidak dipilih.")
    return " ".join(said)
