"""Command: `portal sehat`."""

from __future__ import annotations

import json
import sys

import click

from portal import opened
from portal.home.health import OK, look


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Satu objek JSON.")
def sehat(as_json: bool) -> None:
    """Periksa basis data, jejak audit, disk, antrean, dan isi; kode keluar 1 bila ada yang tidak beres."""
    with opened():
        found = look()
    if as_json:
        findings = [{"code": one.code, "said": one.said, "to_do": one.to_do} for one in found.findings]
        print(json.dumps({"status": found.status, "findings": findings, "facts": found.facts}, indent=1))
    else:
        for finding in found.findings:
            print(f"{finding.code}: {finding.said} {finding.to_do}".rstrip())
        for label, value in found.facts.items():
            print(f"{label}: {value}")
    sys.exit(0 if found.status == OK else 1)
