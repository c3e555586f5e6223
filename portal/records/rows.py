"""Looking records up: one with all its parts, and lists, newest news first, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.interfaces import ORMOption

from portal.access import Actor
from portal.db import reading
from portal.errors import NotFound
from portal.web.paging import Paging, paging

R = TypeVar("R")
MOST = 2**63  # numbers from here on do not fit into the database
Where = Sequence[ColumnElement[bool]]
Options = tuple[ORMOption, ...]


@dataclass(frozen=True)
class Rows(Generic[R]):
    """The records of one kind; what the actor may not read is as if it were not there."""

    kind: Any  # its table
    called: str  # "Rencana"
    visible: Callable[[Actor], ColumnElement[bool]]
    line: Options  # what a line of a list shows
    whole: Options  # what the record's own page shows

    def get(self, session: Session, record_id: int, actor: Actor, *, lock: bool = False) -> R:
        """A record with all its parts; raises NotFound."""
        statement = select(self.kind).where(self.kind.id == min(record_id, MOST - 1), self.visible(actor))
        statement = statement.options(*self.whole)
        found: R | None = session.scalar(statement.with_for_update(of=self.kind) if lock else statement)
        if found is None:
            raise NotFound(f"{self.called} ini tidak ada, atau belum dibuka untuk Anda.")
        return found

    def count(self, session: Session, where: Where) -> int:
        """How many match."""
        return session.scalar(select(func.count(self.kind.id)).where(*where)) or 0

    def listed(
        self,
        session: Session,
        where: Where,
        *,
        offset: int = 0,
        limit: int | None = None,
        options: Options | None = None,
    ) -> list[R]:
        """Those that match, the one with the newest news first."""
        order = self.kind.last_news_at.desc(), self.kind.id.desc()
        loads = self.line if options is None else options
        statement = select(self.kind).where(*where).order_by(*order).options(*loads).offset(offset)
        return list(session.scalars(statement.limit(limit)))

    def page(self, where: Where, size: int) -> tuple[Paging, list[R]]:
        """The page of a list that this request asks for."""
        pages = paging(self.count(reading(), where), size)
        return pages, self.listed(reading(), where, offset=pages.offset, limit=size)
