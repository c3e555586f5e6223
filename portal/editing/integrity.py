"""Does what readers see equal what a curator approved? Files, history and edition, compared by SHA-256."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import generations
from portal.cases import CASES, Article, Case
from portal.cases.files import CaseFile, read_file
from portal.cases.render import render
from portal.cases.sandbox import Sandbox, TooHeavy
from portal.config import Settings
from portal.editing import revisions, spam, storage
from portal.editing.models import CaseRevision
from portal.yamlfiles import Report


@dataclass(frozen=True, order=True)
class Deviation:
    """One thing that is not as approved."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


def examine(session: Session, settings: Settings) -> list[Deviation]:
    """Everything that differs from what was approved; nothing for a sound portal."""
    approved = revisions.latest(session, approved=True)
    files = storage.current(settings)
    found = _altered_history(session, settings)
    for slug, revision in approved.items():
        if slug not in files:
            found.append(
                _deviation(settings, settings.content / revision.path, f"hilang; {_known(revision)}")
            )
    for slug, path in files.items():
        found += _compare_file(settings, path, approved.get(slug))
    found += _compare_edition(settings, files)
    return sorted(found)


def _compare_file(settings: Settings, path: Path, revision: CaseRevision | None) -> list[Deviation]:
    text = storage.read_text(path)
    found = []
    if revision is None:
        found.append(_deviation(settings, path, "tambahan; tidak punya revisi yang disetujui"))
    elif storage.digest_of(text) != revision.digest:
        found.append(_deviation(settings, path, f"berbeda; {_known(revision)}"))
    elif path != settings.content / revision.path:
        found.append(_deviation(settings, path, f"berpindah dari {revision.path}; {_known(revision)}"))
    if phrases := spam.find(text):
        found.append(_deviation(settings, path, f"memuat kata judi: {', '.join(phrases)}"))
    return found


def _altered_history(session: Session, settings: Settings) -> list[Deviation]:
    """Revisions whose text no longer has the digest under which it was kept."""
    found = []
    for revision in session.scalars(select(CaseRevision).execution_options(yield_per=100)):
        if storage.digest_of(revision.text) != revision.digest:
            path = settings.content / revision.path
            found.append(
                _deviation(
                    settings, path, f"revisi {revision.number} di basis data tidak cocok dengan sidiknya"
                )
            )
    return found


def _compare_edition(settings: Settings, files: dict[str, Path]) -> list[Deviation]:
    """Pages that readers get, where they are not what the files say."""
    folder = generations.current(settings.index)
    if folder is None:
        return []
    try:
        cases = dict(CASES.load(folder))  # every case is looked at
    except (OSError, ValueError):
        return [Deviation(folder.name, "terbitan rusak; jalankan portal publish --force")]
    found = [
        _deviation(settings, settings.content / case.path, "masih tersaji, padahal berkasnya tidak ada")
        for slug, case in cases.items()
        if slug not in files
    ]
    with Sandbox() as sandbox:
        for slug, path in files.items():
            file = read_file(path, settings.content, Report())
            if file is not None and not _is_served(folder, cases.get(slug), file, sandbox):
                message = "halaman yang tersaji berbeda dari berkasnya; jalankan portal publish --force"
                found.append(_deviation(settings, path, message))
    return found


def _is_served(folder: Path, case: Case | None, file: CaseFile, sandbox: Sandbox) -> bool:
    if case != file.case:
        return False
    try:
        served = Article.model_validate_json((folder / "articles" / f"{case.slug}.json").read_bytes())
        return served == render(file, sandbox)
    except (OSError, ValueError, TooHeavy):
        return False


def _known(revision: CaseRevision) -> str:
    return f"terakhir disetujui: revisi {revision.number} oleh {revision.approved_by}"


def _deviation(settings: Settings, path: Path, message: str) -> Deviation:
    return Deviation(path.relative_to(settings.content.parent).as_posix(), message)
