"""What a paper is said to prove: added and taken back, each written down.

A verdict from before does not speak of what was added after it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal import clock
from portal.access import Actor
from portal.errors import RuleViolation
from portal.evidence import service
from portal.evidence.models import Evidence, EvidenceLink
from portal.evidence.rules import MAX_NOTE, MAX_PAGE
from portal.evidence.subjects import Subject

MOST = 400  # uses of one paper; the annex of one decree names so many innovations at most


@dataclass(frozen=True)
class Use:
    """What is to be said: this thing, one indicator of it, on this page, marked so."""

    subject: Subject
    indicator: str = ""
    page: str = ""
    marked: str = ""


def mark_of(evidence: Evidence) -> str:
    """What a paper is said to prove, as one word: whoever judges sends back what was seen."""
    return "-".join(str(link.id) for link in evidence.uses)


def add(session: Session, evidence: Evidence, uses: Iterable[Use], *, actor: Actor) -> list[EvidenceLink]:
    """Say what a paper proves; what was said of the same thing and indicator before is replaced."""
    service.check_open(evidence)
    who, now = service.person(actor), clock.now()
    newest = max((verdict.id for verdict in evidence.verdicts), default=0)
    added: list[EvidenceLink] = []
    for use in uses:
        _check(use)
        for old in evidence.uses:
            if (old.subject, old.indicator) == (use.subject.key, use.indicator):
                old.removed_at, old.removed_by_name = now, actor.name
        session.flush()
        link = EvidenceLink(
            subject=use.subject.key,
            indicator=use.indicator,
            page=use.page,
            marked=use.marked,
            by=who,
            by_name=actor.name,
            at=now,
            after_verdict=newest,
        )
        evidence.links.append(link)
        added.append(link)
    if len(evidence.uses) > MOST:
        raise RuleViolation(f"Satu bukti dikaitkan dengan paling banyak {MOST} hal.")
    session.flush()
    for link in added:
        service.record(session, actor, "link", evidence, {"kaitan": ["", described(link)]})
    return added


def remove(session: Session, evidence: Evidence, link: EvidenceLink, *, actor: Actor) -> None:
    """Take back that a paper proves something; the row stays for the auditor."""
    service.check_open(evidence)
    if link.removed_at is not None:
        return
    link.removed_at, link.removed_by_name = clock.now(), actor.name
    session.flush()
    service.record(session, actor, "unlink", evidence, {"kaitan": [described(link), ""]})


def described(link: EvidenceLink) -> str:
    """A link in the trail: subject, indicator, page, mark."""
    found = [link.subject]
    found += [f"indikator {link.indicator}"] if link.indicator else []
    found += [f"halaman {link.page}"] if link.page else []
    return ", ".join([*found, link.marked] if link.marked else found)


def _check(use: Use) -> None:
    if len(use.page) > MAX_PAGE:
        raise RuleViolation(f"Halaman paling banyak {MAX_PAGE} huruf.", "page")
    if len(use.marked) > MAX_NOTE:
        raise RuleViolation(f"Yang ditandai paling banyak {MAX_NOTE} huruf.", "marked")
