"""Orders to travel: surat tugas, and the surat perjalanan dinas (SPD) of each person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from portal.documents import (
    Attachment,
    Block,
    Column,
    Inline,
    Inlines,
    Letter,
    LineBreak,
    Pairs,
    Run,
    Signatory,
    Table,
    known,
    plain,
)
from portal.documents.letter import DAY
from portal.documents.pieces import columns, heading, lines, listed, text
from portal.government.sender import Sender
from portal.government.signing import Signing, by_agency, by_secretary
from portal.visits.papers.dossier import Delegate, Dossier
from portal.visits.papers.parts import NONE, days_in_words, host_name, kind_of_visit, span
from portal.web.figures import long_date

REPORT_DAYS = 5  # within which the report is due in local practice; the letter may be changed
OPEN = "." * 27  # a gap on the visum, filled in with pen and stamp
STOPS = 3  # places on page 2 of an SPD where somebody receives the traveller


def assignment(dossier: Dossier, sender: Sender) -> tuple[Letter, ...]:
    """Surat tugas: on what basis, who, what for, where, when, and the duty to report."""
    opening: tuple[Inlines, ...] = (plain(f"Ditetapkan di {sender.city}"), (Run("pada tanggal "), DAY))
    signing = _who_assigns(dossier, sender)
    return (
        Letter(
            title="Surat Tugas",
            layout=sender.layout,
            dated=sender.dated,
            author=sender.government.name,
            letterhead=signing.letterhead,
            number=sender.number("surat-tugas"),
            blocks=tuple(_assigned(dossier)),
            signatories=(signing.signatory(*opening),),
            copies=(f"{sender.government.secretary} {sender.region}", "Inspektur " + sender.region),
        ),
    )


def _who_assigns(dossier: Dossier, sender: Sender) -> Signing:
    """The agency's head; the secretary for the head of the region where the agency's head travels himself."""
    head = sender.head_of(dossier.opd)
    if any(head.casefold() in one.post.casefold() for one in dossier.delegates):
        return by_secretary(sender)
    signing = by_agency(sender, dossier.opd, dossier.opd_code)
    return replace(signing, lines=(plain(dossier.leader_post),)) if dossier.leader_post else signing


def _assigned(dossier: Dossier) -> Iterator[Block]:
    yield heading("Dasar")
    reply = dossier.reply
    basis = list(dossier.basis)
    if reply and reply.number:
        when = f" tanggal {long_date(reply.day)}" if reply.day else ""
        basis.append(f"Surat jawaban {host_name(dossier)} nomor {reply.number}{when}")
    yield from listed(basis, what="aturan, dokumen anggaran, surat jawaban tuan rumah")
    yield heading("Menugaskan kepada")
    rows = tuple(
        (
            plain(str(place)),
            lines(one.name, f"NIP {one.nip}" if one.nip else "")
            if one.nip
            else lines(one.name, "NIP .........."),
            known(one.rank),
            lines(one.post, one.opd) or known(""),
        )
        for place, one in enumerate(dossier.delegates, 1)
    )
    yield Table(
        columns(("No.", 6), ("Nama dan NIP", 34), ("Pangkat/Golongan", 22), ("Jabatan", 38)),
        rows or (((), known("", "nama"), (), ()),),
    )
    yield heading("Untuk")
    when, long = span(dossier.starts, dossier.ends), days_in_words(dossier.days)
    yield from listed(
        [
            f"Melaksanakan {kind_of_visit(dossier)}: {dossier.title}.",
            f"Tempat: {host_name(dossier)}{f', {dossier.host.place}' if dossier.host.place else ''}.",
            f"Waktu: {when or '..............................'}{f' ({long})' if long else ''}.",
            "Mencatat jawaban atas daftar pertanyaan dan menerima dokumen dari tuan rumah.",
            f"Melaporkan hasilnya secara tertulis paling lambat {REPORT_DAYS} hari setelah kembali, disertai "
            "rencana tindak lanjut.",
        ]
    )
    yield text("Surat tugas ini dilaksanakan dengan penuh tanggung jawab.")


def travel_orders(dossier: Dossier, sender: Sender) -> tuple[Letter, ...]:
    """SPD: one for each person, with the visum on its second page."""
    people = dossier.delegates or (Delegate(name="", order=1),)
    return tuple(_travel_order(dossier, sender, one) for one in people)


def _travel_order(dossier: Dossier, sender: Sender, one: Delegate) -> Letter:
    opening: tuple[Inlines, ...] = (plain(f"Dikeluarkan di {sender.city}"), (Run("tanggal "), DAY))
    return Letter(
        title="Surat Perjalanan Dinas (SPD)",
        layout=sender.layout,
        dated=sender.dated,
        author=sender.government.name,
        letterhead=sender.letterhead(dossier.opd, dossier.opd_code),
        blocks=(
            Pairs(
                (
                    ("Lembar ke-", known("")),
                    ("Kode No.", known(sender.government.letters.codes.get("spd", ""))),
                    ("Nomor", sender.number("spd")),
                )
            ),
            _fields(dossier, sender, one),
        ),
        signatories=(Signatory(_authority(dossier), opening),),
        attachments=(Attachment("", tuple(_visum(dossier, one))),),
    )


def _authority(dossier: Dossier) -> str:
    return dossier.leader_post or "Pengguna Anggaran/Kuasa Pengguna Anggaran"


def _fields(dossier: Dossier, sender: Sender, one: Delegate) -> Table:
    """The numbered fields of page 1."""
    starts, ends, budget = dossier.starts, dossier.ends, dossier.budget
    job = ", ".join(filter(None, (one.post, one.opd)))
    nip = f"NIP {one.nip}" if one.nip else ""
    rows = (
        ("1.", "Pejabat yang memberi perintah", _authority(dossier)),
        ("2.", "Nama/NIP pegawai yang diperintah", ", ".join(filter(None, (one.name, nip)))),
        ("3.", "a. Pangkat dan golongan", one.rank),
        ("", "b. Jabatan/instansi", job),
        ("", "c. Tingkat biaya perjalanan dinas", dossier.travel_class),
        ("4.", "Maksud perjalanan dinas", dossier.title),
        ("5.", "Alat angkut yang digunakan", dossier.transport),
        ("6.", "a. Tempat berangkat", dossier.departs_from or sender.city),
        ("", "b. Tempat tujuan", dossier.host.region),
        ("7.", "a. Lamanya perjalanan dinas", days_in_words(dossier.days)),
        ("", "b. Tanggal berangkat", long_date(starts) if starts else ""),
        ("", "c. Tanggal harus kembali/tiba di tempat baru", long_date(ends) if ends else ""),
        ("8.", "Pengikut: nama, tanggal lahir, keterangan", NONE),
        ("9.", "Pembebanan anggaran: a. Instansi", dossier.opd),
        ("", "b. Akun/mata anggaran", budget.account),
        ("10.", "Keterangan lain-lain", budget.subactivity),
    )
    heads = (Column((), width=7), Column((), width=41), Column((), width=52))
    return Table(heads, tuple((plain(number), plain(label), known(value)) for number, label, value in rows))


def _visum(dossier: Dossier, one: Delegate) -> Iterator[Block]:
    """Page 2: where the traveller left and arrived, signed by who received; I to VII."""
    home = dossier.departs_from
    office = (Run("Kepala"), LineBreak(), LineBreak(), LineBreak(), Run(f"({OPEN})"))
    left = _stamp("I. Berangkat dari (tempat kedudukan)", home, "Ke", dossier.host.region, dossier.starts)
    rows: list[tuple[Inlines, Inlines]] = [(plain(f"SPD {one.name}" if one.name else ""), (*left, *office))]
    for place, number in enumerate(("II", "III", "IV")[:STOPS]):
        arrived = _stamp(f"{number}. Tiba di", dossier.host.region if place == 0 else "", "", "", None)
        went = _stamp("Berangkat dari", "", "Ke", "", None)
        rows.append(((*arrived, *office), (*went, *office)))
    half = (Column((), width=50), Column((), width=50))
    yield Table(half, tuple(rows), row_mm=36)
    checked = (
        "Telah diperiksa, dengan keterangan bahwa perjalanan tersebut di atas benar dilakukan atas "
        "perintahnya dan semata-mata untuk kepentingan jabatan dalam waktu yang sesingkat-singkatnya."
    )
    back = _stamp("V. Tiba di (tempat kedudukan)", home, "", "", None)
    authority = (
        Run(_authority(dossier)),
        LineBreak(),
        LineBreak(),
        LineBreak(),
        Run("("),
        Run(OPEN),
        Run(")"),
    )
    yield Table(
        half,
        (
            ((*back, *authority), (Run(checked), LineBreak(), *authority)),
            (plain("VI. Catatan lain-lain"), ()),
        ),
    )
    yield text(
        "VII. Perhatian: pejabat yang menerbitkan SPD, pegawai yang melakukan perjalanan dinas, para pejabat "
        "yang mengesahkan tanggal berangkat dan tiba, serta bendahara pengeluaran bertanggung jawab "
        "berdasarkan peraturan keuangan negara apabila negara menderita rugi akibat kesalahan atau "
        "kelalaiannya."
    )


def _stamp(place: str, where: str, to: str, target: str, day: date | None) -> tuple[Inline, ...]:
    """Place, next place and date of one stop; the date stays open, whoever stamps writes it."""
    found: list[Inline] = [Run(f"{place}: "), Run(where) if where else Run(OPEN), LineBreak()]
    if to:
        found += [Run(f"{to}: "), Run(target) if target else Run(OPEN), LineBreak()]
    found += [Run("Pada tanggal: "), Run(long_date(day)) if day else Run(OPEN), LineBreak()]
    return tuple(found)
