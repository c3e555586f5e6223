"""Forms of reading lists."""

from __future__ import annotations

from portal.government import opd_names
from portal.keeping.models import MAX_NOTE, PURPOSES, REACHES, VERDICTS, Purpose, Reach, Verdict
from portal.records.fields import REQUIRED, Line, Long, Option
from portal.web.forms import Form


class ListForm(Form):
    """What a list is called, what it is for, who may read it."""

    title = Line(
        "Nama daftar",
        max_length=120,
        validators=[REQUIRED],
        description="Misalnya: Rapat Senin, antrean KTP.",
    )
    purpose = Option("Untuk apa", PURPOSES.items(), validators=[REQUIRED])
    about = Long(
        "Keterangan", max_length=1_000, rows=3, description="Misalnya tanggal rapat dan yang akan diputuskan."
    )
    reach = Option("Siapa yang dapat membaca", REACHES.items(), validators=[REQUIRED])
    opd = Option("OPD", empty="Pilih bila dibagikan ke satu OPD")

    def offer_opds(self) -> None:
        """Let an agency be chosen."""
        self.opd.offer((code, f"{code}: {name}") for code, name in opd_names().items())

    def values(self) -> dict[str, object]:
        """What was filled in, by the name of the column."""
        return {
            "title": self.title.data,
            "purpose": Purpose(self.purpose.data),
            "about": self.about.data,
            "reach": Reach(self.reach.data),
            "opd": self.opd.data or "",
        }


class NoteForm(Form):
    """What is noted on a case of a list."""

    note = Long(
        "Catatan", max_length=MAX_NOTE, rows=3, description="Misalnya: tanyakan biaya petugas per tahun."
    )


class VisitForm(Form):
    """The visit whose reading a list becomes."""

    visit = Option("Kunjungan", validators=[REQUIRED])


class ReasonForm(Form):
    """Why a case helped or did not."""

    reason = Long(
        "Mengapa?", max_length=MAX_NOTE, rows=3, description="Tanpa nama. Misalnya: biayanya tidak disebut."
    )


class ReportForm(Form):
    """A fault in a case."""

    place = Option("Di bagian mana?", empty="Tidak tahu, atau di beberapa bagian")
    text = Long(
        "Apa yang keliru?",
        max_length=1_000,
        rows=4,
        validators=[REQUIRED],
        description="Sebut yang tertulis, yang benar, dan bila ada alamat sumbernya.",
    )


class JudgeForm(Form):
    """What became of a report."""

    verdict = Option(
        "Hasil pemeriksaan",
        [(code, words) for code, words in VERDICTS.items() if code is not Verdict.NEW],
        empty="Pilih hasilnya",
        validators=[REQUIRED],
    )
    answer = Long("Tanggapan untuk pelapor", max_length=1_000, rows=3)
