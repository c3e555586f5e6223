"""Verbs on proposals: begin, write, submit, return, judge, select."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import audit, clock
from portal.access import Actor, may
from portal.contests import drafting, queries, rules
from portal.contests.models import (
    DECIDED,
    Assessment,
    Proposal,
    SectionText,
    Selection,
    State,
)
from portal.contests.rules import Choice
from portal.errors import Conflict, Forbidden, RuleViolation
from portal.records.changes import Changes, assign, check_unchanged, signed
from portal.records.limits import check_reason
from portal.records.privacy import REFUSAL, holds_nip
from portal.register import seasons, service
from portal.register.models import Innovation, Season
from portal.register.rules import Stage
from portal.taxonomy.contests import Criterion

MASYARAKAT = {"initiator": "masyarakat", "classification": "masyarakat"}


def begin(
    session: Session, season: Season, innovation: Innovation, group: str, category: str = "", *, actor: Actor
) -> Proposal:
    """Begin a proposal, its sections drafted from what the record says."""
    require(actor, "contests.write", innovation.opd)
    found = queries.rules_of(season)
    if season.closed_at is not None:
        raise RuleViolation("Musim ini sudah ditutup.", "season")
    if group not in found.groups:
        raise RuleViolation("Kelompok ini tidak ada di edisi itu.", "group")
    if category and category not in found.categories:
        raise RuleViolation("Kategori ini tidak ada di edisi itu.", "category")
    twin = select(Proposal.id).where(Proposal.season_id == season.id, Proposal.innovation_id == innovation.id)
    if session.scalar(twin) is not None:
        raise RuleViolation("Inovasi ini sudah diusulkan di musim itu.", "season")
    now = clock.now()
    proposal = Proposal(
        season_id=season.id,
        innovation_id=innovation.id,
        opd=innovation.opd,
        group=group,
        category=category,
        created_at=now,
        created_by=actor.account_id,
        created_by_name=actor.name,
        last_news_at=now,
    )
    session.add(proposal)
    session.flush()
    drafts = drafting.drafts(session, innovation, found.sections)
    session.add_all(
        SectionText(proposal_id=proposal.id, section=one.id, text=drafts[one.id], **signed(actor))
        for one in found.sections
        if drafts.get(one.id)
    )
    session.flush()
    _note(session, proposal, "begin", actor, {"season": (None, season.name), "group": (None, group)})
    return proposal


def enter_citizens(
    session: Session, season: Season, opd: str, values: Mapping[str, object], group: str, *, actor: Actor
) -> Proposal:
    """Enter what citizens made, through the agency that helps them; nobody's name is kept."""
    if not queries.rules_of(season).contest.citizens:
        raise RuleViolation("Lomba ini tidak menerima usulan warga.")
    kept = {**values, **MASYARAKAT, "stage": Stage.INITIATIVE}
    innovation = service.begin(session, opd=opd, values=kept, actor=actor)
    return begin(session, season, innovation, group, actor=actor)


def write(
    session: Session, proposal: Proposal, section: str, text: str, *, version: int, actor: Actor
) -> None:
    """Write a section; refuses to write over what somebody else wrote meanwhile."""
    require(actor, "contests.write", proposal.opd)
    _refuse_closed(proposal)
    if holds_nip(text):
        raise RuleViolation(REFUSAL, "text")
    row = next((one for one in proposal.texts if one.section == section), None)
    if row is None:
        if version:
            raise Conflict("Isian ini sudah diubah orang lain sejak Anda membukanya.")
        row = SectionText(proposal_id=proposal.id, section=section, text="", version=0, **signed(actor))
        session.add(row)
    else:
        check_unchanged(row, ["text"], version=version)
    changes = assign(row, {"text": text})
    if changes:
        row.at, row.by, row.by_name = clock.now(), actor.account_id, actor.name
        row.version += 1
        _note(session, proposal, "write", actor, {"section": (None, section), **changes})


def submit(session: Session, proposal: Proposal, *, actor: Actor) -> None:
    """Put a proposal before the selection: nothing may be empty or too long."""
    require(actor, "contests.write", proposal.opd)
    _refuse_closed(proposal)
    rules.check_submit(queries.ready(proposal, queries.rules_of(proposal.season)))
    proposal.submitted_at, proposal.submitted_by = clock.now(), actor.account_id
    proposal.return_note = ""
    _to(session, proposal, State.SUBMITTED, "submit", actor)


def give_back(session: Session, proposal: Proposal, reason: str, *, actor: Actor) -> None:
    """Return a proposal to be mended; what assessors gave it goes, for they judged other words."""
    _require_keeper(actor, proposal)
    if proposal.state is not State.SUBMITTED:
        raise RuleViolation("Hanya usulan yang diajukan yang dapat dikembalikan.")
    check_reason(reason, "reason")
    given = len(proposal.assessments)
    for one in proposal.assessments:
        session.delete(one)
    proposal.return_note = reason
    changes = {"assessments": (given, 0)} if given else {}
    _to(session, proposal, State.RETURNED, "give-back", actor, changes, reason)


def judge(
    session: Session,
    proposal: Proposal,
    points: Mapping[str, int],
    note: str,
    *,
    version: int,
    actor: Actor,
) -> None:
    """Give points for every criterion; never to the own agency's proposal, nor to what one wrote."""
    require(actor, "contests.judge", None)
    if reason := rules.why_not_judge(actor, proposal.opd, queries.writers_of(proposal)):
        raise Forbidden(reason)
    if proposal.state is not State.SUBMITTED:
        raise RuleViolation("Usulan ini tidak sedang dinilai.")
    criteria = queries.rules_of(proposal.season).criteria
    for one in criteria:
        if not 0 <= points.get(one.id, -1) <= rules.MOST_POINTS:
            raise RuleViolation("Nilai 0 sampai 100 untuk setiap kriteria.", one.id)
    check_reason(note, "note", "Tulis alasan penilaian")
    row = next((one for one in proposal.assessments if one.by == actor.account_id), None)
    if row is None:
        row = Assessment(proposal_id=proposal.id, points={}, note="", version=0, **signed(actor))
        session.add(row)
    else:
        check_unchanged(row, ["points", "note"], version=version)
    assign(row, {"points": dict(points), "note": note})
    row.at, row.version = clock.now(), row.version + 1
    score = rules.weighted(criteria, {key: Decimal(value) for key, value in points.items()})
    _note(session, proposal, "judge", actor, {"score": (None, format(score, "f"))})


def select_from(
    session: Session, season: Season, choices: Mapping[int, Choice], note: str, *, actor: Actor
) -> None:
    """Decide a season's selection: who is chosen, who is a reserve, and why; the ranking is kept with it."""
    if not may(actor, "contests.select") or not seasons.may_keep(actor, season.kind):
        raise Forbidden("Seleksi ditetapkan pengurus musim.")
    if season.closed_at is not None:
        raise RuleViolation("Musim ini sudah ditutup.")
    if session.scalar(select(Selection).where(Selection.season_id == season.id)) is not None:
        raise RuleViolation("Seleksi musim ini sudah ditetapkan.")
    found = queries.rules_of(season)
    proposals = {one.id: one for one in queries.of_season(session, season, actor) if not one.is_open}
    if not proposals:
        raise RuleViolation("Belum ada usulan yang diajukan.")
    if any(actor.account_id in queries.writers_of(proposal) for proposal in proposals.values()):
        raise Forbidden("Anda ikut menulis salah satu usulan, jadi tidak menetapkan seleksinya.")
    ranked = queries.ranked(proposals.values(), found.criteria)
    if set(choices) != set(proposals):
        raise Conflict("Ada usulan yang baru masuk sejak Anda membuka halaman ini. Periksa lagi.")
    for group in {one.group for one in proposals.values()}:
        here = [one for one in ranked if proposals[one.proposal_id].group == group]
        quota = found.edition.quota.get(group) if found.edition else None
        rules.check_choices(here, choices, quota=quota, chosen=State.CHOSEN)
    rows = []
    for one in ranked:
        proposal, choice = proposals[one.proposal_id], choices[one.proposal_id]
        proposal.rank, proposal.reason = one.rank, choice.reason or _usual(one.rank, len(ranked))
        before, proposal.state = proposal.state, State(choice.outcome)
        if proposal.state not in DECIDED:
            raise RuleViolation("Tentukan tiap usulan: dipilih, cadangan, atau tidak dipilih.")
        rows.append(_row(proposal, one.score, found.criteria))
        changes = {"state": (str(before), str(proposal.state)), "rank": (None, one.rank)}
        _note(session, proposal, "select", actor, changes, proposal.reason)
    session.add(Selection(season_id=season.id, rows=rows, note=note, **signed(actor)))


def _usual(rank: int | None, total: int) -> str:
    return f"Peringkat {rank} dari {total}." if rank else "Belum dinilai."


def _row(proposal: Proposal, score: Decimal | None, criteria: Sequence[Criterion]) -> dict[str, object]:
    means = {}
    for criterion in criteria:
        given = [one.points[criterion.id] for one in proposal.assessments if criterion.id in one.points]
        means[criterion.id] = format(Decimal(sum(given)) / len(given), ".2f") if given else ""
    return {
        "proposal": proposal.id,
        "title": proposal.innovation.title,
        "opd": proposal.opd,
        "group": proposal.group,
        "rank": proposal.rank,
        "score": format(score, "f") if score is not None else "",
        "means": means,
        "assessors": len(proposal.assessments),
        "state": str(proposal.state),
        "reason": proposal.reason,
    }


def require(actor: Actor, permission: str, opd: str | None) -> None:
    """Refuse an actor who does not hold the permission for this OPD."""
    if not may(actor, permission, opd=opd):
        raise Forbidden("Anda tidak berwenang melakukan ini untuk OPD tersebut.")


def _require_keeper(actor: Actor, proposal: Proposal) -> None:
    if not may(actor, "contests.select") or not seasons.may_keep(actor, proposal.season.kind):
        raise Forbidden("Hanya pengurus musim yang mengembalikan usulan.")
    if actor.account_id in queries.writers_of(proposal):
        raise Forbidden("Anda ikut menulis usulan ini.")


def _refuse_closed(proposal: Proposal) -> None:
    if proposal.season.closed_at is not None:
        raise RuleViolation("Musim ini sudah ditutup.")
    if not proposal.is_open:
        raise RuleViolation("Usulan ini sudah diajukan; isinya tidak dapat diubah lagi.")


def _to(
    session: Session,
    proposal: Proposal,
    state: State,
    action: str,
    actor: Actor,
    changes: Changes | None = None,
    reason: str = "",
) -> None:
    before, proposal.state = proposal.state, state
    _note(session, proposal, action, actor, {"state": (str(before), str(state)), **(changes or {})}, reason)


def _note(
    session: Session,
    proposal: Proposal,
    action: str,
    actor: Actor,
    changes: Changes,
    reason: str = "",
) -> None:
    proposal.last_news_at = clock.now()
    proposal.version += 1
    subject = f"proposal:{proposal.id}"
    audit.record(
        session, actor=actor, action=f"contests.{action}", subject=subject, changes=changes, reason=reason
    )
