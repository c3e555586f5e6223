"""First drafts of a proposal's sections, from what the register and the plan say; nothing is invented."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy.orm import Session

from portal.adoption.models import Plan
from portal.contests.models import Direction
from portal.contests.queries import papers_of, plan_of, replications_of
from portal.contests.rules import REFUSED
from portal.evidence import KIND_NAMES, EvidenceKind
from portal.records.labels import written
from portal.register.models import Innovation
from portal.same import same
from portal.taxonomy.contests import Section
from portal.web.figures import long_date, number, rupiah

PROPOSAL = "kipp"  # what the import calls a sheet with a proposal
LEGAL = (EvidenceKind.SK, EvidenceKind.PERBUP, EvidenceKind.PERDA)


def drafts(session: Session, innovation: Innovation, sections: Iterable[Section] = ()) -> dict[str, str]:
    """Text by section: as an imported proposal has it, else from the record; what neither says is missing."""
    plan = plan_of(session, innovation)
    found = {
        "ringkasan": _joined([innovation.purpose, innovation.result]),
        "latar": _joined(_background(innovation, plan)),
        "kebaruan": _joined(_novelty(plan)),
        "cara": innovation.design,
        "manfaat": _joined([innovation.benefit, innovation.result]),
        "implementasi": _joined(_carrying_out(innovation, plan)),
        "signifikansi": _joined(_effects(innovation, plan)),
        "adaptabilitas": _joined(_copied(session, innovation)),
        "sumber_daya": _joined(_means(innovation, plan)),
        "keberlanjutan": _joined(_lasting(session, innovation, plan)),
    }
    return {section: text for section, text in (found | _imported(innovation, sections)).items() if text}


def _imported(innovation: Innovation, sections: Iterable[Section]) -> dict[str, str]:
    """The sections of the newest proposal that was taken in as a file."""
    sheets = [one for one in innovation.sheets if one.kind == PROPOSAL and one.removed_at is None]
    rows = {same(row["name"]): row["text"] for row in sheets[-1].rows} if sheets else {}
    found = {}
    for one in sections:
        text = next((rows[same(name)] for name in (one.title, *one.names) if same(name) in rows), "")
        if text.strip():
            found[one.id] = text
    return found


def _joined(parts: Iterator[str] | list[str]) -> str:
    return "\n\n".join(part.strip() for part in parts if part and part.strip())


def _background(innovation: Innovation, plan: Plan | None) -> Iterator[str]:
    if plan:
        yield plan.local_need
        if plan.target_group:
            yield f"Sasaran: {plan.target_group}."
        for kpi in plan.kpis:
            if kpi.removed_at is None and kpi.baseline is not None:
                day = f", {long_date(kpi.baseline_date)}" if kpi.baseline_date else ""
                source = f" ({kpi.baseline_source}{day})" if kpi.baseline_source else ""
                yield f"{kpi.name} sebelumnya {number(kpi.baseline)} {kpi.unit}{source}."
    yield f"Tujuan: {innovation.purpose}" if innovation.purpose else ""


def _novelty(plan: Plan | None) -> Iterator[str]:
    if plan:
        yield f"Yang diubah: {plan.modify}" if plan.modify else ""
        yield f"Yang ditiru: {plan.keep}" if plan.keep else ""
        yield f"Yang tidak diambil: {plan.leave_out}" if plan.leave_out else ""


def _carrying_out(innovation: Innovation, plan: Plan | None) -> Iterator[str]:
    if innovation.trial_on:
        yield f"Uji coba sejak {long_date(innovation.trial_on)}."
    if innovation.applied_on:
        yield f"Diterapkan sejak {long_date(innovation.applied_on)}."
    for one in plan.milestones if plan else ():
        if one.removed_at is None and one.done is not None:
            yield f"{one.title}, selesai {long_date(one.done)}."


def _effects(innovation: Innovation, plan: Plan | None) -> Iterator[str]:
    for kpi in plan.kpis if plan else ():
        if kpi.removed_at is None and kpi.baseline is not None and kpi.readings:
            last = kpi.readings[-1]
            yield (
                f"{kpi.name}: dari {number(kpi.baseline)} menjadi {number(last.value)} {kpi.unit} "
                f"({long_date(last.day)})."
            )
    if plan and plan.people_served:
        yield f"Perkiraan {number(plan.people_served)} orang dilayani setahun."
    yield innovation.result
    yield innovation.benefit


def _copied(session: Session, innovation: Innovation) -> Iterator[str]:
    """Who copied it, as the network says."""
    rows = [one for one in replications_of(session, innovation.id) if one.direction is Direction.OUT]
    applied = [
        f"{one.partner} ({long_date(one.implemented_on)})" for one in rows if one.implemented_on is not None
    ]
    coming = [one.partner for one in rows if one.implemented_on is None and one.state != REFUSED]
    if applied:
        yield f"Sudah direplikasi oleh {', '.join(applied)}."
    if coming:
        yield f"Sedang diproses: {', '.join(coming)}."


def _means(innovation: Innovation, plan: Plan | None) -> Iterator[str]:
    if innovation.budget:
        yield f"Keuangan: {rupiah(innovation.budget)}."
    people = sum(one.people for one in innovation.team)
    if people:
        offices = len({one.office for one in innovation.team})
        yield f"Orang: {people} orang dari {offices} kantor atau lembaga."
    elif plan and plan.owner_post:
        yield f"Penanggung jawab: {plan.owner_post}."


def _lasting(session: Session, innovation: Innovation, plan: Plan | None) -> Iterator[str]:
    legal = [
        f"{KIND_NAMES[EvidenceKind(one.kind)]} {one.number}".strip()
        for one in papers_of(session, innovation)
        if one.kind in LEGAL
    ]
    if legal:
        yield f"Institusional: {', '.join(legal)}."
    if plan and plan.document:
        yield f"Manajerial: masuk {written(plan, 'document')} {plan.planning_year or ''}".strip() + "."
