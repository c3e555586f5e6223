"""The rows of docs/asvs.toml, and the page made of them in docs/security.md: python -m tests.guards.asvs."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
ROWS = ROOT / "docs" / "asvs.toml"
PAGE = ROOT / "docs" / "security.md"
BEGIN, END = "<!-- asvs: made, do not edit -->\n", "<!-- /asvs -->\n"
CHAPTERS = (
    "Encoding and sanitising", "Validation and business logic", "Browsers", "Web services", "Files",
    "Signing in", "Sessions", "Rights", "Self-contained tokens", "OAuth and OIDC", "Cryptography",
    "Connections", "Configuration", "Data protection", "Code and architecture", "Logs and errors", "WebRTC",
)  # fmt: skip


def rows() -> dict[str, dict[str, Any]]:
    """The requirements by number."""
    return tomllib.loads(ROWS.read_text("utf-8"))


def page() -> str:
    """What docs/security.md says of them."""
    found = rows()
    kinds = Counter((number.partition(".")[0], row["status"]) for number, row in found.items())
    total = Counter(row["status"] for row in found.values())
    apply = total["met"] + total["open"]
    lines = [
        f"Of the {len(found)} requirements at level 1 and 2 of OWASP ASVS 5.0.0, {apply} apply to this "
        f"portal: {total['met']} are met,",
        f"each shown by a test, and {total['open']} are open. Every row, with its tests or its reason, is in "
        "[asvs.toml](asvs.toml).",
        "",
        "| chapter | met | open | do not apply |",
        "|---|---|---|---|",
    ]
    for number, name in enumerate(CHAPTERS, 1):
        count = [kinds[str(number), status] for status in ("met", "open", "n/a")]
        lines.append(f"| {number} {name} | {count[0]} | {count[1]} | {count[2]} |")
    lines += ["", "| open | level | what | why |", "|---|---|---|---|"]
    lines += [
        f"| {number} | {row['level']} | {row['what']} | {row['why']} |"
        for number, row in found.items()
        if row["status"] == "open"
    ]
    return "\n".join(lines) + "\n"


def written() -> str:
    """The part of docs/security.md that is made."""
    return PAGE.read_text("utf-8").partition(BEGIN)[2].partition(END)[0]


def write() -> None:
    """Make that part anew."""
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}{page()}{END}{rest.partition(END)[2]}", "utf-8")


if __name__ == "__main__":
    write()
