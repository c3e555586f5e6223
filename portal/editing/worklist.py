"""What waits for a curator: drafts, cases to verify again, cases of which little is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import Actor
from portal.cases import Case
from portal.cases.standing import review_due
from portal.editing.models import CaseDraft, DraftState

SOON = timedelta(days=60)  # before a review is due
FEWEST = 10  # cases shown
PUT_AWAY = 20  # drafts shown

_ASKED = (
    ("started", "tahun mulai"),
    ("measured", "hasil terukur"),
    ("awards", "penghargaan"),
    ("legal_basis", "dasar hukum"),
    ("status_sources", "sumber keadaan"),
    ("needs", "kebutuhan yang dijawab"),
)


@dataclass(frozen=True)
class Gap:
    """A case of which little is known, and what is missing."""

    case: Case
    missing: tuple[str, ...]


def open_drafts(session: Session) -> list[CaseDraft]:
    """Every open draft, the one touched last first."""
    found = select(CaseDraft).where(CaseDraft.state == DraftState.OPEN)
    return list(session.scalars(found.order_by(CaseDraft.updated_at.desc(), CaseDraft.id)))


def drafts_of_case(session: Session, slug: str) -> list[CaseDraft]:
    """Every open draft of one case."""
    found = select(CaseDraft).where(CaseDraft.state == DraftState.OPEN, CaseDraft.slug == slug)
    return list(session.scalars(found.order_by(CaseDraft.updated_at.desc(), CaseDraft.id)))


def put_away(session: Session, actor: Actor) -> list[CaseDraft]:
    """The drafts that a person has discarded or that lost a conflict, the newest first."""
    states = (DraftState.DISCARDED, DraftState.ASIDE)
    found = select(CaseDraft).where(CaseDraft.owner_id == actor.account_id, CaseDraft.state.in_(states))
    return list(session.scalars(found.order_by(CaseDraft.updated_at.desc(), CaseDraft.id).limit(PUT_AWAY)))


def due(cases: Iterable[Case], today: date) -> list[Case]:
    """Cases to verify again: those whose day has passed or is near, the longest due first."""
    found = (case for case in cases if review_due(case) < today + SOON)
    return sorted(found, key=lambda case: (review_due(case), case.slug))


def least_known(cases: Iterable[Case]) -> list[Gap]:
    """The cases of which least is known, with what readers will miss."""
    poorest = sorted(cases, key=lambda case: (case.fields_known, len(case.sources), case.slug))[:FEWEST]
    return [Gap(case, tuple(label for name, label in _ASKED if not getattr(case, name))) for case in poorest]
