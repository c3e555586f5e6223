"""The rules of evidence: kinds of papers, what each must state, who may judge it.

Wording and duties follow the indicators of Indeks Inovasi Daerah (Satuan Inovasi Daerah, no. 16-35):
number and date are required where the assessor asks for them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.errors import RuleViolation

MAX_NUMBER, MAX_NAME, MAX_PAGE, MAX_NOTE, MAX_FIELD_NOTE = 100, 150, 50, 1_000, 300  # characters
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
    PERNYATAAN = "pernyataan"
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
    EvidenceKind.PERNYATAAN: "Surat pernyataan",
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


YEARLY = frozenset(
    {EvidenceKind.DPA, EvidenceKind.RKPD}
)  # proves a budget year, which its date does not tell


class SignerLevel(StrEnum):
    """In whose name a paper is signed; assessors count a signature by its level."""

    UNIT = "unit"
    AGENCY = "pd"
    FOR_HEAD = "an"
    HEAD = "kdh"


SIGNER_LEVELS = {
    SignerLevel.UNIT: "Kepala unit (bagian, UPTD, puskesmas, sekolah, desa)",
    SignerLevel.AGENCY: "Kepala perangkat daerah",
    SignerLevel.FOR_HEAD: "Atas nama (a.n.) kepala daerah",
    SignerLevel.HEAD: "Kepala daerah",
}


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
    signer_level: SignerLevel | None = None
    year: int | None = None  # the calendar year that is proved
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
    if details.year is None and details.kind in YEARLY:
        found["year"] = f"Isi tahun anggaran {KIND_NAMES[details.kind]}, misalnya {today.year}."
    elif details.year is not None and not FIRST_YEAR <= details.year <= today.year + 2:
        found["year"] = f"Tulis tahun antara {FIRST_YEAR} dan {today.year + 2}."
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


def check_judge(judge: int, proposers: Collection[int]) -> None:
    """Refuse a verdict by whoever uploaded the file, last changed its details or says what it proves."""
    if judge in proposers:
        raise RuleViolation(
            "Bukti ini Anda unggah, Anda ubah, atau Anda kaitkan sendiri. "
            "Pemeriksaan dilakukan oleh orang lain."
        )


def check_verdict(verdict: Verdict, note: str, fields: Mapping[str, str]) -> None:
    """A rejection says what to mend, else nobody can mend it."""
    if verdict is Verdict.REJECTED and not note.strip() and not fields:
        raise RuleViolation("Tulis apa yang perlu diperbaiki.", "note")


# What an examiner may write a note at: the fields of a paper, its file, and what it is said to prove.
NOTED_FIELDS = {
    "kind": "Jenis bukti",
    "number": "Nomor",
    "dated": "Tanggal",
    "issuer": "Penerbit",
    "signer": "Penanda tangan",
    "signer_level": "Tingkat penanda tangan",
    "year": "Tahun yang dibuktikan",
    "page": "Halaman",
    "note": "Catatan",
    "file": "Berkas",
    "links": "Kaitan dengan indikator",
}
