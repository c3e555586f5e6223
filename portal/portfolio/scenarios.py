"""Verbs on scenarios: compute, keep, overrule, decide. Computing asks no write lock; keeping is short."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import audit, clock
from portal.access import Actor
from portal.errors import Conflict, NotFound, RuleViolation
from portal.portfolio import facts, weights, words
from portal.portfolio.changes import require
from portal.portfolio.models import Overrule, Scenario, Status
from portal.portfolio.packages import breaches, collisions
from portal.portfolio.proposing import Proposal, propose
from portal.portfolio.snapshot import (
    Inputs,
    Request,
    digest,
    read_inputs,
    read_numbers,
    take_snapshot,
    write_inputs,
    write_numbers,
    write_proposal,
)
from portal.records.changes import signed
from portal.records.limits import check_reason

ALREADY_DECIDED = "Skenario ini sudah ditetapkan. Susun skenario baru untuk mengubahnya."


@dataclass(frozen=True)
class Computed:
    """A request with what was known and what is proposed, ready to be kept."""

    inputs: Inputs
    proposal: Proposal


def compute(session: Session, request: Request) -> Computed:
    """Compute the best package of a request from what is known now; changes nothing.

    Raises RuleViolation where no package can meet the request, with a sentence for each collision.
    """
    in_force = weights.in_force(session)
    inputs = take_snapshot(facts.gather(session, in_force), in_force, request)
    _check_known(inputs)
    if broken := collisions(inputs.problem):
        raise RuleViolation(" ".join(words.breach_sentences(inputs, broken, of="Rencana wajib")))
    return Computed(inputs, propose(inputs.problem))


def keep(session: Session, computed: Computed, *, name: str, reason: str, actor: Actor) -> Scenario:
    """Keep what was computed as a scenario; its inputs never change again."""
    require(actor, "portfolio.plan")
    check_reason(reason, "reason")
    if not name.strip():
        raise RuleViolation("Beri nama skenario ini.", "name")
    text = write_inputs(computed.inputs)
    row = Scenario(
        name=name,
        inputs=text,
        digest=digest(text),
        result=write_proposal(computed.proposal),
        package=write_numbers(computed.proposal.chosen),
        reason=reason,
        **signed(actor),
    )
    session.add(row)
    session.flush()
    changes: dict[str, tuple[object, object]] = {
        "name": (None, name),
        "digest": (None, row.digest),
        "package": (None, list(computed.proposal.chosen)),
        "value": (None, computed.proposal.value),
    }
    _note(session, row, "make", changes, reason, actor)
    return row


def get(session: Session, scenario_id: int, *, lock: bool = False) -> Scenario:
    """A scenario; raises NotFound."""
    statement = select(Scenario).where(Scenario.id == scenario_id)
    row = session.scalar(statement.with_for_update() if lock else statement)
    if row is None:
        raise NotFound("Skenario ini tidak ada.")
    return row


def listed(session: Session, *, limit: int, offset: int = 0) -> list[Scenario]:
    """Scenarios, newest first."""
    return list(session.scalars(select(Scenario).order_by(Scenario.id.desc()).limit(limit).offset(offset)))


def in_force(session: Session) -> Scenario | None:
    """The scenario decided last; it replaces those decided before."""
    decided = select(Scenario).where(Scenario.status == Status.DECIDED)
    return session.scalar(decided.order_by(Scenario.decided_at.desc(), Scenario.id.desc()).limit(1))


def overrule(
    session: Session, row: Scenario, wanted: Collection[int], *, reason: str, version: int, actor: Actor
) -> None:
    """Put other plans into the package than it holds; only within the scenario's ceilings and conditions."""
    require(actor, "portfolio.plan")
    _check_open(row, version)
    check_reason(reason, "reason")
    inputs, before = read_inputs(row.inputs), set(read_numbers(row.package))
    if unknown := set(wanted) - set(inputs.by_id):
        raise RuleViolation(f"Rencana nomor {min(unknown)} tidak ada dalam skenario ini.", "wanted")
    added, removed = set(wanted) - before, before - set(wanted)
    if not added and not removed:
        raise RuleViolation("Tidak ada rencana yang ditambah atau dikeluarkan.", "wanted")
    if broken := breaches(inputs.problem, frozenset(wanted)):
        sentences = words.breach_sentences(inputs, broken, of="Paket ini")
        raise RuleViolation(" ".join(sentences), "wanted")
    session.add(
        Overrule(
            scenario_id=row.id,
            added=write_numbers(added),
            removed=write_numbers(removed),
            reason=reason,
            **signed(actor),
        )
    )
    row.package, row.version = write_numbers(wanted), row.version + 1
    changes = {"added": ([], sorted(added)), "removed": (sorted(removed), [])}
    _note(session, row, "overrule", changes, reason, actor)


def decide(session: Session, row: Scenario, *, reason: str, version: int, actor: Actor) -> None:
    """Make a scenario's package the decision; it takes the place of the one decided before."""
    require(actor, "portfolio.decide")
    _check_open(row, version)
    check_reason(reason, "reason")
    row.status, row.version = Status.DECIDED, row.version + 1
    row.decided_at, row.decided_by, row.decided_by_name = clock.now(), actor.account_id, actor.name
    row.decision_reason = reason
    changes: dict[str, tuple[object, object]] = {
        "status": (Status.DRAFT.value, Status.DECIDED.value),
        "package": (None, list(read_numbers(row.package))),
        "digest": (None, row.digest),
    }
    _note(session, row, "decide", changes, reason, actor)


def _check_open(row: Scenario, version: int) -> None:
    if row.status is Status.DECIDED:
        raise RuleViolation(ALREADY_DECIDED)
    if row.version != version:
        raise Conflict("Skenario ini sudah diubah orang lain sejak Anda membukanya.")


def _check_known(inputs: Inputs) -> None:
    """Refuse a request about plans that are no candidates (any more)."""
    asked = inputs.request
    pairs = {number for pair in (*asked.either, *asked.needs) for number in pair}
    if unknown := (asked.mandatory | asked.excluded | pairs) - set(inputs.by_id):
        raise RuleViolation(f"Rencana nomor {min(unknown)} tidak (lagi) menunggu anggaran.")


def _note(
    session: Session,
    row: Scenario,
    action: str,
    changes: Mapping[str, tuple[object, object]],
    reason: str,
    actor: Actor,
) -> None:
    subject = f"portfolio-scenario:{row.id}"
    audit.record(
        session, actor=actor, action=f"portfolio.{action}", subject=subject, changes=changes, reason=reason
    )
