"""Tables of evidence. Nothing here is ever overwritten by a newer file or removed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base, Moment
from portal.evidence.media import TYPES, Media
from portal.evidence.naming import download_name
from portal.evidence.rules import (
    KIND_NAMES,
    MAX_NAME,
    MAX_NUMBER,
    MAX_PAGE,
    Details,
    EvidenceKind,
    SignerLevel,
    Verdict,
)
from portal.records.columns import Coded

DIGEST = 64  # characters of a SHA-256 in hexadecimal


class Evidence(Base):
    """A dated, numbered paper that proves something about one subject of one OPD."""

    __tablename__ = "evidence"
    __table_args__ = (Index("ix_evidence_opd_subject", "opd", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(80), index=True)  # kind:id, e.g. plan:12
    opd: Mapped[str] = mapped_column(String(80))  # a code in content/government/, so not a foreign key
    kind: Mapped[str] = mapped_column(String(20))
    number: Mapped[str] = mapped_column(String(MAX_NUMBER), default="")
    dated: Mapped[date]
    issuer: Mapped[str] = mapped_column(String(MAX_NAME), default="")
    signer: Mapped[str] = mapped_column(String(MAX_NAME), default="")
    signer_level: Mapped[SignerLevel | None] = mapped_column(Coded(SignerLevel))
    year: Mapped[int | None] = mapped_column(index=True)  # the calendar year that is proved
    slot: Mapped[str | None] = mapped_column(String(3))  # T-2 … of releases before `year`; never written now
    page: Mapped[str] = mapped_column(String(MAX_PAGE), default="")  # where in the file it is proved
    note: Mapped[str] = mapped_column(Text, default="")
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))  # who last changed the details
    created_at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    files: Mapped[list[EvidenceFile]] = relationship(
        back_populates="evidence", order_by="EvidenceFile.number", lazy="selectin"
    )
    verdicts: Mapped[list[EvidenceVerdict]] = relationship(
        back_populates="evidence", order_by="EvidenceVerdict.id", lazy="selectin"
    )

    links: Mapped[list[EvidenceLink]] = relationship(
        back_populates="evidence", order_by="EvidenceLink.id", lazy="selectin"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's way to say it

    @property
    def uses(self) -> list[EvidenceLink]:
        """What it is said to prove."""
        return [link for link in self.links if link.removed_at is None]

    @property
    def needs_year(self) -> bool:
        """Was it given a year counted back from another, which its date does not tell?"""
        return self.year is None and self.slot is not None

    def is_proof(self, link: EvidenceLink) -> bool:
        """Was it found good when it was already said to prove this?"""
        judged = self.judged
        is_good = judged is not None and judged.verdict == Verdict.VERIFIED
        return is_good and self.covers(link)

    def covers(self, link: EvidenceLink) -> bool:
        """Does the verdict that counts speak of this link too?"""
        return self.judged is not None and self.judged.id > link.after_verdict

    @property
    def unjudged_uses(self) -> list[EvidenceLink]:
        """What it was said to prove after the verdict that counts."""
        return [link for link in self.uses if not self.covers(link)]

    @property
    def proposers(self) -> set[int]:
        """Who may not judge it: whoever brought the file, its details, or what is not judged of its uses."""
        return {self.newest.uploader_id, self.author_id, *(link.by for link in self.unjudged_uses)}

    @property
    def details(self) -> Details:
        """What the paper states about itself."""
        return Details(
            kind=EvidenceKind(self.kind),
            dated=self.dated,
            number=self.number,
            issuer=self.issuer,
            signer=self.signer,
            signer_level=self.signer_level,
            year=self.year,
            page=self.page,
            note=self.note,
        )

    @property
    def title(self) -> str:
        """How lists call it: kind and number."""
        return f"{KIND_NAMES[EvidenceKind(self.kind)]} {self.number}".strip()

    @property
    def newest(self) -> EvidenceFile:
        """The file that counts."""
        return self.files[-1]

    @property
    def judged(self) -> EvidenceVerdict | None:
        """The verdict that counts: none once file or details changed after it."""
        last = self.verdicts[-1] if self.verdicts else None
        return last if last is not None and last.evidence_version == self.version else None

    @property
    def verdict(self) -> Verdict | None:
        """Verified, rejected, or None for not yet examined."""
        return Verdict(self.judged.verdict) if self.judged is not None else None


class EvidenceFile(Base):
    """One version of the file, and who sent it. Its bytes are in the store under their digest."""

    __tablename__ = "evidence_file"
    __table_args__ = (UniqueConstraint("evidence_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"))
    number: Mapped[int]  # 1, 2, 3 …
    sha256: Mapped[str] = mapped_column(String(DIGEST), index=True)
    size: Mapped[int]  # bytes
    media: Mapped[str] = mapped_column(String(4))
    name: Mapped[str] = mapped_column(String(200))  # as it was called by its uploader, cleaned
    original_sha256: Mapped[str] = mapped_column(String(DIGEST))  # as sent; pictures are kept cleaned
    taken_at: Mapped[str] = mapped_column(String(19), default="")  # local time by the camera's clock
    latitude: Mapped[float | None]  # degrees; personal data, shown to whoever holds evidence.place
    longitude: Mapped[float | None]
    uploader_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    uploader: Mapped[str] = mapped_column(String(200))  # the name at that time
    uploaded_at: Mapped[datetime] = mapped_column(Moment)
    evidence: Mapped[Evidence] = relationship(back_populates="files")

    @property
    def mime(self) -> str:
        """The media type it is handed out as."""
        return TYPES[Media(self.media)].mime

    @property
    def download_name(self) -> str:
        """The name it is handed out under."""
        kind = KIND_NAMES[EvidenceKind(self.evidence.kind)]
        return download_name(kind, self.evidence.number, self.number, self.media)


class EvidenceLink(Base):
    """What a paper is said to prove: a plan, a visit, an innovation, perhaps one indicator of it, and where.

    The paper's own subject needs no link unless an indicator is named.
    """

    __tablename__ = "evidence_link"
    __table_args__ = (
        Index(
            "ix_evidence_link_once",
            "evidence_id",
            "subject",
            "indicator",
            unique=True,
            sqlite_where=text("removed_at IS NULL"),
            postgresql_where=text("removed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"), index=True)
    subject: Mapped[str] = mapped_column(String(80), index=True)  # kind:id, as of evidence
    indicator: Mapped[str] = mapped_column(String(10), default="")  # its number, "16"; empty for none
    page: Mapped[str] = mapped_column(String(MAX_PAGE), default="")
    marked: Mapped[str] = mapped_column(Text, default="")  # what is highlighted there
    by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    by_name: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(Moment)
    after_verdict: Mapped[int] = mapped_column(default=0)  # the newest verdict there was then
    removed_at: Mapped[datetime | None] = mapped_column(Moment)
    removed_by_name: Mapped[str] = mapped_column(String(200), default="")
    evidence: Mapped[Evidence] = relationship(back_populates="links")


class EvidenceVerdict(Base):
    """What somebody else than the uploader found; a newer version of the evidence outdates it."""

    __tablename__ = "evidence_verdict"

    id: Mapped[int] = mapped_column(primary_key=True)
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"), index=True)
    file_number: Mapped[int]
    evidence_version: Mapped[int]
    verdict: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(Text, default="")
    fields: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # field of the paper: what to mend
    judge_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    judge: Mapped[str] = mapped_column(String(200))  # the name at that time
    at: Mapped[datetime] = mapped_column(Moment)
    evidence: Mapped[Evidence] = relationship(back_populates="verdicts")
