"""The rules of our own innovations: stages of PP 38/2017, what each asks for, who may report. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.errors import RuleViolation
from portal.records.ladder import Ladder, Requirement
from portal.records.limits import check_reason
from portal.taxonomy.profile import Eligibility


class Stage(StrEnum):
    """How far an innovation is (PP 38/2017); one that has ended stays in the register."""

    INITIATIVE = "inisiatif"
    TRIAL = "uji-coba"
    APPLIED = "penerapan"
    ENDED = "berakhir"


STAGE_NAMES = {
    Stage.INITIATIVE: "Inisiatif",
    Stage.TRIAL: "Uji coba",
    Stage.APPLIED: "Penerapan",
    Stage.ENDED: "Berakhir",
}
STEPS = Ladder("Inovasi", STAGE_NAMES, (Stage.INITIATIVE, Stage.TRIAL, Stage.APPLIED))


class State(StrEnum):
    """How far its entry in the register is."""

    DRAFT = "konsep"
    SUBMITTED = "diajukan"
    RETURNED = "diperbaiki"
    ENDORSED = "disahkan"


STATE_NAMES = {
    State.DRAFT: "Konsep",
    State.SUBMITTED: "Diajukan ke kepala OPD",
    State.RETURNED: "Perlu diperbaiki",
    State.ENDORSED: "Disahkan kepala OPD",
}
INITIATORS = {
    "kepala-daerah": "Kepala daerah",
    "dprd": "Anggota DPRD",
    "asn": "ASN",
    "opd": "Perangkat daerah",
    "masyarakat": "Masyarakat",
}
CLASSES = {"opd": "Perangkat daerah", "desa": "Desa", "masyarakat": "Masyarakat"}
TECHNOLOGIES = {"digital": "Digital", "non-digital": "Nondigital"}
FORMS = {
    "tata-kelola": "Tata kelola pemerintahan daerah",
    "pelayanan-publik": "Pelayanan publik",
    "lainnya": "Bentuk lainnya sesuai urusan",
}
ASTA_CITA = {number: f"Asta Cita {number}" for number in range(1, 9)}
SCORE_LIMIT = 111  # sum of the indicators of one innovation; simulation, not an official figure


@dataclass(frozen=True)
class InnovationFacts:
    """What the rules look at."""

    stage: Stage
    title: str = ""
    trial_on: date | None = None
    applied_on: date | None = None
    developed_on: date | None = None
    design_words: int = 0


def open_moves(facts: InnovationFacts) -> tuple[Stage, ...]:
    """The stages an innovation can go to: forward, back, and its end."""
    if facts.stage is Stage.ENDED:
        return (Stage.APPLIED, Stage.TRIAL)
    place = STEPS.steps.index(facts.stage)
    around = STEPS.steps[max(place - 1, 0) : place] + STEPS.steps[place + 1 : place + 2]
    return (*around, Stage.ENDED)


def gate(facts: InnovationFacts, wanted: Stage) -> tuple[Requirement, ...]:
    """What an innovation needs before it enters a stage; nothing for going back and ending."""
    if facts.stage is Stage.ENDED or STEPS.is_backward(facts.stage, wanted):
        return ()
    if wanted is Stage.TRIAL:
        return (Requirement("Waktu uji coba tertulis", facts.trial_on is not None, "waktu"),)
    if wanted is Stage.APPLIED:
        return (Requirement("Waktu penerapan tertulis", facts.applied_on is not None, "waktu"),)
    return ()


def needs_reason(current: Stage, wanted: Stage) -> bool:
    """Must a move be explained?"""
    return wanted is Stage.ENDED or current is Stage.ENDED or STEPS.is_backward(current, wanted)


def check_move(facts: InnovationFacts, wanted: Stage, *, reason: str) -> None:
    """Refuse a move that may not be made now."""
    STEPS.check_open(facts.stage, wanted, open_moves(facts))
    STEPS.check_gate(wanted, gate(facts, wanted))
    if needs_reason(facts.stage, wanted):
        check_reason(reason, "reason")


def check_days(trial_on: date | None, applied_on: date | None, developed_on: date | None) -> None:
    """Refuse days that contradict each other."""
    if trial_on and applied_on and applied_on < trial_on:
        raise RuleViolation("Waktu penerapan tidak mungkin sebelum uji coba.", "applied_on")
    if applied_on and developed_on and developed_on < applied_on:
        raise RuleViolation("Waktu pengembangan tidak mungkin sebelum penerapan.", "developed_on")


@dataclass(frozen=True)
class Verdict:
    """Whether an innovation may be reported: yes, no, or not known, and why."""

    is_eligible: bool | None
    why: str
    is_by_development: bool = False


def eligible(facts: InnovationFacts, rule: Eligibility | None) -> Verdict:
    """May an innovation be reported under a rule? Without a rule that is known, nobody can say."""
    first, last = (rule.applied_from, rule.applied_until) if rule else (None, None)
    if rule is None or first is None or last is None:
        return Verdict(None, "Belum dapat dinilai: aturan tahun ini belum diketahui.")
    if facts.stage is not Stage.APPLIED:
        return Verdict(False, "Belum pada tahap penerapan.")
    if facts.applied_on is None:
        return Verdict(None, "Belum dapat dinilai: waktu penerapan kosong.")
    if first <= facts.applied_on <= last:
        return Verdict(True, "Diterapkan dalam rentang tahun ini.")
    if facts.developed_on and first <= facts.developed_on <= last:
        return Verdict(True, "Dikembangkan dalam rentang tahun ini.", is_by_development=True)
    when = "sesudah" if facts.applied_on > last else "sebelum"
    return Verdict(False, f"Diterapkan {when} rentang tahun ini, tanpa pengembangan di dalamnya.")
