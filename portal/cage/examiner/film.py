"""An MP4 is a chain of boxes: walked from its first byte to its last, without reading what they hold.

Box layout and names: ISO/IEC 14496-12 (ISO base media file format).
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from typing import BinaryIO

from .answer import Refused

MAX_BOXES = 20_000
MAX_SPARE = 1024 * 1024  # bytes in boxes that players skip
BRANDS = {
    b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"iso7", b"iso8", b"iso9", b"mp41", b"mp42",
    b"avc1", b"M4V ", b"MSNV", b"dash", b"3gp4", b"3gp5", b"mmp4",
}  # fmt: skip
KNOWN = {
    b"ftyp", b"styp", b"moov", b"moof", b"mdat", b"sidx", b"ssix", b"mfra", b"prft", b"emsg", b"meta",
    b"udta", b"pdin", b"meco",
}  # fmt: skip
SPARE = {b"free", b"skip", b"wide", b"uuid", b"beam"}
_DAMAGED = "Video rusak atau belum selesai direkam. Buka di komputer, simpan ulang sebagai MP4, lalu unggah."


def check_film(file: BinaryIO) -> None:
    """Refuse what is not one whole MP4 with a track and its recording."""
    size = file.seek(0, os.SEEK_END)
    seen: set[bytes] = set()
    spare = 0
    for number, (kind, start, end) in enumerate(_boxes(file, 0, size)):
        if number == 0:
            _check_brand(file, kind, start, end)
        elif kind in SPARE:
            spare += end - start
        elif kind not in KNOWN or kind == b"ftyp":
            raise Refused(_DAMAGED)
        if kind == b"moov" and not any(inner == b"trak" for inner, _, _ in _boxes(file, start, end)):
            raise Refused("Video ini tidak berisi rekaman.")
        seen.add(kind)
    if not {b"ftyp", b"moov", b"mdat"} <= seen or spare > MAX_SPARE:
        raise Refused(_DAMAGED)


def _check_brand(file: BinaryIO, kind: bytes, start: int, end: int) -> None:
    file.seek(start)
    brand = file.read(4)
    if kind != b"ftyp" or end - start > 1024 or brand not in BRANDS:
        raise Refused("Isi berkas bukan MP4. Ubah dahulu menjadi MP4.")


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """(kind, first byte of what it holds, end) of each box between two places; they must fill it."""
    count = 0
    while start < end:
        count += 1
        file.seek(start)
        head = file.read(16)
        if len(head) < 8 or count > MAX_BOXES:
            raise Refused(_DAMAGED)
        length, kind = struct.unpack(">L4s", head[:8])
        inner = start + 8
        if length == 1 and len(head) == 16:
            length, inner = struct.unpack(">Q", head[8:])[0], start + 16
        elif length == 0:
            length = end - start  # the last box may run to the end of the file
        if start + length < inner or start + length > end:
            raise Refused(_DAMAGED)
        yield kind, inner, start + length
        start += length
