"""Parts of an innovation: the team that carries it out."""

from __future__ import annotations

from portal.records.fields import REQUIRED, Line, Option, Whole
from portal.records.part_views import PartPage
from portal.records.saving import Saved
from portal.register.models import TeamRow

MOST_OF_ONE = 200  # people in one row


class TeamForm(Saved):
    """Some people of one office in the team."""

    of = TeamRow
    office = Line(validators=[REQUIRED], description="Satu kantor atau lembaga; bukan nama orang.")
    actor = Option(validators=[REQUIRED])
    role = Line(description="Misalnya ketua, sekretaris, anggota.")
    task = Line(description="Apa yang dikerjakannya.")
    people = Whole(validators=[REQUIRED], least=1, most=MOST_OF_ONE)


PARTS = {
    part.key: part
    for part in (
        PartPage(
            "tim",
            "Susunan tim",
            "baris tim",
            TeamForm,
            "team",
            "Kantor, peran, dan jumlah orang. Nama ditulis di naskahnya, tidak disimpan di portal.",
        ),
    )
}
