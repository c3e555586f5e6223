"""The rules of a study visit: its stages, what each gate asks for, who may not decide. Pure.

Ways of visiting put the desk and the video call before the trip: Inpres 1/2025 halves travel and limits
study visits, so a trip says in writing why the other two are not enough.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.errors import Forbidden, RuleViolation
from portal.records.ladder import Ladder, Requirement
from portal.records.limits import check_reason, explains

YEAR_MISSING = "Angka perlu tahun: tahun berapa angka itu?"


class Mode(StrEnum):
    """How a question is put to another region."""

    DESK = "meja"
    VIDEO = "daring"
    TRIP = "perjalanan"


MODES = {
    Mode.DESK: "Studi meja, dari dokumen",
    Mode.VIDEO: "Daring, panggilan video",
    Mode.TRIP: "Perjalanan ke tempat",
}
MODE_NAMES = {Mode.DESK: "Studi meja", Mode.VIDEO: "Daring", Mode.TRIP: "Perjalanan"}


class Outcome(StrEnum):
    """What came of a visit that took place."""

    UNREPORTED = "belum-dilaporkan"
    FRUITLESS = "tanpa"
    FRUITFUL = "dengan"


OUTCOME_NAMES = {
    Outcome.UNREPORTED: "Berlangsung, belum dilaporkan",
    Outcome.FRUITLESS: "Dilaporkan, belum menjadi rencana",
    Outcome.FRUITFUL: "Sudah menjadi rencana",
}


class Stage(StrEnum):
    """Where a visit stands."""

    DRAFT = "draf"
    PROPOSED = "diusulkan"
    APPROVED = "disetujui"
    REJECTED = "ditolak"
    SCHEDULED = "dijadwalkan"
    UNDER_WAY = "berlangsung"
    REPORTED = "dilaporkan"
    FOLLOWED = "ditindaklanjuti"
    CLOSED = "ditutup"
    CANCELLED = "dibatalkan"


STAGE_NAMES = {stage: stage.value.capitalize() for stage in Stage} | {Stage.DRAFT: "Konsep"}
LADDER = (
    Stage.DRAFT,
    Stage.PROPOSED,
    Stage.APPROVED,
    Stage.SCHEDULED,
    Stage.UNDER_WAY,
    Stage.REPORTED,
    Stage.FOLLOWED,
    Stage.CLOSED,
)
STEPS = Ladder("Kunjungan", STAGE_NAMES, LADDER)
next_stage, is_backward = STEPS.next_stage, STEPS.is_backward
ENDED = (Stage.CLOSED, Stage.CANCELLED)
CANCELLABLE = (Stage.DRAFT, Stage.PROPOSED, Stage.APPROVED, Stage.REJECTED, Stage.SCHEDULED, Stage.UNDER_WAY)
ANSWERABLE = (Stage.APPROVED, Stage.SCHEDULED, Stage.UNDER_WAY)
TRAVELLED = (Stage.UNDER_WAY, Stage.REPORTED, Stage.FOLLOWED, Stage.CLOSED)
DONE = (Stage.REPORTED, Stage.FOLLOWED, Stage.CLOSED)  # a report can be read
COMING = (Stage.PROPOSED, Stage.APPROVED, Stage.SCHEDULED, Stage.UNDER_WAY)


class Reply(StrEnum):
    """What the host answered to the request."""

    NONE = ""
    WILLING = "bersedia"
    OTHER_DAY = "jadwal-lain"
    VIDEO = "daring"
    NOT_WILLING = "tidak-bersedia"


REPLIES = {
    Reply.NONE: "Belum ada jawaban",
    Reply.WILLING: "Bersedia",
    Reply.OTHER_DAY: "Bersedia pada jadwal lain",
    Reply.VIDEO: "Bersedia secara daring",
    Reply.NOT_WILLING: "Tidak bersedia",
}


class Advice(StrEnum):
    """What the delegation recommends for a case."""

    ADOPT = "adopsi"
    ADAPT = "adaptasi"
    LEAVE = "tidak"


ADVICE = {
    Advice.ADOPT: "Adopsi, dipakai hampir apa adanya",
    Advice.ADAPT: "Adaptasi, disesuaikan dahulu",
    Advice.LEAVE: "Tidak diambil",
}
ADVICE_NAMES = {Advice.ADOPT: "Adopsi", Advice.ADAPT: "Adaptasi", Advice.LEAVE: "Tidak"}


class Duty(StrEnum):
    """What a member of the delegation is there for."""

    LEADER = "ketua"
    SCRIBE = "pencatat"
    ASKER = "penanya"
    CAMERA = "dokumentasi"


DUTIES = {
    Duty.LEADER: "Ketua",
    Duty.SCRIBE: "Pencatat",
    Duty.ASKER: "Penanya",
    Duty.CAMERA: "Dokumentasi",
}


@dataclass(frozen=True)
class FollowUpFacts:
    """What the rules look at in an item of the follow-up."""

    post: str = ""
    start: date | None = None
    due: date | None = None
    output: str = ""
    indicator: str = ""
    is_settled: bool = False  # became a plan or a milestone, or was put off for a reason

    @property
    def has_owner(self) -> bool:
        """Does a post answer for it, with a day?"""
        return bool(self.post) and self.due is not None


@dataclass(frozen=True)
class VisitFacts:
    """What the rules look at in a visit."""

    stage: Stage
    mode: Mode = Mode.DESK
    travel_reason: str = ""
    has_purpose: bool = False
    has_result: bool = False  # the expected result is written
    has_host: bool = False
    has_read_known: bool = False
    start: date | None = None
    end: date | None = None
    duties: Sequence[Duty] = ()
    questions: int = 0
    unsettled_questions: int = 0  # neither answered nor said to have stayed open
    is_free: bool = False
    cost_lines: int = 0
    agenda: int = 0
    reply: Reply = Reply.NONE
    advices: Sequence[Advice | None] = ()  # one a case on the reading list
    has_summary: bool = False
    has_fitting: bool = False
    follow_ups: Sequence[FollowUpFacts] = ()
    no_follow_up_reason: str = ""


def open_moves(facts: VisitFacts) -> tuple[Stage, ...]:
    """The stages a visit can go to from where it stands."""
    stage = facts.stage
    if stage in ENDED:
        return ()
    if stage is Stage.REJECTED:
        return (Stage.DRAFT, Stage.CANCELLED)
    forward = next_stage(facts)
    found = [forward] if forward else []
    if stage is Stage.PROPOSED:
        found += [Stage.REJECTED, Stage.DRAFT]
    if stage in (Stage.SCHEDULED, Stage.UNDER_WAY, Stage.REPORTED, Stage.FOLLOWED):
        found.append(LADDER[LADDER.index(stage) - 1])
    if stage in CANCELLABLE:
        found.append(Stage.CANCELLED)
    return tuple(found)


def needs_reason(current: Stage, wanted: Stage) -> bool:
    """Must the move be explained in words?"""
    return wanted in (Stage.REJECTED, Stage.CANCELLED) or is_backward(current, wanted)


def gate(facts: VisitFacts, wanted: Stage) -> tuple[Requirement, ...]:
    """What a visit needs before it enters a stage; nothing for going back, rejecting and cancelling."""
    if wanted not in LADDER or is_backward(facts.stage, wanted) or facts.stage is Stage.REJECTED:
        return ()
    gates = {
        Stage.PROPOSED: _proposal,
        Stage.APPROVED: _proposal,
        Stage.SCHEDULED: _schedule,
        Stage.UNDER_WAY: _departure,
        Stage.REPORTED: _report,
        Stage.FOLLOWED: _follow_up,
        Stage.CLOSED: _closing,
    }
    return gates[wanted](facts) if wanted in gates else ()


def _proposal(facts: VisitFacts) -> tuple[Requirement, ...]:
    found = [
        Requirement("Masalah yang ingin dijawab tertulis", facts.has_purpose, "tujuan"),
        Requirement("Hasil yang diharapkan tertulis", facts.has_result, "tujuan"),
        Requirement("Paling sedikit satu pertanyaan", facts.questions > 0, "pertanyaan"),
    ]
    if facts.mode is Mode.DESK:
        return tuple(found)
    found += [
        Requirement("Daerah tujuan dipilih", facts.has_host, "tuan-rumah"),
        Requirement("Tanggal tertulis", facts.start is not None and facts.end is not None, "waktu"),
        Requirement("Ketua rombongan ditunjuk", Duty.LEADER in facts.duties, "delegasi"),
    ]
    if facts.mode is Mode.TRIP:
        reason = explains(facts.travel_reason)
        found += [
            Requirement("Alasan mengapa studi meja atau daring tidak cukup", reason, "cara"),
            Requirement("Yang sudah diketahui portal sudah dibaca", facts.has_read_known, "yang-diketahui"),
            Requirement(
                "Biaya tertulis, atau dinyatakan tanpa biaya", facts.is_free or facts.cost_lines > 0, "biaya"
            ),
        ]
    return tuple(found)


def _schedule(facts: VisitFacts) -> tuple[Requirement, ...]:
    agenda = Requirement("Jadwal acara tertulis", facts.agenda > 0, "jadwal")
    if facts.mode is Mode.DESK:
        return (agenda,)
    is_welcome = facts.reply in (Reply.WILLING, Reply.OTHER_DAY) or (
        facts.reply is Reply.VIDEO and facts.mode is Mode.VIDEO
    )
    return (
        Requirement("Tuan rumah menyatakan bersedia", is_welcome, "balasan"),
        Requirement("Tanggal tertulis", facts.start is not None and facts.end is not None, "waktu"),
        agenda,
    )


def _departure(facts: VisitFacts) -> tuple[Requirement, ...]:
    if facts.mode is Mode.DESK:
        return ()
    return (
        Requirement("Ketua rombongan ditunjuk", Duty.LEADER in facts.duties, "delegasi"),
        Requirement("Pencatat ditunjuk", Duty.SCRIBE in facts.duties, "delegasi"),
    )


def _report(facts: VisitFacts) -> tuple[Requirement, ...]:
    is_judged = all(advice is not None for advice in facts.advices)
    return (
        Requirement(
            "Setiap pertanyaan dijawab, atau dicatat belum terjawab",
            facts.questions > 0 and facts.unsettled_questions == 0,
            "jawaban",
        ),
        Requirement("Ringkasan hasil tertulis", facts.has_summary, "laporan"),
        Requirement("Yang cocok dan tidak cocok tertulis, dengan alasannya", facts.has_fitting, "pelajaran"),
        Requirement("Setiap inovasi diberi rekomendasi", is_judged, "rekomendasi"),
    )


def _follow_up(facts: VisitFacts) -> tuple[Requirement, ...]:
    if not facts.follow_ups:
        has_reason = explains(facts.no_follow_up_reason)
        text = "Tindak lanjut tertulis, atau alasan mengapa tidak ada"
        return (Requirement(text, has_reason, "tindak-lanjut"),)
    items = facts.follow_ups
    return (
        Requirement(
            "Setiap tindak lanjut punya jabatan penanggung jawab dan tenggat",
            all(item.has_owner for item in items),
            "tindak-lanjut",
        ),
        Requirement(
            "Setiap tindak lanjut punya keluaran dan ukuran",
            all(item.output and item.indicator for item in items),
            "tindak-lanjut",
        ),
    )


def _closing(facts: VisitFacts) -> tuple[Requirement, ...]:
    is_settled = all(item.is_settled for item in facts.follow_ups)
    return (
        *_follow_up(facts),
        Requirement(
            "Setiap tindak lanjut menjadi rencana atau langkah rencana, atau dicatat tidak dilanjutkan",
            is_settled,
            "tindak-lanjut",
        ),
    )


def check_move(facts: VisitFacts, wanted: Stage, *, reason: str, today: date) -> None:
    """Refuse a move that the rules forbid.

    Rejecting, cancelling and going back need a reason in words. A visit begins on its first day or later.
    """
    STEPS.check_open(facts.stage, wanted, open_moves(facts))
    STEPS.check_gate(wanted, gate(facts, wanted))
    begins_early = facts.start is not None and facts.start > today
    if wanted is Stage.UNDER_WAY and facts.stage is Stage.SCHEDULED and begins_early:
        raise RuleViolation("Kunjungan belum dapat dimulai sebelum tanggalnya. Ubah tanggal bila dimajukan.")
    if needs_reason(facts.stage, wanted):
        check_reason(reason, "reason")


def check_approver(
    *, proposers: Collection[int], approver: int | None, is_leadership: bool, head_proposed: bool
) -> None:
    """Refuse a decision by somebody who wrote or submitted the proposal (SPIP: segregation of duties).

    Where a head of the OPD proposed, the leadership decides.
    """
    if approver is None or approver in proposers:
        raise Forbidden("Pengusul tidak dapat memutuskan usulannya sendiri.")
    if head_proposed and not is_leadership:
        raise Forbidden("Kunjungan yang diusulkan kepala OPD diputuskan oleh pimpinan.")


def check_period(start: date | None, end: date | None) -> None:
    """Refuse a visit that ends before it begins."""
    if start is not None and end is not None and end < start:
        raise RuleViolation("Kunjungan tidak dapat selesai sebelum mulai.", "end")
