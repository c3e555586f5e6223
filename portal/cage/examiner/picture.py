"""A picture is decoded and made anew: what was hidden in, before or behind it stays behind.

The camera's place and time are read first, and are handed back as data; the new file holds none of it.
"""

from __future__ import annotations

import warnings
from datetime import datetime
from typing import BinaryIO

from PIL import Image, ImageOps

from .answer import Found, Refused

MAX_PIXELS = 40_000_000
QUALITY = 90
FORMATS = {"jpg": ("JPEG", "MPO"), "png": ("PNG",)}
EXIF, GPS = 0x8769, 0x8825  # directories inside the picture's notes (Exif 2.32)
TAKEN = 0x9003
DAMAGED = "Gambar rusak atau tidak utuh. Buka di komputer atau ponsel, simpan ulang, lalu unggah lagi."


def clean_picture(source: BinaryIO, target: BinaryIO, media: str) -> Found:
    """Write the picture anew, upright and without notes; answers what its notes said."""
    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = None  # the check below is stricter than the library's own
    with Image.open(source, formats=FORMATS[media]) as picture:
        width, height = picture.size
        if width * height > MAX_PIXELS:
            raise Refused(
                f"Gambar lebih dari {MAX_PIXELS // 1_000_000} megapiksel. Kecilkan, lalu unggah lagi."
            )
        try:
            picture.load()
        except (OSError, SyntaxError, ValueError):
            raise Refused(DAMAGED) from None
        found = _notes(picture)
        upright = ImageOps.exif_transpose(picture)
    if media == "jpg":
        if upright.mode not in ("RGB", "L"):
            upright = upright.convert("RGB")
        _bare(upright).save(target, "JPEG", quality=QUALITY, optimize=True)
    else:
        _bare(upright).save(target, "PNG", compress_level=6)
    return found


def _bare(picture: Image.Image) -> Image.Image:
    """The same picture without its notes; transparency stays."""
    kept = {key: value for key, value in picture.info.items() if key == "transparency"}
    picture.info.clear()
    picture.info.update(kept)
    return picture


def _notes(picture: Image.Image) -> Found:
    try:
        exif = picture.getexif()
        written = str(exif.get_ifd(EXIF).get(TAKEN, ""))
        place = exif.get_ifd(GPS)
        return Found(
            taken_at=_moment(written),
            latitude=_degrees(place.get(2), str(place.get(1, "")), 90),
            longitude=_degrees(place.get(4), str(place.get(3, "")), 180),
        )
    except Exception:  # notes are written by anyone, in any shape; the picture itself is sound
        return Found()


def _moment(written: str) -> str:
    try:
        return datetime.strptime(written.strip("\0 "), "%Y:%m:%d %H:%M:%S").isoformat()
    except ValueError:
        return ""


def _degrees(parts: object, side: str, most: int) -> float | None:
    if not isinstance(parts, tuple) or len(parts) != 3:
        return None
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    if not 0 <= value <= most:
        return None
    return round(-value if side.strip("\0 ").upper() in ("S", "W") else value, 6)
