"""Forms of a plan's parts, and what each part is called."""

from __future__ import annotations

from wtforms.validators import ValidationError

from portal.adoption.escalation import RULINGS, Ruling
from portal.adoption.evaluations import ANSWERS
from portal.adoption.forms import BEFORE_TRIAL
from portal.adoption.measures import DIRECTIONS, PHASES, Direction, Phase
from portal.adoption.models import BudgetLine, Kpi, Milestone, Partner, Risk, TeamPost
from portal.records import PartPage
from portal.records.fields import REQUIRED, Day, Figure, Line, Long, Option, Rupiah, Whole, coded, listed
from portal.records.limits import FIRST_YEAR, LAST_YEAR
from portal.records.planning import FUNDS
from portal.records.saving import NOT_STORED, Saved
from portal.web.forms import Form, Marked

SCORES = {1: "1 sangat kecil", 2: "2 kecil", 3: "3 sedang", 4: "4 besar", 5: "5 sangat besar"}
PARTNER_KINDS = {
    "pemerintah": "Pemerintah",
    "bisnis": "Bisnis",
    "akademisi": "Akademisi",
    "komunitas": "Komunitas",
    "media": "Media",
}


class MilestoneForm(Saved):
    """A step of the work."""

    title = Line("Langkah", validators=[REQUIRED])
    phase = Option("Tahap replikasi", PHASES.items(), coerce=coded(Phase), validators=[REQUIRED])
    due = Day("Tenggat", validators=[BEFORE_TRIAL])
    done = Day("Selesai pada", description="Kosongkan bila belum selesai.")


class KpiForm(Saved):
    """A measure of success."""

    name = Line("Nama KPI", description="Misalnya: waktu tunggu pemohon KTP.", validators=[REQUIRED])
    definition = Long("Arti", rows=2, max_length=1_000)
    formula = Long("Rumus atau cara menghitung", rows=2, max_length=1_000)
    unit = Line("Satuan", max_length=40, description="Misalnya: menit, persen, orang.", validators=[REQUIRED])
    direction = Option("Arah", DIRECTIONS.items(), coerce=coded(Direction), validators=[REQUIRED])
    baseline = Figure("Keadaan awal (nilai)", validators=[BEFORE_TRIAL])
    baseline_date = Day("Keadaan awal (tanggal ukur)", validators=[BEFORE_TRIAL])
    baseline_source = Line(
        "Keadaan awal (sumber)", description="Dari mana angka itu.", validators=[BEFORE_TRIAL]
    )
    target = Figure("Target (nilai)", validators=[BEFORE_TRIAL])
    target_date = Day("Target (tanggal)", validators=[BEFORE_TRIAL])


class ReasonedKpiForm(KpiForm):
    """A KPI whose trial has begun: a change must be explained."""

    not_stored = NOT_STORED | {"reason"}
    reason = Long(
        "Alasan perubahan",
        rows=2,
        max_length=1_000,
        description="Uji coba sudah berjalan, jadi perubahan KPI perlu dijelaskan.",
        validators=[Marked("wajib bila ada yang diubah")],
    )


class BudgetForm(Saved):
    """Money for a year from one source."""

    year = Whole("Tahun anggaran", least=FIRST_YEAR, most=LAST_YEAR, validators=[REQUIRED])
    fund = Option("Sumber dana", listed(FUNDS), validators=[REQUIRED])
    ceiling = Rupiah("Pagu indikatif (rupiah)", validators=[REQUIRED])
    dpa_number = Line("Nomor DPA", max_length=120, description="Boleh kosong selama belum ada DPA.")
    spent = Rupiah("Realisasi (rupiah)")

    def values(self) -> dict[str, object]:
        """An empty realisation is nothing spent."""
        found = super().values()
        return {**found, "spent": found["spent"] or 0}

    def validate_ceiling(self, field: Rupiah) -> None:
        """A line without money is no budget line."""
        if field.data == 0:
            raise ValidationError("Pagu harus lebih dari nol. Bila tanpa biaya, nyatakan tanpa biaya.")


class RiskForm(Saved):
    """A line of the risk register."""

    risk = Line("Risiko", validators=[REQUIRED])
    cause = Long("Sebab", rows=2, max_length=1_000)
    effect = Long("Akibat", rows=2, max_length=1_000)
    likelihood = Option("Kemungkinan", SCORES.items(), coerce=int, validators=[REQUIRED])
    impact = Option("Dampak", SCORES.items(), coerce=int, validators=[REQUIRED])
    control = Long("Pengendalian", rows=2, max_length=1_000)
    owner_post = Line("Jabatan pengendali")


class TeamForm(Saved):
    """A post of the team."""

    post = Line("Jabatan", description="Jabatan, bukan nama orang.", validators=[REQUIRED])
    task = Line("Tugas dalam tim")


class PartnerForm(Saved):
    """A partner."""

    kind = Option("Jenis mitra", PARTNER_KINDS.items(), validators=[REQUIRED])
    name = Line("Nama lembaga", validators=[REQUIRED])
    role = Line("Peran")


class ReadingForm(Saved):
    """A KPI's value on a day."""

    day = Day("Tanggal", validators=[REQUIRED])
    value = Figure("Nilai", validators=[REQUIRED])
    note = Long("Catatan", rows=2, max_length=1_000)


class CorrectionForm(ReadingForm):
    """A reading set right."""

    not_stored = NOT_STORED | {"reason"}
    reason = Long("Alasan perbaikan", rows=2, max_length=1_000, validators=[REQUIRED])


class FinishForm(Form):
    """The day a milestone was done."""

    done = Day("Selesai pada", validators=[REQUIRED])


class StartForm(Form):
    """The first day of the template's steps."""

    start = Day("Mulai dari tanggal", validators=[REQUIRED])


class ProblemForm(Saved):
    """A problem in the OPD."""

    title = Line("Masalah dalam satu kalimat", max_length=120, validators=[REQUIRED])
    text = Long("Keterangan")
    due = Day("Akan diselesaikan OPD paling lambat", validators=[REQUIRED])


class EscalationForm(Form):
    """A problem sent up."""

    tried = Long("Apa yang sudah dicoba?", rows=4, max_length=2_000, validators=[REQUIRED])
    post = Line("Ditujukan kepada (jabatan)", validators=[REQUIRED])
    due = Day("Jawaban diminta paling lambat", validators=[REQUIRED])


class AnswerForm(Form):
    """The leadership's answer."""

    ruling = Option("Keputusan", RULINGS.items(), coerce=coded(Ruling), validators=[REQUIRED])
    answer = Long("Jawaban dan arahan", rows=4, max_length=2_000, validators=[REQUIRED])


class ClosingForm(Form):
    """How a problem was solved."""

    result = Long("Bagaimana masalah ini selesai?", rows=4, max_length=2_000, validators=[REQUIRED])


class ReviewForm(Form):
    """The answer to "masih berjalan?"."""

    answer = Option("Masih berjalan?", ANSWERS.items(), empty="Pilih jawaban", validators=[REQUIRED])
    note = Long("Keterangan", rows=3, max_length=2_000)


class CommentForm(Form):
    """A question or a remark."""

    text = Long("Tulis pertanyaan atau tanggapan", rows=3, max_length=2_000, validators=[REQUIRED])
    kind = Option("Jenis", [("tanya", "Pertanyaan"), ("tanggapan", "Tanggapan")], validators=[REQUIRED])


class ReplyForm(Form):
    """An answer to a question."""

    text = Long("Jawaban", rows=3, max_length=2_000, validators=[REQUIRED])


PARTS = {
    part.key: part
    for part in (
        PartPage(
            "tahapan",
            "Tahapan kerja",
            "langkah",
            Milestone,
            MilestoneForm,
            "Langkah dari persiapan sampai evaluasi, masing-masing dengan tenggat.",
            "milestones",
        ),
        PartPage(
            "kpi",
            "KPI",
            "KPI",
            Kpi,
            KpiForm,
            "Ukuran keberhasilan. Keadaan awal dan target wajib terisi sebelum uji coba.",
            "kpis",
        ),
        PartPage(
            "anggaran",
            "Anggaran",
            "baris anggaran",
            BudgetLine,
            BudgetForm,
            "Per tahun dan sumber dana.",
            "budget",
        ),
        PartPage(
            "risiko",
            "Daftar risiko",
            "risiko",
            Risk,
            RiskForm,
            "Kemungkinan dan dampak dinilai 1 sampai 5.",
            "risks",
        ),
        PartPage(
            "tim",
            "Tim",
            "anggota tim",
            TeamPost,
            TeamForm,
            "Ditulis menurut jabatan, agar tetap berlaku saat mutasi.",
            "team",
        ),
        PartPage(
            "mitra",
            "Mitra",
            "mitra",
            Partner,
            PartnerForm,
            "Pemerintah, bisnis, akademisi, komunitas, media.",
            "partners",
        ),
    )
}
