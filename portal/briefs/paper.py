"""The leader's page as an official paper of one page: telaahan staf with the decision that is asked for."""

from __future__ import annotations

from dataclasses import replace

from portal.briefs.facts import DECISIONS, Brief
from portal.documents import Column, Inlines, Layout, Letter, Paragraph, Run, Signatory, Table, plain
from portal.documents.letter import DAY
from portal.documents.pieces import lines
from portal.government import Opd
from portal.government.sender import Sender, place_and_day

BOX = "☐"


def one_page(layout: Layout) -> Layout:
    """The government's own paper with letters small enough for one page, never larger than its own."""
    return replace(
        layout,
        size=min(layout.size, 10),
        table_size=min(layout.table_size, 9.5),
        spacing=1.0,
        top=min(layout.top, 15),
        bottom=min(layout.bottom, 15),
        left=min(layout.left, 25),
        right=min(layout.right, 20),
    )


def brief_letter(page: Brief, opd: Opd | None, sender: Sender) -> Letter:
    """The page; who sends it is a gap where no agency is chosen."""
    office = opd.name if opd else "[perangkat daerah]"
    head = sender.head_of(opd.name) if opd else "Kepala Perangkat Daerah"
    rows: list[tuple[Inlines, ...]] = [
        ((Run(label, strong=True),), lines(*answers)) for label, answers in page.rows
    ]
    rows.append(
        ((Run("Keputusan yang diminta", strong=True),), lines(*(f"{BOX} {one}" for one in DECISIONS)))
    )
    return Letter(
        title="Telaahan Staf",
        layout=one_page(sender.layout),
        dated=sender.dated,
        author=sender.government.name,
        letterhead=sender.letterhead(office, opd.code if opd else ""),
        fields=(
            ("Kepada", plain(f"Yth. {sender.government.head} {sender.region.removeprefix('Kabupaten ')}")),
            ("Dari", plain(head)),
            ("Tanggal", (DAY,)),
            ("Hal", plain(page.case.title)),
        ),
        blocks=(
            Table((Column((), width=18), Column((), width=82)), tuple(rows)),
            Paragraph((Run(f"Sumber dan naskah lengkap: {page.address}"),)),
        ),
        signatories=(
            Signatory(f"Keputusan {sender.government.head}"),
            Signatory(head, place_and_day(sender)),
        ),
        remark=f"Disusun dari {sender.portal or 'portal'}; periksa sebelum ditandatangani.",
    )
