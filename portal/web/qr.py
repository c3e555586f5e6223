"""QR codes as inline SVG, dark on light in every colour scheme."""

from __future__ import annotations

from functools import lru_cache

import segno
from flask import Flask
from markupsafe import Markup


def drawing(text: str, *, takes_size: bool = False) -> str:
    """A QR code of a text; one that `takes_size` is as large as the page makes it."""
    code = segno.make(text, error="m", micro=False)
    return code.svg_inline(
        scale=1 if takes_size else 5,
        border=4,
        dark="#000",
        light="#fff",
        svgclass="qr",
        lineclass=None,
        omitsize=takes_size,
    )


@lru_cache(maxsize=1_024)  # a page shows it twice, and finding the best mask is a third of what a case costs
def of_address(address: str) -> Markup:
    """The QR code of a page's own address, named for a screen reader."""
    named = '<svg role="img" aria-label="Kode QR alamat halaman ini" '
    return Markup(drawing(address, takes_size=True).replace("<svg ", named, 1))  # noqa: S704 -- drawn here


def init_app(app: Flask) -> None:
    """Let templates draw the address of a page."""
    app.jinja_env.globals["qr_of"] = of_address
