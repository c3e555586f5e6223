"""The trail on paper: the filtered entries with the digest of the chain's end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from portal import edition
from portal.audit import telling, words
from portal.audit.models import AuditEntry
from portal.audit.queries import AuditFilters, moment_of
from portal.documents import Column, Document, Fact, Table, plain
from portal.web.figures import long_date, moment, number

MOST = 2_000  # entries on paper: some 130 pages; a longer trail goes into a table
COLUMNS = ("No.", "Waktu", "Pelaku", "Tindakan", "Perubahan dan alasan")


def trail_document(
    entries: Iterable[AuditEntry], filters: AuditFilters, head: tuple[int, str], today: date, address: str
) -> Document:
    """The entries as a report for a file of papers; `head` is the number and digest of the last entry."""
    rows = tuple(tuple(plain(cell) for cell in _row(entry)) for entry in entries)
    heads = tuple(Column(plain(heading), is_number=place == 0) for place, heading in enumerate(COLUMNS))
    settings = edition.settings()
    return Document(
        language="id",
        title="Jejak audit",
        author=settings.name,
        dated=today,
        kicker="Petikan jejak audit",
        masthead=settings.name,
        summary=f"{number(len(rows))} baris, yang terbaru di atas. Tidak ada yang diubah sejak ditulis bila "
        "sidik ujung rantai di bawah cocok dengan catatan di luar portal.",
        facts=tuple(_facts(filters, head)),
        tables=(Table(heads, rows, caption="Jejak audit"),) if rows else (),
        address=address,
        verified=f"Keadaan pada {long_date(today)}",
        footer=f"Dicetak dari {settings.name}",
    )


def _facts(filters: AuditFilters, head: tuple[int, str]) -> Iterable[Fact]:
    yield Fact("Baris terakhir rantai", str(head[0]))
    yield Fact("Sidik ujung rantai (SHA-256)", head[1])
    asked = (
        ("OPD pelaku", filters.opd),
        ("Nama pelaku", filters.person),
        ("Subjek", filters.subject),
        ("Tindakan", words.action(filters.action) if filters.action else ""),
        ("Dari tanggal", long_date(filters.since) if filters.since else ""),
        ("Sesudah baris", str(filters.after) if filters.after else ""),
        ("Tanpa masuk dan keluar", "ya" if filters.is_work else ""),
        ("Sampai tanggal", long_date(filters.until) if filters.until else ""),
    )
    yield from (Fact(label, value) for label, value in asked if value)


def _row(entry: AuditEntry) -> tuple[str, ...]:
    when = moment_of(entry)
    who = entry.actor or "tanpa nama"
    found = telling.told(entry)
    changes = [f"{one.label}: {one.said}" for one in (*found.shown, *found.codes)]
    reason = [f"Alasan: {entry.reason}"] if entry.reason else []
    return (
        str(entry.seq),
        moment(when) if when else "tidak terbaca",
        f"{who} ({entry.role}{f'; {entry.opd}' if entry.opd else ''})" if entry.role else who,
        f"{words.action(entry.action)}: {words.subject_label(entry.subject)}",
        ". ".join([*changes, *reason]) or "–",
    )
