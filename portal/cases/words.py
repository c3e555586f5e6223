"""What the codes of a case file are called on screen, in print and in the curator's form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.cases.model import Case, Cost, Result, Search
from portal.cases.standing import LAST_KNOWN, review_due, standing
from portal.sources import Source
from portal.taxonomy import Taxonomy
from portal.taxonomy.stopping import STOP_REASONS
from portal.web.figures import long_date, partial_date

NO_DATE = "tanpa tanggal"
Labels = tuple[tuple[str, str], ...]

RESULT_KINDS: Labels = (
    ("measured", "Terukur"),
    ("claimed", "Disebut pejabat"),
    ("target", "Target"),
    ("capacity", "Kapasitas"),
    ("activity", "Kegiatan"),
)
OUTCOMES: Labels = (
    ("won", "Menang"),
    ("finalist", "Finalis"),
    ("nominated", "Dinominasikan"),
    ("presented", "Dipaparkan"),
)
LAW_STATES: Labels = (
    ("in_force", "Berlaku menurut JDIH"),
    ("enacted", "Ditetapkan; belum dicek apakah masih berlaku"),
    ("draft", "Rancangan"),
    ("revoked", "Dicabut"),
)
PLACES: Labels = (
    ("archive", "arsip halaman web"),
    ("web", "web"),
    ("jdih", "JDIH"),
    ("library", "perpustakaan portal"),
)
MADE_FROM: Labels = (
    ("archive", "arsip halaman web"),
    ("pages", "halaman langsung"),
    ("visit", "kunjungan"),
    ("plan", "rencana yang selesai"),
)
VERDICTS: Labels = (
    ("yes", "Ya, masih boleh ditiru"),
    ("adapt", "Boleh, dengan penyesuaian"),
    ("no", "Jangan dibuat lagi"),
    ("unknown", "Belum kami cek"),
)
COST_KINDS: Labels = (("start", "Biaya awal"), ("yearly", "Biaya setahun"), ("unit", "Biaya per satuan"))
KIND_HEADINGS: Labels = (
    ("measured", "Hasil terukur"),
    ("claimed", "Angka yang disebut, cara menghitungnya tidak dijelaskan"),
    ("target", "Target"),
    ("capacity", "Kapasitas"),
    ("activity", "Kegiatan"),
)


@dataclass(frozen=True)
class ResultGroup:
    """The results of one kind, under the heading that says what they are."""

    kind: str
    heading: str
    results: tuple[Result, ...]


def result_groups(results: Sequence[Result]) -> list[ResultGroup]:
    """Results by kind: the measured ones first, under a heading that nothing else gets."""
    groups = [
        ResultGroup(kind, heading, tuple(result for result in results if result.kind == kind))
        for kind, heading in KIND_HEADINGS
    ]
    return [group for group in groups if group.results]


def status_words(case: Case, today: date, taxonomy: Taxonomy) -> str:
    """The status as it may be read today: "Masih berjalan", "Terakhir diketahui berjalan: Desember 2021"."""
    found = standing(case, today)
    label = taxonomy.status(found.code)
    if found.code == LAST_KNOWN:
        return f"{label}: {partial_date(found.since)}"
    if found.is_ended and case.ended and isinstance(case.ended.year, int):
        return f"{label} {case.ended.year}"
    return label


def made_words(case: Case) -> str:
    """How it came about: "Diverifikasi kurator 4 Desember 2026", "Disusun dari arsip, November 2026"."""
    if case.verified:
        return f"Diverifikasi kurator {long_date(case.verified)}"
    source = dict(MADE_FROM)[case.compiled.source]
    return f"Disusun dari {source}, {partial_date(case.compiled.date.isoformat()[:7])}"


def truth_words(case: Case) -> list[str]:
    """What was checked, in parts: how it was made, its newest source, how many sources were read."""
    read = sum(source.read is not None for source in case.sources)
    newest = partial_date(case.newest_source) if case.newest_source else NO_DATE
    parts = [made_words(case), f"sumber terbaru {newest}", f"{read} dari {len(case.sources)} sumber dibaca"]
    if not case.verified and (checked := sum(source.is_verified for source in case.key_sources)):
        parts.append(f"{checked} dari {len(case.key_sources)} sumber pokok diperiksa kurator")
    return parts


def due_words(case: Case) -> str:
    """When its sources are opened next."""
    return f"Sumbernya dibuka lagi paling lambat {long_date(review_due(case))}"


def cost_words(cost: Cost) -> str:
    """What follows an amount: " untuk memulai", " setahun", " per lansia"."""
    return {"start": " untuk memulai", "yearly": " setahun", "unit": f" per {cost.per}"}[cost.kind]


def end_words(case: Case) -> str:
    """Why it ended, as a sentence; '' where it did not end."""
    if case.ended is None:
        return ""
    if case.ended.reason is None:
        return "Alasannya belum kami temukan."
    return f"Alasan: {STOP_REASONS[case.ended.reason].lower()}."


def read_words(source: Source) -> str:
    """How a source was read and checked: "dibaca 30 November 2026 (arsip, sebagian); dicek kurator …"."""
    parts = []
    if source.read:
        how = "arsip" if source.read.how == "archive" else "halaman langsung"
        part = ", sebagian" if source.read.extent == "part" else ""
        parts.append(f"dibaca {long_date(source.read.date)} ({how}{part})")
    if source.checked:
        said = {"confirmed": "cocok", "corrected": "isi kasus diperbaiki", "gone": "halaman hilang"}
        parts.append(
            f"diperiksa {source.checked.by} {long_date(source.checked.date)}: {said[source.checked.found]}"
        )
    return "; ".join(parts) or "belum dibaca"


def search_words(search: Search) -> str:
    """What was asked, where and when: "“Perbup Rantang Kasih”, JDIH, 30 November 2026"."""
    return f"“{search.query}”, {dict(PLACES)[search.where]}, {long_date(search.date)}"
