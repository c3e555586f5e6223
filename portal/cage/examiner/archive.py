"""An office file is a zip: judged by its directory, before anything is unpacked.

The end record says how large the directory is, so a directory of a hundred thousand entries is refused
unread. Then names, sizes, ratios and places of the entries are checked against each other.
"""

from __future__ import annotations

import mmap
import os
import re
import stat
import struct
import zipfile
from typing import BinaryIO

from .answer import Refused

MAX_ENTRIES = 2_000
MAX_DIRECTORY = 512 * 1024  # bytes
MAX_UNPACKED = 200 * 1024 * 1024  # bytes
MAX_RATIO = 200  # a table of zeros packs to about 1:1000, a real sheet to 1:20
SMALL = 1024 * 1024  # bytes; below this a ratio says nothing
MAX_TRIED = 1_000  # end records that are none; a file with more of them is made to be tried
OTHER_ARCHIVES = (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"MSCF\0\0\0\0", b"xar!\0\x1c\0\1")
_END = struct.Struct("<4s4H2LH")
_END_MARK = b"PK\x05\x06"
_SAFE = re.compile(r"[A-Za-z0-9_\[\]. ()%+,~{}&=@#!'-]+(/[A-Za-z0-9_\[\]. ()%+,~{}&=@#!'-]+)*/?")
_DAMAGED = "Berkas rusak atau tidak utuh. Buka di komputer, simpan ulang, lalu unggah lagi."
_UNSAFE = "Susunan di dalam berkas tidak wajar. Buka di komputer, simpan ulang, lalu unggah lagi."


def holds_archive(file: BinaryIO) -> bool:
    """Does a file that is something else hold a whole archive, wherever it stands in it?

    A zip is known by an end record before which a directory of the told length lies; others by their head.
    """
    if not os.fstat(file.fileno()).st_size:
        return False
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if any(content.find(head) >= 0 for head in OTHER_ARCHIVES):
            return True
        start, tried = content.find(_END_MARK), 0
        while start >= 0:
            if tried >= MAX_TRIED or _is_end(content, start):
                return True
            tried += 1
            start = content.find(_END_MARK, start + 1)
    return False


def _is_end(content: mmap.mmap, start: int) -> bool:
    if len(content) - start < _END.size:
        return False
    _, _, _, _, total, length, _, _ = _END.unpack_from(content, start)
    begin = start - length
    if not length:  # an empty zip, or one in its 64-bit form
        return total == 0xFFFF or not any(content[start + 4 : start + 20])
    return begin >= 0 and content[begin : begin + 4] == b"PK\x01\x02"


def check_archive(file: BinaryIO) -> None:
    """Refuse a zip that is damaged, a bomb, or reaches out of itself. Reads the directory only."""
    size = file.seek(0, os.SEEK_END)
    if size < _END.size:
        raise Refused(_DAMAGED)
    file.seek(size - _END.size)
    mark, disk, first_disk, here, total, length, offset, comment = _END.unpack(file.read(_END.size))
    if mark != b"PK\x05\x06" or disk or first_disk or comment or here != total:
        raise Refused(_DAMAGED)
    if total > MAX_ENTRIES or length > MAX_DIRECTORY:
        raise Refused("Isi berkas terlalu banyak untuk diperiksa. Simpan ulang sebagai PDF.")
    if offset + length + _END.size != size:
        raise Refused(_UNSAFE)  # something stands before or behind the zip
    try:
        with zipfile.ZipFile(file) as archive:
            _check_entries(archive.infolist(), total, offset)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, OSError):
        raise Refused(_DAMAGED) from None


def _check_entries(entries: list[zipfile.ZipInfo], total: int, directory: int) -> None:
    names = {entry.filename.casefold() for entry in entries}
    if len(entries) != total or len(names) != total or not entries:
        raise Refused(_UNSAFE)
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise Refused("Isi berkas menjadi terlalu besar bila dibuka. Simpan ulang sebagai PDF.")
    for entry in entries:
        if entry.file_size > SMALL and entry.file_size > MAX_RATIO * max(1, entry.compress_size):
            raise Refused("Isi berkas menjadi terlalu besar bila dibuka. Simpan ulang sebagai PDF.")
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR) or not is_safe_name(entry.orig_filename):
            raise Refused(_UNSAFE)
        if entry.flag_bits & 0x1:
            raise Refused("Berkas terkunci kata sandi. Buka kuncinya, simpan, lalu unggah lagi.")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refused(_UNSAFE)
    _check_places(entries, directory)


def _check_places(entries: list[zipfile.ZipInfo], directory: int) -> None:
    """Refuse entries that share bytes: how a small zip claims to hold terabytes."""
    end = 0
    for entry in sorted(entries, key=lambda each: each.header_offset):
        if entry.header_offset < end or (end == 0 and entry.header_offset != 0):
            raise Refused(_UNSAFE)
        end = entry.header_offset + 30 + entry.compress_size  # 30: the fixed part of a local header
    if end > directory:
        raise Refused(_UNSAFE)


def is_safe_name(name: str) -> bool:
    """A relative path of plain names: no drive, no backslash, no step upwards."""
    return bool(_SAFE.fullmatch(name)) and ".." not in name.rstrip("/").split("/")
