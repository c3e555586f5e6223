"""Tables of the editing room: drafts, revisions, publications under way, approved sites."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Moment

SLUG = 80  # characters
NAME = 200
DIGEST = 64  # SHA-256, hexadecimal


class DraftState(StrEnum):
    """Where a draft stands; nothing that was typed is ever deleted."""

    OPEN = "terbuka"
    ASIDE = "disisihkan"  # the loser of a conflict, kept until somebody chooses
    DISCARDED = "dibuang"
    PUBLISHED = "terbit"


class RevisionKind(StrEnum):
    """How a revision came about."""

    FIRST = "awal"  # what the files held when the portal first looked
    EDITED = "sunting"
    VERIFIED = "verifikasi"
    FILE = "berkas"  # changed outside the portal, for instance by git


class CaseDraft(Base):
    """One person's version of a case that is not published."""

    __tablename__ = "case_draft"
    __table_args__ = (
        Index(
            "ix_case_draft_open",
            "slug",
            "owner_id",
            unique=True,
            sqlite_where=text("state = 'terbuka'"),
            postgresql_where=text("state = 'terbuka'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(SLUG), index=True)  # a file's name, so no foreign key
    owner_id: Mapped[int | None]
    owner: Mapped[str] = mapped_column(String(NAME))
    sheet: Mapped[str] = mapped_column(Text)  # JSON of a Sheet
    base_digest: Mapped[str] = mapped_column(
        String(DIGEST), default=""
    )  # of the file it began from; '' for none
    origin: Mapped[str] = mapped_column(String(NAME), default="")  # e.g. rencana:12, revisi:3
    state: Mapped[str] = mapped_column(String(16), default=DraftState.OPEN)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment)


class CaseRevision(Base):
    """A text of a case as it was published, or as it was found in its file; never changed after."""

    __tablename__ = "case_revision"
    __table_args__ = (UniqueConstraint("slug", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(SLUG))
    number: Mapped[int]
    path: Mapped[str] = mapped_column(String(NAME))  # below content/, with '/'
    text: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(DIGEST))
    kind: Mapped[str] = mapped_column(String(16))
    account_id: Mapped[int | None]
    account: Mapped[str] = mapped_column(String(NAME))
    at: Mapped[datetime] = mapped_column(Moment)
    reason: Mapped[str] = mapped_column(Text, default="")
    approved_at: Mapped[datetime | None] = mapped_column(Moment)  # None: found in a file, waits for a curator
    approved_by: Mapped[str] = mapped_column(String(NAME), default="")

    @property
    def is_approved(self) -> bool:
        """Has a curator answered for this text?"""
        return self.approved_at is not None


class CasePublication(Base):
    """A publication that has begun: written before the file is touched, gone when all is done.

    What the portal finds here after a crash tells it who published which text, and why.
    """

    __tablename__ = "case_publication"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(SLUG))
    path: Mapped[str] = mapped_column(String(NAME))
    text: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(DIGEST))
    kind: Mapped[str] = mapped_column(String(16))
    sites: Mapped[str] = mapped_column(Text, default="")  # newly approved ones, one a line
    draft_id: Mapped[int | None]
    draft_version: Mapped[int] = mapped_column(default=0)  # which was looked at; 0 for any
    job_id: Mapped[int | None]  # the job that publishes it, which has no row any more after a while
    account_id: Mapped[int | None]
    account: Mapped[str] = mapped_column(String(NAME))
    roles: Mapped[str] = mapped_column(String(NAME), default="")
    begun_at: Mapped[datetime] = mapped_column(Moment)
    reason: Mapped[str] = mapped_column(Text)


class ApprovedSite(Base):
    """An outside web site that a curator has looked at before a case linked to it."""

    __tablename__ = "approved_site"

    site: Mapped[str] = mapped_column(String(253), primary_key=True)
    account_id: Mapped[int | None]
    account: Mapped[str] = mapped_column(String(NAME))
    at: Mapped[datetime] = mapped_column(Moment)
    slug: Mapped[str] = mapped_column(String(SLUG))  # the case that first named it
