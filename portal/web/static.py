"""Static files: addressed by their digest, so that a browser may keep them a year."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Flask

FOLDER = Path(__file__).parent / "static"


def digests() -> dict[str, str]:
    """File name -> ten characters that change when the file does."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:10]
        for path in FOLDER.iterdir()
        if path.is_file()
    }


def init_app(app: Flask) -> None:
    """Add the digest to every static address."""
    known = digests()

    @app.url_defaults
    def add_digest(endpoint: str, values: dict[str, str]) -> None:
        if endpoint == "static" and "v" not in values:
            fresh = digests() if app.debug else known
            values["v"] = fresh.get(values.get("filename", ""), "0")
