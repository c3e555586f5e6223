"""The chain of the audit trail: each entry's digest covers the one before, so a change anywhere shows.

What this cannot show: somebody who rewrites every entry from a point on, and the head, with fresh digests.
Against that the auditor keeps a digest outside (each export carries it) and gives it to `verify`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

GENESIS = "0" * 64  # what the first entry follows
FIELDS = (
    "seq",
    "at",
    "account_id",
    "actor",
    "role",
    "opd",
    "action",
    "subject",
    "changes",
    "reason",
    "previous",
)


def canonical(value: object) -> str:
    """JSON with one spelling: sorted keys, no spaces, ASCII."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, default=str)


def digest(entry: Mapping[str, object]) -> str:
    """SHA-256 over the canonical JSON of an entry's fields, `previous` among them."""
    return hashlib.sha256(canonical({name: entry[name] for name in FIELDS}).encode("ascii")).hexdigest()


class Damage(StrEnum):
    """What happened to an entry behind the portal's back."""

    ALTERED = "diubah"
    REMOVED = "dihapus"
    INSERTED = "disisipkan"
    MOVED = "dinomori ulang"
    HEAD = "tidak cocok dengan ujung rantai yang tercatat"
    NO_HEAD = "tidak punya catatan ujung rantai"
    NOT_AS_NOTED = "tidak sama dengan digest yang pernah dicatat"


@dataclass(frozen=True)
class Link:
    """What the check needs of one entry."""

    seq: int
    previous: str
    hash: str
    is_sound: bool  # the stored digest is that of the stored fields


@dataclass(frozen=True)
class Finding:
    """A run of entries to which the same thing happened."""

    kind: Damage
    first: int
    last: int

    def __str__(self) -> str:
        numbers = f"{self.first}" if self.first == self.last else f"{self.first}–{self.last}"
        return f"Baris {numbers} {self.kind}."


def examine(links: Iterable[Link], head: tuple[int, str] | None) -> list[Finding]:
    """Everything wrong with a chain, told by entry; nothing for a sound one.

    The walk goes from the head backwards along the digests, and falls back on the numbers where a
    digest leads nowhere. What the walk never meets was put in.
    """
    by_seq = {link.seq: link for link in links}
    by_hash = {link.hash: link for link in by_seq.values()}
    wrong: dict[int, Damage] = {}
    if head is None:
        last = max(by_seq, default=0)
        if last:
            wrong[last] = Damage.NO_HEAD
        head = (last, by_seq[last].hash if last else GENESIS)
    met: set[int] = set()
    expected, wanted = head
    while expected >= 1:
        link = by_hash.get(wanted) or by_seq.get(expected)
        if link is None or link.seq in met:
            wrong[expected], wanted = Damage.REMOVED, ""
        else:
            met.add(link.seq)
            kind = _judge(link, expected, wanted, is_head=expected == head[0])
            if kind is not None:
                wrong.setdefault(link.seq, kind)
            wanted = link.previous if link.is_sound or kind is Damage.MOVED else _likely(link, by_hash)
        expected -= 1
    wrong.update({seq: Damage.INSERTED for seq in by_seq if seq not in met})
    return _runs(wrong)


def _likely(link: Link, by_hash: Mapping[str, Link]) -> str:
    """The digest to look for before an altered entry: its own word counts only where the number agrees."""
    before = by_hash.get(link.previous)
    return link.previous if before and before.seq == link.seq - 1 else ""


def _judge(link: Link, expected: int, wanted: str, *, is_head: bool) -> Damage | None:
    if link.hash == wanted and link.seq != expected:
        return Damage.MOVED
    if not link.is_sound:
        return Damage.ALTERED
    if wanted and link.hash != wanted:
        return Damage.HEAD if is_head else Damage.ALTERED
    return None


def _runs(wrong: Mapping[int, Damage]) -> list[Finding]:
    findings: list[Finding] = []
    for seq in sorted(wrong):
        before = findings[-1] if findings else None
        if before and before.kind is wrong[seq] and before.last == seq - 1:
            findings[-1] = Finding(before.kind, before.first, seq)
        else:
            findings.append(Finding(wrong[seq], seq, seq))
    return findings
