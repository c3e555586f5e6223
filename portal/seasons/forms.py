"""Forms of the room."""

from __future__ import annotations

from typing import Any

from portal.records.fields import REQUIRED, Day, Long, Option
from portal.register.forms import SeasonForm
from portal.web.forms import Form


class OpenForm(SeasonForm):
    """A season of any kind."""

    kind = Option("Musim", empty="Pilih musim", validators=[REQUIRED])

    def __init__(self, kinds: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(**named)
        self.kind.offer(kinds)


class DoneForm(Form):
    """A step is done."""

    note = Long("Catatan", rows=2, max_length=500, description="Misalnya nomor surat atau tempat naskahnya.")


class DueForm(Form):
    """The day of a step."""

    due = Day("Tenggat", description="Kosongkan untuk kembali ke tenggat menurut kalender.")
