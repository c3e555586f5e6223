"""The rules of evidence: kinds of papers, what each must state, who may judge it.

Wording and duties follow the indicators of Indeks Inovasi Daerah (Satuan Inovasi Daerah, no. 16-35):
number and date are required where the assessor asks for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.errors import RuleViolation

MAX_NUMBER, MAX_NAME, MAX_PAGE, MAX_NOTE = 100, 150, 50, 1_000  # characters
FIRST_YEAR = 1945  # no paper of the Republic is older


class EvidenceKind(StrEnum):
    """What a piece of evidence is."""

    SK = "sk"
    PERBUP = "perbup"
    PERDA = "perda"
    SURAT_TUGAS = "surat-tugas"
    UNDANGAN = "undangan"
    DAFTAR_HADIR = "daftar-hadir"
    FOTO = "foto"
    TANGKAPAN_LAYAR = "tangkapan-layar"
    LAPORAN = "laporan"
    DPA = "dpa"
    RKPD = "rkpd"
    SOP = "sop"
    PKS = "pks-mou"
    NOTULA = "notula"
    VIDEO = "video"
    LAINNYA = "lainnya"


KIND_NAMES = {
    EvidenceKind.SK: "SK",
    EvidenceKind.PERBUP: "Peraturan bupati",
    EvidenceKind.PERDA: "Peraturan daerah",
    EvidenceKind.SURAT_TUGAS: "Surat tugas",
    EvidenceKind.UNDANGAN: "Undangan",
    EvidenceKind.DAFTAR_HADIR: "Daftar hadir",
    EvidenceKind.FOTO: "Foto",
    EvidenceKind.TANGKAPAN_LAYAR: "Tangkapan layar",
    EvidenceKind.LAPORAN: "Laporan",
    EvidenceKind.DPA: "DPA",
    EvidenceKind.RKPD: "RKPD",
    EvidenceKind.SOP: "SOP",
    EvidenceKind.PKS: "PKS/MoU",
    EvidenceKind.NOTULA: "Notula",
    EvidenceKind.VIDEO: "Video",
    EvidenceKind.LAINNYA: "Lainnya",
}
NUMBERED = frozenset(
    {
        EvidenceKind.SK,
        EvidenceKind.PERBUP,
        EvidenceKind.PERDA,
        EvidenceKind.SURAT_TUGAS,
        EvidenceKind.UNDANGAN,
        EvidenceKind.DPA,
        EvidenceKind.RKPD,
        EvidenceKind.SOP,
        EvidenceKind.PKS,
    }
)


class Slot(StrEnum):
    """The year a paper proves, counted back from the year of the assessment."""

    T2 = "T-2"
    T1 = "T-1"
    T0 = "T-0"


class Verdict(StrEnum):
    """What the examiner of a piece of evidence found."""

    VERIFIED = "terverifikasi"
    REJECTED = "ditolak"


VERDICT_NAMES = {
    Verdict.VERIFIED: "Terverifikasi",
    Verdict.REJECTED: "Perlu diperbaiki",
    None: "Belum diperiksa",
}


@dataclass(frozen=True)
class Details:
    """What a paper states about itself, as its uploader typed it."""

    kind: EvidenceKind
    dated: date
    number: str = ""
    issuer: str = ""
    signer: str = ""
    slot: Slot | None = None
    page: str = ""
    note: str = ""


def problems_of(details: Details, today: date) -> dict[str, str]:
    """What is wrong with the details: field -> sentence; empty when all is well."""
    found: dict[str, str] = {}
    if details.kind in NUMBERED and not details.number:
        found["number"] = f"Isi nomor {KIND_NAMES[details.kind]}."
    if details.kind in NUMBERED and not details.issuer:
        found["issuer"] = "Isi siapa yang menerbitkan, misalnya Bupati atau nama OPD."
    if details.kind is EvidenceKind.LAINNYA and not details.note:
        found["note"] = "Tulis pada catatan, berkas apa ini."
    if details.dated > today:
        found["dated"] = "Tanggal belum terjadi. Periksa kembali tanggalnya."
    elif details.dated.year < FIRST_YEAR:
        found["dated"] = f"Tahun kurang dari {FIRST_YEAR}. Periksa kembali tanggalnya."
    limits = {
        "number": MAX_NUMBER,
        "issuer": MAX_NAME,
        "signer": MAX_NAME,
        "page": MAX_PAGE,
        "note": MAX_NOTE,
    }
    for field, limit in limits.items():
        if len(getattr(details, field)) > limit:
            found[field] = f"Paling banyak {limit} huruf."
    return found


def check_judge(judge: int, *, uploader: int, author: int) -> None:
    """Refuse a verdict by whoever uploaded the file or last changed its details."""
    if judge in (uploader, author):
        raise RuleViolation(
            "Bukti ini Anda unggah atau Anda ubah sendiri. Pemeriksaan dilakukan oleh orang lain."
        )


def check_verdict(verdict: Verdict, note: str) -> None:
    """A rejection says what to mend, else nobody can mend it."""
    if verdict is Verdict.REJECTED and not note.strip():
        raise RuleViolation("Tulis apa yang perlu diperbaiki.", "note")
