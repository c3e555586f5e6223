"""What a search finds among the evidence: papers by kind, number and issuer that its reader may open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import or_, select

from portal import access
from portal.db import reading
from portal.errors import NotFound
from portal.evidence import KIND_NAMES, Evidence
from portal.evidence.subjects import may_do, subject_of
from portal.search.others import Thing

MOST = 20  # each is looked at by the rule of what it belongs to


def evidence(words: Sequence[str]) -> Iterator[Thing]:
    """Papers that count whose kind, number or issuer has one of the words."""
    actor = access.actor()
    if not actor.is_signed_in:
        return
    kinds = [kind for kind, name in KIND_NAMES.items() if any(word in name.casefold() for word in words)]
    wanted = [
        column.icontains(word, autoescape=True)
        for word in words
        for column in (Evidence.number, Evidence.issuer)
    ]
    statement = select(Evidence).where(
        Evidence.withdrawn_at.is_(None), or_(Evidence.kind.in_(kinds), *wanted)
    )
    for found in reading().scalars(statement.order_by(Evidence.id.desc()).limit(MOST)):
        try:
            subject = subject_of(reading(), found.subject)
        except NotFound:
            continue
        if may_do(actor, "read", subject):
            title = f"{found.title} ({found.issuer})" if found.issuer else found.title
            yield Thing("bukti", title, "evidence.show", {"evidence_id": found.id}, subject.title)
