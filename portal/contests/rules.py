"""Rules of contests: who may take part, how proposals are ranked, who may not judge. Pure.

Every check says yes, no, or that it cannot be judged: a rule that nobody has read is never kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.access import Actor, Role
from portal.errors import RuleViolation
from portal.taxonomy.contests import Contest, ContestEdition, Criterion, Section

UNKNOWN = "Aturan edisi ini belum diketahui."
NATIONAL = "nasional"
_TOP = re.compile(r"\btop\s+(\d{1,3})\b(?!.*(kovablik|jawa|pengaduan|kijb))", re.IGNORECASE)
_SERVICE = re.compile(r"inovasi pelayanan publik", re.IGNORECASE)
STEP_DAYS = ("interest_on", "agreed_on", "approved_on", "implemented_on", "certified_on")
STATE_NEEDS = {"disetujui": "approved_on", "implementasi": "implemented_on"}  # a state and the day behind it
REFUSED = "tolak"
LEAST_ASSESSORS = 2
MOST_POINTS = 100


@dataclass(frozen=True)
class Check:
    """One condition: kept, broken, or not to be judged, and why."""

    name: str
    is_kept: bool | None
    why: str


@dataclass(frozen=True)
class Place:
    """How far something came in an edition: within the first `rank`."""

    year: int
    rank: int


@dataclass(frozen=True)
class Entry:
    """What the rules look at in a proposal."""

    group: str
    applied_on: date | None
    closes: date | None
    is_service: bool
    wins: tuple[Place, ...] = ()
    has_origin: bool = False
    origin: tuple[Place, ...] = ()  # of the innovation that was imitated
    has_effect: bool | None = None  # a value before and one after; None where there is nothing to look at
    statements: int = 0  # signed statements among the papers, dated no later than the closing day


def place_of(name: str, level: str, year: int | str) -> Place | None:
    """How far an award's words say that a case came in the national contest of public services."""
    found = _TOP.search(name)
    if found is None or level != NATIONAL or not isinstance(year, int) or not _SERVICE.search(name):
        return None
    return Place(year, int(found[1]))


def words(text: str) -> int:
    """How many words a text has."""
    return len(text.split())


def checks(contest: Contest, edition: ContestEdition | None, entry: Entry) -> list[Check]:
    """Every condition of an edition for a proposal."""
    if edition is not None and not edition.is_held:
        return [Check("Diadakan", is_kept=False, why=f"Tidak diadakan tahun ini. {edition.note}".strip())]
    found = [_age(edition, entry), _earlier(edition, entry)]
    if entry.group == "replikasi":
        found.append(_origin(edition, entry))
    if contest.direct_service:
        why = (
            "Bentuknya pelayanan publik."
            if entry.is_service
            else "Bentuk di register bukan pelayanan publik."
        )
        found.append(Check("Pelayanan publik", entry.is_service, why))
    if not contest.citizens:
        found.append(_effect(entry))
    if contest.statements:
        found.append(_stated(contest, entry))
    return found


def _age(edition: ContestEdition | None, entry: Entry) -> Check:
    name = "Usia inovasi"
    least = edition.min_age.get(entry.group) if edition else None
    if least is None:
        return Check(name, None, UNKNOWN)
    if entry.closes is None:
        return Check(name, None, "Tanggal penutupan belum diketahui.")
    if entry.applied_on is None:
        return Check(name, None, "Waktu penerapan kosong.")
    latest = back(entry.closes, least)
    is_old = entry.applied_on <= latest
    return Check(name, is_old, f"Sedikitnya {least} tahun, dihitung mundur dari tanggal penutupan.")


def back(day: date, years: int) -> date:
    """The same day some years earlier; the last of February stands for the 29th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _earlier(edition: ContestEdition | None, entry: Entry) -> Check:
    name = "Kemenangan sebelumnya"
    if edition is None or edition.excluded is None:
        return Check(name, None, UNKNOWN)
    for barred in edition.excluded:
        if any(win.year in barred.years and win.rank <= barred.rank for win in entry.wins):
            years = " dan ".join(str(year) for year in barred.years)
            return Check(name, is_kept=False, why=f"Pernah masuk Top {barred.rank} ({years}).")
    twice = edition.excluded_twice
    times = len({win.year for win in entry.wins if win.rank <= twice}) if twice else 0
    if twice and times > 1:
        return Check(name, is_kept=False, why=f"Sudah {times} kali masuk Top {twice}.")
    return Check(name, is_kept=True, why="Tidak ada kemenangan tercatat yang menghalangi.")


def _origin(edition: ContestEdition | None, entry: Entry) -> Check:
    name = "Asal replikasi"
    if edition is None or edition.origin_rank is None:
        return Check(name, None, UNKNOWN)
    if not entry.has_origin:
        return Check(name, None, "Inovasi asalnya belum dikaitkan.")
    since = edition.origin_since or 0
    best = [one for one in entry.origin if one.rank <= edition.origin_rank and one.year >= since]
    if best:
        top = min(best, key=lambda one: one.rank)
        return Check(name, is_kept=True, why=f"Asalnya masuk Top {top.rank} tahun {top.year}.")
    why = f"Pustaka tidak mencatat asalnya pernah masuk Top {edition.origin_rank} sejak {since}."
    return Check(name, is_kept=False, why=why)


def _effect(entry: Entry) -> Check:
    name = "Nilai sebelum dan sesudah"
    if entry.has_effect is None:
        return Check(name, None, "Tidak ada rencana dengan indikator; tulis angkanya di Signifikansi.")
    why = "Satu indikator punya nilai awal dan hasil ukur." if entry.has_effect else "Belum ada hasil ukur."
    return Check(name, entry.has_effect, why)


def _stated(contest: Contest, entry: Entry) -> Check:
    """Are there as many signed statements as the contest asks for? What they say is for people to read."""
    wanted = len(contest.statements)
    why = f"{min(entry.statements, wanted)} dari {wanted} ada di bukti, bertanggal sampai hari penutupan."
    return Check("Surat pernyataan", entry.statements >= wanted, why)


@dataclass(frozen=True)
class Readiness:
    """How far the sections of a proposal are."""

    filled: int
    total: int
    weight: int  # percent of the score whose sections are written
    too_long: tuple[str, ...]
    empty: tuple[str, ...]


def readiness(sections: Sequence[Section], texts: Mapping[str, str]) -> Readiness:
    """What is written, how much of the score it carries, what is too long."""
    written = [one for one in sections if texts.get(one.id, "").strip()]
    return Readiness(
        filled=len(written),
        total=len(sections),
        weight=sum(one.weight for one in written),
        too_long=tuple(one.title for one in sections if words(texts.get(one.id, "")) > one.words),
        empty=tuple(one.title for one in sections if one not in written),
    )


def check_submit(found: Readiness) -> None:
    """Refuse to submit what is empty or too long."""
    if found.empty:
        raise RuleViolation(f"Masih kosong: {', '.join(found.empty)}.")
    if found.too_long:
        raise RuleViolation(f"Melebihi batas kata: {', '.join(found.too_long)}.")


def weighted(criteria: Sequence[Criterion], points: Mapping[str, Decimal]) -> Decimal:
    """The score of an assessment: points by their weights, 0 to 100."""
    total = sum((points[one.id] * one.weight for one in criteria), Decimal(0))
    return (total / sum(one.weight for one in criteria)).quantize(Decimal("0.01"))


def why_not_judge(actor: Actor, opd: str, writers: Iterable[int | None]) -> str:
    """Why somebody may not judge a proposal; empty where he may."""
    if Role.ASSESSOR not in actor.roles:
        return "Hanya Tim Penilai yang menilai."
    if any(code == opd for _, code in actor.posts):
        return "Anda memegang peran di OPD pengusul, jadi tidak menilai usulannya."
    if actor.account_id in set(writers):
        return "Anda ikut menulis usulan ini, jadi tidak menilainya."
    return ""


@dataclass(frozen=True)
class Ranked:
    """A proposal with its score, in its place; None stands last."""

    proposal_id: int
    score: Decimal | None
    rank: int | None
    assessors: int


def ranking(scores: Mapping[int, Sequence[Decimal]]) -> list[Ranked]:
    """Proposals by the mean of what assessors gave; equal means share a rank, what nobody judged has none."""
    means = {
        number: (sum(given, Decimal(0)) / len(given)).quantize(Decimal("0.01"))
        for number, given in scores.items()
        if given
    }
    order = sorted(means, key=lambda number: (-means[number], number))
    ranked = []
    for number in order:
        rank = 1 + sum(other > means[number] for other in means.values())
        ranked.append(Ranked(number, means[number], rank, len(scores[number])))
    return ranked + [Ranked(number, None, None, 0) for number in sorted(set(scores) - set(means))]


@dataclass(frozen=True)
class Choice:
    """What is decided about a proposal."""

    proposal_id: int
    outcome: str
    reason: str = ""


def check_choices(
    ranked: Sequence[Ranked], choices: Mapping[int, Choice], *, quota: int | None, chosen: str
) -> None:
    """Refuse a selection over the quota, of what nobody judged, or out of order without a reason."""
    taken = [one for one in ranked if choices[one.proposal_id].outcome == chosen]
    if quota is not None and len(taken) > quota:
        raise RuleViolation(f"Dipilih {len(taken)}, padahal kuotanya {quota}.")
    for one in taken:
        if one.assessors < LEAST_ASSESSORS:
            raise RuleViolation(
                f"Usulan yang dipilih dinilai sedikitnya {LEAST_ASSESSORS} orang.",
                f"outcome-{one.proposal_id}",
            )
    worst = max((one.rank for one in taken if one.rank is not None), default=0)
    for one in ranked:
        is_passed_over = one.rank is not None and one.rank < worst and one not in taken
        if is_passed_over and len(choices[one.proposal_id].reason.strip()) < 10:
            raise RuleViolation(
                "Usulan ini dilewati oleh yang peringkatnya di bawahnya. Tulis alasannya (10 huruf).",
                f"reason-{one.proposal_id}",
            )


def check_steps(days: Mapping[str, object], state: str, today: date) -> None:
    """Refuse steps of a replication in the future or out of order, and a state whose day nobody knows."""
    last: date | None = None
    for name in STEP_DAYS:
        day = days.get(name)
        if not isinstance(day, date):
            continue
        if day > today:
            raise RuleViolation("Hari ini belum tiba; isi sesudah terjadi.", name)
        if last is not None and day < last:
            raise RuleViolation("Langkah ini tidak mungkin mendahului langkah sebelumnya.", name)
        last = day
    needed = STATE_NEEDS.get(state)
    if needed and days.get(needed) is None:
        raise RuleViolation("Isi tanggal ini dahulu; tanpa itu statusnya tidak berdasar.", needed)
