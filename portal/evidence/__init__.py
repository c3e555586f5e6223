"""Evidence: dated, numbered papers with files that prove something about a plan, a KPI or a visit.

Rooms of higher storeys register what evidence may belong to (`register`, and `register_record` for
records), show it on their pages with `{{ evidence_panel("plan:12") }}`, and ask what there is with
`of_subject` and `of_subjects`. Only
`portal.cage` opens uploaded files with a library, in a child process.
"""

from __future__ import annotations

from pathlib import Path

from flask import Flask, url_for

from portal.audit.words import subject_label, titles
from portal.config import Settings
from portal.evidence.models import Evidence
from portal.evidence.queries import digests, of_subject, of_subjects, proofs, uses_of
from portal.evidence.rules import KIND_NAMES, EvidenceKind, SignerLevel, Verdict
from portal.evidence.store import Store
from portal.evidence.subjects import About, Subject, register, register_record, seen_by

__all__ = [
    "KIND_NAMES",
    "About",
    "Evidence",
    "EvidenceKind",
    "SignerLevel",
    "Store",
    "Subject",
    "Verdict",
    "digests",
    "init_app",
    "of_subject",
    "of_subjects",
    "open_store",
    "proofs",
    "register",
    "register_record",
    "uses_of",
]
MEGABYTE = 1024 * 1024


def _use(text: str) -> str:
    """`plan:9, halaman 3` -> Rencana 9, halaman 3."""
    subject, mark, rest = text.partition(", ")
    return f"{subject_label(subject)}{mark}{rest}"


def open_store(settings: Settings) -> Store:
    """The store of evidence files beside the database."""
    return Store(Path(settings.instance) / "evidence", settings.evidence_keep_free_mb * MEGABYTE)


def init_app(app: Flask) -> None:
    """Open the room; from here on uploads to its pages stream into the store's drafts."""
    from portal import audit
    from portal.evidence import list_views  # noqa: F401
    from portal.evidence.incoming import UploadRequest
    from portal.evidence.views import blueprint, panel

    app.extensions["evidence_store"] = open_store(app.extensions["settings"])
    app.extensions.setdefault("evidence_subjects", {})
    app.request_class = UploadRequest
    app.register_blueprint(blueprint)
    app.jinja_env.globals["evidence_panel"] = panel
    audit.describe(
        app,
        "evidence",
        "Bukti",
        actions={
            "add": "Menambah bukti",
            "change": "Mengubah keterangan bukti",
            "replace": "Mengganti berkas bukti",
            "judge": "Memeriksa bukti",
            "link": "Mengaitkan bukti",
            "unlink": "Melepas kaitan bukti",
            "withdraw": "Menarik bukti",
        },
        fields={
            "berkas": "Kode keaslian berkas",
            "jenis": "Jenis",
            "kaitan": "Kaitan",
            "milik": "Milik",
            "pemeriksaan": "Pemeriksaan",
            "versi": "Versi",
        },
        subjects={"evidence": ("Bukti", lambda number: url_for("evidence.show", evidence_id=int(number)))},
        writers={"milik": subject_label, "kaitan": _use},
        weighty=("judge", "withdraw"),
        names={"evidence": titles(Evidence, seen_by)},
    )
