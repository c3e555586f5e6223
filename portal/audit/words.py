"""What the codes of the trail mean to its reader; each room describes its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from flask import Flask, current_app, request
from sqlalchemy import ColumnElement, select
from werkzeug.exceptions import HTTPException

from portal.access import Actor, may_enter, table
from portal.db import reading

Address = Callable[[str], str]
Writer = Callable[[Any], str]  # a stored value as a reader sees it
Names = Callable[[set[str], Actor], Mapping[str, str]]  # ids -> what those that an actor may know are called
Closed = Callable[[set[int], Actor], set[int]]  # which of these numbers are there, and not for the actor
CLOSED = "konsep, tidak terbuka bagi Anda"


@dataclass(frozen=True)
class Words:
    """One room's actions, fields and subjects in plain Indonesian."""

    room: str
    label: str
    actions: Mapping[str, str]  # verb -> sentence
    fields: Mapping[str, str]  # field in changes (or kind.field) -> label
    subjects: Mapping[str, tuple[str, Address | None]]  # kind -> label, and its page by id
    closed: Mapping[str, Closed]  # kind -> which of its rows somebody may not read
    writers: Mapping[str, Writer]  # field (or kind.field) -> how its values are written
    names: Mapping[str, Names]  # kind -> what its things are called
    weighty: frozenset[str]  # verbs that an auditor wants to see first


class Link(NamedTuple):
    """A subject on a page: the address is empty where this reader would be refused."""

    label: str
    address: str
    remark: str
    name: str


def describe(
    app: Flask,
    room: str,
    label: str,
    *,
    actions: Mapping[str, str],
    fields: Mapping[str, str] | None = None,
    subjects: Mapping[str, tuple[str, Address | None]] | None = None,
    closed: Mapping[str, Closed] | None = None,
    writers: Mapping[str, Writer] | None = None,
    names: Mapping[str, Names] | None = None,
    weighty: Iterable[str] = (),
) -> None:
    """Tell the audit pages how to name what a room records. Codes without a word are shown as they are."""
    described: dict[str, Words] = app.extensions.setdefault("audit_words", {})
    described[room] = Words(
        room,
        label,
        actions,
        fields or {},
        subjects or {},
        closed or {},
        writers or {},
        names or {},
        frozenset(weighty),
    )


def described() -> list[Words]:
    """What the rooms have described, by label."""
    words: dict[str, Words] = current_app.extensions.get("audit_words", {})
    return sorted(words.values(), key=lambda one: one.label)


def weighty() -> list[str]:
    """The actions that weigh most, of all rooms."""
    return [f"{one.room}.{verb}" for one in described() for verb in sorted(one.weighty)]


def action(code: str) -> str:
    """`account.add` -> Menambah akun."""
    room, _, verb = code.partition(".")
    found = _room(room)
    return found.actions.get(verb, code) if found else code


def field(code: str, name: str, subject: str = "") -> str:
    """A field in the changes of an action on a subject."""
    found = _room(code.partition(".")[0])
    return (found.fields.get(f"{_kind(subject)}.{name}") or found.fields.get(name, name)) if found else name


def writer(code: str, name: str, subject: str = "") -> Writer | None:
    """How the values of such a field are written."""
    found = _room(code.partition(".")[0])
    return (found.writers.get(f"{_kind(subject)}.{name}") or found.writers.get(name)) if found else None


def _kind(subject: str) -> str:
    """`plan:12:problem:3` -> problem."""
    return (subject.split(":")[-2:-1] or [""])[0]


def subject(text: str) -> tuple[str, str]:
    """`plan:12:problem:3` -> (Rencana 12, masalah 3; address of the plan's page or '')."""
    kind, _, rest = text.partition(":")
    address = _subjects().get(kind, ("", None))[1]
    try:
        return subject_label(text), address(rest.partition(":")[0]) if address else ""
    except ValueError:  # tampered with: no number of anything
        return subject_label(text), ""


def links(texts: Iterable[str], actor: Actor) -> dict[str, Link]:
    """Subjects as this reader may see them."""
    named = {text: subject(text) for text in texts}
    hidden: set[str] = set()
    for kind, closed in ((kind, one) for words in described() for kind, one in words.closed.items()):
        numbers = {text: number for text in named if (number := _number(text, kind)) is not None}
        shut = closed(set(numbers.values()), actor) if numbers else set()
        hidden |= {text for text, number in numbers.items() if number in shut}
    called = _called(named, actor)
    found = {}
    for text, (label, address) in named.items():
        if text in hidden:
            found[text] = Link(label, "", CLOSED, "")
        else:
            found[text] = Link(label, address if may_open(actor, address) else "", "", called.get(text, ""))
    return found


def _called(texts: Iterable[str], actor: Actor) -> dict[str, str]:
    """Subjects -> what the thing is called; those without a name for this reader are left out."""
    by_kind: dict[str, set[str]] = {}
    for text in texts:
        kind, _, rest = text.partition(":")
        by_kind.setdefault(kind, set()).add(rest.partition(":")[0])
    known = {kind: ask for one in described() for kind, ask in one.names.items()}
    found = {kind: known[kind](ids, actor) for kind, ids in by_kind.items() if kind in known}
    pairs = ((text, *text.split(":")[:2]) for text in texts if ":" in text)
    return {text: found[kind][number] for text, kind, number in pairs if number in found.get(kind, {})}


def titles(model: Any, visible: Callable[[Actor], ColumnElement[bool]], column: str = "title") -> Names:
    """Names from a table with numbers."""

    def ask(ids: set[str], actor: Actor) -> dict[str, str]:
        numbers = [int(one) for one in ids if one.isascii() and one.isdigit() and len(one) < 10]
        asked = select(model).where(model.id.in_(numbers), visible(actor))
        return {str(one.id): getattr(one, column) for one in reading().scalars(asked)}

    return ask


def may_open(actor: Actor, address: str) -> bool:
    """Does the door behind an address of the portal open for this actor?"""
    adapter = current_app.create_url_adapter(request)
    if adapter is None or not address:
        return False
    path = urlsplit(address).path.removeprefix(request.script_root)
    try:
        endpoint, _ = adapter.match(path, method="GET")
    except HTTPException:
        return False
    permission = table().of("GET", endpoint)
    return permission is not None and may_enter(actor, permission)


def _number(text: str, kind: str) -> int | None:
    """The number in `plan:12:problem:3`, for the kind "plan"."""
    pieces = text.split(":")
    is_one = len(pieces) > 1 and pieces[0] == kind and pieces[1].isascii() and pieces[1].isdigit()
    return int(pieces[1]) if is_one else None


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
