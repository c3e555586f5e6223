"""What a file would do to the register: rows that are new, changed, the same, double, or refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from portal.records.changes import plain
from portal.records.labels import labels
from portal.register import rules
from portal.register.importing.values import Draft
from portal.register.models import Innovation
from portal.register.names import Near, key_of, short_keys
from portal.register.ownership import Owner
from portal.register.rules import InnovationFacts, Stage
from portal.taxonomy.profile import ProfileRules

LISTS = ("new", "changed", "same", "double", "refused")


@dataclass
class Entry:
    """A row of the file and what becomes of it."""

    draft: Draft
    what: str
    reason: str = ""
    of: int | None = None  # the row or the innovation that it is the same as
    innovation_id: int | None = None
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)

    def told(self) -> dict[str, Any]:
        """The row as JSON tells it."""
        one = self.draft
        found: dict[str, Any] = {"row": one.row, "name": one.title}
        if self.reason:
            found["reason"] = self.reason
        if self.of is not None:
            found["of"] = self.of
        if self.innovation_id is not None:
            found["id"] = self.innovation_id
        if self.what != "refused":
            found["owner"] = one.owner.text
            found["opd"], found["unit"] = one.owner.opd, one.owner.unit
            found["values"] = {name: plain(value) for name, value in one.values.items()}
            found["problems"] = one.problems
        if self.changes:
            found["changes"] = {name: [plain(old), plain(new)] for name, (old, new) in self.changes.items()}
        if one.dropped:
            found["dropped"] = sorted(set(one.dropped))
        return found


@dataclass(frozen=True)
class _Known:
    innovation: Innovation
    owner: Owner
    keys: frozenset[str]


class _Register:
    """What is stored, by all the names that a file may give it."""

    def __init__(self, stored: Sequence[Innovation]) -> None:
        self.by_key: dict[str, list[_Known]] = {}
        self.near: Near[_Known] = Near()
        for innovation in stored:
            one = _Known(innovation, owner_of(innovation), short_keys(innovation.title))
            self.near.add(innovation.key, one)
            for key in one.keys:
                self.by_key.setdefault(key, []).append(one)

    def find(self, draft: Draft, key: str, keys: Iterable[str]) -> _Known | None:
        """The innovation that a row means: by its whole name, or by a shorter one if only one has it."""
        found = {
            id(one): one
            for name in keys
            for one in self.by_key.get(name, ())
            if draft.owner.may_be(one.owner)
        }
        exact = [one for one in found.values() if one.innovation.key == key]
        several = exact or list(found.values())
        return several[0] if len(several) == 1 or exact else None


class _Above:
    """The rows that were judged already, by their names."""

    def __init__(self) -> None:
        self.by_key: dict[str, list[Entry]] = {}
        self.by_short: dict[str, list[Entry]] = {}
        self.near: Near[Entry] = Near()

    def add(self, entry: Entry, key: str, keys: Iterable[str]) -> None:
        """Remember a row that counts."""
        self.by_key.setdefault(key, []).append(entry)
        self.near.add(key, entry)
        for short in keys:
            self.by_short.setdefault(short, []).append(entry)

    def alike(self, key: str, keys: Iterable[str]) -> list[Entry]:
        """The rows that may be meant to be the same."""
        found = {id(one): one for short in keys for one in self.by_short.get(short, ())}
        found |= {id(one): one for one in self.near.alike(key)}
        return sorted(found.values(), key=lambda one: one.draft.row)


def judge(drafts: Iterable[Draft], stored: Sequence[Innovation]) -> list[Entry]:
    """Sort the rows of a file, each against the register and against the rows above it."""
    register, above, entries = _Register(stored), _Above(), list[Entry]()
    for draft in drafts:
        if draft.refused:
            entries.append(Entry(draft, "refused", draft.refused))
            continue
        key, keys = key_of(draft.title), short_keys(draft.title)
        entry = _double(draft, above.by_key.get(key, ()))
        if entry is None:
            for other in above.alike(key, keys):
                if draft.owner.may_be(other.draft.owner):
                    said = f"mungkin sama dengan baris {other.draft.row} (“{other.draft.title}”)"
                    draft.problems.append(said)
            entry = _against(draft, key, keys, register)
            above.add(entry, key, keys)
        entries.append(entry)
    return entries


def owner_of(innovation: Innovation) -> Owner:
    """The owner of a stored innovation, to be compared with one that a file names."""
    unit = innovation.owner_text.partition(" / ")[2]
    return Owner(innovation.opd, innovation.unit, innovation.owner_text or innovation.opd, unit)


def _double(draft: Draft, above: Iterable[Entry]) -> Entry | None:
    for entry in above:
        other = entry.draft
        if not draft.owner.may_be(other.owner):
            continue
        differs = [
            name
            for name, value in draft.values.items()
            if name != "title" and other.values.get(name, value) != value
        ]
        said = f"Nama dan pemiliknya sama dengan baris {other.row}."
        if differs:
            said += f" Yang berbeda: {', '.join(_labels(differs))}."
        return Entry(draft, "double", said, other.row)
    return None


def _against(draft: Draft, key: str, keys: Iterable[str], register: _Register) -> Entry:
    """What a row does to what is stored."""
    found = register.find(draft, key, keys)
    if found is not None:
        changes = differences(found.innovation, draft, is_exact=key == found.innovation.key)
        what = "changed" if changes else "same"
        return Entry(draft, what, innovation_id=found.innovation.id, changes=changes)
    for one in register.near.alike(key):
        if draft.owner.may_be(one.owner):
            innovation = one.innovation
            said = f"mungkin sama dengan inovasi {innovation.id} (“{innovation.title}”) di register"
            draft.problems.append(said)
            break
    return Entry(draft, "new")


def differences(innovation: Innovation, draft: Draft, *, is_exact: bool) -> dict[str, tuple[Any, Any]]:
    """What a row says otherwise than the register; an empty cell says nothing, evidence is never touched."""
    found: dict[str, tuple[Any, Any]] = {}
    for name, value in draft.values.items():
        before = getattr(innovation, name)
        if name == "title" and (not is_exact or key_of(str(before)) == key_of(str(value))):
            continue
        if _even(before) != _even(value):
            found[name] = (before, value)
    if draft.owner.opd and not innovation.opd:
        found["opd"] = (innovation.opd, draft.owner.opd)
    if draft.owner.unit and not innovation.unit:
        found["unit"] = (innovation.unit, draft.owner.unit)
    return found


def _even(value: Any) -> Any:
    """A value as it compares: text without its blanks, figures without their zeros."""
    if isinstance(value, Decimal):
        return value.normalize()
    return " ".join(value.split()) if isinstance(value, str) else value


def _labels(names: Iterable[str]) -> list[str]:
    known = labels(Innovation)
    return [known[name].text.lower() for name in names if name in known]


def eligibility(entries: Iterable[Entry], profile: ProfileRules) -> dict[str, Any]:
    """By year: which innovations of the file may be reported, and which basic affairs they cover."""
    ones = [entry.draft for entry in entries if entry.what in ("new", "changed", "same")]
    found: dict[str, Any] = {}
    for rule in profile.rules:
        if not rule.is_known:
            found[str(rule.year)] = {"known": False}
            continue
        verdicts = {one.row: (one, rules.eligible(facts_of(one), rule)) for one in ones}
        may = [one for one, verdict in verdicts.values() if verdict.is_eligible]
        covered = {one.values.get("affair") for one in may}
        basic = [affair for affair in profile.affairs if affair.basic]
        found[str(rule.year)] = {
            "known": True,
            "status": rule.status,
            "eligible": [one.title for one in may],
            "by_development": [one.title for one, verdict in verdicts.values() if verdict.is_by_development],
            "not_eligible": [one.title for one, verdict in verdicts.values() if not verdict.is_eligible],
            "basic_covered": [affair.name for affair in basic if affair.code in covered],
            "basic_missing": [affair.name for affair in basic if affair.code not in covered],
        }
    return found


def facts_of(draft: Draft) -> InnovationFacts:
    """What the rules look at in a row."""
    values: Mapping[str, Any] = draft.values
    return InnovationFacts(
        stage=Stage(str(values.get("stage") or Stage.INITIATIVE)),
        title=draft.title,
        applied_on=values.get("applied_on"),
        developed_on=values.get("developed_on"),
        trial_on=values.get("trial_on"),
        design_words=len(str(values.get("design") or "").split()),
    )
