"""Decrees: the penetapan of a year's innovations with its annex, and the team that carries one out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portal.documents import (
    Attachment,
    Blank,
    Block,
    Inlines,
    Letter,
    Pairs,
    Run,
    Table,
    known,
    plain,
)
from portal.documents.letter import DAY
from portal.documents.pieces import columns, heading, lines, listed, text
from portal.government.sender import Sender
from portal.government.signing import Signing
from portal.register.papers.dossier import (
    Executor,
    InnovationDossier,
    Listed,
    Signer,
    YearDossier,
    signing_of,
)
from portal.web.figures import long_date

LAWS = (
    "Undang-Undang Nomor 23 Tahun 2014 tentang Pemerintahan Daerah, Pasal 386 sampai dengan Pasal 390;",
    "Peraturan Pemerintah Nomor 38 Tahun 2017 tentang Inovasi Daerah;",
    "Peraturan Menteri Dalam Negeri Nomor 104 Tahun 2018;",
)
OWN_RULE = "perda atau perbup sendiri tentang inovasi daerah"
MOST_PEOPLE, MOST_OFFICES, MOST_ACTORS = 31, 5, 5
"""What one decree must name for the top level of indicators 17 (more than 30 people), 24 (five agencies) and
22 (five actors); with a signature for the head of the region it serves 23 too (IID 2026)."""


def decree_of_year(dossier: YearDossier, sender: Sender) -> tuple[Letter, ...]:
    """Keputusan kepala daerah about the innovations of a year, with its annex."""
    signing = signing_of(dossier, sender, Signer.HEAD, dossier.planning)
    about = f"Penetapan Inovasi Daerah {sender.region} Tahun {dossier.year}"
    return (
        _decree(
            signing,
            sender,
            about,
            tuple(_year(dossier, sender)),
            Attachment(
                f"Lampiran: {about}",
                (annex(dossier.innovations), *_signed_again(signing)),
                is_wide=True,
            ),
        ),
    )


def _decree(
    signing: Signing, sender: Sender, about: str, blocks: tuple[Block, ...], *more: Attachment
) -> Letter:
    opening: tuple[Inlines, ...] = (plain(f"Ditetapkan di {sender.city}"), (Run("pada tanggal "), DAY))
    return Letter(
        title=f"Keputusan {signing.of}",
        layout=sender.layout,
        dated=sender.dated,
        author=sender.government.name,
        letterhead=signing.letterhead,
        number=sender.number("keputusan"),
        subject=about,
        blocks=blocks,
        signatories=(signing.signatory(*opening),),
        attachments=more,
    )


def _year(dossier: YearDossier, sender: Sender) -> Iterator[Block]:
    yield heading("Menimbang")
    yield from listed(
        [
            "bahwa inovasi daerah dilaksanakan untuk meningkatkan kinerja penyelenggaraan pemerintahan "
            "daerah;",
            f"bahwa inovasi yang diusulkan perangkat daerah untuk tahun {dossier.year} perlu ditetapkan;",
            "bahwa berdasarkan pertimbangan tersebut perlu ditetapkan keputusan tentang penetapan inovasi "
            "daerah.",
        ]
    )
    yield from _laws()
    yield heading("Memutuskan")
    number = len(dossier.innovations)
    yield Pairs(
        (
            (
                "Kesatu",
                plain(
                    f"Menetapkan {number} inovasi daerah {sender.region} tahun {dossier.year} sebagaimana "
                    "tercantum dalam lampiran keputusan ini."
                )
                if number
                else (Blank("inovasi yang ditetapkan"),),
            ),
            (
                "Kedua",
                plain(
                    "Perangkat daerah pemilik inovasi melaksanakan, memantau, dan melaporkan inovasinya "
                    f"kepada {sender.government.planning_agency}."
                ),
            ),
            ("Ketiga", (Run("Biaya dibebankan pada "), Blank("sumber dana"), Run("."))),
            ("Keempat", plain("Keputusan ini berlaku sejak tanggal ditetapkan.")),
        )
    )


def _laws() -> Iterator[Block]:
    yield heading("Mengingat")
    yield from listed(LAWS)
    yield Pairs((("Aturan daerah", (Blank(OWN_RULE),)),))


def annex(innovations: Sequence[Listed]) -> Table:
    """The annex as a table: the columns of the forms in use."""
    rows = tuple(
        (
            plain(str(place)),
            known(one.title, "nama inovasi"),
            known(one.office, "perangkat daerah"),
            plain(one.unit or "–"),
            known(one.form, "bentuk"),
            known(one.technology, "jenis"),
            plain(one.stage),
            known(one.initiator, "inisiator"),
            known(one.affair, "urusan"),
            plain(long_date(one.applied_on) if one.applied_on else "–"),
        )
        for place, one in enumerate(innovations, 1)
    )
    return Table(
        columns(
            ("No.", 4), ("Nama inovasi", 18), ("Perangkat daerah", 13), ("Unit", 9), ("Bentuk", 9),
            ("Jenis", 9), ("Tahapan", 10), ("Inisiator", 9), ("Urusan", 10), ("Waktu penerapan", 9),
        ),
        rows or (((), (Blank("inovasi yang ditetapkan"),), (), (), (), (), (), (), (), ()),),
    )  # fmt: skip


def _signed_again(signing: Signing) -> tuple[Block, ...]:
    """An annex carries the signature of its decree."""
    return (Pairs((("Ditandatangani oleh", plain(signing.post)),)),)


@dataclass(frozen=True)
class Reach:
    """How far a team goes: people, agencies, kinds of actors; our own side counts as one."""

    people: int
    offices: int
    actors: frozenset[str]

    def lacks(self, names: Sequence[str]) -> list[str]:
        """What is missing for the top levels, in sentences' parts; nothing when all is met."""
        found = []
        if self.people < MOST_PEOPLE:
            found.append(f"{MOST_PEOPLE - self.people} orang lagi (baru {self.people} dari {MOST_PEOPLE})")
        if self.offices < MOST_OFFICES:
            missing = MOST_OFFICES - self.offices
            found.append(f"{missing} perangkat daerah lagi (baru {self.offices} dari {MOST_OFFICES})")
        absent = [name for name in names if name not in self.actors]
        if absent:
            found.append(f"aktor {', '.join(name.lower() for name in absent)}")
        return found


def reach_of(team: Sequence[Executor]) -> Reach:
    """Count a team."""
    offices = {" ".join(one.office.casefold().split()) for one in team if one.is_agency}
    return Reach(sum(one.people for one in team), len(offices), frozenset(one.actor for one in team))


def executing_team(dossier: InnovationDossier, sender: Sender) -> tuple[Letter, ...]:
    """Keputusan about the team of one innovation: one paper for indicators 17, 22, 23 and 24."""
    signing = signing_of(dossier, sender, Signer.AGENCY_FOR_HEAD, dossier.office)
    about = f"Tim Pelaksana Inovasi {dossier.listed.title}"
    blocks = tuple(_team(dossier))
    return (_decree(signing, sender, about, blocks, Attachment("Susunan tim", (_members(dossier),))),)


def _team(dossier: InnovationDossier) -> Iterator[Block]:
    yield heading("Menimbang")
    yield from listed(
        [
            f"bahwa inovasi {dossier.listed.title} memerlukan kerja sama antarperangkat daerah dan mitra;",
            "bahwa berdasarkan pertimbangan tersebut perlu dibentuk tim pelaksana.",
        ]
    )
    yield from _laws()
    yield heading("Memutuskan")
    reach = reach_of(dossier.team)
    people = f"{reach.people} orang dari {reach.offices} perangkat daerah dan mitranya"
    name = dossier.listed.title
    formed: Inlines = plain(f"Membentuk tim pelaksana inovasi {name}, {people}, dengan susunan terlampir.")
    if not dossier.team:
        formed = (Run(f"Membentuk tim pelaksana inovasi {name}: "), Blank("susunan tim"), Run("."))
    lasts: Inlines = (Run("Keputusan ini berlaku sejak ditetapkan sampai "), Blank("akhir masa kerja tim"))
    yield Pairs(
        (
            ("Kesatu", formed),
            ("Kedua", plain("Tim menjalankan tugasnya dan melapor kepada kepala perangkat daerah.")),
            ("Ketiga", (Run("Biaya dibebankan pada "), Blank("sumber dana"), Run("."))),
            ("Keempat", (*lasts, Run("."))),
        )
    )
    if lacking := reach.lacks(dossier.actors):
        yield heading("Catatan konsep")
        yield text(
            "Untuk tingkat tertinggi indikator 17, 22, dan 24 (IID 2026) masih kurang: "
            f"{'; '.join(lacking)}. Hapus catatan ini sebelum ditandatangani."
        )


def _members(dossier: InnovationDossier) -> Table:
    """A line a person: the portal knows offices and numbers, the names are written on the paper."""
    rows: list[tuple[Inlines, ...]] = []
    for one in dossier.team:
        for _ in range(one.people):
            rows.append(
                (
                    plain(str(len(rows) + 1)),
                    (Blank("nama"),),
                    lines(one.office, one.actor),
                    known(one.role, "peran"),
                    known(one.task, "tugas"),
                )
            )
    return Table(
        columns(("No.", 6), ("Nama dan NIP", 24), ("Instansi", 28), ("Peran", 18), ("Tugas", 24)),
        tuple(rows) or (((), (Blank("nama"),), (), (Blank("peran"),), ()),),
    )
