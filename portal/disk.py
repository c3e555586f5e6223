"""What the disk does to us: it fills up, says no, forgets names, shows files, holds what others left."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from portal.errors import PortalError

OTHERS = 0o077  # the rights of everybody but the owner
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


_WHY = {
    errno.ENOENT: "tidak ada",
    errno.EACCES: "tidak boleh dibuka oleh pengguna yang menjalankan portal",
    errno.EPERM: "tidak diizinkan untuk pengguna yang menjalankan portal",
    errno.EROFS: "disknya hanya dapat dibaca",
    errno.EIO: "disknya gagal dibaca atau ditulis",
    errno.EISDIR: "itu folder, bukan berkas",
    errno.ENOTDIR: "di jalurnya ada berkas, bukan folder",
    errno.EEXIST: "namanya sudah dipakai",
    errno.ENOTEMPTY: "foldernya tidak kosong",
    errno.EXDEV: "foldernya di disk lain",
    errno.EMFILE: "terlalu banyak berkas terbuka",
    errno.ENAMETOOLONG: "namanya terlalu panjang",
    errno.ELOOP: "tautannya berputar",
    errno.EADDRINUSE: "sudah dipakai",
    errno.EADDRNOTAVAIL: "alamatnya bukan milik mesin ini",
}


def why(error: OSError) -> str:
    """What stood in the way, for the end of a sentence."""
    if disk_full(error):
        return "ruang simpan penuh"
    return _WHY.get(error.errno or 0) or f"gangguan sistem nomor {error.errno}"


def is_leftover(path: Path) -> bool:
    """Is it a file that a program left beside ours: a lock, a backup, a shadow of another system?

    ._x.md (macOS), .#x.md and #x.md# (Emacs), .x.md.swp (vim), x.md~, ~$x.docx (Office), Thumbs.db.
    """
    name = path.name
    is_hidden = name.startswith((".", "~$", "#")) or name.endswith(
        ("~", "#", ".bak", ".orig", ".rej", ".tmp")
    )
    return is_hidden or name.casefold() in ("thumbs.db", "desktop.ini")


def disk_full(error: object) -> bool:
    """Did this fail for want of room: a file's error, or the database's?"""
    has_no_room = getattr(error, "errno", None) in _NO_ROOM or "disk is full" in str(error)
    return has_no_room or getattr(error, "sqlstate", None) == "53100"  # PostgreSQL's


def write_whole(path: Path, content: bytes) -> None:
    """Put content into a file, whole or not at all: beside it first, then under its name.

    What a kill leaves beside it has one name, so that the next time writes over it.
    """
    new = path.with_name(f".{path.name}.new")
    try:
        with new.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(new, path)
    finally:
        new.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def private_folder(folder: Path) -> None:
    """Make a folder that only its owner may enter; close one that stands open, and the files in it.

    Raises PortalError where it cannot be closed: it belongs to somebody else, or its disk keeps no rights.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        _close(folder)
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_file(follow_symlinks=False):
                    _close(Path(entry))
    except OSError as error:
        raise PortalError(
            f"Folder {folder} dapat dibuka pengguna lain di mesin ini dan tidak dapat ditutup "
            f"({why(error)}). Jadikan milik pengguna yang menjalankan portal, lalu: chmod 700 {folder}"
        ) from None


def _close(path: Path) -> None:
    """Take the rights of others away; a file that is gone meanwhile needs none."""
    try:
        mode = stat.S_IMODE(path.lstat().st_mode)
        if mode & OTHERS:
            path.chmod(mode & ~OTHERS)
            if path.lstat().st_mode & OTHERS:
                raise PermissionError(errno.EPERM, "penyimpanan ini tidak menyimpan hak akses", str(path))
    except FileNotFoundError:
        return
