"""Questions and remarks on records of every kind: asked, answered, withdrawn, looked up, and their pages."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from textwrap import shorten
from typing import Any, Generic, TypeVar

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, ForeignKey, Select, String, Text, func, literal, select
from sqlalchemy.orm import Mapped, Session, aliased, declared_attr, mapped_column, relationship, selectinload

from portal import access, audit, clock
from portal.access import Actor, Role, allow, may, may_enter, table
from portal.db import Moment, reading
from portal.errors import Forbidden, NotFound, RuleViolation
from portal.records.asking import Asked, Finder, asks, form_page
from portal.records.columns import Signed
from portal.records.fields import REQUIRED, Long, Option
from portal.records.kinds import RecordKind
from portal.records.labels import column
from portal.records.limits import check_reason
from portal.records.moving import ReasonForm
from portal.records.privacy import REFUSAL, holds_nip
from portal.records.saving import FormPage, attempt, done
from portal.web.forms import Form

MAX_OPEN = 20  # unanswered questions of one person; more is not asking
MAX_A_DAY = 40  # questions, remarks and answers of one person within 24 hours
DAY = timedelta(hours=24)
MAX_SHOWN = 200
ANSWER_IS_NEWS = timedelta(days=7)  # so long an answer waits to be read by who asked
ANCHOR = "tanya-jawab"
Crumbs = tuple[tuple[str, str], ...]


class CommentRow(Signed):
    """What every remark or question has, and every answer to one; the table adds what it is about."""

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = column("Tulisan", Text)
    by_opd: Mapped[str] = mapped_column(String(60), default="")
    is_question: Mapped[bool] = mapped_column(default=False)
    is_answered: Mapped[bool] = mapped_column(default=False)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_by_name: Mapped[str] = mapped_column(String(200), default="")
    withdrawn_why: Mapped[str] = mapped_column(Text, default="")

    @declared_attr
    def answer_to(cls) -> Mapped[int | None]:  # noqa: N805 -- of the table's class
        """The question that this answers."""
        return mapped_column(ForeignKey(f"{cls.__tablename__}.id"), index=True)  # type: ignore[attr-defined]

    @declared_attr
    def answers(cls) -> Mapped[list[Any]]:  # noqa: N805
        """The answers, oldest first."""
        own: Any = cls
        return relationship(
            own,
            primaryjoin=lambda: own.id == own.answer_to,
            foreign_keys=lambda: own.answer_to,
            viewonly=True,
            order_by=lambda: own.id,
        )


class CommentForm(Form):
    """A question or a remark."""

    text = Long("Tulis pertanyaan atau tanggapan", rows=3, max_length=2_000, validators=[REQUIRED])
    kind = Option("Jenis", [("tanya", "Pertanyaan"), ("tanggapan", "Tanggapan")], validators=[REQUIRED])


class ReplyForm(Form):
    """An answer to a question."""

    text = Long("Jawaban", rows=3, max_length=2_000, validators=[REQUIRED])


C = TypeVar("C", bound=CommentRow)


@dataclass(frozen=True)
class Thread(Generic[C]):
    """Questions and remarks as a page shows them (`records/comments.html`)."""

    room: str
    rows: Sequence[C]
    form: CommentForm
    action: str  # where a new one is sent
    can_ask: bool
    answerable: frozenset[int]  # questions that this reader may answer
    can_moderate: bool
    account_id: int | None


@dataclass(frozen=True)
class Comments(Generic[C]):
    """The questions and remarks of a room: who may read them, who knows the answers, where they stand."""

    room: str  # of its permissions: ask, answer-question, moderate
    row: type[C]
    subject: Callable[[C], str]  # what one is about, in the trail: "plan:12"
    address: Callable[[C], str]  # where it is read
    crumbs: Callable[[C], Crumbs]
    readable: Callable[[Actor], ColumnElement[bool]]
    experienced: Callable[[Session, C], Collection[str]]  # the OPDs that know from their own work

    def ask(self, session: Session, *, text: str, is_question: bool, actor: Actor, **about: object) -> C:
        """Ask, or remark; `about` names the columns that say on what."""
        if not may(actor, f"{self.room}.ask"):
            raise Forbidden("Masuk dahulu untuk bertanya.")
        waiting = self.waiting(session, self.row.by == actor.account_id, limit=MAX_OPEN)
        if is_question and len(waiting) >= MAX_OPEN:
            raise RuleViolation(f"{MAX_OPEN} pertanyaan Anda belum terjawab. Tunggu jawabannya dahulu.")
        self._refuse_flood(session, actor)
        new: Any = self.row
        row: C = new(text=text, is_question=is_question, **about, **_signed(actor))
        session.add(row)
        session.flush()
        self._note(session, row, "ask" if is_question else "remark", actor=actor)
        return row

    def _refuse_flood(self, session: Session, actor: Actor) -> None:
        """Refuse more than anybody writes by hand in a day."""
        lately = [self.row.by == actor.account_id, self.row.at > clock.now() - DAY]
        written = session.scalar(select(func.count()).select_from(self.row).where(*lately)) or 0
        if written >= MAX_A_DAY:
            raise RuleViolation(f"Anda sudah menulis {MAX_A_DAY} tulisan dalam 24 jam. Lanjutkan besok.")

    def may_answer(self, session: Session, question: C, *, actor: Actor) -> bool:
        """Curators may, and any OPD that has experience with what is asked."""
        if Role.CURATOR in actor.roles:
            return may(actor, f"{self.room}.answer-question")
        opds = self.experienced(session, question)
        return any(may(actor, f"{self.room}.answer-question", opd=opd) for opd in opds)

    def require_answerer(self, session: Session, question: C, *, actor: Actor) -> None:
        """Refuse whoever can not know the answer."""
        if not self.may_answer(session, question, actor=actor):
            raise Forbidden("Pertanyaan ini dijawab kurator atau OPD yang sudah berpengalaman.")

    def answer(self, session: Session, question: C, text: str, *, actor: Actor) -> C:
        """Answer a question."""
        if question.answer_to is not None or question.withdrawn_at is not None:
            raise RuleViolation("Ini bukan pertanyaan yang dapat dijawab.")
        self.require_answerer(session, question, actor=actor)
        self._refuse_flood(session, actor)
        about = {name: getattr(question, name) for name in self._about()}
        new: Any = self.row
        row: C = new(answer_to=question.id, text=text, **about, **_signed(actor))
        session.add(row)
        question.is_answered = True
        session.flush()
        self._note(session, row, "answer-question", actor=actor)
        return row

    def withdraw(self, session: Session, row: C, why: str, *, actor: Actor) -> None:
        """Take a remark out of sight: its writer, or the curator with the reason why."""
        if row.withdrawn_at is not None:
            raise RuleViolation("Tulisan ini sudah ditarik.")
        if row.by is None or row.by != actor.account_id:
            if not may(actor, f"{self.room}.moderate"):
                raise Forbidden("Hanya penulisnya dan kurator yang dapat menarik tulisan ini.")
            check_reason(why, "reason")
        row.withdrawn_at, row.withdrawn_by_name, row.withdrawn_why = clock.now(), actor.name, why
        if row.answer_to is not None:  # a question whose only answer was withdrawn waits again
            question = session.get_one(self.row, row.answer_to)
            others = [one for one in question.answers if one.id != row.id and one.withdrawn_at is None]
            question.is_answered = bool(others)
        self._note(session, row, "withdraw", actor=actor, reason=why)

    def get(self, session: Session, comment_id: int, actor: Actor) -> C:
        """A remark that the actor may read; raises NotFound."""
        found = select(self.row).where(self.row.id == comment_id, self.readable(actor))
        row = session.scalar(found.options(selectinload(self.row.answers)))
        if row is None:
            raise NotFound("Tulisan ini tidak ada, atau belum dibuka untuk Anda.")
        return row

    def listed(self, session: Session, where: ColumnElement[bool]) -> list[C]:
        """Questions and remarks, newest first, each with its answers."""
        found = select(self.row).where(where, self.row.answer_to.is_(None), self.row.withdrawn_at.is_(None))
        ordered = found.options(selectinload(self.row.answers)).order_by(self.row.id.desc())
        return list(session.scalars(ordered.limit(MAX_SHOWN)))

    def waiting(self, session: Session, where: ColumnElement[bool], *, limit: int = 50) -> list[C]:
        """Questions without an answer, oldest first."""
        row = self.row
        open_ = (row.is_question, row.is_answered.is_(False), row.withdrawn_at.is_(None))
        return list(session.scalars(select(row).where(*open_, where).order_by(row.id).limit(limit)))

    def answered(self, actor: Actor) -> Select[str, int, str]:
        """Asks for room, number and text of the actor's own questions that others answered this week."""
        asked, answer = self.row, aliased(self.row)
        others = answer.by.is_distinct_from(actor.account_id)
        lately = answer.at > clock.now() - ANSWER_IS_NEWS
        having = select(answer.answer_to).where(answer.withdrawn_at.is_(None), lately, others)
        mine = (asked.by == actor.account_id, asked.withdrawn_at.is_(None), asked.id.in_(having))
        return select(literal(self.room), asked.id, asked.text).where(*mine)

    def thread(self, rows: Sequence[C], action: str, actor: Actor) -> Thread[C]:
        """What a page needs to show questions and remarks, and to ask for more."""
        knows: dict[str, bool] = {}  # what they are on -> may this reader answer
        for row in rows if may_enter(actor, table()[f"{self.room}.answer-question"]) else ():
            if (about := self.subject(row)) not in knows:
                knows[about] = self.may_answer(reading(), row, actor=actor)
        answerable = frozenset(row.id for row in rows if knows.get(self.subject(row)))
        can_ask, can_moderate = may(actor, f"{self.room}.ask"), may(actor, f"{self.room}.moderate")
        form = CommentForm(formdata=None)
        return Thread(self.room, rows, form, action, can_ask, answerable, can_moderate, actor.account_id)

    def sent(self, page: FormPage, **about: object) -> ResponseReturnValue:
        """Ask or remark with what was sent; where it is refused the page shows the form again."""
        form = CommentForm()

        def act(session: Session, actor: Actor) -> None:
            is_question = form.kind.data == "tanya"
            self.ask(session, text=form.text.data, is_question=is_question, actor=actor, **about)

        if status := attempt(form, act):
            return form_page(self.room, form, page, status)
        return done("Tulisan Anda terkirim.", page.back)

    def routes(self, blueprint: Blueprint, path: str, kind: RecordKind, finder: Finder[Any]) -> None:
        """Give a room the addresses of questions on its records; `path` is "/rencana"."""
        name = f"{kind.subject}_id"

        def ask_on(**asked: int) -> ResponseReturnValue:
            record = finder.load(asked[name])
            page = FormPage("Tanya jawab", kind.address(record, ANCHOR), "Kirim", record=record)
            return self.sent(page, **{name: record.id})

        view = allow(f"{self.room}.ask")(ask_on)
        rule = f"{path}/<int:{name}>/tulisan"
        blueprint.add_url_rule(rule, f"ask_on_{kind.subject}", view, methods=["POST"])

    def answer_routes(self, blueprint: Blueprint, path: str) -> None:
        """Give a room the addresses of one question: `path` is "/tulisan"."""

        @asks(blueprint, f"{path}/<int:comment_id>/jawab", f"{self.room}.answer-question")
        def reply(comment_id: int) -> Asked:
            """Answer a question."""
            row, form = self.get(reading(), comment_id, access.actor()), ReplyForm()
            self.require_answerer(reading(), row, actor=access.actor())

            def act(session: Session, actor: Actor) -> None:
                self.answer(session, self.get(session, comment_id, actor), form.text.data, actor=actor)

            page = self._page(row, "Jawab pertanyaan", "Kirim jawaban")
            return Asked(form, page, act, "Jawaban terkirim.", page.back)

        @asks(blueprint, f"{path}/<int:comment_id>/tarik", f"{self.room}.ask")
        def withdraw(comment_id: int) -> Asked:
            """Withdraw a remark."""
            row, form = self.get(reading(), comment_id, access.actor()), ReasonForm()

            def act(session: Session, actor: Actor) -> None:
                stored = self.get(session, comment_id, actor)
                self.withdraw(session, stored, form.reason.data, actor=actor)

            page = self._page(row, "Tarik tulisan ini?", "Tarik", kind="stop")
            return Asked(form, page, act, "Tulisan ditarik.", page.back.partition("#")[0])

    def _page(self, row: C, title: str, button: str, kind: str = "") -> FormPage:
        asked = shorten(row.text, 60, placeholder=" …")
        title = f"{title.rstrip('?')}: {asked}"
        return FormPage(title, self.address(row), button, row.text, kind=kind, crumbs=self.crumbs(row))

    def _about(self) -> set[str]:
        """The columns that say what a remark is on."""
        table: Any = self.row
        return {one.key for one in table.__table__.columns} - _COMMON

    def _note(self, session: Session, row: C, verb: str, *, actor: Actor, reason: str = "") -> None:
        if holds_nip(row.text) or holds_nip(reason):
            raise RuleViolation(REFUSAL)
        subject, action = f"{self.subject(row)}:comment:{row.id}", f"{self.room}.{verb}"
        changes = {"text": (None, row.text)} if verb != "withdraw" else {"withdrawn": (False, True)}
        audit.record(session, actor=actor, action=action, subject=subject, changes=changes, reason=reason)


def anchor_of(row: CommentRow) -> str:
    """The name of a remark within its page."""
    return f"tulisan-{row.id}"


_COMMON = {*CommentRow.__annotations__, *Signed.__annotations__, "answer_to"}


def _signed(actor: Actor) -> dict[str, Any]:
    """Who writes: the name, and an OPD where the actor holds a post in one."""
    opd = min(actor.opds(Role.HEAD, Role.OPERATOR), default="")
    return {"at": clock.now(), "by": actor.account_id, "by_name": actor.name, "by_opd": opd}
