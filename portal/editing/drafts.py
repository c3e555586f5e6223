"""Drafts: saved per case and person, versioned, set aside rather than deleted."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import audit, clock, edition
from portal.access import Actor
from portal.editing import reading, storage
from portal.editing.fields import RESERVED
from portal.editing.models import SLUG, CaseDraft, DraftState
from portal.editing.sheet import Sheet
from portal.errors import Conflict, NotFound, RuleViolation
from portal.regions import REGIONS


@dataclass(frozen=True)
class Saved:
    """What became of a save: the draft, or beside it the version that came too late."""

    draft: CaseDraft
    aside: CaseDraft | None = None


def sheet_of(draft: CaseDraft) -> Sheet:
    """What a draft holds."""
    return Sheet.model_validate_json(draft.sheet)


def complete(sheet: Sheet) -> Sheet:
    """Fill in what follows from something else: the province from the region."""
    region = REGIONS.get().get(sheet.get("region"))
    return sheet.with_fields(province=region.province) if region and region.province else sheet


def open_draft(session: Session, slug: str, actor: Actor) -> CaseDraft | None:
    """The draft of a case that this person has open."""
    wanted = select(CaseDraft).where(CaseDraft.slug == slug, CaseDraft.state == DraftState.OPEN)
    return session.scalar(wanted.where(CaseDraft.owner_id == actor.account_id))


def get_draft(session: Session, draft_id: int) -> CaseDraft:
    """A draft by number; raises NotFound."""
    draft = session.get(CaseDraft, draft_id)
    if draft is None:
        raise NotFound("Draf ini tidak ada.")
    return draft


def own_draft(session: Session, draft_id: int, actor: Actor) -> CaseDraft:
    """A draft of this person; raises NotFound for anybody else's."""
    draft = get_draft(session, draft_id)
    if draft.owner_id != actor.account_id:
        raise NotFound("Draf ini bukan milik Anda.")
    return draft


def save(session: Session, actor: Actor, slug: str, sheet: Sheet, *, version: int, base_digest: str) -> Saved:
    """Keep what was typed. What was read at an older version is set aside: nothing overwrites unseen.

    `version` is that of the draft when its form was opened, 0 for none; `base_digest` is that of the
    file the form was opened on.
    """
    draft = open_draft(session, slug, actor)
    if draft is None:
        draft = _new(session, actor, slug, sheet, base_digest=base_digest)
        _note(session, actor, "editing.draft", draft, 0)
        return Saved(draft)
    if draft.version != version:
        aside = _new(session, actor, slug, sheet, base_digest=base_digest, state=DraftState.ASIDE)
        _note(session, actor, "editing.set_aside", aside, 0)
        return Saved(draft, aside)
    _change(session, actor, draft, sheet, "editing.draft")
    return Saved(draft)


def start_draft(session: Session, actor: Actor, text: str, origin: str) -> CaseDraft:
    """Begin a new local case from the text of a case file, whose keys may be missing.

    The case gets an address of its own, from its slug or its title. `origin` says what it grew out of,
    e.g. "rencana:12". Raises InvalidContent for a text that is no case file.
    """
    sheet = complete(reading.read(text, "naskah"))
    wanted = slug_from(sheet.get("slug") or sheet.get("title")) or "kasus"
    slug = _free_slug(session, wanted)
    draft = _new(session, actor, slug, sheet.with_fields(slug=slug), origin=origin)
    _note(session, actor, "editing.start", draft, 0)
    return draft


def create(session: Session, actor: Actor, sheet: Sheet) -> CaseDraft:
    """Begin a new case with an address that nobody uses; raises RuleViolation for a used one."""
    slug = storage.check_slug(sheet.get("slug"))
    if slug != _free_slug(session, slug):
        raise RuleViolation(f"Alamat '{slug}' sudah dipakai; pilih yang lain.")
    compiled = f"{clock.today().isoformat()} halaman"
    draft = _new(session, actor, slug, complete(sheet.with_fields(compiled=compiled)))
    _note(session, actor, "editing.start", draft, 0)
    return draft


def begin_from(
    session: Session, actor: Actor, slug: str, text: str, *, base_digest: str, origin: str
) -> CaseDraft:
    """Begin a draft from a text of this case, for instance an older revision.

    A draft that is open already is set aside first.
    """
    sheet = reading.read(text, f"{slug}.md").with_fields(slug=slug)
    before = open_draft(session, slug, actor)
    if before is not None:
        _move(session, actor, before, DraftState.DISCARDED, "editing.set_aside")
    draft = _new(session, actor, slug, sheet, base_digest=base_digest, origin=origin)
    _note(session, actor, "editing.restore", draft, 0)
    return draft


def discard(session: Session, actor: Actor, draft: CaseDraft, *, version: int) -> None:
    """Put a draft away; it can be reopened. Raises Conflict for one that has changed meanwhile."""
    if draft.version != version or draft.state != DraftState.OPEN:
        raise Conflict("Draf ini sudah berubah sejak halaman dibuka. Periksa lagi sebelum membuangnya.")
    _move(session, actor, draft, DraftState.DISCARDED, "editing.discard")


def reopen(session: Session, actor: Actor, draft: CaseDraft) -> None:
    """Open a draft again that was put away; raises RuleViolation while another one is open."""
    if draft.state not in (DraftState.DISCARDED, DraftState.ASIDE):
        raise RuleViolation("Draf ini tidak sedang disisihkan.")
    if open_draft(session, draft.slug, actor) is not None:
        raise RuleViolation("Masih ada draf terbuka untuk kasus ini. Terbitkan atau buang dahulu draf itu.")
    _move(session, actor, draft, DraftState.OPEN, "editing.reopen")


def take_over(session: Session, actor: Actor, draft: CaseDraft) -> None:
    """Make somebody else's open draft one's own; raises RuleViolation where one has a draft already."""
    if draft.state != DraftState.OPEN:
        raise RuleViolation("Draf ini sudah ditutup.")
    if open_draft(session, draft.slug, actor) is not None:
        raise RuleViolation("Anda sudah punya draf untuk kasus ini. Terbitkan atau buang dahulu draf itu.")
    before, draft.owner, draft.owner_id = draft.owner, actor.name, actor.account_id
    draft.version += 1
    changes = {"pemilik": [before, actor.name]}
    audit.record(
        session, actor=actor, action="editing.take_over", subject=f"case:{draft.slug}", changes=changes
    )


def swap(session: Session, actor: Actor, draft: CaseDraft, aside: CaseDraft) -> None:
    """After a conflict: put the version that came too late into the draft, and the draft's aside."""
    before = sheet_of(draft)
    _change(session, actor, draft, sheet_of(aside), "editing.choose")
    aside.sheet, aside.state = before.model_dump_json(), DraftState.DISCARDED
    aside.updated_at = clock.now()


def put_away(session: Session, actor: Actor, aside: CaseDraft) -> None:
    """After a conflict: leave the version that came too late aside."""
    _move(session, actor, aside, DraftState.DISCARDED, "editing.discard")


def rebase(session: Session, actor: Actor, draft: CaseDraft, digest: str) -> None:
    """Say that this draft knows the file with this digest, and is to replace it."""
    before, draft.base_digest = draft.base_digest, digest
    draft.version += 1
    draft.updated_at = clock.now()
    changes = {"dasar": [before[:12], digest[:12]]}
    audit.record(session, actor=actor, action="editing.rebase", subject=f"case:{draft.slug}", changes=changes)


def follow_verification(session: Session, actor: Actor, slug: str, before: str, text: str) -> None:
    """Take the new checks of sources into a draft that began from the file before they were written."""
    draft = open_draft(session, slug, actor)
    if draft is None or draft.base_digest != before:
        return
    checked = {row["id"]: row.get("checked", "") for row in reading.read(text, f"{slug}.md").table("sources")}
    sheet = sheet_of(draft)
    rows = tuple({**row, "checked": checked.get(row.get("id", ""), "")} for row in sheet.table("sources"))
    new = sheet.model_copy(update={"rows": {**sheet.rows, "sources": rows}})
    draft.base_digest = storage.digest_of(text)
    _change(session, actor, draft, new, "editing.draft")


def slug_from(title: str) -> str:
    """An address made from a title: 'Mal Pelayanan Publik!' -> mal-pelayanan-publik."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:60].strip("-")


def _free_slug(session: Session, wanted: str) -> str:
    files = storage.current(edition.settings())
    drafts = set(session.scalars(select(CaseDraft.slug).where(CaseDraft.state == DraftState.OPEN)))
    slug, number = wanted, 1
    while slug in files or slug in drafts or slug in RESERVED:
        number += 1
        slug = f"{wanted[: SLUG - 5]}-{number}"
    return slug


def _new(
    session: Session,
    actor: Actor,
    slug: str,
    sheet: Sheet,
    *,
    base_digest: str = "",
    origin: str = "",
    state: DraftState = DraftState.OPEN,
) -> CaseDraft:
    now = clock.now()
    draft = CaseDraft(
        slug=slug,
        owner_id=actor.account_id,
        owner=actor.name,
        sheet=sheet.model_dump_json(),
        base_digest=base_digest,
        origin=origin,
        state=state,
        version=1,
        created_at=now,
        updated_at=now,
    )
    session.add(draft)
    session.flush()
    return draft


def _change(session: Session, actor: Actor, draft: CaseDraft, sheet: Sheet, action: str) -> None:
    draft.sheet = sheet.model_dump_json()
    draft.version += 1
    draft.updated_at = clock.now()
    _note(session, actor, action, draft, draft.version - 1)


def _move(session: Session, actor: Actor, draft: CaseDraft, state: DraftState, action: str) -> None:
    before, draft.state = draft.state, state
    draft.version += 1
    draft.updated_at = clock.now()
    session.flush()
    changes = {"draf": [before, state]}
    audit.record(session, actor=actor, action=action, subject=f"case:{draft.slug}", changes=changes)


def _note(session: Session, actor: Actor, action: str, draft: CaseDraft, before: int) -> None:
    """The trail says that a draft changed, not what it says: the draft itself keeps that."""
    changes = {
        "draf": [f"#{draft.id} versi {before}" if before else "", f"#{draft.id} versi {draft.version}"]
    }
    audit.record(session, actor=actor, action=action, subject=f"case:{draft.slug}", changes=changes)
