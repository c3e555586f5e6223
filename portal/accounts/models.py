"""Tables of people, what they hold, and how they come in. Secrets are stored as hashes."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.access import Role
from portal.accounts.rules import Tenure, Term
from portal.db import Base, Moment

DIGEST = 64  # characters of a SHA-256 in hexadecimal


class Account(Base):
    """One person. The row is never removed, for the audit trail names it: it is closed, and emptied where an
    import that brought somebody in by mistake was undone.
    """

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    nip: Mapped[str | None] = mapped_column(String(18), unique=True)  # personal data: show nip.mask() of it
    email: Mapped[str] = mapped_column(String(200), default="")
    position: Mapped[str] = mapped_column(String(120), default="")  # jabatan, as on letters
    rank: Mapped[str] = mapped_column(String(60), default="")  # pangkat/golongan, as on letters
    password_hash: Mapped[str | None] = mapped_column(String(200))  # None until a link was used
    oidc_subject: Mapped[str | None] = mapped_column(String(255), unique=True)
    is_open: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)  # emptied; no list shows it
    version: Mapped[int] = mapped_column(default=1)
    memberships: Mapped[list[Membership]] = relationship(back_populates="account", order_by="Membership.id")
    second_step: Mapped[SecondStep | None] = relationship(back_populates="account")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's way to say it


class Membership(Base):
    """A role that a person holds, in an OPD or for the whole government, from a day to a day."""

    __tablename__ = "membership"
    __table_args__ = (Index("ix_membership_opd_role", "opd", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    opd: Mapped[str | None] = mapped_column(String(80))  # a code in content/government/, so not a foreign key
    since: Mapped[date]
    until: Mapped[date | None]  # the last day
    kind: Mapped[str] = mapped_column(String(10), default=Tenure.DEFINITIVE.value)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)  # taken away before its last day
    account: Mapped[Account] = relationship(back_populates="memberships")

    @property
    def term(self) -> Term:
        """What the rules look at."""
        return Term(Role(self.role), self.opd, self.since, self.until, Tenure(self.kind))

    def holds_on(self, day: date) -> bool:
        """Is the role held on this day?"""
        return self.ended_at is None and self.term.holds_on(day)


class LoginSession(Base):
    """One sign-in on one device. The cookie carries the token, this row only its hash; no address is kept."""

    __tablename__ = "login_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(DIGEST), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    last_seen_at: Mapped[datetime] = mapped_column(Moment)
    has_second_step: Mapped[bool]
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)  # when the password was last given
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
    device: Mapped[str] = mapped_column(String(60))  # e.g. Firefox di Windows
    account: Mapped[Account] = relationship()


class LoginAttempt(Base):
    """A try to sign in; account and address are keyed hashes, kept for the throttle and then swept."""

    __tablename__ = "login_attempt"
    __table_args__ = (Index("ix_login_attempt_address_at", "address_key", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, index=True)
    account_key: Mapped[str] = mapped_column(String(DIGEST))
    address_key: Mapped[str] = mapped_column(String(DIGEST))


class OneTimeLink(Base):
    """A link that sets a password once; without an account it makes the first admin."""

    __tablename__ = "one_time_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(DIGEST), unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)  # used, or replaced by a newer one
    account: Mapped[Account | None] = relationship()


class SecondStep(Base):
    """The secret that a person's authenticator app shares with the portal (TOTP, RFC 6238)."""

    __tablename__ = "second_step"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    secret: Mapped[str] = mapped_column(String(64))
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)  # None while being set up
    last_step: Mapped[int] = mapped_column(default=0)  # time step of the last code used; each works once
    account: Mapped[Account] = relationship(back_populates="second_step")


class RecoveryCode(Base):
    """A code that replaces the authenticator app once."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(DIGEST))
    used_at: Mapped[datetime | None] = mapped_column(Moment)
