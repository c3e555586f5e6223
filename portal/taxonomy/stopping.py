"""Why an innovation or a plan was stopped: codes, so that reasons can be counted across both."""

from __future__ import annotations

from enum import StrEnum


class StopReason(StrEnum):
    """Why something was stopped."""

    LEADERSHIP = "dukungan-pimpinan"
    APPROVAL = "persetujuan-regulasi"
    BUDGET = "anggaran"
    PEOPLE = "sdm"
    TECHNOLOGY = "teknologi"
    CONTEXT = "tidak-cocok-konteks"
    RESULTS = "hasil-tidak-tercapai"
    OTHER = "lainnya"


STOP_REASONS = {
    StopReason.LEADERSHIP: "Dukungan pimpinan",
    StopReason.APPROVAL: "Persetujuan atau regulasi",
    StopReason.BUDGET: "Anggaran",
    StopReason.PEOPLE: "Sumber daya manusia",
    StopReason.TECHNOLOGY: "Teknologi",
    StopReason.CONTEXT: "Tidak cocok dengan keadaan setempat",
    StopReason.RESULTS: "Hasil tidak tercapai",
    StopReason.OTHER: "Lainnya",
}
