"""Which revision of a case a plan was made from: the edition in use and the digest of the case's file."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from portal import edition
from portal.cases import Case


@dataclass(frozen=True)
class CaseSnapshot:
    """A revision of a case."""

    edition: str  # fingerprint; empty while nothing is published
    digest: str  # SHA-256 of the file, in hexadecimal


def case_snapshot(case: Case) -> CaseSnapshot:
    """The revision of a case that readers see now."""
    folder = edition.in_use()
    kept = folder / "sources" / f"{case.slug}.md" if folder is not None else None
    path = kept if kept is not None and kept.is_file() else edition.settings().content.parent / case.path
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:  # the file is being replaced this very moment; the edition still names the revision
        digest = ""
    return CaseSnapshot(folder.name if folder is not None else "", digest)
