"""What this room's changes are called in the trail."""

from __future__ import annotations

from flask import Flask, url_for
from sqlalchemy import select

from portal import audit
from portal.access import Actor
from portal.contests.models import JippnasEntry, Proposal, Replication, Win
from portal.contests.queries import visible
from portal.db import reading
from portal.records.labels import trail_fields, trail_writers

KINDS = (Proposal, Win, JippnasEntry, Replication)
ACTIONS = {
    "begin": "Memulai usulan lomba",
    "write": "Menulis bagian usulan",
    "submit": "Mengajukan usulan lomba",
    "give-back": "Mengembalikan usulan lomba",
    "judge": "Menilai usulan lomba",
    "select": "Menetapkan seleksi lomba",
    "add-win": "Mencatat kemenangan",
    "remove-win": "Menghapus catatan kemenangan",
    "jippnas": "Mencatat status JIPPNas",
    "add-replication": "Mencatat replikasi di JIPPNas",
    "edit-replication": "Memperbarui replikasi di JIPPNas",
    "remove-replication": "Menghapus catatan replikasi",
}
FIELDS = {
    "season": "Musim",
    "section": "Bagian",
    "text": "Isi",
    "score": "Nilai",
    "assessments": "Penilaian",
    "contest": "Lomba",
    "year": "Tahun",
    "rank": "Masuk Top",
    "note": "Keterangan",
    "number": "Nomor registrasi",
    "updated_on": "Pembaruan terakhir",
    "replications": "Jumlah replikasi",
}


def _closed(numbers: set[int], actor: Actor) -> set[int]:
    """Drafts of others: the trail tells of them only that something was written."""
    readable = select(Proposal.id).join(Proposal.innovation).where(visible(actor))
    found = select(Proposal.id).where(Proposal.id.in_(numbers), Proposal.id.not_in(readable))
    return set(reading().scalars(found))


def describe(app: Flask) -> None:
    """Tell the audit pages how to name what this room records."""
    audit.describe(
        app,
        "contests",
        "Lomba inovasi",
        actions=ACTIONS,
        fields=FIELDS | trail_fields("contests", *KINDS),
        writers=trail_writers("contests", *KINDS),
        subjects={"proposal": ("Usulan", lambda number: url_for("contests.show", proposal_id=int(number)))},
        closed={"proposal": _closed},
    )
