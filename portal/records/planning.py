"""References to planning and budget documents: their lists, and the patterns of their codes. Pure."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

PROGRAM = re.compile(r"\d\.\d{2}\.\d{2}", re.ASCII)
ACTIVITY = re.compile(r"\d\.\d{2}\.\d{2}\.[12]\.\d{2}", re.ASCII)
SUBACTIVITY = re.compile(r"\d\.\d{2}\.\d{2}\.[12]\.\d{2}\.\d{2,4}", re.ASCII)


@dataclass(frozen=True)
class PlanningCode:
    """One entry of a list."""

    id: str
    label: str
    date: date | None = None


def _read() -> dict[str, tuple[PlanningCode, ...]]:
    lists = tomllib.loads(Path(__file__).with_name("planning.toml").read_text("utf-8"))
    return {name: tuple(PlanningCode(**entry) for entry in entries) for name, entries in lists.items()}


_LISTS = _read()
NOMENCLATURES = _LISTS["nomenclatures"]
DOCUMENTS = _LISTS["documents"]
FUNDS = _LISTS["funds"]
AFFAIRS = _LISTS["affairs"]


def label(choices: tuple[PlanningCode, ...], choice_id: str) -> str:
    """The label of an entry; an id that has left the list stays readable."""
    return next((choice.label for choice in choices if choice.id == choice_id), choice_id)


def names(choices: tuple[PlanningCode, ...]) -> dict[str, str]:
    """What the entries of a list are called."""
    return {choice.id: choice.label for choice in choices}


@dataclass(frozen=True)
class CodeProblem:
    """A code that is not well-formed, and the field it stands in."""

    field: str
    message: str


def code_problems(program: str, activity: str, subactivity: str) -> tuple[CodeProblem, ...]:
    """What is wrong with planning codes: their pattern, and that each begins with the one above it.

    Empty codes are allowed; a plan may be older than its place in a planning document.
    """
    found = []
    if program and not PROGRAM.fullmatch(program):
        found.append(CodeProblem("program_code", "Kode program ditulis seperti 1.02.02."))
    if activity and not ACTIVITY.fullmatch(activity):
        found.append(CodeProblem("activity_code", "Kode kegiatan ditulis seperti 1.02.02.2.01."))
    if subactivity and not SUBACTIVITY.fullmatch(subactivity):
        found.append(CodeProblem("subactivity_code", "Kode sub kegiatan ditulis seperti 1.02.02.2.01.0001."))
    if found:
        return tuple(found)
    if program and activity and not activity.startswith(program + "."):
        found.append(CodeProblem("activity_code", f"Kode kegiatan harus diawali kode program {program}."))
    above = activity or program
    if above and subactivity and not subactivity.startswith(above + "."):
        found.append(CodeProblem("subactivity_code", f"Kode sub kegiatan harus diawali {above}."))
    return tuple(found)
