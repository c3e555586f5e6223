"""What every form over something stored does alike: try a change, say what is wrong, show both texts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from wtforms import HiddenField

from portal import access
from portal.access import Actor
from portal.db import reading, transaction
from portal.db.troubles import is_busy
from portal.errors import Conflict, RuleViolation
from portal.records.changes import seen
from portal.records.labels import field_options
from portal.web.filters import number
from portal.web.forms import Form

INVALID, CLASH, BUSY = 422, 409, 503
BUSY_FORM = "Portal sedang sibuk, jadi isian ini belum tersimpan. Tunggu beberapa detik, lalu kirim lagi."
EMPTY = "(kosong)"
NOT_STORED = frozenset({"csrf_token", "version", "mark"})


class Versioned(Form):
    """A form over something stored: it carries the version it was read at."""

    version = HiddenField(default="0")

    def read_at(self) -> int:
        """The version that was read; nonsense counts as one that never was."""
        found = number(str(self.version.data or "0"))
        return -1 if found is None else found

    def carry(self, version: int) -> None:
        """Carry another version than the one that was sent, so that the form can be sent over it."""
        self.version.data, self.version.raw_data = str(version), None


class Saved(Versioned):
    """A form whose fields are columns of what is stored, except those that `not_stored` names.

    Where the form says of which kind of row it is, a field without a label takes it, and what can be chosen,
    from its column.
    """

    class Meta(Form.Meta):
        """How fields are made."""

        def bind_field(self, form: Saved, unbound: Any, options: dict[str, Any]) -> Any:
            """Make a field, with what its column says of it."""
            is_named = (
                unbound.args or "label" in unbound.kwargs or issubclass(unbound.field_class, HiddenField)
            )
            if form.of is None or is_named:
                return super().bind_field(form, unbound, options)
            said = field_options(form.of, unbound.field_class, options["name"], unbound.kwargs)
            return unbound.bind(form=form, **options, **said)

    of: ClassVar[type[Any] | None] = None
    not_stored: ClassVar[frozenset[str]] = NOT_STORED
    mark = HiddenField()

    def values(self) -> dict[str, object]:
        """What was filled in, by the name of the column."""
        return {one.short_name: one.data for one in self if one.short_name not in self.not_stored}

    def names(self) -> list[str]:
        """The columns that this form fills."""
        return [one.short_name for one in self if one.short_name not in self.not_stored]


@dataclass(frozen=True)
class FormPage:
    """What the page around a form says."""

    title: str
    back: str
    button: str = "Simpan"
    lead: str = ""
    warning: str = ""
    kind: str = ""  # "stop" for a button that ends something
    crumbs: tuple[tuple[str, str], ...] = ()
    record: Any = None
    row: Any = None  # of one of its lists
    links: tuple[tuple[str, str], ...] = ()  # what else can be done here: label, address


def attempt(form: FlaskForm, act: Callable[[Session, Actor], object]) -> int:
    """Make a change; 0 when it is stored, else the status to show the form again with."""
    if not form.validate():
        return INVALID
    try:
        with transaction() as session:
            act(session, access.actor())
    except Conflict as error:
        reading().rollback()  # what was read at the start of the request is old now
        if not isinstance(form, Saved):  # which shows both texts instead
            form.form_errors.append(str(error))
        return CLASH
    except RuleViolation as error:
        refuse(form, error)
        return INVALID
    except OperationalError as error:
        if not is_busy(error):
            raise
        form.form_errors.append(BUSY_FORM)
        return BUSY
    return 0


def refuse(form: FlaskForm, error: RuleViolation) -> None:
    """Put a rule's sentence at its field, or above the form."""
    if error.field in form:
        form.add_error(error.field, str(error))
    else:
        form.form_errors.append(str(error))


def clash(form: Saved, row: Any) -> list[tuple[str, str, str]]:
    """Label, what is stored and what was typed, where they differ; the form may then be saved over it."""
    current = type(form)(formdata=None, obj=row)
    for name in form.names():
        if hasattr(form[name], "choices"):
            current[name].choices = form[name].choices
    form.carry(row.version)
    form.mark.data, form.mark.raw_data = seen(row, form.names()), None
    return [
        (form[name].label.text, shown(current[name]) or EMPTY, shown(form[name]) or EMPTY)
        for name in form.names()
        if shown(current[name]) != shown(form[name])
    ]


def shown(field: Any) -> str:
    """A field's content as a reader sees it."""
    if field.type == "BooleanField":
        return "Ya" if field.data else "Tidak"
    if getattr(field, "choices", None):
        return next((str(one.label) for one in field.iter_choices() if one.selected), "")
    return str(field._value())


def filled(form_type: type[Saved], row: Any) -> Any:
    """A form filled with what is stored, carrying the version it was read at."""
    form = form_type(obj=row)
    if not form.is_submitted():
        form.version.data, form.mark.data = str(row.version), seen(row, form.names())
    return form


def done(message: str, address: str) -> ResponseReturnValue:
    """The answer to a change that is stored."""
    flash(message)
    return redirect(address, code=303)
