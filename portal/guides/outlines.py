"""Outlines of the papers that a kind of innovation needs: what to fill in, never a legal basis of ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from portal.cases.copying import inside
from portal.documents import Blank, Block, Inlines, Letter, Pairs, Paragraph, Run, Signatory, Table, plain
from portal.documents.pieces import columns, heading, lines, listed, text
from portal.errors import NotFound
from portal.government import Government
from portal.government.sender import Sender, place_and_day
from portal.guides.model import InnovationKind, Outline, PaperId

OURS = "Kerangka usulan portal, bukan naskah daerah asal atau naskah resmi. Hapus kalimat ini setelah terisi."
LAW = "dasar hukum: diisi Bagian Hukum"


def paper_names(government: Government) -> dict[PaperId, str]:
    """What the papers are called here; a regulation is called after the head of the region."""
    return {
        "sk-tim": "SK tim",
        "sop": "SOP",
        "pks": "Perjanjian kerja sama (PKS)",
        "perkada": f"Peraturan {government.head}",
    }


@dataclass(frozen=True)
class Occasion:
    """What an outline is made for: an agency and a case where they are known."""

    office: str = ""
    code: str = ""
    case_title: str = ""
    case_region: str = ""

    @property
    def example(self) -> str:
        """The case that is imitated, as a line; empty where none is chosen."""
        return f"“{self.case_title}” di {self.case_region}" if self.case_title else ""


def outline_letter(kind: InnovationKind, paper: str, sender: Sender, occasion: Occasion) -> Letter:
    """The outline as a letter with named gaps; raises NotFound where the kind has no such paper."""
    outline = kind.outline(paper)
    if outline is None:
        raise NotFound("Jenis inovasi ini tidak memakai naskah itu.")
    build = BUILDERS[outline.paper]
    office = occasion.office or "[perangkat daerah]"
    signer = sender.government.head if outline.paper == "perkada" else _head(sender, occasion)
    signatories = [Signatory(signer, place_and_day(sender))]
    if outline.paper == "pks":
        signatories = [Signatory("Pihak Kedua"), Signatory("Pihak Kesatu", place_and_day(sender))]
    return Letter(
        title=TITLES[outline.paper].format(head=sender.government.head, signer=signer),
        layout=sender.layout,
        dated=sender.dated,
        author=sender.government.name,
        letterhead=None if outline.paper == "perkada" else sender.letterhead(office, occasion.code),
        number=sender.number(outline.paper),
        subject=outline.about,
        blocks=(Paragraph((Run(OURS, emphasis=True),)), *build(outline, sender, occasion)),
        signatories=tuple(signatories),
        remark=f"Kerangka usulan {sender.portal or 'portal'}: {kind.label}",
    )


TITLES: dict[PaperId, str] = {
    "sk-tim": "Keputusan {signer}",
    "sop": "Standar Operasional Prosedur",
    "pks": "Perjanjian Kerja Sama",
    "perkada": "Peraturan {head}",
}


def _head(sender: Sender, occasion: Occasion) -> str:
    return sender.head_of(occasion.office) if occasion.office else "Kepala Perangkat Daerah"


def _gap(what: str) -> Block:
    return Paragraph((Blank(what),))


def _considering(about: str, occasion: Occasion) -> Iterator[Block]:
    yield heading("Menimbang")
    yield _gap("diisi: masalah setempat dengan angka dan tahunnya")
    if occasion.example:
        yield text(f"bahwa inovasi {occasion.example} dapat dipelajari sebagai contoh;")
    yield text(f"bahwa berdasarkan pertimbangan di atas perlu ditetapkan naskah tentang {inside(about)}.")
    yield heading("Mengingat")
    yield _gap(LAW)


def _team(outline: Outline, _sender: Sender, occasion: Occasion) -> Iterator[Block]:
    yield from _considering(outline.about, occasion)
    yield heading("Memutuskan")
    yield Pairs(
        (
            (
                "Kesatu",
                plain(f"Membentuk {inside(outline.about)} dengan susunan di bawah."),
            ),
            ("Kedua", plain("Tim bekerja menurut uraian tugas di bawah dan melapor setiap bulan.")),
            (
                "Ketiga",
                (Run("Biaya dibebankan pada "), Blank("diisi: sumber dana dan kode rekening"), Run(".")),
            ),
            ("Keempat", (Run("Keputusan ini berlaku sejak "), Blank("tanggal"), Run("."))),
        )
    )
    rows = tuple(
        (plain(str(place)), plain(row.title), (Run(f"{row.who} "), Blank("nama")), lines(*row.points))
        for place, row in enumerate(outline.rows, 1)
    )
    yield Table(
        columns(("No.", 6), ("Kedudukan", 20), ("Jabatan", 36), ("Tugas", 38)), rows, caption="Susunan tim"
    )


def _procedure(outline: Outline, sender: Sender, occasion: Occasion) -> Iterator[Block]:
    yield Pairs(
        (
            ("Perangkat daerah", plain(occasion.office) or (Blank("perangkat daerah"),)),
            ("Tanggal berlaku", (Blank("tanggal"),)),
            ("Disahkan oleh", plain(_head(sender, occasion))),
            ("Dasar hukum", (Blank(LAW),)),
            ("Kualifikasi pelaksana", (Blank("diisi: pendidikan atau pelatihan"),)),
            ("Peralatan", (Blank("diisi: alat, formulir, aplikasi"),)),
        )
    )
    rows: tuple[tuple[Inlines, ...], ...] = tuple(
        (plain(str(place)), plain(row.title), plain(row.who), (Blank("waktu"),), plain(row.gives))
        for place, row in enumerate(outline.rows, 1)
    )
    heads = columns(("No.", 6), ("Langkah", 40), ("Pelaksana", 20), ("Waktu", 12), ("Keluaran", 22))
    yield Table(heads, rows, caption="Urutan langkah")
    yield heading("Peringatan")
    yield _gap("diisi: apa akibatnya bila langkah tidak dijalankan, dan ke mana warga mengadu")


def _agreement(outline: Outline, sender: Sender, occasion: Occasion) -> Iterator[Block]:
    yield Paragraph(
        (
            Run("Pada hari ini, "),
            Blank("hari dan tanggal"),
            Run(", bertempat di "),
            Blank("tempat"),
            Run(", kami:"),
        )
    )
    yield Pairs(
        (
            ("Pihak Kesatu", plain(f"{_head(sender, occasion)}, bertindak untuk {sender.government.name}")),
            ("Pihak Kedua", (Blank(f"nama dan jabatan: {outline.partner}"),)),
            ("Dasar", (Blank(LAW),)),
        )
    )
    yield from _articles(outline, "Pasal")
    yield heading(f"Pasal {len(outline.rows) + 1}. Penyelesaian perselisihan dan penutup")
    yield from listed(["Musyawarah lebih dulu", "Perubahan hanya dengan kesepakatan tertulis"])


def _regulation(outline: Outline, _sender: Sender, occasion: Occasion) -> Iterator[Block]:
    yield from _considering(outline.about, occasion)
    yield heading("Memutuskan: menetapkan")
    yield from _articles(outline, "Bab")
    yield heading(f"Bab {_roman(len(outline.rows) + 1)}. Ketentuan penutup")
    yield from listed(["Peraturan yang dicabut atau diubah", "Mulai berlaku"])


def _articles(outline: Outline, unit: str) -> Iterator[Block]:
    yield _gap(f"diisi: rumusan tiap {unit.lower()}")
    for place, row in enumerate(outline.rows, 1):
        number = _roman(place) if unit == "Bab" else str(place)
        yield heading(f"{unit} {number}. {row.title}")
        yield from listed(row.points)


def _roman(number: int) -> str:
    return ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")[number - 1]


Build = Callable[[Outline, Sender, Occasion], Iterator[Block]]
BUILDERS: dict[PaperId, Build] = {
    "sk-tim": _team,
    "sop": _procedure,
    "pks": _agreement,
    "perkada": _regulation,
}
