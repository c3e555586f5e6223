"""What an innovation begins from: a plan that is applied, a case of our own, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from portal import clock
from portal.access import Actor
from portal.adoption import Stage as PlanStage
from portal.adoption import get_plan
from portal.adoption.models import Plan
from portal.cases import Case, get_case
from portal.db import reading
from portal.errors import NotFound, RuleViolation
from portal.government import our_government
from portal.register.rules import Stage

PLAN_STAGES = {
    PlanStage.INITIATIVE: Stage.INITIATIVE,
    PlanStage.TRIAL: Stage.TRIAL,
    PlanStage.APPLIED: Stage.APPLIED,
}


@dataclass(frozen=True)
class Beginning:
    """What is known before anybody types."""

    values: Mapping[str, object] = field(default_factory=dict)
    owner: str = ""
    plan_id: int | None = None
    case_slug: str = ""
    said: str = ""

    @property
    def shown(self) -> dict[str, object]:
        """What the short form shows of it."""
        return {name: self.values[name] for name in ("title", "stage", "purpose") if name in self.values}


def read(args: Mapping[str, str], actor: Actor) -> Beginning:
    """The beginning that an address asks for; raises NotFound."""
    number, slug = args.get("rencana", ""), args.get("inovasi", "")
    if number:
        is_number = number.isascii() and number.isdigit() and len(number) < 10
        return of_plan(get_plan(reading(), int(number) if is_number else 0, actor))
    return of_case(get_case(slug)) if slug else Beginning()


def of_plan(plan: Plan) -> Beginning:
    """What a plan at penerapan knows of the innovation that it became."""
    if plan.stage not in PLAN_STAGES:
        raise RuleViolation("Rencana masuk register sejak tahap inisiatif.")
    values: dict[str, object] = {"title": plan.title, "stage": PLAN_STAGES[plan.stage]}
    design = [plan.local_need, *_told("Yang ditiru", plan.keep), *_told("Yang diubah", plan.modify)]
    evaluation = plan.evaluation
    found: dict[str, object] = {
        "trial_on": plan.trial_start,
        "applied_on": plan.applied_on,
        "begun_on": clock.local(plan.created_at).date(),
        "design": "\n\n".join(part for part in design if part),
        "benefit": _benefit(plan),
        "result": evaluation.text if evaluation else "",
        "budget": sum(one.ceiling or 0 for one in plan.budget) or None,
        "affair": _affair(plan.program_code),
        "initiator": "opd",
        "classification": "opd",
    }
    values.update({name: value for name, value in found.items() if value not in (None, "")})
    said = f"Diisi dari rencana “{plan.title}”. Lengkapi yang masih kosong."
    return Beginning(values, plan.opd, plan.id, plan.case_slug, said)


def of_case(case: Case) -> Beginning:
    """What a case of our own knows."""
    if case.region != our_government().region:
        raise NotFound("Inovasi ini milik daerah lain. Mulai rencana untuk menirunya.")
    values: dict[str, object] = {
        "title": case.title,
        "stage": Stage.APPLIED,
        "purpose": case.summary,
        "technology": "digital" if case.digital else "non-digital",
        "form": _form(case),
    }
    if case.started is not None and isinstance(case.started, int):
        values["development_note"] = f"Dimulai {case.started} menurut sumber di pustaka."
    owner = next(
        (opd.code for opd in our_government().opds if opd.name.casefold() in case.owner.casefold()), ""
    )
    said = f"Diisi dari “{case.title}” di pustaka. Lengkapi yang masih kosong."
    return Beginning({k: v for k, v in values.items() if v}, owner, None, case.slug, said)


def _told(heading: str, text: str) -> list[str]:
    return [f"{heading}: {text}"] if text else []


def _benefit(plan: Plan) -> str:
    people = f"Perkiraan {plan.people_served} orang setahun." if plan.people_served else ""
    return " ".join(part for part in (plan.target_group, people) if part)


def _affair(program_code: str) -> str:
    """Programme codes begin with their affair: 1.02.02 is of 1.02."""
    parts = program_code.split(".")
    return ".".join(parts[:2]) if len(parts) >= 2 and all(part.isdigit() for part in parts[:2]) else ""


def _form(case: Case) -> str:
    return next((one for one in case.form if one in ("tata-kelola", "pelayanan-publik")), "lainnya")
