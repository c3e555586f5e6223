"""Looking evidence up."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, contains_eager

from portal.errors import NotFound
from portal.evidence.models import Evidence, EvidenceFile, EvidenceLink
from portal.evidence.rules import VERDICT_NAMES, Verdict

MOST = 2**63  # numbers from here on do not fit into the database


def get(session: Session, evidence_id: int) -> Evidence:
    """A piece of evidence by number. Raises NotFound."""
    found = session.get(Evidence, evidence_id) if evidence_id < MOST else None
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
    """The evidence of a subject, its own and what is said to prove it, oldest paper first; withdrawn last."""
    linked = select(EvidenceLink.evidence_id).where(
        EvidenceLink.subject == subject, EvidenceLink.removed_at.is_(None)
    )
    statement = select(Evidence).where(or_(Evidence.subject == subject, Evidence.id.in_(linked)))
    return list(
        session.scalars(statement.order_by(Evidence.withdrawn_at.is_not(None), Evidence.dated, Evidence.id))
    )


def with_file(session: Session, subject: str, sha256: str) -> Evidence | None:
    """Evidence of a subject that counts and has, in any version, a file with this digest."""
    statement = (
        select(Evidence)
        .join(EvidenceFile)
        .where(Evidence.subject == subject, Evidence.withdrawn_at.is_(None), EvidenceFile.sha256 == sha256)
    )
    return session.scalars(statement.order_by(Evidence.id)).first()


def of_subjects(session: Session, subjects: Collection[str]) -> dict[str, list[Evidence]]:
    """The evidence that counts, by subject; for rooms that judge many subjects at once."""
    found: dict[str, list[Evidence]] = {subject: [] for subject in subjects}
    linked = select(EvidenceLink.evidence_id).where(
        EvidenceLink.subject.in_(subjects), EvidenceLink.removed_at.is_(None)
    )
    is_asked = or_(Evidence.subject.in_(subjects), Evidence.id.in_(linked))
    statement = select(Evidence).where(is_asked, Evidence.withdrawn_at.is_(None))
    for evidence in session.scalars(statement.order_by(Evidence.dated, Evidence.id)):
        for subject in {evidence.subject, *(link.subject for link in evidence.uses)} & found.keys():
            found[subject].append(evidence)
    return found


def proofs(session: Session, subject: str) -> dict[str, list[EvidenceLink]]:
    """What proves each indicator of a subject, by its number: papers found good with that link."""
    found: dict[str, list[EvidenceLink]] = {}
    for link in uses_of(session, subject):
        if link.evidence.is_proof(link):
            found.setdefault(link.indicator, []).append(link)
    return found


def uses_of(session: Session, subject: str) -> list[EvidenceLink]:
    """The papers that count and are said to prove an indicator of a subject, by indicator and date."""
    statement = (
        select(EvidenceLink)
        .join(EvidenceLink.evidence)
        .where(
            EvidenceLink.subject == subject,
            EvidenceLink.removed_at.is_(None),
            EvidenceLink.indicator != "",
            Evidence.withdrawn_at.is_(None),
        )
        .options(contains_eager(EvidenceLink.evidence))
        .order_by(EvidenceLink.indicator, Evidence.dated, EvidenceLink.id)
    )
    return list(session.scalars(statement))


def digests(session: Session) -> set[str]:
    """The digests of every file that has a row."""
    return set(session.scalars(select(EvidenceFile.sha256).distinct()))


def files(session: Session) -> Sequence[EvidenceFile]:
    """Every version of every file, by evidence and number."""
    return session.scalars(select(EvidenceFile).order_by(EvidenceFile.evidence_id, EvidenceFile.number)).all()


@dataclass(frozen=True)
class Event:
    """Something that happened to a piece of evidence."""

    at: datetime
    who: str
    what: str
    note: str = ""


def history(evidence: Evidence) -> list[Event]:
    """Files and verdicts in the order they came, newest first; the audit trail knows every change."""
    events = [
        Event(file.uploaded_at, file.uploader, f"mengunggah berkas versi {file.number}", file.name)
        for file in evidence.files
    ]
    events += [
        Event(
            found.at,
            found.judge,
            f"memeriksa berkas versi {found.file_number}: {VERDICT_NAMES[Verdict(found.verdict)]}",
            found.note,
        )
        for found in evidence.verdicts
    ]
    if evidence.withdrawn_at is not None:
        events.append(Event(evidence.withdrawn_at, "", "Bukti ditarik", evidence.withdrawn_reason))
    return sorted(events, key=lambda event: event.at, reverse=True)
