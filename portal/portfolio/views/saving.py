"""What the forms of this room do alike: try a change, and say what is wrong."""

from __future__ import annotations

from collections.abc import Callable

from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from portal import access
from portal.access import Actor
from portal.db import reading, transaction
from portal.errors import Conflict, RuleViolation

INVALID, CLASH = 422, 409


def attempt(form: FlaskForm, act: Callable[[Session, Actor], object]) -> int:
    """Make a change; 0 when it is stored, else the status to show the form again with."""
    if not form.validate():
        return INVALID
    try:
        with transaction() as session:
            act(session, access.actor())
    except Conflict as error:
        reading().rollback()  # what was read at the start of the request is old now
        form.form_errors.append(str(error))
        return CLASH
    except RuleViolation as error:
        refuse(form, error)
        return INVALID
    return 0


def refuse(form: FlaskForm, error: RuleViolation) -> None:
    """Put a rule's sentence at its field, or above the form."""
    if error.field and error.field in form:
        form.add_error(error.field, str(error))
    else:
        form.form_errors.append(str(error))
