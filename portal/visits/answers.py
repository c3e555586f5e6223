"""Answers during the visit: kept as they are typed, saved when they are done, offered to the library."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal import clock
from portal.access import Actor, may
from portal.cases.model import SECTIONS
from portal.errors import Forbidden, NotFound, RuleViolation
from portal.government import our_government
from portal.records.changes import assign, check_unchanged, signed
from portal.records.limits import check_reason
from portal.visits.changes import may_answer, note
from portal.visits.models import Visit
from portal.visits.part_models import AnswerDraft, FactOffer, Question
from portal.visits.rules import ANSWERABLE, STAGE_NAMES, YEAR_MISSING
from portal.web.figures import long_date, number, unit_after

FIELDS = ("answer", "answered_by", "document", "figure", "unit", "figure_year", "stays_open")
MAX_DRAFT = 6_000  # characters of one typed field
OFFERABLE = tuple(section for section in SECTIONS if section not in ("Sudah ditiru di", "Catatan data"))


def require_answerer(visit: Visit, actor: Actor) -> None:
    """Refuse who is neither in the delegation nor of the OPD whose visit it is."""
    if not may_answer(actor, visit):
        raise Forbidden("Jawaban ditulis oleh delegasi dan OPD yang berkunjung.")


def draft_of(session: Session, question_id: int, actor: Actor) -> AnswerDraft | None:
    """What the actor has typed and not yet saved."""
    return session.scalar(
        select(AnswerDraft).where(
            AnswerDraft.question_id == question_id, AnswerDraft.account_id == actor.account_id
        )
    )


def drafts_in(session: Session, visit: Visit, actor: Actor) -> frozenset[int]:
    """The questions of a visit to which the actor has typed something unsaved."""
    ids = [question.id for question in visit.questions]
    found = select(AnswerDraft.question_id).where(
        AnswerDraft.question_id.in_(ids), AnswerDraft.account_id == actor.account_id
    )
    return frozenset(session.scalars(found))


def keep_draft(
    session: Session, visit: Visit, question: Question, typed: Mapping[str, str], *, actor: Actor
) -> AnswerDraft:
    """Keep what somebody is typing. It is nobody else's and no record yet, so it leaves no audit entry."""
    require_answerer(visit, actor)
    _refuse_closed(visit)
    if actor.account_id is None:
        raise Forbidden("Masuk dahulu.")
    wanted = {name: text[:MAX_DRAFT] for name, text in typed.items() if name in (*FIELDS, "version", "mark")}
    row = draft_of(session, question.id, actor)
    if row is None:
        row = AnswerDraft(question_id=question.id, account_id=actor.account_id, typed={}, at=clock.now())
        session.add(row)
    row.typed, row.at = wanted, clock.now()
    return row


def answer(
    session: Session,
    visit: Visit,
    question: Question,
    values: Mapping[str, object],
    *,
    version: int,
    mark: str = "",
    actor: Actor,
) -> None:
    """Save an answer; raises Conflict where somebody else answered meanwhile. The writer's draft goes."""
    require_answerer(visit, actor)
    _refuse_closed(visit)
    if question.removed_at is not None:
        raise RuleViolation("Pertanyaan ini sudah dihapus dari daftar.")
    check_unchanged(question, values, version=version, mark=mark)
    if values.get("figure") is not None and not values.get("figure_year"):
        raise RuleViolation(YEAR_MISSING, "figure_year")
    if values.get("answer") and values.get("stays_open"):
        raise RuleViolation("Pilih salah satu: jawaban, atau belum terjawab.", "stays_open")
    if changes := assign(question, {name: values[name] for name in FIELDS if name in values}):
        question.version += 1
        question.answered_at = clock.now() if question.answer else None
        question.written_by, question.written_by_name = actor.account_id, actor.name
        note(session, visit, "answer", actor=actor, part=f"question:{question.id}", changes=changes)
    session.execute(
        delete(AnswerDraft).where(
            AnswerDraft.question_id == question.id, AnswerDraft.account_id == actor.account_id
        )
    )


def drop_draft(session: Session, visit: Visit, question: Question, *, actor: Actor) -> None:
    """Throw away what one has typed and not saved."""
    require_answerer(visit, actor)
    row = draft_of(session, question.id, actor)
    if row is not None:
        session.delete(row)


def fact_text(visit: Visit, question: Question, region: str) -> str:
    """An answer as a sentence for a case, saying where it comes from."""
    figure = ""
    if question.figure is not None:
        unit = unit_after(question.unit, 1)
        figure = f" Angka: {number(question.figure)}{unit} ({question.figure_year})."
    said = f", menurut {question.answered_by}" if question.answered_by else ""
    day = f", {long_date(visit.start)}" if visit.start else ""
    text = " ".join(question.answer.split()).rstrip(".")
    ours = our_government().short_name
    return f"{text}.{figure} (Kunjungan {ours} ke {region or 'tuan rumah'}{day}{said}.)"


def offer_fact(
    session: Session,
    visit: Visit,
    question: Question,
    *,
    case_slug: str,
    section: str,
    text: str,
    actor: Actor,
) -> FactOffer:
    """Offer an answer to the curator as a fact of a case; it is published through the editing room alone."""
    require_answerer(visit, actor)
    if not question.answer:
        raise RuleViolation("Pertanyaan ini belum dijawab.")
    if section not in OFFERABLE:
        raise RuleViolation("Pilih bagian naskah dari daftar.", "section")
    if not any(row.slug == case_slug for row in visit.cases):
        raise RuleViolation("Pilih inovasi dari daftar bacaan.", "case_slug")
    row = FactOffer(
        visit_id=visit.id,
        question_id=question.id,
        case_slug=case_slug,
        section=section,
        text=text,
        **signed(actor),
    )
    session.add(row)
    session.flush()
    changes: dict[str, tuple[object, object]] = {"case": (None, case_slug), "text": (None, text)}
    note(session, visit, "offer-fact", actor=actor, part=f"fact:{row.id}", changes=changes)
    return row


def decide_fact(session: Session, row: FactOffer, *, is_used: bool, reason: str, actor: Actor) -> None:
    """Say what became of an offered fact: the curator has put it into the case, or leaves it out."""
    if not may(actor, "visits.curate"):
        raise Forbidden("Fakta diperiksa oleh kurator.")
    if row.settled:
        raise RuleViolation("Fakta ini sudah diperiksa.")
    if not is_used:
        check_reason(reason, "reason", "Tulis mengapa tidak dipakai")
    row.settled = "dimasukkan" if is_used else "tidak-dipakai"
    row.settled_reason, row.settled_at = reason, clock.now()
    row.settled_by, row.settled_by_name = actor.account_id, actor.name
    visit = session.get_one(Visit, row.visit_id)
    changes: dict[str, tuple[object, object]] = {"settled": ("", row.settled)}
    note(session, visit, "settle-fact", actor=actor, part=f"fact:{row.id}", changes=changes, reason=reason)


def offers(
    session: Session, *, is_settled: bool, limit: int = 100
) -> list[tuple[FactOffer, Visit, Question]]:
    """The facts that wait for the curator, oldest first; or those that were settled, newest first."""
    statement = (
        select(FactOffer, Visit, Question)
        .join(Visit, Visit.id == FactOffer.visit_id)
        .join(Question, Question.id == FactOffer.question_id)
        .where(FactOffer.settled != "" if is_settled else FactOffer.settled == "")
        .order_by(FactOffer.id.desc() if is_settled else FactOffer.id)
        .limit(limit)
    )
    return [(row, visit, question) for row, visit, question in session.execute(statement)]


def offer(session: Session, offer_id: int) -> FactOffer:
    """An offered fact by number; raises NotFound."""
    row = session.get(FactOffer, offer_id) if offer_id < 2**63 else None
    if row is None:
        raise NotFound("Fakta ini tidak ada.")
    return row


def _refuse_closed(visit: Visit) -> None:
    if visit.stage not in ANSWERABLE:
        raise RuleViolation(
            f"Jawaban ditulis setelah disetujui dan sebelum dilaporkan; "
            f"kunjungan ini {STAGE_NAMES[visit.stage].lower()}."
        )
