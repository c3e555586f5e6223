"""Pieces that several papers share: dates, money, tables of people, questions, agenda and costs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time

from babel.dates import format_date

from portal.documents import (
    Column,
    Inlines,
    Run,
    Signatory,
    Table,
    known,
    plain,
)
from portal.documents.pieces import columns, lines
from portal.visits.papers.dossier import AgendaItem, CostLine, Delegate, Dossier, Question
from portal.web.figures import long_date, number

NONE = "–"


def full_day(day: date) -> str:
    """Senin, 5 Oktober 2026."""
    return str(format_date(day, "EEEE, d MMMM y", locale="id"))


def short_date(day: date) -> str:
    """5 Okt 2026, for narrow columns."""
    return str(format_date(day, "d MMM y", locale="id"))


def span(starts: date | None, ends: date | None) -> str:
    """5 Oktober 2026, or 5 sampai 7 Oktober 2026; empty where it is not known."""
    if starts is None:
        return ""
    if ends is None or ends == starts:
        return full_day(starts)
    first = long_date(starts)
    if (starts.year, starts.month) == (ends.year, ends.month):
        first = str(starts.day)
    elif starts.year == ends.year:
        first = first.removesuffix(f" {starts.year}")
    return f"{first} sampai {long_date(ends)}"


def clock_time(starts: time | None, ends: time | None, zone: str) -> str:
    """09.00–10.30 WIB; empty where it is not known."""
    if starts is None:
        return ""
    return f"{starts:%H.%M}{f'–{ends:%H.%M}' if ends else ''} {zone}"


def rupiah(amount: int) -> str:
    """Rp1.500.000."""
    return f"Rp{number(amount)}"


def days_in_words(days: int) -> str:
    """3 (tiga) hari; empty for none."""
    words = ["satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh"]
    if days < 1:
        return ""
    return f"{days} ({words[days - 1]}) hari" if days <= len(words) else f"{days} hari"


def signatory(post: str, *, opening: tuple[Inlines, ...] = (), who: Delegate | None = None) -> Signatory:
    """A post that signs; the person where it is one of the delegation."""
    if who is None:
        return Signatory(post, opening)
    return Signatory(post, opening, name=who.name, rank=who.rank, nip=who.nip)


def people_table(delegates: Iterable[Delegate], *, caption: str = "") -> Table:
    """The delegation with ranks and roles; a NIP only as it may be shown."""
    rows = tuple(
        (
            plain(str(place)),
            lines(one.name, f"NIP {one.nip}" if one.nip else ""),
            known(one.rank),
            lines(one.post, one.opd) or known(""),
            plain(one.role.capitalize() or NONE),
            plain(", ".join(map(str, one.questions)) or NONE),
        )
        for place, one in enumerate(delegates, 1)
    )
    heads = columns(
        ("No.", 6), ("Nama", 24), ("Pangkat/Golongan", 15), ("Jabatan dan instansi", 25), ("Peran", 15),
        ("Pertanyaan", 15),
    )  # fmt: skip
    return Table(heads, rows, caption=caption)


def question_table(questions: Iterable[Question]) -> Table:
    """The questions with their theme, who asks and what is known already."""
    rows = tuple(
        (
            plain(str(one.number)),
            plain(one.theme or NONE),
            lines(one.text, f"Yang sudah diketahui: {one.known}" if one.known else ""),
            plain(one.to_whom or NONE),
            plain(one.asked_by or NONE),
        )
        for one in questions
    )
    heads = columns(
        ("No.", 6), ("Tema", 19), ("Pertanyaan", 47), ("Kepada", 16), ("Penanya", 15)
    )  # fmt: skip
    return Table(heads, rows)


def agenda_table(
    items: Iterable[AgendaItem], zone: str, *, with_actual: bool = False, is_wide: bool = False
) -> Table:
    """The rundown; planned beside actual times, because auditors match both with bills and photos.

    On a page that is not wide, places stand below what happens there, and people share a column.
    """
    heads = [("Rencana", 20), ("Kegiatan dan tempat", 38), ("Narasumber dan PJ", 26)]
    if is_wide:
        heads = [("Rencana", 16), ("Kegiatan", 26), ("Tempat", 19), ("Narasumber", 19), ("PJ", 16)]
    if with_actual:
        heads.insert(1, ("Pelaksanaan", 16))
    rows = []
    for one in items:
        what = (one.activity, "(dibatalkan)" if one.is_cancelled else "", one.note)
        cells = [lines(short_date(one.day), clock_time(one.starts, one.ends, zone))]
        if with_actual:
            cells.append(known(clock_time(one.actual_starts, one.actual_ends, zone)))
        if is_wide:
            cells += [
                lines(*what),
                *(plain(cell or NONE) for cell in (one.place, one.speaker, one.responsible)),
            ]
        else:
            people = lines(one.speaker, f"PJ: {one.responsible}" if one.responsible else "")
            cells += [lines(*what, one.place), people or plain(NONE)]
        rows.append(tuple(cells))
    return Table(columns(*heads), tuple(rows))


def cost_table(costs: Iterable[CostLine]) -> Table:
    """The cost estimate with its total."""
    kept = list(costs)
    rows = [
        (
            plain(str(place)),
            lines(one.kind, f"Dasar: {one.basis}" if one.basis else ""),
            plain(number(one.people)),
            plain(number(one.days)),
            plain(number(one.rate)),
            plain(number(one.amount)),
        )
        for place, one in enumerate(kept, 1)
    ]
    total = (Run(number(sum(one.amount for one in kept)), strong=True),)
    rows.append(((), (Run("Jumlah", strong=True),), (), (), (), total))
    heads = (
        Column(plain("No."), width=6),
        Column(plain("Uraian"), width=44),
        Column(plain("Orang"), is_number=True, width=10),
        Column(plain("Hari"), is_number=True, width=9),
        Column(plain("Tarif (Rp)"), is_number=True, width=15),
        Column(plain("Jumlah (Rp)"), is_number=True, width=17),
    )
    return Table(heads, tuple(rows))


def host_name(dossier: Dossier) -> str:
    """Dinas … Kabupaten …, as far as it is known."""
    return " ".join(part for part in (dossier.host.unit, dossier.host.region) if part)


def kind_of_visit(dossier: Dossier) -> str:
    """What the visit is called in a sentence."""
    return {
        "meja": "telaah meja",
        "daring": "pertemuan daring",
        "perjalanan": "kunjungan studi tiru",
    }[dossier.mode]
