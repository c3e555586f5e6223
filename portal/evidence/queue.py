"""What waits for a verdict, and what waits for its year: by age and by OPD."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from portal import accounts
from portal.access import Actor
from portal.db import reading
from portal.evidence.models import Evidence, EvidenceFile, EvidenceLink, EvidenceVerdict
from portal.evidence.rules import KIND_NAMES, EvidenceKind, Verdict
from portal.evidence.subjects import seen_by
from portal.government import opd_codes
from portal.web import filters
from portal.web.filters import by
from portal.web.paging import Paging, paging

PAGE_SIZE = 25


class Waits(StrEnum):
    """What a paper waits for."""

    VERDICT = "periksa"
    YEAR = "tahun"
    MENDING = "perbaikan"


WAIT_NAMES = {
    Waits.VERDICT: "Menunggu pemeriksaan",
    Waits.YEAR: "Tahun belum diisi",
    Waits.MENDING: "Menunggu perbaikan OPD",
}


@dataclass(frozen=True)
class QueueFilters:
    """What the queue is narrowed to."""

    waits: Waits | None = by("tunggu", filters.one_of(Waits))
    opd: str = by(
        "opd", filters.known(accounts.opd_names), "", column=Evidence.opd, label="OPD", offer=opd_codes
    )
    kind: EvidenceKind | None = by(
        "jenis",
        filters.one_of(EvidenceKind),
        column=Evidence.kind,
        label="Jenis bukti",
        offer=KIND_NAMES.items,
    )
    is_mine_left_out: bool = by("orang-lain", filters.flag, default=False, label="Bukan usulan saya")

    def conditions(self, actor: Actor, permission: str = "evidence.read") -> list[ColumnElement[bool]]:
        """The filters as SQL, of the papers to which the actor may do this."""
        found = [
            Evidence.withdrawn_at.is_(None),
            seen_by(actor, permission),
            WAITING[self.waits or Waits.VERDICT](),
        ]
        found += filters.conditions(self)
        if self.is_mine_left_out:
            found.append(~proposed_by(actor))
        return found


def unjudged() -> ColumnElement[bool]:
    """No verdict counts, or something was said to be proved after it."""
    counts = exists().where(
        EvidenceVerdict.evidence_id == Evidence.id, EvidenceVerdict.evidence_version == Evidence.version
    )
    last = (
        select(func.max(EvidenceVerdict.id))
        .where(EvidenceVerdict.evidence_id == Evidence.id)
        .correlate(Evidence)
        .scalar_subquery()
    )
    newer = exists().where(
        EvidenceLink.evidence_id == Evidence.id,
        EvidenceLink.removed_at.is_(None),
        EvidenceLink.after_verdict >= last,
    )
    return or_(~counts, newer)


def without_year() -> ColumnElement[bool]:
    """Stored with a year counted back, which its date does not tell."""
    return and_(Evidence.year.is_(None), Evidence.slot.is_not(None))


def sent_back() -> ColumnElement[bool]:
    """The verdict that counts asks for something to be mended."""
    return exists().where(
        EvidenceVerdict.evidence_id == Evidence.id,
        EvidenceVerdict.evidence_version == Evidence.version,
        EvidenceVerdict.verdict == Verdict.REJECTED.value,
    )


WAITING = {Waits.VERDICT: unjudged, Waits.YEAR: without_year, Waits.MENDING: sent_back}


def proposed_by(actor: Actor) -> ColumnElement[bool]:
    """The actor wrote its details, brought its newest file, or said what it proves: another must judge it."""
    newest = (
        select(func.max(EvidenceFile.number))
        .where(EvidenceFile.evidence_id == Evidence.id)
        .correlate(Evidence)
        .scalar_subquery()
    )
    brought = exists().where(
        EvidenceFile.evidence_id == Evidence.id,
        EvidenceFile.number == newest,
        EvidenceFile.uploader_id == actor.account_id,
    )
    last = (
        select(func.coalesce(func.max(EvidenceVerdict.id), 0))
        .where(EvidenceVerdict.evidence_id == Evidence.id)
        .correlate(Evidence)
        .scalar_subquery()
    )
    linked = exists().where(
        EvidenceLink.evidence_id == Evidence.id,
        EvidenceLink.removed_at.is_(None),
        EvidenceLink.by == actor.account_id,
        EvidenceLink.after_verdict >= last,
    )
    return or_(Evidence.author_id == actor.account_id, brought, linked)


@dataclass(frozen=True)
class OfOpd:
    """How much of an agency waits, since when, and who coaches it."""

    opd: str
    count: int
    oldest: datetime
    coaches: tuple[str, ...] = ()


def page(where: list[ColumnElement[bool]]) -> tuple[Paging, list[Evidence]]:
    """The page of the queue that this request asks for, what waits longest first."""
    total = reading().scalar(select(func.count(Evidence.id)).where(*where)) or 0
    pages = paging(total, PAGE_SIZE)
    statement = select(Evidence).where(*where).order_by(Evidence.changed_at, Evidence.id)
    return pages, list(reading().scalars(statement.offset(pages.offset).limit(PAGE_SIZE)))


def by_opd(session: Session, where: list[ColumnElement[bool]]) -> list[OfOpd]:
    """What waits, by agency; the one with the oldest paper first."""
    oldest = func.min(Evidence.changed_at)
    statement = select(Evidence.opd, func.count(Evidence.id), oldest).where(*where)
    found = session.execute(statement.group_by(Evidence.opd).order_by(oldest, Evidence.opd)).all()
    coaches = accounts.coaches(session)
    return [OfOpd(opd, count, since, coaches.get(opd, ())) for opd, count, since in found]


def waiting(session: Session, where: list[ColumnElement[bool]]) -> tuple[int, datetime | None]:
    """How many wait, and since when the oldest does."""
    statement = select(func.count(Evidence.id), func.min(Evidence.changed_at)).where(*where)
    count, oldest = session.execute(statement).one()
    return count, oldest


def to_mend(session: Session, opds: Collection[str], most: int) -> list[Evidence]:
    """The papers of these agencies that were sent back, the longest first."""
    where = [Evidence.withdrawn_at.is_(None), sent_back(), Evidence.opd.in_(opds)]
    statement = select(Evidence).where(*where).order_by(Evidence.changed_at, Evidence.id)
    return list(session.scalars(statement.limit(most)))
