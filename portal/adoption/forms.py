"""Forms of a plan: the proposal, one form a subject, and those of moving it on."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, RadioField
from wtforms.validators import ValidationError

from portal.adoption.models import Evaluation, Plan
from portal.adoption.rules import DECISIONS, STOP_REASONS, Decision, StopReason
from portal.government import Government, our_government
from portal.records.binding import Bound
from portal.records.fields import (
    REQUIRED,
    Day,
    Line,
    Long,
    Option,
    Whole,
    coded,
    offers,
    whole,
)
from portal.records.limits import FIRST_YEAR, LAST_YEAR
from portal.records.moving import ReasonForm
from portal.records.saving import Saved
from portal.records.subjects import SubjectPage
from portal.web.forms import Form, Marked

MAX_PEOPLE = 300_000_000  # more than live in the country
BEFORE_SUBMISSION = Marked("wajib sebelum diajukan")
BEFORE_TRIAL = Marked("wajib sebelum uji coba")


def missions(government: Government) -> list[tuple[str, str]]:
    """The missions of the medium-term plan, to choose from."""
    return [(str(mission.no), f"{mission.no}. {mission.text}") for mission in government.plan.missions]


class ProposalForm(Form):
    """The short beginning of a plan; everything else comes later, one subject at a time."""

    opd = Option("OPD yang mengadopsi", validators=[REQUIRED])
    title = Line("Nama rencana", max_length=120, validators=[REQUIRED])
    local_need = Long(
        "Masalah apa di tempat kita yang ingin dijawab?",
        description="Tulis dengan angka bila ada, misalnya berapa lama warga menunggu.",
        validators=[REQUIRED],
    )
    target_group = Long(
        "Siapa yang dilayani?",
        rows=2,
        max_length=1_000,
        validators=[BEFORE_SUBMISSION],
        description="Misalnya: pemohon KTP di 4 kecamatan pesisir.",
    )
    mission = Option(
        "Misi RPJMD yang didukung", empty="Pilih nanti", coerce=whole, validators=[BEFORE_SUBMISSION]
    )

    ninety = BooleanField("Isi tahapan dengan langkah 90 hari (usulan portal, dapat diubah)")
    first_day = Day("Mulai dari tanggal", description="Tenggat setiap langkah dihitung dari tanggal ini.")

    def __init__(
        self, government: Government, opds: list[tuple[str, str]], *, has_steps: bool, **named: Any
    ) -> None:
        super().__init__(**named)
        if not has_steps:
            del self.ninety, self.first_day
        self.opd.offer(opds)
        self.mission.offer(missions(government))


class NeedForm(Saved):
    """The local need and whom the plan serves."""

    of = Plan
    title = Line(validators=[REQUIRED])
    need_id = Option(empty="Tidak ada di daftar")
    local_need = Long(validators=[REQUIRED])
    target_group = Long(rows=2, max_length=1_000, validators=[BEFORE_SUBMISSION])
    served_directly = RadioField(
        "Apakah warga menerima layanan ini secara langsung?",
        choices=offers([("ya", "Ya"), ("tidak", "Tidak, di belakang layar")]),
        coerce=lambda value: {"ya": True, "tidak": False, True: True, False: False}.get(value),
        validate_choice=False,
    )
    people_served = Whole(
        least=0,
        most=MAX_PEOPLE,
        description="Jumlah orang, bukan kunjungan. Dipakai untuk menghitung prioritas.",
    )

    def prepare(self) -> None:
        """Offer this government's needs."""
        government = our_government()
        self.need_id.offer((need.id, need.title) for need in government.needs)


class ImitationForm(Saved):
    """Amati, tiru, modifikasi: what is kept, changed and left out."""

    of = Plan
    keep = Long(description="Bagian inovasi asal yang dipakai apa adanya.", validators=[REQUIRED])
    modify = Long(description="Bagian yang disesuaikan dengan keadaan kita, dan mengapa.")
    leave_out = Long(description="Bagian yang ditinggalkan, dan mengapa.")


class TargetForm(Saved):
    """The mission and indicator of the medium-term plan that this serves."""

    of = Plan
    mission = Option(empty="Belum dipilih", coerce=whole, validators=[BEFORE_SUBMISSION])
    indicator = Option(empty="Belum dipilih")

    def prepare(self) -> None:
        """Offer this government's missions and indicators."""
        government = our_government()
        self.mission.offer(missions(government))
        self.indicator.offer((one.id, one.name) for one in government.plan.indicators)


class ReferenceForm(Saved):
    """Where the plan stands in planning and budget documents."""

    of = Plan
    document = Option(empty="Belum masuk dokumen")
    document_number = Line()
    document_page = Line()
    planning_year = Whole(least=FIRST_YEAR, most=LAST_YEAR)
    nomenclature = Option(empty="Belum dipilih")
    program_code = Line(description="Seperti 5.05.02")
    activity_code = Line(description="Seperti 5.05.02.2.04")
    subactivity_code = Line(description="Seperti 5.05.02.2.04.0001")
    output_indicator = Long(rows=2, max_length=500, description="Dengan target dan satuannya.")

    def validate_nomenclature(self, field: Option) -> None:
        """A code means something only within a nomenclature."""
        if not field.data and any(
            (self.program_code.data, self.activity_code.data, self.subactivity_code.data)
        ):
            raise ValidationError("Pilih nomenklatur dari kode yang ditulis.")


class CostForm(Saved):
    """Whether the plan costs anything."""

    of = Plan
    no_cost = BooleanField()


class TrialForm(Saved):
    """Where and when it is tried out; PP 38/2017 asks for the time of the trial."""

    of = Plan
    trial_place = Line(
        description="Terbatas dulu, misalnya satu kecamatan.",
        validators=[BEFORE_TRIAL],
    )
    trial_start = Day("Mulai", validators=[BEFORE_TRIAL])
    trial_end = Day("Selesai", validators=[BEFORE_TRIAL])


class OwnerForm(Saved):
    """Who answers for the plan: a post, so that it outlives transfers."""

    of = Plan
    owner_post = Line(
        description="Jabatan, bukan nama orang. Misalnya: Kepala Bidang Pelayanan Pendaftaran Penduduk.",
        validators=[REQUIRED],
    )


class PreparationForm(TrialForm):
    """What a plan needs from approval to its trial, on one page: post, cost, place and time."""

    owner_post = Line(description="Jabatan, bukan nama orang.")
    no_cost = BooleanField(description="Bila perlu biaya, kosongkan; anggarannya ditulis sesudah ini.")


SUBJECTS = {
    subject.key: subject
    for subject in (
        SubjectPage("kebutuhan", "Kebutuhan dan sasaran", NeedForm),
        SubjectPage("tiru", "Amati, tiru, modifikasi", ImitationForm),
        SubjectPage("rpjmd", "Sasaran RPJMD", TargetForm),
        SubjectPage(
            "perencanaan",
            "Rujukan perencanaan",
            ReferenceForm,
            "Boleh dikosongkan selama rencana belum masuk dokumen perencanaan.",
        ),
        SubjectPage("biaya", "Pernyataan biaya", CostForm),
        SubjectPage("uji-coba", "Tempat dan waktu uji coba", TrialForm),
        SubjectPage("penanggung-jawab", "Penanggung jawab", OwnerForm),
        SubjectPage(
            "persiapan",
            "Persiapan pelaksanaan",
            PreparationForm,
            "Yang diminta sampai uji coba dimulai, dalam satu halaman.",
            anchor="uji-coba",
        ),
    )
}


class HandBackForm(ReasonForm):
    """Why a proposal is given back: its writers read it above their plan."""

    def __init__(self, **named: Any) -> None:
        super().__init__(**named)
        self.reason.flags.required = True


class MoveForm(ReasonForm):
    """A move to another stage."""

    pause_until = Day(
        "Ditunda sampai", description="Boleh kosong bila belum diketahui.", validators=[Marked("")]
    )
    stop_reason = Option(
        "Alasan penghentian", STOP_REASONS.items(), empty="Pilih alasan", coerce=coded(StopReason)
    )

    def ask_for(self, reason: str, *, is_needed: bool) -> None:
        """A stop is always counted by its reason."""
        super().ask_for(reason, is_needed=is_needed)
        self.stop_reason.flags.required = True


class ApprovalForm(Bound):
    """The head's approval, with a remark where there is one."""

    reason = Long("Catatan untuk pelaksana", rows=3, max_length=1_000)


class EvaluationForm(Saved):
    """What the trial showed."""

    of = Evaluation
    text = Long(
        rows=8,
        description="Bandingkan hasil dengan target dan dengan daerah asal. Sebut yang tidak berhasil juga.",
        validators=[REQUIRED],
    )
    lessons = Long(description="Untuk OPD lain yang akan meniru.")


class DecisionForm(Bound):
    """What is decided on an evaluation."""

    decision = RadioField(
        "Keputusan",
        choices=offers(DECISIONS.items()),
        coerce=coded(Decision),
        validators=[REQUIRED],
    )
    remark = Long("Pertimbangan", rows=3, max_length=2_000, validators=[Marked("")])
