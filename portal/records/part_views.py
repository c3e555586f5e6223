"""The pages of parts, for every kind of record: lists of rows, one row, removing, putting back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from portal.access import allow
from portal.db import reading
from portal.errors import NotFound
from portal.records.kinds import RecordKind
from portal.records.saving import CLASH, Page, Saved, attempt, done, or_refuse
from portal.web.forms import Form


@dataclass(frozen=True)
class PartPage:
    """How a part of a record is called, stored and edited."""

    key: str
    title: str
    one: str
    form: type[Saved]
    rows: str  # the record's list of them
    lead: str

    @property
    def kind(self) -> Any:
        """The kind of its rows."""
        return self.form.of


@dataclass(frozen=True)
class PartViews:
    """The views of the parts of one kind of record."""

    kind: RecordKind
    parts: Mapping[str, PartPage]
    load: Callable[..., Any]
    changing: Callable[..., Any]
    form_page: Callable[..., ResponseReturnValue]
    form_for: Callable[[PartPage, Any, Any], Saved]  # of a row, or of none yet
    beside: Callable[[PartPage, Any], Mapping[str, Any]]  # what else a list shows

    def part(self, record_id: int, key: str) -> ResponseReturnValue:
        """The rows of a part, to add to and to edit."""
        return self.list_page(self._load(record_id), self._part(key))

    def list_page(self, record: Any, shown: PartPage, status: int = 200, **more: Any) -> ResponseReturnValue:
        """The page of a part's rows."""
        owner = {f"{self.kind.subject}_id": record.id}
        gone = select(shown.kind).filter_by(**owner).where(shown.kind.removed_at.is_not(None))
        return render_template(
            f"{self.kind.room}/part.html",
            part=shown,
            rows=getattr(record, shown.rows),
            removed=reading().scalars(gone.order_by(shown.kind.id)).all(),
            **{self.kind.subject: record, **self.beside(shown, record), **more},
        ), status

    def new_row(self, record_id: int, key: str) -> ResponseReturnValue:
        """The form for a new row."""
        record, shown = self._load(record_id), self._part(key)
        return self.form_page(self.form_for(shown, record, None), self._row_page(record, shown, "Tambah"))

    def add_row(self, record_id: int, key: str) -> ResponseReturnValue:
        """Add a row."""
        record, shown = self._load(record_id), self._part(key)
        form = self.form_for(shown, record, None)

        def act(session: Any, stored: Any, actor: Any) -> None:
            self.kind.add(session, stored, shown.kind, form.values(), actor=actor)

        if status := attempt(form, self.changing(record_id, act)):
            return self.form_page(form, self._row_page(record, shown, "Tambah"), status)
        return done(f"{shown.one[0].upper()}{shown.one[1:]} ditambahkan.", self.list_url(record, key))

    def row(self, record_id: int, key: str, row_id: int) -> ResponseReturnValue:
        """The form of a row."""
        record, shown, found = self._found(record_id, key, row_id)
        return self.form_page(self.form_for(shown, record, found), self._row_page(record, shown, "Ubah"))

    def save_row(self, record_id: int, key: str, row_id: int) -> ResponseReturnValue:
        """Save a row."""
        record, shown, found = self._found(record_id, key, row_id)
        form = self.form_for(shown, record, found)

        def act(session: Any, stored: Any, actor: Any) -> None:
            reason = form["reason"].data if "reason" in form and "reason" in form.not_stored else ""
            row = self.kind.get(session, shown.kind, stored, row_id)
            at, mark, values = form.read_at(), form.mark.data or "", form.values()
            self.kind.edit(session, stored, row, values, version=at, mark=mark, reason=reason, actor=actor)

        if status := attempt(form, self.changing(record_id, act)):
            fresh = self._found(record_id, key, row_id)[2] if status == CLASH else None
            return self.form_page(form, self._row_page(record, shown, "Ubah"), status, fresh)
        return done("Perubahan tersimpan.", self.list_url(record, key))

    def ask_remove_row(self, record_id: int, key: str, row_id: int) -> ResponseReturnValue:
        """Ask before a row is removed."""
        record, shown, _ = self._found(record_id, key, row_id)
        return self.form_page(Form(), self._removal_page(record, shown))

    def remove_row(self, record_id: int, key: str, row_id: int) -> ResponseReturnValue:
        """Remove a row; it can be put back."""
        record, shown, form = self._load(record_id), self._part(key), Form()
        if status := attempt(form, self._change(record_id, shown, row_id, self.kind.remove)):
            return self.form_page(form, self._removal_page(record, shown), status)
        return done("Dihapus. Bila keliru, pulihkan dari daftar di bawah.", self.list_url(record, key))

    def restore_row(self, record_id: int, key: str, row_id: int) -> ResponseReturnValue:
        """Put a removed row back."""
        record, shown, form = self._load(record_id), self._part(key), Form()
        or_refuse(attempt(form, self._change(record_id, shown, row_id, self.kind.restore)), form)
        return done("Dipulihkan.", self.list_url(record, key))

    def list_url(self, record: Any, key: str) -> str:
        """The address of a part's rows."""
        return url_for(".part", key=key, **{f"{self.kind.subject}_id": record.id})

    def _change(self, record_id: int, shown: PartPage, row_id: int, verb: Callable[..., None]) -> Any:
        def act(session: Any, stored: Any, actor: Any) -> None:
            verb(session, stored, self.kind.get(session, shown.kind, stored, row_id), actor=actor)

        return self.changing(record_id, act)

    def _load(self, record_id: int) -> Any:
        return self.load(record_id, f"{self.kind.room}.edit")

    def _part(self, key: str) -> PartPage:
        if key not in self.parts:
            raise NotFound(f"Bagian {self.kind.called} ini tidak ada.")
        return self.parts[key]

    def _found(self, record_id: int, key: str, row_id: int) -> tuple[Any, PartPage, Any]:
        record, shown = self._load(record_id), self._part(key)
        return record, shown, self.kind.get(reading(), shown.kind, record, row_id)

    def _row_page(self, record: Any, shown: PartPage, what: str) -> Page:
        back, mine = self.list_url(record, shown.key), {self.kind.subject: record}
        return Page(f"{what} {shown.one}", back, crumbs=((shown.title, back),), **mine)

    def _removal_page(self, record: Any, shown: PartPage) -> Page:
        lead = "Baris ini tidak tampil lagi. Jejaknya tetap tersimpan dan dapat dipulihkan."
        back, mine = self.list_url(record, shown.key), {self.kind.subject: record}
        crumbs, title = ((shown.title, back),), f"Hapus {shown.one} ini?"
        return Page(title, back, "Hapus", lead, kind="stop", crumbs=crumbs, **mine)


def part_routes(blueprint: Blueprint, path: str, views: PartViews) -> None:
    """Give a room the addresses of its parts: `path` is "/rencana"."""
    name = f"{views.kind.subject}_id"
    base = f"{path}/<int:{name}>/bagian/<key>"

    def add(rule: str, view: Callable[..., ResponseReturnValue], method: str) -> None:
        def run(**values: Any) -> ResponseReturnValue:
            return view(values.pop(name), **values)

        marked = allow(f"{views.kind.room}.edit")(run)
        blueprint.add_url_rule(base + rule, view.__name__, marked, methods=[method])

    add("", views.part, "GET")
    add("/baru", views.new_row, "GET")
    add("/baru", views.add_row, "POST")
    add("/<int:row_id>", views.row, "GET")
    add("/<int:row_id>", views.save_row, "POST")
    add("/<int:row_id>/hapus", views.ask_remove_row, "GET")
    add("/<int:row_id>/hapus", views.remove_row, "POST")
    add("/<int:row_id>/pulihkan", views.restore_row, "POST")
