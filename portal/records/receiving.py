"""Forms by which a table comes in, the same for every room: the file, read outside of any transaction, and
the acceptance of what a preview showed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wtforms import HiddenField

from portal.errors import RuleViolation
from portal.records.imports import Rows
from portal.web.forms import Form

EMPTY = "Berkas ini tidak memuat satu baris pun di bawah judul kolom."


class AcceptForm(Form):
    """Accepting a preview; `mark` says which one was read."""

    mark = HiddenField()

    def carry_promise(self, mark: str) -> None:
        """Carry the mark of the preview that is shown now."""
        self.mark.data, self.mark.raw_data = mark, None


def received(form: Any, read: Callable[[bytes], Rows]) -> Rows:
    """The rows of the table in the field `file` of a form; none, and why at the field, where it has none."""
    if not form.validate():
        return []
    try:
        rows = read(form.file.data.read())
    except RuleViolation as error:
        form.add_error("file", str(error))
        return []
    if not rows:
        form.add_error("file", EMPTY)
    return rows
