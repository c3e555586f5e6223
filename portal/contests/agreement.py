"""Surat kesepakatan replikasi: the agreement of owner and replicator that the national network asks for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from portal import clock
from portal.contests.models import Direction, Replication
from portal.documents import Blank, Block, Letter, Pairs, Run, Signatory, known, plain
from portal.documents.pieces import heading, text
from portal.government import opd_names
from portal.government.papers import Paper
from portal.government.sender import Sender, place_and_day
from portal.government.signing import by_agency
from portal.register.models import Innovation


@dataclass(frozen=True)
class Agreement:
    """Both sides of a replication."""

    title: str
    office: str
    code: str
    partner: str
    number: str
    is_ours: bool  # we own what is copied
    dated: date


def agreement_of(innovation: Innovation, row: Replication) -> Agreement:
    """What the agreement says."""
    return Agreement(
        title=innovation.title,
        office=opd_names().get(innovation.opd, innovation.owner_text),
        code=innovation.opd,
        partner=row.partner,
        number=row.number,
        is_ours=row.direction is Direction.OUT,
        dated=clock.local(row.at).date(),
    )


def agreement(found: Agreement, sender: Sender) -> tuple[Letter, ...]:
    """The draft for both sides to sign; who signs for the other one is a gap."""
    signing = by_agency(sender, found.office, found.code)
    ours, theirs = ("Pihak Kesatu", "Pihak Kedua") if found.is_ours else ("Pihak Kedua", "Pihak Kesatu")
    own = signing.signatory(*place_and_day(sender), plain(f"{ours},"))
    other = Signatory("", (plain(f"{theirs},"), plain(found.partner), (Blank("jabatan"),)))
    return (
        Letter(
            title="Surat kesepakatan replikasi",
            layout=sender.layout,
            dated=found.dated,
            author=sender.government.name,
            letterhead=signing.letterhead,
            number=sender.number("kesepakatan-replikasi"),
            subject=f"Replikasi inovasi {found.title}",
            blocks=tuple(_blocks(found, sender)),
            signatories=(own, other) if found.is_ours else (other, own),
        ),
    )


def _blocks(found: Agreement, sender: Sender) -> Iterator[Block]:
    own = f"{found.office} {sender.region}"
    owner, copier = (own, found.partner) if found.is_ours else (found.partner, own)
    yield Pairs(
        (
            ("Pihak Kesatu (pemilik)", plain(owner)),
            ("Pihak Kedua (replikator)", plain(copier)),
            ("Inovasi", plain(found.title)),
            ("Kode NRI", known(found.number, "kode NRI")),
        )
    )
    yield heading("Ruang lingkup")
    yield text(
        "Pihak Kedua mereplikasi inovasi tersebut, seluruhnya atau sebagian, dengan penyesuaian seperlunya."
    )
    yield Pairs((("Yang direplikasi", (Blank("bagian inovasi yang direplikasi"),)),))
    yield heading("Bimbingan")
    yield Pairs((("Dari Pihak Kesatu", (Blank("bentuk dan jadwal bimbingan"),)),))
    yield heading("Hak cipta dan data")
    yield text("Pihak Kedua menyebut asal inovasi. Data pribadi tidak dipertukarkan.")
    yield Pairs((("Naskah, data, atau kode yang diberikan", (Blank("yang diberikan Pihak Kesatu"),)),))
    yield heading("Biaya")
    yield text("Masing-masing pihak menanggung biayanya sendiri, kecuali disepakati lain secara tertulis.")
    yield heading("Laporan")
    yield text("Pihak Kedua melaporkan pelaksanaannya lewat JIPPNas, dengan tanggal penerapan dan buktinya.")
    yield heading("Masa berlaku")
    yield Pairs((("Berlaku", (Run("sejak ditandatangani sampai "), Blank("akhir masa berlaku"))),))
    yield heading("Catatan konsep")
    yield text(
        "Bentuk baku surat ini belum dikonfirmasi; susunannya dari satu purwarupa. Cocokkan dengan pedoman "
        "JIPPNas dan hapus catatan ini sebelum ditandatangani."
    )


AGREEMENT: Paper[Agreement] = Paper(
    "kesepakatan-replikasi",
    "Surat kesepakatan replikasi",
    "Ditandatangani pemilik dan replikator; ruang lingkup, bimbingan, hak cipta, biaya, laporan.",
    "JIPPNas",
    agreement,
)
