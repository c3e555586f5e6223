"""Pages of the editing room."""

from __future__ import annotations

from flask import Blueprint, request

from portal.web.filters import number

MAX_BODY = 4 * 1024 * 1024  # bytes: what is too long for a case must still come back to the form

blueprint = Blueprint("editing", __name__, template_folder="../templates")


@blueprint.url_value_preprocessor
def take_long_forms(_endpoint: str | None, _values: object) -> None:
    """Let long texts in, before anything reads the form, so that nothing typed is lost."""
    request.max_content_length = MAX_BODY
    request.max_form_memory_size = MAX_BODY


def sent_number(name: str) -> int:
    """A whole number that a form carries, such as a version; -1 for anything else."""
    found = number(request.form.get(name, ""))
    return -1 if found is None else found
