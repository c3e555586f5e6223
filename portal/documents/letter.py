"""A Letter: an official paper of a government, drafted for its letter system.

Number, date and signature are left as named gaps: they belong to the system that numbers and signs
(Permendagri 1/2023 about official papers; paper, font and margins are the government's own settings).
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from portal.documents.model import Blank, Block, Inlines, Run

NUMBER = Blank("nomor")
DAY = Blank("tanggal")
SIGNATURE = Blank("tanda tangan")
MAX_ARMS = 300 * 1024  # bytes; the picture is part of every letter
PNG = b"\x89PNG\r\n\x1a\n"
PAPERS = {"A4": (210, 297), "F4": (215, 330)}  # millimetres, portrait


@dataclass(frozen=True)
class Layout:
    """Paper, font and margins (millimetres) of a government's official papers."""

    paper: Literal["A4", "F4"] = "A4"
    font: str = "Arial"
    size: float = 12  # points
    table_size: float = 10  # points, inside tables
    spacing: float = 1.15  # lines
    top: float = 20
    bottom: float = 25
    left: float = 30
    right: float = 20
    font_folder: str = ""  # font files for the PDF; empty: the fonts that come with the typesetter

    def sides(self, *, is_wide: bool) -> tuple[int, int]:
        """Width and height of a page in millimetres."""
        width, height = PAPERS[self.paper]
        return (height, width) if is_wide else (width, height)

    def text_width(self, *, is_wide: bool) -> float:
        """What the margins leave of a page's width, in millimetres."""
        return self.sides(is_wide=is_wide)[0] - self.left - self.right


@dataclass(frozen=True)
class Letterhead:
    """The head of the first page: government over agency, its addresses, perhaps a coat of arms.

    A head of region writes under the post alone: no government stands above it.
    """

    government: str
    office: str
    contact: tuple[str, ...] = ()  # address, telephone, web site, e-mail; a line each
    arms: bytes = b""  # a PNG as coat_of_arms() gives it


@dataclass(frozen=True)
class Signatory:
    """Who signs: a post, above all; the person's name may come later. A post that is a gap ends `opening`."""

    post: str
    opening: tuple[Inlines, ...] = ()  # lines above the post: place and date
    name: str = ""
    rank: str = ""
    nip: str = ""  # as it may be shown


@dataclass(frozen=True)
class Attachment:
    """What begins on a page of its own behind the letter."""

    title: str
    blocks: tuple[Block, ...]
    is_wide: bool = False  # landscape


@dataclass(frozen=True)
class Letter:
    """An official paper.

    The shape "korespondensi" has the date at the right, `fields` (Nomor, Sifat, Lampiran, Hal) at the left
    and an addressee; "khusus" has its name as a title with number and subject below it, then its fields.
    """

    title: str
    layout: Layout
    dated: date  # time stamp of the file, so that the same letter is the same bytes on any day
    author: str
    shape: Literal["korespondensi", "khusus"] = "khusus"
    letterhead: Letterhead | None = None
    number: Inlines = ()
    subject: str = ""
    place: str = ""
    fields: tuple[tuple[str, Inlines], ...] = ()
    addressee: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    signatories: tuple[Signatory, ...] = ()
    copies: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    is_wide: bool = False
    remark: str = ""  # at the foot of every page: that it is a draft, and of what
    language: Literal["id"] = field(default="id", init=False)


def coat_of_arms(picture: bytes) -> bytes:
    """A coat of arms as letters take it; nothing for a file that is no whole PNG, or too large a one."""
    if not picture.startswith(PNG) or len(picture) > MAX_ARMS:
        return b""
    place, kinds = len(PNG), []
    while place + 12 <= len(picture):
        size = int.from_bytes(picture[place : place + 4], "big")
        body = picture[place + 4 : place + 8 + size]
        checksum = picture[place + 8 + size : place + 12 + size]
        if zlib.crc32(body).to_bytes(4, "big") != checksum:
            return b""
        kinds.append(body[:4])
        place += 12 + size
    is_whole = kinds[:1] == [b"IHDR"] and kinds[-1:] == [b"IEND"] and place == len(picture)
    return picture if is_whole else b""


def numbered(code: str, year: int | None = None) -> Inlines:
    """The gap for a letter's number behind its archive code (Permendagri 83/2022), where one is set."""
    parts: list[Run | Blank] = [Run(f"{code}/")] if code else []
    parts.append(NUMBER)
    if year:
        parts.append(Run(f"/{year}"))
    return tuple(parts)
