"""Whose an innovation is: what files call an owner, read by codes, names, accounts, and what was learnt."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import Actor
from portal.errors import RuleViolation
from portal.government import Government, our_government
from portal.records.changes import assign, signed
from portal.register.changes import note, require
from portal.register.models import Innovation, OwnerAlias
from portal.same import folded

_ACCOUNT = re.compile(r"\(([\w.@-]+)\)\s*$")
_NOWHERE = {"", "tidak ada", "belum ada", "nihil"}


@dataclass(frozen=True)
class Owner:
    """An owner as a file names it: OPD and unit where they are known, and the words of the file."""

    opd: str = ""
    unit: str = ""
    text: str = ""
    unit_text: str = ""

    def may_be(self, other: Owner) -> bool:
        """Can both be the same? What is not said can be anything; other words are another owner."""
        if self.opd and other.opd and self.opd != other.opd:
            return False
        if self.unit and other.unit:
            return self.unit == other.unit
        if self.unit_text and other.unit_text:
            return folded(self.unit_text) == folded(other.unit_text)
        if self.opd and other.opd:
            return True
        return not self.text or not other.text or bool(self.words() & other.words())

    def words(self) -> set[str]:
        """The owner's words, to compare those that nobody knows: whole, in parts, without the account."""
        account = _ACCOUNT.search(self.text)
        parts = (
            *re.split(r"[;/]|\s[-–]\s", _ACCOUNT.sub("", self.text)),
            self.text,
            account[1] if account else "",
        )
        return {key for key in map(folded, parts) if key}


class Owners:
    """All that owners are called, to look them up in."""

    def __init__(self, government: Government, aliases: Mapping[str, tuple[str, str]]) -> None:
        self._known: dict[str, tuple[str, str]] = {}
        for opd in government.opds:
            for name in (opd.code, opd.name, *opd.former_names):
                self._known.setdefault(folded(name), (opd.code, ""))
            self._known.setdefault(folded(opd.code).replace(" ", ""), (opd.code, ""))
        for opd in government.opds:
            for unit in opd.units:
                for name in (unit.name, *unit.names, unit.id):
                    self._known.setdefault(folded(name), (opd.code, unit.id))
        self._known.update(aliases)

    def find(self, text: str, unit: str = "") -> Owner:
        """The owner that a file's words for OPD and unit mean."""
        text, unit = text.strip(), unit.strip()
        unit = "" if folded(unit) in _NOWHERE else unit
        written = " / ".join(part for part in (text, unit) if folded(part) not in _NOWHERE)[:300]
        below = self._look(unit) if unit else None
        opd, found = self._known.get(folded(written)) or ("", "")
        if not opd:
            opd, found = below if below and below[1] else self._look(text) or below or ("", "")
        return Owner(opd, found, written, unit)

    def nearest(self, text: str) -> str:
        """The OPD whose name is most like a text, to be asked about; empty where none is near."""
        bare = folded(_ACCOUNT.sub("", text))
        near = get_close_matches(bare, self._known, n=1, cutoff=0.85)
        return self._known[near[0]][0] if near else ""

    def _look(self, text: str) -> tuple[str, str] | None:
        account = _ACCOUNT.search(text)
        bare = _ACCOUNT.sub("", text).strip()
        tries = [text, bare, re.sub(r"\([^)]*\)", " ", text)]
        if account is not None or ("." in text and " " not in text):
            whole = account[1] if account else text
            tries += [whole, whole.rsplit(".", 1)[-1]]
        for one in tries:
            key = folded(one)
            if found := self._known.get(key) or self._known.get(key.replace(" ", "")):
                return found
        return None


def known(session: Session) -> Owners:
    """The owners of our government, and what was learnt from earlier files."""
    learnt = {one.key: (one.opd, one.unit) for one in session.scalars(select(OwnerAlias))}
    return Owners(our_government(), learnt)


def learn(session: Session, text: str, opd: str, unit: str, *, actor: Actor) -> None:
    """Remember what a file calls an owner."""
    key = folded(text)[:300]
    if not key:
        return
    row = session.scalar(select(OwnerAlias).where(OwnerAlias.key == key))
    if row is None:
        session.add(OwnerAlias(key=key, opd=opd, unit=unit, **signed(actor)))
    else:
        row.opd, row.unit = opd, unit


def settle(session: Session, innovation: Innovation, opd: str, unit: str, *, actor: Actor) -> None:
    """Say whose an imported innovation is, and whatever else came from the same owner."""
    require(actor, "register.import", innovation)
    if our_government().opd(opd) is None:
        raise RuleViolation("OPD ini tidak ada di daftar.", "owner")
    same = [innovation]
    if innovation.owner_text:
        wanted = select(Innovation).where(
            Innovation.owner_text == innovation.owner_text,
            Innovation.opd == "",
            Innovation.id != innovation.id,
            Innovation.removed_at.is_(None),
        )
        same += session.scalars(wanted)
        learn(session, innovation.owner_text, opd, unit, actor=actor)
    for one in same:
        if changes := assign(one, {"opd": opd, "unit": unit}):
            one.version += 1
            note(session, one, "settle-owner", actor=actor, changes=changes)
