"""Looking evidence up."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.errors import NotFound
from portal.evidence.models import Evidence, EvidenceFile


def get(session: Session, evidence_id: int) -> Evidence:
    """A piece of evidence by number. Raises NotFound."""
    found = session.get(Evidence, evidence_id)
    if found is None:
        raise NotFound("Bukti ini tidak ada, atau tidak terbuka untuk Anda.")
    return found


def get_file(evidence: Evidence, number: int) -> EvidenceFile:
    """One version of its file. Raises NotFound."""
    for file in evidence.files:
        if file.number == number:
            return file
    raise NotFound(f"Bukti ini tidak mempunyai versi {number}.")


def of_subject(session: Session, subject: str) -> list[Evidence]:
    """The evidence of a subject, oldest paper first; what was withdrawn comes last."""
    statement = select(Evidence).where(Evidence.subject == subject)
    return list(
        session.scalars(statement.order_by(Evidence.withdrawn_at.is_not(None), Evidence.dated, Evidence.id))
    )


def of_subjects(session: Session, subjects: Collection[str]) -> dict[str, list[Evidence]]:
    """The evidence that counts, by subject; for rooms that judge many subjects at once."""
    found: dict[str, list[Evidence]] = {subject: [] for subject in subjects}
    statement = select(Evidence).where(Evidence.subject.in_(subjects), Evidence.withdrawn_at.is_(None))
    for evidence in session.scalars(statement.order_by(Evidence.dated, Evidence.id)):
        found[evidence.subject].append(evidence)
    return found


def digests(session: Session) -> set[str]:
    """The digests of every file that has a row."""
    return set(session.scalars(select(EvidenceFile.sha256).distinct()))


def files(session: Session) -> Sequence[EvidenceFile]:
    """Every version of every file, by evidence and number."""
    return session.scalars(select(EvidenceFile).order_by(EvidenceFile.evidence_id, EvidenceFile.number)).all()
