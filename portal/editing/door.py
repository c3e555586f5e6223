"""Publishing from the browser: the file, the edition and the history change together, or not at all.

The intention is a row of `case_publication`; the next publication finishes or forgets what it finds there.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import Delete, delete, select
from sqlalchemy.orm import Session

from portal import audit, clock, jobs
from portal.access import Actor, Role
from portal.config import Settings
from portal.editing import drafts, revisions, storage
from portal.editing.models import (
    ApprovedSite,
    CaseDraft,
    CasePublication,
    CaseRevision,
    DraftState,
    RevisionKind,
)
from portal.errors import Conflict
from portal.publishing.changes import Transaction, change_files, recover_files
from portal.publishing.publish import publish
from portal.publishing.steps import silent
from portal.publishing.writing import ContentBusy

SAID = {
    RevisionKind.EDITED: "Terbit sebagai revisi {number}.",
    RevisionKind.VERIFIED: "Hasil pemeriksaan tersimpan, sebagai revisi {number}.",
}


class Overtaken(Conflict):
    """The file changed since the draft began; carries the file's text."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__("Kasus ini sudah diubah orang lain sejak draf Anda dimulai.")


@dataclass(frozen=True)
class Order:
    """What is to be published: the text, the file it replaces, who answers for it and why."""

    slug: str
    region: str
    text: str
    base_digest: str
    kind: RevisionKind
    reason: str
    sites: tuple[str, ...] = ()
    draft_id: int | None = None
    draft_version: int = 0  # that was looked at; 0 for any


def publish_change(
    transaction: Transaction, settings: Settings, actor: Actor, order: Order, task: jobs.Task | None = None
) -> int:
    """Publish; gives the number of the revision. The job (`task`) ends with it.

    Raises Overtaken where the file is no longer the one the draft began from, InvalidContent where the
    gate refuses (because of whichever file), ContentBusy, DiskFull. The file is then as it was.
    """
    with storage.locked(settings):
        if task is not None and task.job.attempts > 1:
            publish(settings, tell=task.progress)  # what a dead worker wrote is seen before its job ends
        with transaction() as session:
            recover(session, settings)
            revisions.note_files(session, settings)
        _refuse_overtaken(settings, order)
        path = storage.place_for(settings.content, order.region, order.slug)
        place = path.relative_to(settings.content).as_posix()
        return change_files(
            transaction,
            settings,
            {path: order.text},
            begin=lambda session: _begin(session, actor, order, place, task),
            finish=lambda session, begun: _finish(session, session.get_one(CasePublication, begun)).number,
            undo=lambda session, begun: session.execute(_forget(begun)),
            tell=task.progress if task else silent,
        )


def note_files(transaction: Transaction, settings: Settings) -> None:
    """Keep what was changed outside the portal, unless a publication is running, which does so itself."""
    with suppress(ContentBusy), storage.locked(settings, wait=0), transaction() as session:
        recover(session, settings)
        revisions.note_files(session, settings)


def _forget(begun: int) -> Delete:
    """Take an intention back; whoever recovered meanwhile may have done so already."""
    return delete(CasePublication).where(CasePublication.id == begun)


def recover(session: Session, settings: Settings) -> None:
    """Finish or forget publications that died; the content lock must be held.

    Where the file holds the new text, it was renamed into place and passed the gate on its own: it counts.
    """
    for begun in session.scalars(select(CasePublication).order_by(CasePublication.id)).all():
        if recover_files({settings.content / begun.path: begun.digest}):
            _finish(session, begun)
        else:
            session.delete(begun)
    session.flush()


def _refuse_overtaken(settings: Settings, order: Order) -> None:
    path = storage.find(settings.content, order.slug)
    text = storage.read_text(path) if path is not None else ""
    found = storage.digest_of(text) if path is not None else ""
    if found != order.base_digest:
        raise Overtaken(text)


def _begin(session: Session, actor: Actor, order: Order, path: str, task: jobs.Task | None = None) -> int:
    if task is not None:
        task.hold(session)
    begun = CasePublication(
        slug=order.slug,
        path=path,
        text=order.text,
        digest=storage.digest_of(order.text),
        kind=order.kind,
        sites="\n".join(order.sites),
        draft_id=order.draft_id,
        draft_version=order.draft_version,
        job_id=task.id if task else None,
        account_id=actor.account_id,
        account=actor.name,
        roles=" ".join(sorted(actor.roles)),
        begun_at=clock.now(),
        reason=order.reason,
    )
    session.add(begun)
    session.flush()
    return begun.id


def _finish(session: Session, begun: CasePublication) -> CaseRevision:
    """The file is in place: keep the revision, the approved sites, the trail; settle draft and job."""
    roles = frozenset(Role(role) for role in begun.roles.split())
    actor = Actor(account_id=begun.account_id, name=begun.account, roles=roles)
    before = revisions.newest(session, begun.slug)
    revision = revisions.add(
        session,
        actor,
        slug=begun.slug,
        path=begun.path,
        text=begun.text,
        kind=RevisionKind(begun.kind),
        reason=begun.reason,
    )
    sites = [site for site in begun.sites.split("\n") if site]
    _approve_sites(session, actor, begun.slug, sites)
    changes: dict[str, list[object]] = {
        "revisi": [before.number if before else "", revision.number],
        "sidik": [before.digest if before else "", revision.digest],
    }
    if sites:
        changes["situs baru"] = ["", sites]
    audit.record(
        session, actor=actor, action="editing.publish", subject=f"case:{begun.slug}", changes=changes,
        reason=begun.reason,
    )  # fmt: skip
    if revision.kind == RevisionKind.VERIFIED:
        drafts.follow_verification(session, actor, begun.slug, before.digest if before else "", begun.text)
    _settle_draft(session, begun)
    jobs.end_for(
        session, begun.job_id, jobs.Done(SAID[RevisionKind(revision.kind)].format(number=revision.number))
    )
    session.delete(begun)
    session.flush()
    return revision


def _approve_sites(session: Session, actor: Actor, slug: str, sites: list[str]) -> None:
    for site in sites:
        if session.get(ApprovedSite, site) is None:
            session.add(
                ApprovedSite(
                    site=site, account_id=actor.account_id, account=actor.name, at=clock.now(), slug=slug
                )
            )


def _settle_draft(session: Session, begun: CasePublication) -> None:
    """Close the draft that was published; one written on meanwhile goes on from what is published."""
    draft = session.get(CaseDraft, begun.draft_id) if begun.draft_id else None
    if draft is None or draft.state != DraftState.OPEN:
        return
    if begun.draft_version in (0, draft.version):
        draft.state, draft.version, draft.updated_at = DraftState.PUBLISHED, draft.version + 1, clock.now()
    else:
        draft.base_digest = begun.digest
