"""The rules of a plan: stages, what each gate asks for, who may not approve, when a reason is due.

The words of the stages are those of PP 38/2017 (inisiatif, uji coba, penerapan); usulan, disetujui,
ditunda and dihentikan are the portal's own. Pure: no database, no request.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.adoption.measures import KpiFacts, MilestoneFacts
from portal.errors import Forbidden, RuleViolation
from portal.records.ladder import Ladder, Requirement, refuse_missing
from portal.records.limits import check_reason
from portal.taxonomy.stopping import STOP_REASONS as STOP_REASONS
from portal.taxonomy.stopping import StopReason as StopReason


class Stage(StrEnum):
    """Where a plan stands."""

    PROPOSED = "usulan"
    APPROVED = "disetujui"
    INITIATIVE = "inisiatif"
    TRIAL = "uji-coba"
    APPLIED = "penerapan"
    PAUSED = "ditunda"
    STOPPED = "dihentikan"


STAGE_NAMES = {
    Stage.PROPOSED: "Usulan",
    Stage.APPROVED: "Disetujui",
    Stage.INITIATIVE: "Inisiatif",
    Stage.TRIAL: "Uji coba",
    Stage.APPLIED: "Penerapan",
    Stage.PAUSED: "Ditunda",
    Stage.STOPPED: "Dihentikan",
}
LADDER = (Stage.PROPOSED, Stage.APPROVED, Stage.INITIATIVE, Stage.TRIAL, Stage.APPLIED)
STEPS = Ladder("Rencana", STAGE_NAMES, LADDER)
next_stage, is_backward = STEPS.next_stage, STEPS.is_backward
HALTS = (Stage.PAUSED, Stage.STOPPED)
ADOPTED = (Stage.INITIATIVE, Stage.TRIAL, Stage.APPLIED)  # work on it has begun
RUNNING = (Stage.APPROVED, *ADOPTED)  # its milestones count
MOVING = (Stage.PROPOSED, Stage.APPROVED, Stage.INITIATIVE, Stage.TRIAL)  # news is expected


NO_OFFENCE = (
    "Inovasi yang sudah menjadi kebijakan pemerintah daerah dan tidak mencapai sasaran tidak dapat dipidana "
    "(UU 23/2014 pasal 389). Tulis apa adanya: pelajarannya berguna bagi OPD lain."
)


class Decision(StrEnum):
    """What the head of the OPD decides after reading the evaluation of a trial."""

    APPLY = "terapkan"
    REPEAT = "ulangi"
    STOP = "hentikan"


DECISIONS = {
    Decision.APPLY: "Terapkan menjadi layanan tetap",
    Decision.REPEAT: "Perbaiki, lalu ulangi uji coba",
    Decision.STOP: "Hentikan",
}


@dataclass(frozen=True)
class PlanFacts:
    """What the rules look at in a plan."""

    stage: Stage
    halted_from: Stage | None = None
    has_need: bool = False
    has_target_group: bool = False
    has_imitation: bool = False
    mission: int | None = None
    is_submitted: bool = False
    is_approved: bool = False
    owner_post: str = ""
    no_cost: bool = False
    budget_lines: int = 0
    trial_place: str = ""
    trial_start: date | None = None
    trial_end: date | None = None
    milestones: Sequence[MilestoneFacts] = ()
    kpis: Sequence[KpiFacts] = ()
    has_evaluation: bool = False
    decision: Decision | None = None


def open_moves(facts: PlanFacts) -> tuple[Stage, ...]:
    """The stages a plan can go to from where it stands: forward, back, pause, stop."""
    if facts.stage in HALTS:
        back = facts.halted_from or Stage.PROPOSED
        return (back,) if facts.stage is Stage.STOPPED else (back, Stage.STOPPED)
    place = LADDER.index(facts.stage)
    around = LADDER[max(place - 1, 0) : place] + LADDER[place + 1 : place + 2]
    pause = () if facts.stage is Stage.PROPOSED and not facts.is_submitted else (Stage.PAUSED,)
    return (*around, *pause, Stage.STOPPED)


def is_reopening(current: Stage, wanted: Stage) -> bool:
    """Does the move bring a stopped plan back?"""
    return current is Stage.STOPPED and wanted is not Stage.STOPPED


def submission(facts: PlanFacts) -> tuple[Requirement, ...]:
    """What a proposal needs before the head of the OPD is asked."""
    return (
        Requirement("Kebutuhan setempat tertulis", facts.has_need, "kebutuhan", "Kebutuhan setempat"),
        Requirement(
            "Sasaran (siapa yang dilayani) tertulis",
            facts.has_target_group,
            "kebutuhan",
            "Siapa yang dilayani",
        ),
        Requirement("Yang ditiru dari inovasi asal tertulis", facts.has_imitation, "tiru", "Yang ditiru"),
        Requirement("Misi RPJMD dipilih", facts.mission is not None, "rpjmd", "Misi RPJMD"),
    )


def gate(facts: PlanFacts, wanted: Stage) -> tuple[Requirement, ...]:
    """What a plan needs before it enters a stage; nothing for going back, pausing and stopping."""
    if facts.stage in HALTS or is_backward(facts.stage, wanted):
        return ()
    approval = Requirement("Disetujui kepala OPD (bukan pengusulnya)", facts.is_approved, "persetujuan")
    owner = Requirement("Penanggung jawab tertulis (jabatan)", bool(facts.owner_post), "tim")
    if wanted is Stage.APPROVED:
        return (
            *submission(facts),
            Requirement("Sudah diajukan kepada kepala OPD", facts.is_submitted, "persetujuan"),
        )
    if wanted is Stage.INITIATIVE:
        cost = facts.no_cost or facts.budget_lines > 0
        return (approval, owner, Requirement("Biaya tertulis, atau dinyatakan tanpa biaya", cost, "anggaran"))
    if wanted is Stage.TRIAL:
        return (approval, owner, *_trial_needs(facts))
    if wanted is Stage.APPLIED:
        return _application_needs(facts)
    return ()


def preparation(facts: PlanFacts) -> tuple[Requirement, ...]:
    """All that a plan needs from its proposal to the first day of its trial, each once."""
    gates = (gate(facts, stage) for stage in (Stage.APPROVED, Stage.INITIATIVE, Stage.TRIAL))
    return tuple({one.text: one for requirements in gates for one in requirements}.values())


def _trial_needs(facts: PlanFacts) -> tuple[Requirement, ...]:
    kpis, milestones = facts.kpis, facts.milestones
    has_dates = bool(milestones) and all(milestone.due is not None for milestone in milestones)
    has_period = facts.trial_start is not None and facts.trial_end is not None
    return (
        Requirement("Paling sedikit satu KPI", bool(kpis), "kpi"),
        Requirement(
            "Setiap KPI punya keadaan awal (nilai, tanggal, sumber)",
            bool(kpis) and all(kpi.has_baseline for kpi in kpis),
            "kpi",
        ),
        Requirement(
            "Setiap KPI punya target dengan tanggal",
            bool(kpis) and all(kpi.has_target for kpi in kpis),
            "kpi",
        ),
        Requirement("Tahapan kerja dengan tenggat", has_dates, "tahapan"),
        Requirement("Tempat uji coba tertulis", bool(facts.trial_place), "uji-coba"),
        Requirement("Waktu uji coba (mulai dan selesai) tertulis", has_period, "uji-coba"),
    )


def _application_needs(facts: PlanFacts) -> tuple[Requirement, ...]:
    start = facts.trial_start
    is_read = bool(facts.kpis) and all(
        kpi.has_target and start is not None and any(day >= start for day, _ in kpi.readings)
        for kpi in facts.kpis
    )
    return (
        Requirement(
            "Setiap KPI punya hasil ukur dari masa uji coba untuk dibandingkan dengan target", is_read, "kpi"
        ),
        Requirement("Evaluasi uji coba tertulis", facts.has_evaluation, "evaluasi"),
        Requirement("Kepala OPD memutuskan: terapkan", facts.decision is Decision.APPLY, "keputusan"),
    )


def check_submission(facts: PlanFacts) -> None:
    """Refuse to ask for approval of a proposal that says too little."""
    if facts.stage is not Stage.PROPOSED:
        raise RuleViolation("Hanya usulan yang dapat diajukan.")
    if facts.is_submitted:
        raise RuleViolation("Usulan ini sudah diajukan dan menunggu kepala OPD.")
    refuse_missing("Usulan belum dapat diajukan", submission(facts))


def check_move(
    facts: PlanFacts, wanted: Stage, *, reason: str, stop_reason: StopReason | None = None
) -> None:
    """Refuse a move that the rules forbid.

    Going back, pausing, stopping and reopening need a reason in words; stopping also its code. Putting a
    draft away needs neither.
    """
    STEPS.check_open(facts.stage, wanted, open_moves(facts))
    STEPS.check_gate(wanted, gate(facts, wanted))
    if is_discard(facts, wanted):
        return
    if wanted is Stage.STOPPED and stop_reason is None:
        raise RuleViolation("Pilih alasan penghentian.")
    if needs_reason(facts.stage, wanted):
        check_reason(reason)


def is_discard(facts: PlanFacts, wanted: Stage) -> bool:
    """Is it a draft that its writers put away? Nobody was asked to approve it, so nothing is explained."""
    stage = facts.halted_from if facts.stage in HALTS else facts.stage
    return wanted is Stage.STOPPED and stage is Stage.PROPOSED and not facts.is_submitted


def needs_reason(current: Stage, wanted: Stage) -> bool:
    """Must the move be explained in words?"""
    return wanted in HALTS or is_backward(current, wanted) or is_reopening(current, wanted)


def check_approver(
    *, proposers: Collection[int], approver: int | None, is_head: bool, head_proposed: bool
) -> None:
    """Refuse an approval by somebody who wrote or submitted the proposal.

    The head of the OPD approves; where a head proposed, the curator does (SPIP: segregation of duties).
    """
    if approver is None or approver in proposers:
        raise Forbidden("Pengusul tidak dapat menyetujui usulannya sendiri.")
    if not is_head and not head_proposed:
        raise Forbidden("Usulan ini disetujui oleh kepala OPD-nya.")


def check_decider(*, writers: Collection[int], decider: int | None, is_head: bool, head_wrote: bool) -> None:
    """Refuse a decision by a writer of the evaluation; where the head wrote it, the curator decides."""
    if decider is None or decider in writers:
        raise Forbidden("Penulis evaluasi tidak dapat memutuskan atas evaluasinya sendiri.")
    if not is_head and not head_wrote:
        raise Forbidden("Keputusan atas evaluasi ini diambil oleh kepala OPD-nya.")
