"""The table of the shell: which forms were sent lately, so that none is taken twice."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Moment

DIGEST = 64  # characters of a SHA-256 in hexadecimal
MAX_ADDRESS = 2_000


class SentForm(Base):
    """A form that was stored once; swept after an hour. It holds digests and an address, nothing typed."""

    __tablename__ = "sent_form"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(DIGEST), unique=True)  # of who sent it, its mark, where to
    content: Mapped[str] = mapped_column(String(DIGEST))  # of what was typed
    at: Mapped[datetime] = mapped_column(Moment, index=True)
    address: Mapped[str] = mapped_column(String(MAX_ADDRESS), default="")  # of the record it made
