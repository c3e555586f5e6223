"""Nota dinas on the result, and texts for LKjIP, LKPJ and LPPD."""

from __future__ import annotations

from collections.abc import Iterator

from portal.documents import Blank, Block, Letter, Pairs, Table, known, plain
from portal.documents.pieces import columns, heading, listed, subheading, text
from portal.government.sender import Sender, place_and_day
from portal.iid.papers.dossier import ReportDossier
from portal.iid.papers.report import counted, result
from portal.iid.words import change, score
from portal.register.papers.dossier import Signer, signing_of
from portal.web.figures import number

MOST_LOST = 15


def result_note(dossier: ReportDossier, sender: Sender) -> tuple[Letter, ...]:
    """Nota dinas to the head of the region through the secretary: score, parts, what was lost, what to do."""
    signing = signing_of(dossier, sender, Signer.AGENCY, dossier.planning)
    head = f"{sender.government.head} {sender.government.short_name}"
    return (
        Letter(
            title="Nota dinas",
            layout=sender.layout,
            dated=sender.dated,
            author=sender.government.name,
            letterhead=signing.letterhead,
            number=sender.number("nota-dinas"),
            fields=(
                ("Yth.", plain(f"{head} melalui {sender.government.secretary}")),
                ("Dari", plain(signing.post)),
                ("Hal", plain(f"Hasil Indeks Inovasi Daerah tahun {dossier.year}")),
            ),
            blocks=tuple(_result(dossier)),
            signatories=(signing.signatory(*place_and_day(sender)),),
        ),
    )


def _result(dossier: ReportDossier) -> Iterator[Block]:
    yield heading("Nilai dan kategori")
    yield from result(dossier)
    if dossier.previous is not None and dossier.score is not None:
        year, before, label = dossier.previous
        yield text(
            f"Hitungan sendiri tahun {year}: {score(before)} ({label}); perubahan "
            f"{change(dossier.score - before)}. Aturan kedua tahun dapat berbeda."
        )
    yield heading("Naik dan turun")
    lost = [f"{one.title}: {row}" for one in dossier.sent for row in one.lost]
    if lost:
        yield text(f"Klaim yang tidak terverifikasi: {number(len(lost))}.")
        yield from listed(lost[:MOST_LOST])
        if len(lost) > MOST_LOST:
            yield text(f"Dan {number(len(lost) - MOST_LOST)} lagi; daftar lengkapnya di meja IID.")
    else:
        yield text("Tidak ada klaim yang diturunkan tim penilai.")
    yield heading("Inovasi yang ditolak atau ditahan")
    refused = [
        f"{one.title}: {one.why}" for one in dossier.profiles if one.is_eligible is False or not one.is_sent
    ]
    if refused:
        yield from listed(refused)
    else:
        yield text("Tidak ada.")
    yield heading("Usul tindak lanjut")
    yield from listed(list(_proposals(dossier)), what="usul tindak lanjut")
    yield text("Mohon arahan lebih lanjut.")


def _proposals(dossier: ReportDossier) -> Iterator[str]:
    missing = [name for name, count in dossier.affairs if not count]
    if missing:
        yield f"menggerakkan inovasi pada urusan {', '.join(missing)};"
    unfilled = [no for no, _, level, _ in dossier.government if not level]
    if unfilled:
        yield f"melengkapi indikator pemerintah daerah {', '.join(unfilled)};"
    if any(one.lost for one in dossier.sent):
        yield "memperbaiki bukti yang tidak terverifikasi sebelum musim berikutnya;"
    yield "menetapkan keputusan inovasi pada tahun penerapannya."


def other_reports(dossier: ReportDossier, sender: Sender) -> tuple[Letter, ...]:
    """Paragraphs and a table for LKjIP, LKPJ and LPPD, to be copied and completed."""
    signing = signing_of(dossier, sender, Signer.AGENCY, dossier.planning)
    return (
        Letter(
            title="Bahan LKjIP, LKPJ, dan LPPD",
            layout=sender.layout,
            dated=sender.dated,
            author=sender.government.name,
            letterhead=signing.letterhead,
            subject=f"Inovasi daerah tahun {dossier.year}",
            blocks=tuple(_paragraphs(dossier, sender)),
            signatories=(signing.signatory(*place_and_day(sender)),),
        ),
    )


def _paragraphs(dossier: ReportDossier, sender: Sender) -> Iterator[Block]:
    applied = [one for one in dossier.profiles if one.applied_on and one.applied_on.year == dossier.year]
    covered = sum(1 for _, count in dossier.affairs if count)
    yield heading("Untuk LKjIP")
    yield text(
        f"Pada tahun {dossier.year} {sender.region} melaporkan {number(len(dossier.sent))} inovasi, "
        f"mewakili {covered} dari {len(dossier.affairs)} urusan pelayanan dasar. "
        + (f"{number(len(applied))} inovasi" if applied else "Tidak ada inovasi yang")
        + " mulai diterapkan pada tahun itu."
    )
    yield _indicator(dossier)
    yield subheading("Faktor pendorong, penghambat, dan tindak lanjut")
    yield Pairs(
        (
            ("Pendorong", (Blank("faktor pendorong"),)),
            ("Penghambat", (Blank("faktor penghambat"),)),
            ("Tindak lanjut", (Blank("tindak lanjut"),)),
        )
    )
    yield heading("Untuk LKPJ")
    yield text(f"Inovasi menurut urusan pada tahun {dossier.year}:")
    yield from counted(dossier.sent, "affair", "urusan")
    yield from _awards(dossier)
    yield heading("Untuk LPPD")
    yield text("Inovasi menurut bentuk:")
    yield from counted(dossier.sent, "form", "bentuk")
    yield text("Menurut klasifikasi:")
    yield from counted(dossier.sent, "classification", "klasifikasi")
    yield text("Skor di atas hitungan sendiri, bukan nilai resmi.")


def _indicator(dossier: ReportDossier) -> Table:
    own = f"{score(dossier.score)} ({dossier.label})" if dossier.score is not None else ""
    rows = (
        (
            plain("Indeks Inovasi Daerah"),
            (Blank("target"),),
            (Blank("nilai resmi"),),
            known(own, "aturan belum diketahui"),
        ),
        (
            plain("Inovasi yang dilaporkan"),
            (Blank("target"),),
            plain(number(len(dossier.sent))),
            plain("menurut register"),
        ),
    )
    return Table(
        columns(("Indikator", 34), ("Target", 16), ("Realisasi", 22), ("Hitungan sendiri", 28)), rows
    )


def _awards(dossier: ReportDossier) -> Iterator[Block]:
    found = [f"{one.title}: {one.awards}" for one in dossier.sent if one.awards]
    yield text("Penghargaan:")
    yield from listed(found, is_ordered=False, what="penghargaan tahun ini")
