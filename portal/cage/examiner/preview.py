"""A small picture of a file: the picture itself, or one page of a PDF; nothing of its notes goes along."""

from __future__ import annotations

import warnings
from typing import BinaryIO

from PIL import Image

from .answer import Found, Refused

FORMATS = {"jpg": ("JPEG", "MPO"), "png": ("PNG",)}
MAX_PIXELS = 40_000_000
QUALITY = 80
PAPER = (255, 255, 255)
NO_PAGE = "Halaman itu tidak ada di PDF ini."


def make_preview(source: BinaryIO, target: BinaryIO, media: str, side: int, page: int) -> Found:
    """Write a JPEG whose longer side has at most `side` pixels; `page` counts from 1. Raises Refused."""
    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = None  # the check below is stricter than the library's own
    drawn = _page(source, side, page) if media == "pdf" else _picture(source, media)
    drawn.thumbnail((side, side))
    drawn.info.clear()
    drawn.save(target, "JPEG", quality=QUALITY, optimize=True)
    return Found()


def _picture(source: BinaryIO, media: str) -> Image.Image:
    with Image.open(source, formats=FORMATS[media]) as picture:
        if picture.width * picture.height > MAX_PIXELS:
            raise Refused("Gambar terlalu besar untuk ditampilkan.")
        picture.load()
        if "A" in picture.getbands() or "transparency" in picture.info:
            clear = picture.convert("RGBA")
            ground = Image.new("RGB", clear.size, PAPER)
            ground.paste(clear, mask=clear.getchannel("A"))
            return ground
        return picture.convert("RGB")


def _page(source: BinaryIO, side: int, page: int) -> Image.Image:
    import pypdfium2

    with pypdfium2.PdfDocument(source.read()) as document:
        if not 1 <= page <= len(document):
            raise Refused(NO_PAGE)
        width, height = document[page - 1].get_size()
        if width <= 0 or height <= 0:
            raise Refused(NO_PAGE)
        drawn = document[page - 1].render(scale=side / max(width, height))
        picture: Image.Image = drawn.to_pil()
        return picture.convert("RGB")
