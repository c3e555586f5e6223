"""Revisions: every text of a case that was published, and every one found in its file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer

from portal import audit, clock
from portal.access import Actor
from portal.config import Settings
from portal.editing import storage
from portal.editing.models import CaseRevision, RevisionKind
from portal.errors import NotFound, RuleViolation

OUTSIDE = "di luar portal"  # whom the history names for what nobody did here
FIRST_REASON = "Isi saat portal pertama kali mencatat."


def history(session: Session, slug: str) -> list[CaseRevision]:
    """The revisions of a case, newest first."""
    found = select(CaseRevision).where(CaseRevision.slug == slug).options(defer(CaseRevision.text))
    return list(session.scalars(found.order_by(CaseRevision.number.desc())))


def get(session: Session, slug: str, number: int) -> CaseRevision:
    """One revision; raises NotFound."""
    wanted = select(CaseRevision).where(CaseRevision.slug == slug, CaseRevision.number == number)
    found = session.scalar(wanted)
    if found is None:
        raise NotFound(f"Revisi {number} dari kasus ini tidak ada.")
    return found


def before(session: Session, revision: CaseRevision) -> CaseRevision | None:
    """The revision that came before; None for the first."""
    earlier = select(CaseRevision).where(
        CaseRevision.slug == revision.slug, CaseRevision.number < revision.number
    )
    return session.scalar(earlier.order_by(CaseRevision.number.desc()).limit(1))


def latest(session: Session, *, approved: bool = False) -> dict[str, CaseRevision]:
    """The newest revision of every case; with `approved`, the newest that a curator answers for."""
    numbers = select(CaseRevision.slug, func.max(CaseRevision.number).label("number"))
    if approved:
        numbers = numbers.where(CaseRevision.approved_at.is_not(None))
    heads = numbers.group_by(CaseRevision.slug).subquery()
    found = select(CaseRevision).join(
        heads, (CaseRevision.slug == heads.c.slug) & (CaseRevision.number == heads.c.number)
    )
    return {revision.slug: revision for revision in session.scalars(found.options(defer(CaseRevision.text)))}


def newest(session: Session, slug: str) -> CaseRevision | None:
    """The newest revision of a case."""
    found = select(CaseRevision).where(CaseRevision.slug == slug)
    return session.scalar(found.order_by(CaseRevision.number.desc()).limit(1))


def waiting(session: Session) -> list[CaseRevision]:
    """Texts found in files that no curator has approved, where nothing newer has replaced them."""
    found = (revision for revision in latest(session).values() if not revision.is_approved)
    return sorted(found, key=lambda revision: revision.slug)


def add(
    session: Session,
    actor: Actor,
    *,
    slug: str,
    path: str,
    text: str,
    kind: RevisionKind,
    reason: str,
    is_approved: bool = True,
) -> CaseRevision:
    """Keep a text as the next revision of its case."""
    last = session.scalar(select(func.max(CaseRevision.number)).where(CaseRevision.slug == slug))
    now = clock.now()
    revision = CaseRevision(
        slug=slug,
        number=(last or 0) + 1,
        path=path,
        text=text,
        digest=storage.digest_of(text),
        kind=kind,
        account_id=actor.account_id,
        account=actor.name,
        at=now,
        reason=reason,
        approved_at=now if is_approved else None,
        approved_by=actor.name if is_approved else "",
    )
    session.add(revision)
    session.flush()
    return revision


def approve(session: Session, actor: Actor, revision: CaseRevision, reason: str) -> None:
    """Answer for a text that was found in a file; raises RuleViolation where that is done or outdated."""
    if revision.is_approved:
        raise RuleViolation("Revisi ini sudah disetujui.")
    last = newest(session, revision.slug)
    if last is None or last.number != revision.number:
        raise RuleViolation("Revisi ini sudah diganti oleh yang lebih baru.")
    revision.approved_at, revision.approved_by = clock.now(), actor.name
    audit.record(
        session,
        actor=actor,
        action="editing.approve",
        subject=f"case:{revision.slug}",
        changes={"revisi": ["", revision.number], "sidik": ["", revision.digest]},
        reason=reason,
    )


def note_files(session: Session, settings: Settings) -> list[CaseRevision]:
    """Keep what files hold that no revision holds: changes made outside, for instance by git.

    They wait for a curator's approval. Only the very first look, when there is no revision at all, takes
    the files as they are: that is the state from which everything later is judged.
    """
    known = latest(session)
    outside = Actor(name=OUTSIDE)
    found = []
    for slug, path in storage.current(settings).items():
        text = storage.read_text(path)
        is_known = slug in known and known[slug].digest == storage.digest_of(text)
        if is_known or not storage.is_text(text):
            continue
        found.append(_note(session, outside, settings, path, text, is_first=not known))
    if found:
        audit.record(
            session,
            actor=outside,
            action="editing.note_files",
            subject="content:cases",
            changes={revision.slug: [_digest(known, revision.slug), revision.digest] for revision in found},
        )
    return found


def _note(
    session: Session, actor: Actor, settings: Settings, path: Path, text: str, *, is_first: bool
) -> CaseRevision:
    return add(
        session,
        actor,
        slug=path.stem,
        path=path.relative_to(settings.content).as_posix(),
        text=text,
        kind=RevisionKind.FIRST if is_first else RevisionKind.FILE,
        reason=FIRST_REASON if is_first else "",
        is_approved=is_first,
    )


def _digest(known: Mapping[str, CaseRevision], slug: str) -> str:
    return known[slug].digest if slug in known else ""
