"""Forms of a plan's parts, and what each part is called."""

from __future__ import annotations

from wtforms import BooleanField, RadioField
from wtforms.validators import ValidationError

from portal.adoption.escalation import OPTIONS, RULINGS, WANTED, Ruling, Wanted
from portal.adoption.evaluations import ANSWERS
from portal.adoption.forms import BEFORE_TRIAL
from portal.adoption.models import BudgetLine, Kpi, Milestone, Partner, Reading, Risk, TeamPost
from portal.adoption.problem_models import Escalation, PlanProblem
from portal.adoption.problems import Request
from portal.records import PartPage
from portal.records.binding import Bound
from portal.records.fields import REQUIRED, Day, Figure, Line, Long, Option, Rupiah, Whole, coded, offers
from portal.records.limits import FIRST_YEAR, LAST_YEAR
from portal.records.saving import NOT_STORED, Saved
from portal.web.forms import Form, Marked

SCORES = {1: "1 sangat kecil", 2: "2 kecil", 3: "3 sedang", 4: "4 besar", 5: "5 sangat besar"}


class MilestoneForm(Saved):
    """A step of the work."""

    of = Milestone
    title = Line(validators=[REQUIRED])
    phase = Option(validators=[REQUIRED])
    due = Day(validators=[BEFORE_TRIAL])
    done = Day(description="Kosongkan bila belum selesai.")


class KpiForm(Saved):
    """A measure of success."""

    of = Kpi
    name = Line(description="Misalnya: waktu tunggu pemohon KTP.", validators=[REQUIRED])
    definition = Long(rows=2, max_length=1_000)
    formula = Long(rows=2, max_length=1_000)
    unit = Line(description="Misalnya: menit, persen, orang.", validators=[REQUIRED])
    direction = Option(validators=[REQUIRED])
    frequency = Option()
    baseline = Figure(validators=[BEFORE_TRIAL])
    baseline_date = Day(validators=[BEFORE_TRIAL])
    baseline_source = Line(description="Dari mana angka itu.", validators=[BEFORE_TRIAL])
    target = Figure(validators=[BEFORE_TRIAL])
    target_date = Day(validators=[BEFORE_TRIAL])


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

    of = BudgetLine
    year = Whole(least=FIRST_YEAR, most=LAST_YEAR, validators=[REQUIRED])
    fund = Option(validators=[REQUIRED])
    ceiling = Rupiah(validators=[REQUIRED])
    dpa_number = Line(description="Boleh kosong selama belum ada DPA.")
    spent = Rupiah()

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

    of = Risk
    risk = Line(validators=[REQUIRED])
    cause = Long(rows=2, max_length=1_000)
    effect = Long(rows=2, max_length=1_000)
    likelihood = Option(options=SCORES.items(), coerce=int, validators=[REQUIRED])
    impact = Option(options=SCORES.items(), coerce=int, validators=[REQUIRED])
    control = Long(rows=2, max_length=1_000)
    owner_post = Line()


class TeamForm(Saved):
    """A post of the team."""

    of = TeamPost
    post = Line(description="Jabatan, bukan nama orang.", validators=[REQUIRED])
    task = Line()


class PartnerForm(Saved):
    """A partner."""

    of = Partner
    kind = Option(validators=[REQUIRED])
    name = Line(validators=[REQUIRED])
    role = Line()


class ReadingForm(Saved):
    """A KPI's value on a day."""

    of = Reading
    day = Day(validators=[REQUIRED])
    value = Figure(validators=[REQUIRED])
    note = Long(rows=2, max_length=1_000)


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
    ninety = BooleanField("Pakai langkah 90 hari menurut jenis inovasinya (usulan portal)")


class ProblemForm(Saved):
    """A problem in the OPD."""

    of = PlanProblem
    title = Line("Masalah dalam satu kalimat", max_length=120, validators=[REQUIRED])
    text = Long()
    due = Day(validators=[REQUIRED])


class EscalationForm(Bound):
    """A problem sent up: what is asked for comes first."""

    wanted = RadioField(
        "Apa yang Anda minta?", choices=offers(WANTED.items()), coerce=coded(Wanted), validators=[REQUIRED]
    )
    asked = Long(
        "Permintaan dalam satu kalimat",
        rows=2,
        max_length=300,
        description="Misalnya: izin memakai mobil Setda setiap Selasa sampai Desember.",
        validators=[REQUIRED],
    )
    amount = Rupiah("Berapa rupiah?", validators=[Marked("wajib bila meminta uang")])
    option_a = Long("Pilihan A", rows=2, max_length=500, validators=[Marked("wajib bila meminta keputusan")])
    option_b = Long("Pilihan B", rows=2, max_length=500, validators=[Marked("wajib bila meminta keputusan")])
    tried = Long("Apa yang sudah dicoba?", rows=4, max_length=2_000, validators=[REQUIRED])
    post = Line("Ditujukan kepada (jabatan)", validators=[REQUIRED])
    due = Day("Jawaban diminta paling lambat", validators=[REQUIRED])

    def request(self) -> Request:
        """What is asked for."""
        return Request(
            self.wanted.data, self.asked.data, self.amount.data, self.option_a.data, self.option_b.data
        )


class AnswerForm(Bound):
    """The leadership's answer; nothing is chosen beforehand."""

    ruling = RadioField(
        "Keputusan", choices=offers(RULINGS.items()), coerce=coded(Ruling), validators=[REQUIRED]
    )
    chosen = RadioField("Pilihan yang diputuskan", choices=[], default="", validate_choice=False)
    answer = Long(
        "Jawaban dan arahan",
        rows=3,
        max_length=2_000,
        validators=[Marked("boleh kosong bila dipenuhi seluruhnya")],
    )

    def prepare(self, asked: Escalation | None) -> None:
        """Offer the two options where a decision between them was asked for."""
        if asked is None or asked.wanted is not Wanted.DECISION:
            del self.chosen
            return
        texts = zip(OPTIONS, (asked.option_a, asked.option_b), strict=True)
        self.chosen.choices = offers((one, f"{one}. {text}") for one, text in texts)


class ClosingForm(Bound):
    """How a problem was solved."""

    result = Long("Bagaimana masalah ini selesai?", rows=4, max_length=2_000, validators=[REQUIRED])


class ReviewForm(Form):
    """The answer to "masih berjalan?"."""

    answer = Option("Masih berjalan?", ANSWERS.items(), empty="Pilih jawaban", validators=[REQUIRED])
    note = Long("Keterangan", rows=3, max_length=2_000)


PARTS = {
    part.key: part
    for part in (
        PartPage("tahapan", "Tahapan kerja", "langkah", MilestoneForm, "milestones",
                 "Langkah dari persiapan sampai evaluasi, masing-masing dengan tenggat.",
                 several=("title", "due", "phase")),
        PartPage("kpi", "KPI", "KPI", KpiForm, "kpis",
                 "Ukuran keberhasilan. Keadaan awal dan target wajib terisi sebelum uji coba.",
                 several=("name", "unit", "direction", "baseline", "baseline_date", "baseline_source",
                          "target", "target_date")),
        PartPage("anggaran", "Anggaran", "baris anggaran", BudgetForm, "budget",
                 "Per tahun dan sumber dana.",
                 anchor="biaya", several=("year", "fund", "ceiling")),
        PartPage("risiko", "Daftar risiko", "risiko", RiskForm, "risks",
                 "Kemungkinan dan dampak dinilai 1 sampai 5.",
                 several=("risk", "likelihood", "impact", "control", "owner_post")),
        PartPage("tim", "Tim", "anggota tim", TeamForm, "team",
                 "Ditulis menurut jabatan, agar tetap berlaku saat mutasi.",
                 anchor="penanggung-jawab", several=("post", "task")),
        PartPage("mitra", "Mitra", "mitra", PartnerForm, "partners",
                 "Pemerintah, bisnis, akademisi, komunitas, media.",
                 anchor="penanggung-jawab", several=("kind", "name", "role")),
    )
}  # fmt: skip
