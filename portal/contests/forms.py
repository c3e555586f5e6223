"""Forms of the room; the form of points has a field for each criterion of its contest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from portal.contests.models import JippnasEntry, Replication, Win
from portal.contests.rules import MOST_POINTS
from portal.records.fields import REQUIRED, Day, Line, Long, Option, Whole
from portal.records.limits import LAST_YEAR
from portal.records.saving import Saved, Versioned
from portal.taxonomy.contests import CONTESTS, Criterion
from portal.web.forms import Form

MAX_SECTION = 12_000  # characters; the limit that counts is one of words
FIRST_CONTEST = 2014  # the national contest began that year


class StartForm(Form):
    """Begin a proposal."""

    season = Option("Lomba", validators=[REQUIRED])
    group = Option("Kelompok", validators=[REQUIRED])
    category = Option("Kategori", empty="Belum dipilih")


class SectionForm(Versioned):
    """One section of a proposal."""

    text = Long("Isi", rows=14, max_length=MAX_SECTION)


class CitizensForm(Form):
    """What citizens made, through an agency."""

    opd = Option("OPD pendamping", validators=[REQUIRED])
    group = Option("Kelompok peserta", validators=[REQUIRED])
    title = Line("Nama inovasi", max_length=200, validators=[REQUIRED])
    maker = Line(
        "Kelompok atau lembaga",
        max_length=200,
        description="Misalnya kelompok tani atau sekolah; bukan nama, nomor, atau alamat orang.",
    )
    purpose = Long(
        "Untuk apa", rows=4, validators=[REQUIRED], description="Masalah yang dijawab, dua kalimat."
    )
    design = Long("Cara kerjanya", rows=6)


class WinForm(Saved):
    """How far it came earlier."""

    of = Win
    contest = Option(validators=[REQUIRED])
    year = Whole(least=FIRST_CONTEST, most=LAST_YEAR, validators=[REQUIRED])
    rank = Whole(least=1, most=999, description="Misalnya 99 untuk Top 99; kosongkan bila bukan peringkat.")
    note = Line(description="Misalnya tingkat, atau tempat piagamnya disimpan.")

    def prepare(self) -> None:
        """Offer the contests."""
        self.contest.offer((one.id, one.short) for one in CONTESTS.get().contests)


class JippnasForm(Saved):
    """What the national network shows."""

    of = JippnasEntry
    number = Line(description="Seperti tertulis di JIPPNas.")
    state = Option(empty="Belum didaftarkan")
    updated_on = Day()
    replications = Whole(least=0, most=10_000)
    note = Line()

    def prepare(self) -> None:
        """Offer the states."""
        self.state.offer(CONTESTS.get().jippnas.states.items())


class ReplicationForm(Saved):
    """A replication in the national network."""

    of = Replication
    direction = Option(validators=[REQUIRED])
    partner = Line(validators=[REQUIRED], description="Nama instansi, bukan nama orang.")
    number = Line(description="Seperti tertulis di JIPPNas.")
    state = Option(empty="Belum diketahui")
    interest_on = Day()
    agreed_on = Day()
    approved_on = Day()
    implemented_on = Day()
    certified_on = Day()
    note = Line()

    def prepare(self) -> None:
        """Offer the states, and say what each step is."""
        known = CONTESTS.get().jippnas
        self.state.offer(known.replication_states.items())
        for step in known.steps:
            self[step.day].description = f"{step.asks}."


class BackForm(Form):
    """Return a proposal."""

    reason = Long("Yang perlu diperbaiki", rows=4, validators=[REQUIRED])


def points_form(criteria: Sequence[Criterion], given: dict[str, Any], note: str, version: int) -> Any:
    """A form with a field for each criterion, 0 to 100, and the reason."""
    fields: dict[str, Any] = {
        one.id: Whole(f"{one.title} (bobot {one.weight})", least=0, most=MOST_POINTS, validators=[REQUIRED])
        for one in criteria
    }
    fields["note"] = Long("Alasan", rows=5, validators=[REQUIRED], max_length=1_000)
    made = type("PointsForm", (Versioned,), fields)
    return made(data={**given, "note": note, "version": str(version)})
