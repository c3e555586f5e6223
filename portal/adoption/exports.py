"""Plans as files: one as a document, many as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from portal import clock, edition
from portal.adoption import words
from portal.adoption.models import Kpi, Plan
from portal.adoption.page import standing_of
from portal.adoption.rules import DECISIONS, STAGE_NAMES
from portal.documents import Document, Fact, Paragraph, Section, Table, plain
from portal.documents.sheets import Sheet
from portal.government import Government
from portal.records.labels import pairs, written
from portal.records.lists import ListColumn, list_sheet
from portal.records.papers import NOT_WRITTEN, headed, paragraphs, part_table
from portal.taxonomy import TAXONOMY
from portal.web.figures import long_date, number

COLUMNS = (
    ListColumn("Nomor", 8, lambda plan: plan.id),
    ListColumn(Plan.opd, 14),
    ListColumn(Plan.title, 40),
    ListColumn(Plan.case_title, 34),
    ListColumn(Plan.sector, 18, lambda plan: TAXONOMY.get().sector(plan.sector)),
    ListColumn(Plan.mission, 10),
    ListColumn(Plan.indicator, 18),
    ListColumn(Plan.stage, 12),
    ListColumn("Kemajuan (%)", 12, lambda plan: plan.progress.percent),
    ListColumn("Langkah selesai", 12, lambda plan: plan.progress.done),
    ListColumn("Langkah", 10, lambda plan: plan.progress.milestones),
    ListColumn("KPI tercapai", 12, lambda plan: plan.progress.met),
    ListColumn("KPI", 8, lambda plan: plan.progress.kpis),
    ListColumn("Terlambat", 10, lambda plan: "ya" if standing_of(plan, clock.today()).is_late else "tidak"),
    ListColumn("Kabar terakhir", 14, lambda plan: clock.local(plan.last_news_at).date()),
    ListColumn(Plan.owner_post, 28),
    ListColumn(Plan.trial_start, 14),
    ListColumn(Plan.trial_end, 14),
    ListColumn("Penerapan", 14, lambda plan: plan.applied_on),
    ListColumn("Pagu (rupiah)", 18, lambda plan: sum(line.ceiling for line in plan.budget)),
    ListColumn("Realisasi (rupiah)", 18, lambda plan: sum(line.spent for line in plan.budget)),
    ListColumn(Plan.subactivity_code, 20),
    ListColumn(Plan.stop_reason, 24),
)


def plan_sheet(plans: Iterable[Plan], government: Government, today: date, *, total: int = 0) -> Sheet:
    """A list of plans as a table."""
    remark = f"{government.name}, {long_date(today)}. Kemajuan dihitung dari langkah dan hasil ukur KPI."
    return list_sheet("Rencana adopsi", COLUMNS, plans, today, remark, total=total)


def plan_document(plan: Plan, government: Government, *, page_address: str, today: date) -> Document:
    """One plan as a report for the desk."""
    opd = government.opd(plan.opd)
    settings = edition.settings()
    return Document(
        language="id",
        title=plan.title,
        author=government.name,
        dated=today,
        kicker=f"Rencana adopsi inovasi · {STAGE_NAMES[plan.stage]}",
        subtitle=opd.name if opd else plan.opd,
        masthead=f"{settings.name} · {government.name}",
        warning="Konsep: belum diajukan kepada kepala OPD." if plan.is_draft else "",
        summary=plan.local_need,
        facts=_facts(plan, government),
        tables=_tables(plan),
        sections=tuple(_sections(plan)),
        address=page_address,
        verified=f"Keadaan pada {long_date(today)}",
        footer=f"Dicetak dari {settings.name}",
    )


def _facts(plan: Plan, government: Government) -> tuple[Fact, ...]:
    mission = next((one for one in government.plan.missions if one.no == plan.mission), None)
    made = plan.progress
    trial = (
        f"{plan.trial_place}, {long_date(plan.trial_start)} sampai {long_date(plan.trial_end)}"
        if plan.trial_start and plan.trial_end
        else plan.trial_place
    )
    facts = (
        *(Fact(*pair) for pair in pairs(plan, "case_title", "owner_post", "target_group", "stop_reason")),
        Fact("Misi RPJMD", f"{mission.no}. {mission.text}" if mission else ""),
        Fact("Kemajuan", "" if made.percent is None else f"{made.percent}%"),
        Fact("Uji coba", trial),
        Fact("Disetujui", long_date(clock.local(plan.approved_at).date()) if plan.approved_at else ""),
    )
    return tuple(fact for fact in facts if fact.value)


def _sections(plan: Plan) -> Iterator[Section]:
    yield Section(
        "Amati, tiru, modifikasi",
        headed(plan, "keep", "modify", "leave_out"),
    )
    yield Section("Rujukan perencanaan", (Paragraph(plain(_reference(plan) or NOT_WRITTEN)),))
    people = [f"{row.post}: {row.task}".removesuffix(": ") for row in plan.team]
    people += [
        f"{written(row, 'kind')}: {', '.join(filter(None, (row.name, row.role)))}" for row in plan.partners
    ]
    yield Section("Tim dan mitra", tuple(Paragraph(plain(text)) for text in people or [NOT_WRITTEN]))
    if evaluation := plan.evaluation:
        decision = DECISIONS[evaluation.decision] if evaluation.decision else "Belum diputuskan"
        yield Section(
            "Evaluasi dan keputusan",
            (
                *headed(evaluation, "text", "lessons"),
                *paragraphs("Keputusan", f"{decision}. {evaluation.decision_note}".strip()),
            ),
        )


def _reference(plan: Plan) -> str:
    parts = (
        written(plan, "document"),
        str(plan.planning_year) if plan.planning_year else "",
        plan.document_number,
        f"halaman {plan.document_page}" if plan.document_page else "",
        f"program {plan.program_code}" if plan.program_code else "",
        f"kegiatan {plan.activity_code}" if plan.activity_code else "",
        f"sub kegiatan {plan.subactivity_code}" if plan.subactivity_code else "",
        written(plan, "nomenclature"),
        plan.output_indicator,
    )
    return "; ".join(part for part in parts if part)


def _verdict(kpi: Kpi) -> str:
    return {True: "tercapai", False: "belum", None: "belum dibaca"}[kpi.facts.is_met]


def _tables(plan: Plan) -> tuple[Table, ...]:
    found = (
        part_table(
            "KPI",
            plan.kpis,
            ("Hasil ukur terakhir", True, lambda kpi: number(kpi.facts.latest)),
            ("Hasil", False, _verdict),
        ),
        part_table("Tahapan kerja", plan.milestones),
        part_table("Anggaran", plan.budget),
        part_table(
            "Daftar risiko",
            plan.risks,
            ("Kemungkinan × dampak", True, lambda row: f"{row.likelihood} × {row.impact}"),
            ("Tingkat", False, lambda row: words.risk_level(row.score)),
        ),
    )
    return tuple(table for table in found if table)
