"""Forms of the desk."""

from __future__ import annotations

from typing import Any

from portal.government import opd_codes
from portal.iid.models import LEVELS, Confirmation, DeskRow, GovernmentRow
from portal.records.fields import REQUIRED, Day, Figure, Line, Long, Option, whole
from portal.records.saving import Saved, Versioned
from portal.taxonomy.iid import GovernmentIndicator, IidIndicator
from portal.web.forms import Form

SENT, HELD = "kirim", "tahan"


class ClaimForm(Saved):
    """The measure of an indicator and the level that is claimed."""

    of = DeskRow
    choice = Option("Ukuran", empty="Menurut catatan")
    number = Figure("Ukuran")
    claimed = Option(
        empty="Ikuti ukurannya",
        coerce=whole,
        description="Isi hanya bila berbeda dari ukurannya.",
    )
    note = Long(rows=3, description="Misalnya halaman bukti, atau mengapa berbeda.")

    def about(self, indicator: IidIndicator) -> None:
        """Ask what this indicator is measured by."""
        measure = indicator.measure
        if measure.options:
            self.choice.label.text = measure.ask
            self.choice.offer(measure.options)
        else:
            del self.choice
        if measure.kind == "choice":
            del self.number
        else:
            unit = f" ({measure.unit})" if measure.unit else ""
            self.number.label.text = f"{measure.ask}{unit}" if measure.kind == "number" else "Angkanya"
        self.claimed.offer(_levels(indicator))


class GovernmentForm(Saved):
    """A row of the government's sheet."""

    of = GovernmentRow
    opd = Option(empty="Belum ditetapkan")
    post = Line(description="Misalnya Kepala Bidang Anggaran; bukan nama orang.")
    due = Day()
    value = Line(description="Misalnya 6,13% (2025).")
    claimed = Option(empty="Belum diklaim", coerce=whole)
    note = Long(rows=3)

    def about(self, indicator: GovernmentIndicator) -> None:
        """Offer the OPDs and what each level means."""
        self.opd.offer(opd_codes())
        self.opd.description = f"Menurut aturan: {indicator.owner}."
        self.claimed.offer(_levels(indicator))


class VerdictForm(Versioned):
    """The level that was found."""

    level = Option("Tingkat yang terverifikasi", coerce=whole, validators=[REQUIRED], empty="Pilih tingkat")
    note = Long(
        "Catatan tim penilai", rows=3, max_length=1_000, description="Wajib bila lebih rendah dari klaim."
    )

    def about(self, indicator: IidIndicator | GovernmentIndicator) -> None:
        """Say what each level means."""
        self.level.offer(_levels(indicator))


class DecideForm(Form):
    """Send or hold."""

    decision = Option("Putusan", [(SENT, "Kirim"), (HELD, "Tahan")], validators=[REQUIRED])
    reason = Long("Alasan", rows=3, max_length=1_000, description="Wajib bila ditahan.")


class ConfirmForm(Saved):
    """The letter that the rules were compared with."""

    of = Confirmation
    number = Line(validators=[REQUIRED])
    dated = Day(validators=[REQUIRED])
    applied_from = Day(description="Bila surat menyebut rentang penerapan, isi keduanya.")
    applied_until = Day()
    note = Long(rows=3, description="Bagian mana yang dicocokkan, dan yang berbeda.")


def _levels(indicator: Any) -> list[tuple[int, str]]:
    named = {place: f"{place}: {text}" for place, text in enumerate(indicator.levels, 1)}
    return [(0, LEVELS[0]), *named.items()]
