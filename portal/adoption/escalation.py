"""Problems and how they go up: solved in the OPD where they can be, then Asisten, Sekda, Bupati. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.access import Role
from portal.errors import RuleViolation

MIN_TRIED = 20  # characters; what was tried must be told before somebody higher is asked


class Level(StrEnum):
    """Where a problem lies."""

    OPD = "opd"
    ASSISTANT = "asisten"
    SECRETARY = "sekda"
    HEAD = "bupati"


LEVELS = (Level.OPD, Level.ASSISTANT, Level.SECRETARY, Level.HEAD)
POSTS = {
    Level.ASSISTANT: Role.ASSISTANT,
    Level.SECRETARY: Role.SECRETARY,
    Level.HEAD: Role.LEADERSHIP,
}


class Ruling(StrEnum):
    """What the leadership decides on a problem."""

    GRANTED = "dipenuhi"
    PARTLY = "dipenuhi-sebagian"
    REFUSED = "tidak-dapat"
    RETURNED = "dikembalikan"


class Wanted(StrEnum):
    """What a problem that goes up asks for."""

    MONEY = "uang"
    DECISION = "keputusan"
    PEOPLE = "orang"
    PERMIT = "izin"


WANTED = {
    Wanted.MONEY: "Uang",
    Wanted.DECISION: "Keputusan antara dua pilihan",
    Wanted.PEOPLE: "Orang",
    Wanted.PERMIT: "Izin atau dukungan kewenangan",
}
WANTED_BRIEF = {**WANTED, Wanted.DECISION: "Keputusan", Wanted.PERMIT: "Izin"}
OPTIONS = ("A", "B")
HELPFUL = (Ruling.GRANTED, Ruling.PARTLY)
RULINGS = {
    Ruling.GRANTED: "Dipenuhi",
    Ruling.PARTLY: "Dipenuhi sebagian",
    Ruling.REFUSED: "Tidak dapat dipenuhi",
    Ruling.RETURNED: "Dikembalikan untuk diselesaikan OPD",
}


RULING_ACTS = {  # the same on a button
    Ruling.GRANTED: "Penuhi",
    Ruling.PARTLY: "Penuhi sebagian",
    Ruling.REFUSED: "Tidak dapat",
    Ruling.RETURNED: "Kembalikan",
}


@dataclass(frozen=True)
class EscalationFacts:
    """What the rules look at in an escalation."""

    level: Level
    due: date
    is_answered: bool
    has_helped: bool = False  # the answer gave what was asked for, at least in part

    def is_overdue(self, today: date) -> bool:
        """Has the day for an answer passed in silence?"""
        return not self.is_answered and self.due < today


def highest(escalations: Sequence[EscalationFacts]) -> Level:
    """How far up a problem has gone."""
    return max((one.level for one in escalations), key=LEVELS.index, default=Level.OPD)


def waiting_at(escalations: Sequence[EscalationFacts]) -> Level:
    """Who has to act now: the level that was asked and has not answered, else the OPD itself."""
    return highest([one for one in escalations if not one.is_answered])


def next_level(escalations: Sequence[EscalationFacts], *, has_assistant: bool = False) -> Level | None:
    """The level above the highest reached; None at the top. Nobody is asked where no assistant is."""
    ladder = [one for one in LEVELS if has_assistant or one is not Level.ASSISTANT]
    reached = LEVELS.index(highest(escalations))
    return next((one for one in ladder if LEVELS.index(one) > reached), None)


def may_answer(level: Level, roles: Collection[Role]) -> bool:
    """Does somebody with these roles answer at a level: its own post, or one above it?"""
    return any(POSTS[one] in roles for one in LEVELS[LEVELS.index(level) :] if one in POSTS)


def check_escalation(
    escalations: Sequence[EscalationFacts],
    *,
    is_open: bool,
    tried: str,
    due: date,
    today: date,
    has_assistant: bool = False,
) -> Level:
    """The level a problem goes up to; refuses to go up twice at once, or without telling what was tried."""
    if not is_open:
        raise RuleViolation("Masalah ini sudah ditutup. Buka lagi bila muncul kembali.")
    level = next_level(escalations, has_assistant=has_assistant)
    if level is None:
        raise RuleViolation("Masalah ini sudah sampai di tingkat tertinggi.")
    if any(not one.is_answered and not one.is_overdue(today) for one in escalations):
        raise RuleViolation("Tunggu jawaban atas eskalasi sebelumnya, atau sampai tenggatnya lewat.")
    if len(tried.strip()) < MIN_TRIED:
        raise RuleViolation(f"Tulis apa yang sudah dicoba, paling sedikit {MIN_TRIED} huruf.")
    if due <= today:
        raise RuleViolation("Tenggat jawaban harus sesudah hari ini.")
    return level


def check_asked(wanted: Wanted, *, asked: str, amount: int | None, options: Sequence[str]) -> None:
    """Refuse to ask without saying for what: how much money, a decision between which two."""
    if not asked.strip():
        raise RuleViolation("Tulis dalam satu kalimat apa yang diminta.", "asked")
    if wanted is Wanted.MONEY and not amount:
        raise RuleViolation("Tulis berapa rupiah yang diminta.", "amount")
    if wanted is Wanted.DECISION:
        for name, text in zip(("option_a", "option_b"), options, strict=True):
            if not text.strip():
                raise RuleViolation("Tulis kedua pilihan yang harus diputuskan.", name)


def check_chosen(wanted: Wanted | None, ruling: Ruling, chosen: str) -> None:
    """Refuse a granted decision that does not say for what."""
    if wanted is Wanted.DECISION and ruling in HELPFUL and chosen not in OPTIONS:
        raise RuleViolation("Pilih A atau B, atau jawab bahwa permintaan ini tidak dapat dipenuhi.", "chosen")


def check_closing(escalations: Sequence[EscalationFacts], *, is_open: bool, result: str) -> Level:
    """The level at which a problem counts as solved: the highest whose answer helped, else the OPD's own."""
    if not is_open:
        raise RuleViolation("Masalah ini sudah ditutup.")
    if not result.strip():
        raise RuleViolation("Tulis bagaimana masalah ini selesai.")
    return highest([one for one in escalations if one.has_helped])
