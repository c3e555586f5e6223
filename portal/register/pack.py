"""The upload pack of one innovation: its papers under the official names, a cover sheet, and its profile.

16_Regulasi_1.pdf …   the papers, byte for byte, a file for each indicator that they are said to prove
00_Sampul.pdf         page by page: what proves what, where, what is marked, what is still lacking
profil.xlsx           the profile, which the import takes back as the same innovation
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, BinaryIO

from sqlalchemy.orm import Session

from portal.documents import Attachment, Blank, Column, Inlines, Letter, Pairs, Table, make_letter_pdf, plain
from portal.documents.pieces import lines, listed, text
from portal.documents.sheets import make_xlsx
from portal.evidence import Store, uses_of
from portal.evidence.indicators import indicators
from portal.evidence.models import EvidenceLink
from portal.evidence.rules import VERDICT_NAMES, Verdict
from portal.government import our_government
from portal.government.sender import Sender
from portal.register.exports import register_sheet
from portal.register.models import Innovation
from portal.taxonomy.iid import IidIndicator
from portal.web.figures import long_date

PROFILE_NAME, COVER_NAME = "profil.xlsx", "00_Sampul.pdf"
MAX_PROFILE = 8 * 1024 * 1024  # bytes that a profile of a pack may unfold to
HEAD = b"PK\x03\x04"
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # of every file: the same pack is the same bytes


@dataclass(frozen=True)
class Packed:
    """One paper in the pack: for which indicator, under which name."""

    link: EvidenceLink
    indicator: IidIndicator
    name: str

    @property
    def problems(self) -> list[str]:
        """What the official application, or its assessor, would say."""
        paper, found = self.link.evidence, []
        if self.indicator.files and paper.newest.media not in self.indicator.files:
            found.append(f"jenis berkas bukan {', '.join(self.indicator.files)}")
        if not paper.covers(self.link):
            found.append("belum diperiksa")
        elif paper.verdict is Verdict.REJECTED:
            found.append(VERDICT_NAMES[Verdict.REJECTED].lower())
        if not self.link.page and not paper.page and paper.newest.media == "pdf":
            found.append("halaman belum diisi")
        return found


@dataclass(frozen=True)
class Pack:
    """What goes into the pack of an innovation."""

    innovation: Innovation
    papers: tuple[Packed, ...]
    lacking: tuple[IidIndicator, ...]  # indicators without any paper


def pack_of(session: Session, innovation: Innovation) -> Pack:
    """The papers that are said to prove an indicator of this innovation, under their official names."""
    known = {one.no: one for one in indicators()}
    counts: dict[str, int] = {}
    papers = []
    for link in uses_of(session, f"innovation:{innovation.id}"):
        indicator = known.get(link.indicator)
        if indicator is None:
            continue
        counts[indicator.no] = number = counts.get(indicator.no, 0) + 1
        name = f"{indicator.no}_{_plain(indicator.short)}_{number}.{link.evidence.newest.media}"
        papers.append(Packed(link, indicator, name))
    papers.sort(key=lambda one: (int(one.indicator.no), one.name))
    return Pack(innovation, tuple(papers), tuple(one for one in known.values() if one.no not in counts))


def _plain(words: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "_", words).strip("_")


def write_pack(pack: Pack, target: IO[bytes], store: Store, sender: Sender, today: date) -> list[str]:
    """Write the pack as a ZIP; answers the names of papers whose file is gone from the store."""
    gone = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for one in pack.papers:
            path = store.path(one.link.evidence.newest.sha256)
            if not path.is_file():
                gone.append(one.name)
                continue
            _add(archive, one.name, path)
        sheet = register_sheet([pack.innovation], our_government(), today)
        archive.writestr(zipfile.ZipInfo(PROFILE_NAME, FIRST_DAY), make_xlsx(sheet))
        archive.writestr(zipfile.ZipInfo(COVER_NAME, FIRST_DAY), make_letter_pdf([cover(pack, sender, gone)]))
    return gone


def _add(archive: zipfile.ZipFile, name: str, path: Path) -> None:
    info = zipfile.ZipInfo(name, FIRST_DAY)
    with path.open("rb") as source, archive.open(info, "w", force_zip64=True) as inside:
        while chunk := source.read(1024 * 1024):
            inside.write(chunk)


def cover(pack: Pack, sender: Sender, gone: Sequence[str] = ()) -> Letter:
    """The cover sheet: what proves what, on which page, what is marked there, and what is lacking."""
    rows = tuple(_row(one, gone) for one in pack.papers)
    count = len({one.link.evidence_id for one in pack.papers})
    heads = (
        Column(plain("Indikator"), width=18),
        Column(plain("Berkas"), width=20),
        Column(plain("Naskah"), width=22),
        Column(plain("Halaman"), width=9),
        Column(plain("Yang ditandai"), width=17),
        Column(plain("Catatan"), width=14),
    )
    empty = ((Blank("bukti"),), (), (), (), (), ())
    missing = [f"{one.no} {one.name}{' (wajib)' if one.mandatory else ''}" for one in pack.lacking]
    blocks = (
        Pairs(
            (
                ("Inovasi", plain(pack.innovation.title)),
                ("Bukti", plain(f"{count} naskah, {len(rows)} berkas")),
            )
        ),
        Table(heads, rows or (empty,)),
        text("Halaman dan yang ditandai diisi di portal; sorot bagian itu pada naskah sebelum diunggah."),
    )  # fmt: skip
    return Letter(
        title="Sampul paket unggah",
        layout=sender.layout,
        dated=sender.dated,
        author=sender.government.name,
        blocks=blocks,
        attachments=(Attachment("Indikator tanpa bukti", listed(missing, is_ordered=False)),)
        if missing
        else (),
        is_wide=True,
        remark="Simulasi penilaian mandiri, bukan nilai resmi.",
    )


def _row(one: Packed, gone: Sequence[str]) -> tuple[Inlines, ...]:
    paper = one.link.evidence
    page = one.link.page or paper.page
    notes = [*one.problems, *(["berkas hilang dari penyimpanan"] if one.name in gone else [])]
    return (
        plain(f"{one.indicator.no} {one.indicator.name}"),
        plain(one.name),
        lines(paper.title, long_date(paper.dated), paper.issuer),
        plain(page) or (Blank("halaman"),),
        plain(one.link.marked) or (Blank("yang ditandai"),),
        plain("; ".join(notes) or "–"),
    )


def profile_in(content: bytes) -> bytes | None:
    """The profile inside a pack; None for a file that is none."""
    return _profile(io.BytesIO(content)) if content.startswith(HEAD) else None


def profile_of(path: Path) -> bytes | None:
    """The profile inside a pack on the disk, however large its papers are; None for a file that is none."""
    with path.open("rb") as file:
        return _profile(file) if file.read(len(HEAD)) == HEAD else None


def _profile(file: BinaryIO) -> bytes | None:
    try:
        with zipfile.ZipFile(file) as archive:
            found = [one for one in archive.infolist() if one.filename == PROFILE_NAME]
            if len(found) != 1 or found[0].file_size > MAX_PROFILE:
                return None
            with archive.open(found[0]) as inside:
                profile = inside.read(MAX_PROFILE + 1)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError):
        return None
    return profile if len(profile) <= MAX_PROFILE else None
