"""What people do with evidence: one function a verb, each written down in the audit trail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields

from sqlalchemy.orm import Session

from portal import audit, clock
from portal.access import Actor
from portal.errors import Conflict, Forbidden, RuleViolation
from portal.evidence import queries, rules
from portal.evidence.models import Evidence, EvidenceFile, EvidenceVerdict
from portal.evidence.rules import NOTED_FIELDS, VERDICT_NAMES, Details, Verdict
from portal.evidence.subjects import Subject
from portal.evidence.uploads import Upload, check_is_new
from portal.records.binding import authors
from portal.web.figures import long_date

CHANGED = (
    "Bukti ini sudah diubah orang lain sejak Anda membukanya. "
    "Lihat keadaannya sekarang, lalu kirim lagi bila masih berlaku."
)


class SameFile(RuleViolation):
    """The subject has this very file already, as another piece of evidence."""

    def __init__(self, twin: Evidence) -> None:
        self.twin_id, self.twin_title = twin.id, twin.title
        super().__init__(
            f"Berkas yang sama sudah ada sebagai bukti {twin.title}, tanggal {long_date(twin.dated)}. Bila "
            "memang perlu dua bukti, centang “Tetap simpan sebagai bukti lain” dan pilih lagi berkasnya."
        )


def check_is_only(session: Session, subject: Subject, upload: Upload) -> None:
    """Refuse a file that the subject has already as evidence; raises SameFile."""
    if twin := queries.with_file(session, subject.key, upload.sha256):
        raise SameFile(twin)


def add_evidence(
    session: Session, subject: Subject, details: Details, upload: Upload, *, actor: Actor
) -> Evidence:
    """Add a piece of evidence with the first version of its file, which must be in the store already."""
    now = clock.now()
    evidence = Evidence(
        subject=subject.key,
        opd=subject.opd,
        author_id=person(actor),
        created_at=now,
        changed_at=now,
        **_columns(details),
    )
    evidence.files.append(_file(upload, 1, actor))
    session.add(evidence)
    session.flush()
    record(
        session, actor, "add", evidence, {"jenis": [None, evidence.title], "berkas": [None, upload.sha256]}
    )
    return evidence


def change_details(
    session: Session, evidence: Evidence, details: Details, *, seen: int, actor: Actor
) -> None:
    """Correct what is stated about the paper; a verdict on it no longer counts."""
    check_open(evidence)
    check_seen(evidence, seen)
    if evidence.slot is not None and details.year is None:
        raise RuleViolation(
            f"Isi tahunnya: dahulu tertulis {evidence.slot}, yang bergeser tiap Januari.", "year"
        )
    before, after = _columns(evidence.details), _columns(details)
    changes = {name: (str(before[name] or ""), str(after[name] or "")) for name in after}
    changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    if not changes:
        return
    for name, value in after.items():
        setattr(evidence, name, value)
    evidence.author_id, evidence.changed_at = person(actor), clock.now()
    session.flush()
    record(session, actor, "change", evidence, changes)


def add_file(session: Session, evidence: Evidence, upload: Upload, *, actor: Actor) -> EvidenceFile:
    """Add a newer version of the file, already in the store; older ones stay. A verdict no longer counts."""
    check_open(evidence)
    newest = evidence.newest
    check_is_new(upload.sha256, newest.sha256)
    added = _file(upload, newest.number + 1, actor)
    evidence.files.append(added)
    evidence.changed_at = clock.now()
    session.flush()
    changes: dict[str, Sequence[object]] = {
        "versi": [newest.number, added.number],
        "berkas": [newest.sha256, added.sha256],
    }
    record(session, actor, "replace", evidence, changes)
    return added


def judge(
    session: Session,
    evidence: Evidence,
    verdict: Verdict,
    note: str,
    *,
    seen: int,
    actor: Actor,
    fields: Mapping[str, str] | None = None,
) -> EvidenceVerdict:
    """Write down what another person than those who proposed it found in the evidence, field by field."""
    kept = {name: said.strip() for name, said in (fields or {}).items() if said.strip()}
    check_open(evidence)
    check_seen(evidence, seen)
    rules.check_verdict(verdict, note, kept)
    wrote = authors(session, f"evidence:{evidence.id}", evidence.opd).accounts
    rules.check_judge(person(actor), wrote.union(evidence.proposers))
    before = VERDICT_NAMES[evidence.verdict]
    evidence.changed_at = clock.now()
    session.flush()
    found = EvidenceVerdict(
        file_number=evidence.newest.number,
        evidence_version=evidence.version,
        verdict=verdict.value,
        note=note,
        fields=kept,
        judge_id=person(actor),
        judge=actor.name,
        at=evidence.changed_at,
    )
    evidence.verdicts.append(found)
    session.flush()
    changes: dict[str, Sequence[object]] = {"pemeriksaan": [before, VERDICT_NAMES[verdict]]}
    changes |= {f"catatan {NOTED_FIELDS[name].lower()}": ["", said] for name, said in kept.items()}
    record(session, actor, "judge", evidence, changes, note)
    return found


def withdraw(session: Session, evidence: Evidence, reason: str, *, seen: int, actor: Actor) -> None:
    """Take back what was uploaded by mistake; row and files stay for the auditor."""
    check_open(evidence)
    check_seen(evidence, seen)
    if not reason:
        raise RuleViolation("Tulis alasan bukti ini ditarik.", "reason")
    evidence.withdrawn_at = evidence.changed_at = clock.now()
    evidence.withdrawn_reason = reason
    session.flush()
    record(session, actor, "withdraw", evidence, {"ditarik": ["tidak", "ya"]}, reason)


def check_open(evidence: Evidence) -> None:
    """Refuse a change of withdrawn evidence."""
    if evidence.withdrawn_at is not None:
        raise RuleViolation("Bukti ini sudah ditarik, jadi tidak dapat diubah lagi. Unggah bukti baru.")


def check_seen(evidence: Evidence, seen: int) -> None:
    """Refuse a change of what its author has not seen."""
    if evidence.version != seen:
        raise Conflict(CHANGED)


def person(actor: Actor) -> int:
    """The account that acts; commands and strangers change no evidence."""
    if actor.account_id is None:
        raise Forbidden("Bukti hanya dapat diubah oleh orang yang masuk dengan akunnya.")
    return actor.account_id


def _columns(details: Details) -> dict[str, object]:
    """The details as columns of the table."""
    return {field.name: getattr(details, field.name) for field in fields(details)}


def _file(upload: Upload, number: int, actor: Actor) -> EvidenceFile:
    found = upload.findings
    return EvidenceFile(
        number=number,
        sha256=upload.sha256,
        size=upload.size,
        media=upload.media.value,
        name=upload.name,
        original_sha256=upload.original_sha256,
        taken_at=found.taken_at.isoformat() if found.taken_at else "",
        latitude=found.latitude,
        longitude=found.longitude,
        uploader_id=person(actor),
        uploader=actor.name,
        uploaded_at=clock.now(),
    )


def record(
    session: Session,
    actor: Actor,
    verb: str,
    evidence: Evidence,
    changes: Mapping[str, Sequence[object]],
    reason: str = "",
) -> None:
    """The subject stands in every entry, so that the auditor finds all that happened around a plan."""
    audit.record(
        session,
        actor=actor,
        action=f"evidence.{verb}",
        subject=f"evidence:{evidence.id}",
        changes={**changes, "milik": [evidence.subject, evidence.subject]},
        reason=reason,
    )
