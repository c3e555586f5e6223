"""What the codes of the trail mean to its reader; each room tells its own."""

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
    fields: Mapping[str, str]  # field in changes -> label
    subjects: Mapping[str, tuple[str, Address | None]]  # kind -> label, and its page by id


def explain(
    app: Flask,
    room: str,
    label: str,
    *,
    actions: Mapping[str, str],
    fields: Mapping[str, str] | None = None,
    subjects: Mapping[str, tuple[str, Address | None]] | None = None,
) -> None:
    """Tell the audit pages how to name what a room records. Codes without a word are shown as they are."""
    told: dict[str, Words] = app.extensions.setdefault("audit_words", {})
    told[room] = Words(room, label, actions, fields or {}, subjects or {})


def told() -> list[Words]:
    """What the rooms told, by label."""
    words: dict[str, Words] = current_app.extensions.get("audit_words", {})
    return sorted(words.values(), key=lambda one: one.label)


def action(code: str) -> str:
    """`account.add` -> Menambah akun."""
    room, _, verb = code.partition(".")
    found = _room(room)
    return found.actions.get(verb, code) if found else code


def field(code: str, name: str) -> str:
    """A field in the changes of an action."""
    found = _room(code.partition(".")[0])
    return found.fields.get(name, name) if found else name


def subject(text: str) -> tuple[str, str]:
    """`account:12` -> (Akun 12, address of its page or '')."""
    kind, _, number = text.partition(":")
    for words in told():
        if kind in words.subjects:
            label, address = words.subjects[kind]
            return f"{label} {number}", address(number) if address and number.isdigit() else ""
    return text, ""


def _room(name: str) -> Words | None:
    words: dict[str, Words] = current_app.extensions.get("audit_words", {})
    return words.get(name)
