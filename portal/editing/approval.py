"""What a curator must answer for before a draft is published: a sound text, a reason, new outside sites."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import edition
from portal.cases import Article
from portal.cases.render import render
from portal.cases.sandbox import Sandbox, TooHeavy
from portal.editing import addresses, checking, gate, reading, storage
from portal.editing.door import Order, Overtaken
from portal.editing.drafts import sheet_of
from portal.editing.gate import Checked, Finding
from portal.editing.keeping import keep_style
from portal.editing.models import ApprovedSite, CaseDraft, RevisionKind
from portal.editing.previewing import HEAVY
from portal.editing.writing import write
from portal.errors import Conflict, NotFound, RuleViolation
from portal.records.limits import MAX_REASON, check_reason


@dataclass(frozen=True)
class Readiness:
    """A draft on its way out: what the gate found, the text for the file, sites nobody has looked at yet."""

    checked: Checked
    text: str
    published: str  # the file's text now; '' for none
    new_sites: tuple[str, ...] = ()
    article: Article | None = None

    @property
    def published_digest(self) -> str:
        """The digest of the file now; '' for none."""
        return storage.digest_of(self.published) if self.published else ""

    @property
    def is_sound(self) -> bool:
        """Did the gate find nothing that keeps the draft back?"""
        return not self.checked.errors


def weigh(session: Session, draft: CaseDraft, today: date) -> Readiness:
    """Look at a draft as it would be published."""
    settings = edition.settings()
    path = storage.find(settings.content, draft.slug)
    published = storage.read_text(path) if path is not None else ""
    sheet = sheet_of(draft)
    if published:
        sheet = checking.without_outdated(sheet, reading.read(published, draft.slug))
    checked = gate.check(sheet, today)
    text = keep_style(checked.written.text, published) if published else checked.written.text
    if checked.file is None or checked.errors:
        return Readiness(checked, text, published)
    try:
        with Sandbox() as sandbox:
            article = render(checked.file, sandbox)
    except TooHeavy:
        heavy = replace(checked, findings=(*checked.findings, Finding("", HEAVY)))
        return Readiness(heavy, text, published)
    return Readiness(checked, text, published, _new_sites(session, text, article), article)


def order_for(
    session: Session, draft: CaseDraft, *, version: int, reason: str, approved: frozenset[str], today: date
) -> Order:
    """The order to publish a draft; raises RuleViolation for what a curator has not answered for.

    `version` is that of the draft which the curator looked at; raises Conflict for another one, Overtaken
    where the file is no longer the one the draft began from.
    """
    if draft.version != version:
        raise Conflict("Draf ini berubah sejak halaman penerbitan dibuka. Periksa lagi, lalu terbitkan.")
    ready = weigh(session, draft, today)
    if draft.base_digest != ready.published_digest:
        raise Overtaken(ready.published)
    sheet = sheet_of(draft)
    if not ready.is_sound:
        raise RuleViolation("Naskah belum lolos pemeriksaan. Benahi dahulu yang ditandai.")
    check_reason(reason)
    if missing := [site for site in ready.new_sites if site not in approved]:
        raise RuleViolation(f"Periksa dan centang dahulu alamat baru: {', '.join(missing)}.")
    return Order(
        slug=draft.slug,
        region=sheet.get("region"),
        text=ready.text,
        base_digest=draft.base_digest,
        kind=RevisionKind.EDITED,
        reason=reason.strip(),
        sites=ready.new_sites,
        draft_id=draft.id,
        draft_version=draft.version,
    )


def verification_order(slug: str, *, found: Mapping[str, str], remark: str, today: date) -> Order:
    """The order that writes what a curator found in sources; raises RuleViolation and NotFound."""
    if len(remark.strip()) > MAX_REASON:
        raise RuleViolation(f"Catatan paling panjang {MAX_REASON} huruf.")
    path = storage.find(edition.settings().content, slug)
    if path is None:
        raise NotFound(f"Tidak ada kasus dengan alamat '{slug}'.")
    text = storage.read_text(path)
    sheet = checking.with_checks(reading.read(text, path.name), found, today)
    return Order(
        slug=slug,
        region=path.parent.name,
        text=keep_style(write(sheet).text, text),
        base_digest=storage.digest_of(text),
        kind=RevisionKind.VERIFIED,
        reason=checking.summary_of(found, remark),
    )


def _new_sites(session: Session, text: str, article: Article) -> tuple[str, ...]:
    """The outside sites of a text that neither the edition in use nor a curator knows."""
    settings, folder = edition.settings(), edition.in_use()
    named = addresses.sites_in(text).union(
        *(addresses.sites_linked(section.html) for section in article.sections)
    )
    known = addresses.known_sites(folder) if folder else addresses.sites_of_files(settings.content)
    ours = {addresses.site_of(settings.address)} if settings.address else set()
    approved = set(session.scalars(select(ApprovedSite.site).where(ApprovedSite.site.in_(named))))
    return tuple(sorted(named - known - ours - approved))
