"""What the record of an innovation itself tells about an indicator, and why. Pure.

A reader is named by the rules (`measure.reader`); it answers a figure or a choice, never a level: levels
are the rules'. Where the record cannot tell, it says what is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from portal.evidence.rules import EvidenceKind, SignerLevel
from portal.taxonomy.iid import IidIndicator

YEARS_BACK = 2  # T-2 … T-0
INVITING = frozenset({EvidenceKind.UNDANGAN, EvidenceKind.SK, EvidenceKind.SURAT_TUGAS})
IN_HIS_NAME = frozenset({SignerLevel.HEAD, SignerLevel.FOR_HEAD})


@dataclass(frozen=True)
class PaperFact:
    """A paper that is said to prove an indicator."""

    kind: EvidenceKind
    dated: date
    year: int | None = None
    signer: SignerLevel | None = None
    is_good: bool = False  # an examiner verified it for this use
    is_refused: bool = False

    @property
    def proves(self) -> int:
        """The calendar year it speaks of."""
        return self.year if self.year is not None else self.dated.year


@dataclass(frozen=True)
class Record:
    """What the readers look at; `year` is the year of the assessment, so nothing moves in January."""

    year: int
    begun_on: date | None = None
    applied_on: date | None = None
    has_video: bool = False
    people: int = 0
    agencies: int = 0
    actors: int = 0
    papers: Mapping[str, tuple[PaperFact, ...]] = field(default_factory=dict)

    def of(self, no: str) -> tuple[PaperFact, ...]:
        """The papers for an indicator that were not refused."""
        return tuple(one for one in self.papers.get(no, ()) if not one.is_refused)


@dataclass(frozen=True)
class Told:
    """What the record tells: a figure or a choice, why, and whether that is evidence by itself."""

    number: Decimal | None = None
    choice: str = ""
    why: str = ""
    is_evidence: bool = False


Reader = Callable[[Record, str], Told]


def read(indicator: IidIndicator, record: Record) -> Told:
    """What the record tells about an indicator."""
    reader = READERS.get(indicator.measure.reader)
    return reader(record, indicator.no) if reader else Told(why="Catatan tidak memuatnya; isi ukurannya.")


def _people(record: Record, _no: str) -> Told:
    return _counted(record.people, "orang dalam tim")


def _agencies(record: Record, _no: str) -> Told:
    return _counted(record.agencies, "perangkat daerah dalam tim")


def _actors(record: Record, _no: str) -> Told:
    return _counted(record.actors, "jenis aktor dalam tim")


def _counted(number: int, what: str) -> Told:
    if not number:
        return Told(why="Tim pelaksana belum diisi.")
    return Told(Decimal(number), why=f"{number} {what}.")


def _months(record: Record, _no: str) -> Told:
    """Months from the idea to its application; a month that has begun counts."""
    first, last = record.begun_on, record.applied_on
    if first is None or last is None:
        return Told(why="Waktu gagasan dimulai atau waktu penerapan kosong.")
    months = (last.year - first.year) * 12 + last.month - first.month + (last.day > first.day)
    if months < 0:
        return Told(why="Waktu penerapan sebelum gagasan dimulai.")
    return Told(Decimal(max(months, 1)), why=f"{max(months, 1)} bulan dari gagasan sampai penerapan.")


def _regulation(record: Record, no: str) -> Told:
    """The highest regulation among the papers; a decree must be of the year of application."""
    papers = record.of(no)
    for kind in (EvidenceKind.PERDA, EvidenceKind.PERBUP):
        if any(one.kind is kind for one in papers):
            return Told(choice=str(kind), why="Dari bukti regulasi yang dikaitkan.")
    decrees = [one for one in papers if one.kind is EvidenceKind.SK]
    if not decrees:
        return Told(why="Belum ada SK, perbup, atau perda yang dikaitkan.")
    signed = [one for one in decrees if one.signer in IN_HIS_NAME]
    if not signed:
        return Told(why="SK tidak ditandatangani kepala daerah atau atas namanya, atau penandanya kosong.")
    applied = record.applied_on
    if applied is None or all(one.dated.year != applied.year for one in signed):
        return Told(why="SK bukan dari tahun penerapan.")
    return Told(choice="sk", why=f"SK tahun penerapan ({applied.year}).")


def _executor(record: Record, no: str) -> Told:
    papers = record.of(no)
    if any(one.signer in IN_HIS_NAME for one in papers):
        return Told(choice="kdh", why="Ditandatangani kepala daerah atau atas namanya.")
    if any(one.signer is not None for one in papers):
        return Told(choice="pd", why="Ditandatangani kepala perangkat daerah atau unit.")
    if papers:
        return Told(choice="tanpa", why="Tingkat penanda tangan pada buktinya kosong.")
    if record.people:
        return Told(choice="tanpa", why="Tim ada, surat penetapannya belum dikaitkan.")
    return Told(why="Belum ada tim dan surat penetapannya.")


def _budget_years(record: Record, no: str) -> Told:
    """The longest run of years among the last three."""
    years = _years(record, no)
    longest = run = 0
    for year in range(record.year - YEARS_BACK, record.year + 1):
        run = run + 1 if year in years else 0
        longest = max(longest, run)
    return _of_years(longest, years)


def _planning_years(record: Record, no: str) -> Told:
    """The two years before the assessment; its own year counts only where both are there."""
    years = _years(record, no)
    before = sum(1 for year in (record.year - 1, record.year - 2) if year in years)
    return _of_years(before + (before == YEARS_BACK and record.year in years), years)


def _years(record: Record, no: str) -> set[int]:
    first = record.year - YEARS_BACK
    return {one.proves for one in record.of(no) if first <= one.proves <= record.year}


def _of_years(number: int, years: set[int]) -> Told:
    if not years:
        return Told(why="Belum ada bukti untuk tahun yang dihitung.")
    listed = ", ".join(map(str, sorted(years)))
    return Told(Decimal(number), why=f"Bukti tahun {listed}.")


def _trainings(record: Record, no: str) -> Told:
    """Different days of invitations and orders in three years."""
    first = record.year - YEARS_BACK
    days = {
        one.dated for one in record.of(no) if one.kind in INVITING and first <= one.dated.year <= record.year
    }
    if not days:
        return Told(why="Belum ada undangan atau surat tugas bimtek yang dikaitkan.")
    return Told(Decimal(len(days)), why=f"{len(days)} kegiatan menurut tanggal undangannya.")


def _monitoring(record: Record, no: str) -> Told:
    if any(one.kind is EvidenceKind.LAPORAN for one in record.of(no)):
        return Told(choice="internal", why="Ada laporan yang dikaitkan; jenisnya dianggap internal.")
    return Told(why="Belum ada laporan monev yang dikaitkan.")


def _video(record: Record, _no: str) -> Told:
    if record.has_video:
        return Told(why="Tautan video ada; unsurnya belum dihitung.", is_evidence=True)
    return Told(why="Tautan video kosong.")


READERS: dict[str, Reader] = {
    "people": _people,
    "agencies": _agencies,
    "actors": _actors,
    "months": _months,
    "regulation": _regulation,
    "executor": _executor,
    "budget-years": _budget_years,
    "planning-years": _planning_years,
    "trainings": _trainings,
    "monitoring": _monitoring,
    "video": _video,
}
