"""A change that a form asks for: one view shows the form and, once it is sent, makes the change.

The view only says what it would do. By GET nothing is done but showing the form, whatever the view holds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Generic, TypeVar

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from portal import access
from portal.access import Actor, allow
from portal.db import reading
from portal.errors import RuleViolation
from portal.records.kinds import KINDS
from portal.records.saving import CLASH, FormPage, Saved, attempt, clash, done
from portal.web.forms import Form

OK = 200
BACK = "kembali"  # a field of a form on another page than its own: where its sender goes on
UNSENT = "Permintaan tidak lengkap. Coba lagi."
R = TypeVar("R")
Act = Callable[[Session, Actor], object]
Shown = Callable[[int], ResponseReturnValue]  # the page of the form, for a status


@dataclass(frozen=True)
class Asked:
    """What a form asks for, what is done when it is sent, and what is said when that is stored."""

    form: FlaskForm
    page: FormPage | Shown
    act: Act
    said: str = ""
    then: str | Callable[[], ResponseReturnValue] = ""  # an address, or what makes it or the whole answer
    fresh: Callable[[], Any] | None = None  # what is stored now, to be shown after a conflict
    binds: str = ""  # what a decision is about, as the trail names it: it must be as it was read

    def show(self, room: str, status: int = 200) -> ResponseReturnValue:
        """The form; after a conflict with what is stored beside what was typed, or what has changed."""
        if self.binds:
            self.form.carry_mark(reading(), self.binds, is_new=status in (OK, CLASH))
        if not isinstance(self.page, FormPage):
            return self.page(status)
        row = self.fresh() if status == CLASH and self.fresh else None
        return form_page(room, self.form, self.page, status, row)

    def make(self, room: str) -> ResponseReturnValue:
        """Make the change, or show the form again with what is wrong."""
        if status := attempt(self.form, self._act):
            return self.show(room, status)
        after = self.then if isinstance(self.then, str) else self.then()
        if back := request.form.get(BACK, ""):
            after = access.own_path(back)
        return done(self.said, after) if isinstance(after, str) else after

    def _act(self, session: Session, actor: Actor) -> None:
        if self.binds:
            self.form.check_mark(session, self.binds)
        self.act(session, actor)


@dataclass(frozen=True)
class Finder(Generic[R]):
    """How the forms of a room find its records: to show one, and anew inside the change of it."""

    room: str
    get: Callable[..., R]  # (session, number, actor, lock=…)

    def load(self, record_id: int, permission: str = "") -> R:
        """A record that this request may read and, where a permission is named, may do that to."""
        record: Any = self.get(reading(), record_id, access.actor())
        if permission:
            access.require(permission, opd=record.opd)
        return record  # type: ignore[no-any-return]

    def changing(self, record_id: int, act: Callable[[Session, R, Actor], object]) -> Act:
        """A change of a record, which is loaded anew inside the transaction that changes it."""
        return lambda session, actor: act(session, self.get(session, record_id, actor, lock=True), actor)

    def form_page(
        self, form: FlaskForm, page: FormPage, status: int = 200, row: Any = None
    ) -> ResponseReturnValue:
        """The page of a form of this room."""
        return form_page(self.room, form, page, status, row)


View = Callable[..., Asked | ResponseReturnValue]


def asks(blueprint: Blueprint, path: str, permission: str, *, guests: bool = False) -> Callable[[View], View]:
    """The address of a form and of sending it; a view that gives no form answers by itself."""

    def register(view: View) -> View:
        @wraps(view)
        def run(**values: Any) -> ResponseReturnValue:
            asked = view(**values)
            if not isinstance(asked, Asked):
                return asked
            return asked.make(blueprint.name) if request.method == "POST" else asked.show(blueprint.name)

        for method in ("GET", "POST"):
            blueprint.add_url_rule(
                path, view.__name__, allow(permission, guests=guests)(run), methods=[method]
            )
        return view

    return register


def form_page(
    room: str, form: FlaskForm, page: FormPage, status: int = 200, row: Any = None
) -> ResponseReturnValue:
    """The page of a form; after a conflict it shows what is stored beside what was typed."""
    stored = clash(form, row) if status == CLASH and isinstance(form, Saved) else []
    kind, record = KINDS.get(room), page.record
    start = kind.crumbs(record) if kind is not None and record is not None else []
    return render_template(
        "records/form.html", form=form, page=page, start=start, stored=stored, status=status
    ), status


def pressed(act: Act, said: str, address: str) -> ResponseReturnValue:
    """A button without a form: its change is made, or a page of its own says why not."""
    form = Form()
    if attempt(form, act):
        raise RuleViolation(form.form_errors[0] if form.form_errors else UNSENT)
    return done(said, address)
