"""Lists that are stored beside their test, so that a change of them is seen and meant."""

from __future__ import annotations

import os
from pathlib import Path


def check(path: Path, found: str) -> None:
    """Compare with the stored list; `ACCEPT=1 bin/test tests/guards` stores what is found."""
    if os.environ.get("ACCEPT") == "1":
        path.write_text(found, "utf-8")
    assert found == path.read_text("utf-8")
