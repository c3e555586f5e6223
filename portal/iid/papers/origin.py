"""One innovation for its statements: what it is, since when, by which decree, and whom it copies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.access import Actor
from portal.adoption import Plan, visible
from portal.cases import CASES
from portal.evidence import EvidenceKind, uses_of
from portal.government import our_government
from portal.records.labels import written
from portal.regions import REGIONS
from portal.register import Innovation
from portal.register.papers.dossier import Office, Signer
from portal.register.papers.dossiers import office_of
from portal.web.figures import long_date

REGULATION = "16"


@dataclass(frozen=True)
class StatementDossier:
    """One innovation."""

    title: str
    owner: str
    office: Office
    initiator: str
    applied_on: date | None
    decree: str
    result: str
    origin_title: str
    origin_region: str
    dated: date  # of the newest news of it
    signer: Signer | None = None

    @property
    def is_copied(self) -> bool:
        """Did it come from another region?"""
        return bool(self.origin_title)


def statement_dossier(
    session: Session, innovation: Innovation, actor: Actor, signer: Signer | None
) -> StatementDossier:
    """What the statements print; the origin is the case of the plan that it grew out of."""
    unit = our_government().unit(innovation.unit) if innovation.unit else None
    office = office_of(innovation.opd)
    named = innovation.initiator_name
    title, region = _origin(session, innovation, actor)
    return StatementDossier(
        title=innovation.title,
        owner=f"{unit[1].name}, {office.name}" if unit else office.name,
        office=office,
        initiator=f"{written(innovation, 'initiator')}{f' ({named})' if named else ''}".strip(),
        applied_on=innovation.applied_on,
        decree=_decree(session, innovation),
        result=innovation.result,
        origin_title=title,
        origin_region=region,
        dated=clock.local(innovation.last_news_at).date(),
        signer=signer,
    )


def _origin(session: Session, innovation: Innovation, actor: Actor) -> tuple[str, str]:
    """Name and region of the case that was copied; nothing for one of our own."""
    if innovation.plan_id is None:
        return "", ""
    plan = session.scalar(select(Plan).where(Plan.id == innovation.plan_id, visible(actor)))
    case = CASES.get().get(plan.case_slug) if plan and plan.case_slug else None
    if case is None or case.region == our_government().region:
        return "", ""
    region = REGIONS.get().get(case.region)
    return case.title, region.name if region else case.region


def _decree(session: Session, innovation: Innovation) -> str:
    """Number and day of the newest decree that is said to name it."""
    found = [
        link.evidence
        for link in uses_of(session, f"innovation:{innovation.id}")
        if link.indicator == REGULATION and link.evidence.kind == EvidenceKind.SK
    ]
    return f"{found[-1].title} tanggal {long_date(found[-1].dated)}" if found else ""
