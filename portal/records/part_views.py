"""The pages of parts, for every kind of record: lists of rows, one row, removing, putting back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial, wraps
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from portal.access import allow
from portal.db import reading
from portal.errors import NotFound, RuleViolation
from portal.records.asking import OK, Asked, asks, pressed
from portal.records.kinds import RecordKind
from portal.records.saving import FormPage, Saved, filled
from portal.records.several import Grid, SeveralForm
from portal.web.forms import Form, problems


@dataclass(frozen=True)
class PartPage:
    """How a part of a record is called, stored and edited."""

    key: str
    title: str
    one: str
    form: type[Saved]
    rows: str  # the record's list of them
    lead: str
    anchor: str = ""  # of the record's page, where that is not its key
    several: tuple[str, ...] = ()  # what is asked for where several are written at once; empty: one by one

    @property
    def kind(self) -> Any:
        """The kind of its rows."""
        return self.form.of


def form_of(shown: PartPage, _record: Any, row: Any, **named: Any) -> Saved:
    """The form of a row, or an empty one for a row to come, made with what is named."""
    form: Saved = shown.form(**named) if row is None else filled(shown.form, row)
    return form


Offer = tuple[str, Mapping[str, str]]  # what can be taken into a row: its words, what is typed for it


@dataclass(frozen=True)
class PartViews:
    """The views of the parts of one kind of record."""

    kind: RecordKind
    parts: Mapping[str, PartPage]
    load: Callable[..., Any]
    changing: Callable[..., Any]
    title: Callable[[Any], str]  # what a row is called in its list
    detail: Callable[[Any], str]  # the rest of it, in one line
    form_for: Callable[..., Saved] = form_of  # of a part, a record, a row or none yet
    beside: Callable[[PartPage, Any], Mapping[str, Any]] = lambda _part, _record: {}  # what else a list shows
    offered: Callable[[PartPage, Any], Sequence[Offer]] = lambda _part, _record: ()

    def part(self, record_id: int, key: str) -> ResponseReturnValue:
        """The rows of a part, to add to and to edit."""
        return self.list_page(self._load(record_id), self._part(key))

    def list_page(self, record: Any, shown: PartPage, status: int = 200, **more: Any) -> ResponseReturnValue:
        """The page of a part's rows."""
        owner = {f"{self.kind.subject}_id": record.id}
        gone = select(shown.kind).filter_by(**owner).where(shown.kind.removed_at.is_not(None))
        return render_template(
            [f"{self.kind.room}/part.html", "records/part.html"],
            kind=self.kind,
            record=record,
            part=shown,
            rows=getattr(record, shown.rows),
            removed=reading().scalars(gone.order_by(shown.kind.id)).all(),
            at={**owner, "key": shown.key},
            row_title=self.title,
            row_detail=self.detail,
            **{"form": None, **self.beside(shown, record), **more},
        ), status

    def new_row(self, record_id: int, key: str) -> Asked:
        """The form for a new row."""
        record, shown = self._load(record_id), self._part(key)
        form = self.form_for(shown, record, None)

        def act(session: Any, stored: Any, actor: Any) -> None:
            self.kind.add(session, stored, shown.kind, form.values(), actor=actor)

        page, said = (
            self._row_page(record, shown, "Tambah"),
            f"{shown.one[0].upper()}{shown.one[1:]} ditambahkan.",
        )
        return Asked(form, page, self.changing(record_id, act), said, page.back)

    def several(self, record_id: int, key: str) -> Asked | ResponseReturnValue:
        """The form for several new rows."""
        record, shown = self._load(record_id), self._part(key)
        if not shown.several:
            raise NotFound("Bagian ini diisi satu per satu.")
        form, offers = SeveralForm(), self.offered(shown, record)
        grid = form.grid = Grid(shown.several, partial(self._new_form, shown, record))
        only_looks = request.method == "POST" and grid.take_in(request.form, [typed for _, typed in offers])
        if only_looks:
            form.tempel.data = grid.left

        def act(session: Any, stored: Any, actor: Any) -> None:
            for row in grid.filled():
                try:
                    self.kind.add(session, stored, shown.kind, row.form.values(), actor=actor)
                except RuleViolation as error:
                    raise RuleViolation(f"Baris {row.no}: {error}") from error

        def page(status: int) -> ResponseReturnValue:
            grid.pad()
            at = {f"{self.kind.subject}_id": record.id, "key": shown.key}
            return render_template(
                "records/several.html",
                kind=self.kind,
                record=record,
                part=shown,
                form=form,
                grid=grid,
                at=at,
                offers=offers,
                faults=() if status == OK else (*problems(form), *grid.problems()),
            ), status

        if only_looks:
            return page(OK)
        said = f"{len(grid.filled())} {shown.one} ditambahkan."
        back = self.kind.address(record, shown.anchor or shown.key)
        return Asked(form, page, self.changing(record_id, act), said, back)

    def _new_form(self, shown: PartPage, record: Any, **named: Any) -> Saved:
        return self.form_for(shown, record, None, meta={"csrf": False}, **named)

    def row(self, record_id: int, key: str, row_id: int) -> Asked:
        """The form of a row."""
        record, shown, found = self._found(record_id, key, row_id)
        form = self.form_for(shown, record, found)

        def act(session: Any, stored: Any, actor: Any) -> None:
            reason = form["reason"].data if "reason" in form and "reason" in form.not_stored else ""
            row = self.kind.get(session, shown.kind, stored, row_id)
            at, mark, values = form.read_at(), form.mark.data or "", form.values()
            self.kind.edit(session, stored, row, values, version=at, mark=mark, reason=reason, actor=actor)

        page, change = self._row_page(record, shown, "Ubah", found), self.changing(record_id, act)
        fresh = lambda: self._found(record_id, key, row_id)[2]  # noqa: E731 -- said where it is used
        return Asked(form, page, change, "Perubahan tersimpan.", page.back, fresh=fresh)

    def remove_row(self, record_id: int, key: str, row_id: int) -> Asked:
        """Ask before a row is removed; it can be put back."""
        record, shown, found = self._found(record_id, key, row_id)
        page, change = (
            self._removal_page(record, shown, found),
            self._change(record_id, shown, row_id, self.kind.remove),
        )
        return Asked(Form(), page, change, "Dihapus. Bila keliru, pulihkan dari daftar di bawah.", page.back)

    def restore_row(self, record_id: int, key: str, row_id: int) -> ResponseReturnValue:
        """Put a removed row back."""
        record, shown = self._load(record_id), self._part(key)
        change = self._change(record_id, shown, row_id, self.kind.restore)
        return pressed(change, "Dipulihkan.", self.list_url(record, key))

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

    def _row_page(self, record: Any, shown: PartPage, what: str, row: Any = None) -> FormPage:
        back = self.list_url(record, shown.key)
        return FormPage(f"{what} {shown.one}", back, crumbs=((shown.title, back),), record=record, row=row)

    def _removal_page(self, record: Any, shown: PartPage, row: Any) -> FormPage:
        lead = "Baris ini tidak tampil lagi. Jejaknya tetap tersimpan dan dapat dipulihkan."
        back = self.list_url(record, shown.key)
        crumbs, title = ((shown.title, back),), f"Hapus {shown.one} ini?"
        return FormPage(title, back, "Hapus", lead, kind="stop", crumbs=crumbs, record=record, row=row)


def part_routes(blueprint: Blueprint, path: str, views: PartViews) -> None:
    """Give a room the addresses of its parts: `path` is "/rencana"."""
    name = f"{views.kind.subject}_id"
    base = f"{path}/<int:{name}>/bagian/<key>"

    def asked(rule: str, view: Callable[..., Asked | ResponseReturnValue]) -> None:
        asks(blueprint, base + rule, f"{views.kind.room}.edit")(numbered(view))

    def numbered(view: Callable[..., Any]) -> Callable[..., Any]:
        return wraps(view)(lambda **values: view(values.pop(name), **values))

    def add(rule: str, view: Callable[..., Any], method: str) -> None:
        run = allow(f"{views.kind.room}.edit")(numbered(view))
        blueprint.add_url_rule(base + rule, view.__name__, run, methods=[method])

    add("", views.part, "GET")
    asked("/baru", views.new_row)
    asked("/sekaligus", views.several)
    asked("/<int:row_id>", views.row)
    asked("/<int:row_id>/hapus", views.remove_row)
    add("/<int:row_id>/pulihkan", views.restore_row, "POST")
