"""Fit of a case: the origin's circumstances beside ours, and what that means for copying it.

A score stands only where enough is known, and always with the parts that make it (see `neighbours`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.benchmark.neighbours import FEATURES, Feature, Neighbour
from portal.cases import Case

FAR = 1.5  # ratio from which a difference in size is worth a sentence
ADVICE = {
    "jenis": "Jenis daerahnya berbeda. Periksa bagian yang bergantung pada desa, kelurahan, atau kewenangan.",
    "penduduk": "Jumlah penduduknya jauh berbeda. Hitung ulang kebutuhan petugas, alat, dan sasaran.",
    "kepadatan": "Kepadatannya jauh berbeda. Periksa jarak, waktu tempuh, dan biaya antar.",
    "kemiskinan": "Tingkat kemiskinannya berbeda. Periksa jumlah sasaran dan kemampuan warga ikut membiayai.",
    "ipm": "Tingkat IPM-nya berbeda. Periksa kesiapan pengguna, terutama bila layanannya daring.",
    "anggaran": "Belanja daerahnya jauh berbeda. Periksa apakah biayanya dapat ditanggung tiap tahun.",
}
SHORT = {
    "jenis": "jenis daerah",
    "penduduk": "jumlah penduduk",
    "kepadatan": "kepadatan",
    "kemiskinan": "tingkat kemiskinan",
    "ipm": "IPM",
    "anggaran": "belanja daerah",
}
ALIKE = 50  # score from which a difference asks for an adjustment and no longer stands against copying
NEAR = {"kemiskinan": 2.0, "ipm": 4.0}  # points below which a difference is not worth a sentence


@dataclass(frozen=True)
class FitLine:
    """One feature side by side; `advice` is empty where the difference is small or not known."""

    label: str
    origin: Feature
    ours: Feature
    advice: str
    short: str = ""


@dataclass(frozen=True)
class Fit:
    """How alike the origin is to us: 0 to 100, or None where too little is known to say."""

    score: int | None
    known: int
    asked: int
    lines: tuple[FitLine, ...]


def fit(neighbour: Neighbour) -> Fit:
    """Read a neighbour's distance as the fit of a case that comes from there."""
    lines = tuple(
        FitLine(
            FEATURES[part.feature],
            part.other,
            part.ours,
            _advice(part.feature, part.ours, part.other),
            SHORT[part.feature],
        )
        for part in neighbour.parts
    )
    score = None if neighbour.distance is None else round(100 * (1 - neighbour.distance))
    return Fit(score, neighbour.known, len(neighbour.parts), lines)


def advices(lines: Sequence[FitLine]) -> list[str]:
    """The sentences worth reading, in order."""
    return [line.advice for line in lines if line.advice]


def against(case: Case, found: Fit | None) -> list[str]:
    """What stands against copying a case here, as ends of "belum cocok, karena …". Pure."""
    reasons = []
    if case.still and case.still.verdict == "no":
        by = f", ada {case.still.system}" if case.still.system else ""
        reasons.append(f"sebaiknya tidak dibuat lagi{by}")
    if case.status in ("stopped", "replaced"):
        reasons.append("di asalnya sudah berhenti atau diganti")
    if found is not None and found.score is not None and found.score < ALIKE and differing(found):
        reasons.append(f"{differing(found)} di daerah asal jauh berbeda")
    return reasons


def differing(found: Fit) -> str:
    """What differs much between the origin and us: "jumlah penduduk dan belanja daerah"."""
    names = [line.short for line in found.lines if line.advice]
    return " dan ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _advice(name: str, ours: Feature, other: Feature) -> str:
    if ours.value is None or other.value is None:
        return ""
    if isinstance(ours.value, str) or isinstance(other.value, str):
        return ADVICE[name] if ours.value != other.value else ""
    if name in NEAR:
        return ADVICE[name] if abs(ours.value - other.value) >= NEAR[name] else ""
    small, large = sorted((ours.value, other.value))
    return ADVICE[name] if small > 0 and large / small >= FAR else ""
