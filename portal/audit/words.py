"""What the codes of the trail mean to its reader; each room describes its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Flask, current_app

Address = Callable[[str], str]


@dataclass(frozen=True)
class Words:
    """One room's actions, fields and subjects in plain Indonesian."""

    room: str
    label: str
    actions: Mapping[str, str]  # verb -> sentence
    fields: Mapping[str, str]  # field in changes (or kind.field) -> label
    subjects: Mapping[str, tuple[str, Address | None]]  # kind -> label, and its page by id


def describe(
    app: Flask,
    room: str,
    label: str,
    *,
    actions: Mapping[str, str],
    fields: Mapping[str, str] | None = None,
    subjects: Mapping[str, tuple[str, Address | None]] | None = None,
) -> None:
    """Tell the audit pages how to name what a room records. Codes without a word are shown as they are."""
    described: dict[str, Words] = app.extensions.setdefault("audit_words", {})
    described[room] = Words(room, label, actions, fields or {}, subjects or {})


def described() -> list[Words]:
    """What the rooms have described, by label."""
    words: dict[str, Words] = current_app.extensions.get("audit_words", {})
    return sorted(words.values(), key=lambda one: one.label)


def action(code: str) -> str:
    """`account.add` -> Menambah akun."""
    room, _, verb = code.partition(".")
    found = _room(room)
    return found.actions.get(verb, code) if found else code


def field(code: str, name: str, subject: str = "") -> str:
    """A field in the changes of an action on a subject."""
    found = _room(code.partition(".")[0])
    kind = (subject.split(":")[-2:-1] or [""])[0]
    return (found.fields.get(f"{kind}.{name}") or found.fields.get(name, name)) if found else name


def subject(text: str) -> tuple[str, str]:
    """`plan:12:problem:3` -> (Rencana 12, masalah 3; address of the plan's page or '')."""
    kind, _, rest = text.partition(":")
    address = _subjects().get(kind, ("", None))[1]
    try:
        return subject_label(text), address(rest.partition(":")[0]) if address else ""
    except ValueError:  # tampered with: no number of anything
        return subject_label(text), ""


def subject_label(text: str) -> str:
    """`plan:12:problem:3` -> Rencana 12, masalah 3."""
    pieces = text.split(":")
    pairs = list(zip(pieces[::2], pieces[1::2], strict=False))
    known = _subjects()
    if len(pieces) % 2 or not pairs or pairs[0][0] not in known:
        return text
    named = [f"{known[kind][0] if kind in known else kind} {number}" for kind, number in pairs]
    return ", ".join([named[0], *(name[:1].lower() + name[1:] for name in named[1:])])


def _subjects() -> dict[str, tuple[str, Address | None]]:
    return {kind: found for words in described() for kind, found in words.subjects.items()}


def subject_code(text: str) -> str:
    """`Rencana 12` -> plan:12; what is no such name is taken as a code."""
    name, _, number = text.rpartition(" ")
    kinds = (
        kind for words in described() for kind, (label, _) in words.subjects.items() if _same(label, name)
    )
    kind = next(kinds, "")
    return f"{kind}:{number}" if kind else text


def _same(label: str, name: str) -> bool:
    return label.casefold() == name.strip().casefold()


def _room(name: str) -> Words | None:
    words: dict[str, Words] = current_app.extensions.get("audit_words", {})
    return words.get(name)
