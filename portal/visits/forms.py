"""Forms of a visit: its beginning, one form a subject, and those of moving it on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, RadioField

from portal.government import Government, our_government
from portal.records.fields import REQUIRED, Day, Line, Long, Option, Whole, coded, offers
from portal.records.limits import FIRST_YEAR, LAST_YEAR
from portal.records.saving import Saved
from portal.records.subjects import SubjectPage
from portal.regions import region_names
from portal.visits.models import Visit
from portal.visits.rules import MODES, Mode, Reply
from portal.visits.stages import REVIEW_ANSWERS
from portal.web.forms import Form, Marked

OTHER_HOST = "Tulis namanya di sini bila daerahnya tidak ada di daftar di atas."
NOT_AT_DESK = Marked("wajib untuk daring dan perjalanan")


def hosts(stored: str = "") -> list[tuple[str, str]]:
    """The regions that can be visited: not our own, unless a visit has it already."""
    own = our_government().region
    return [(key, name) for key, name in region_names() if key != own or key == stored]


def opds(government: Government) -> list[tuple[str, str]]:
    """The agencies, to choose from."""
    return [(opd.code, opd.name) for opd in government.opds]


class BeginForm(Form):
    """The short beginning of a visit; everything else comes later, one subject at a time."""

    opd = Option("OPD yang berkunjung", validators=[REQUIRED])
    title = Line("Nama kunjungan", max_length=120, validators=[REQUIRED])
    mode = RadioField(
        "Cara", choices=offers(MODES.items()), coerce=coded(Mode), default=Mode.DESK, validators=[REQUIRED]
    )
    region = Option("Daerah tujuan", empty="Nanti, atau tidak ada di daftar")
    host_name = Line("Daerah lain", max_length=120, description=OTHER_HOST)
    purpose = Long(
        "Masalah apa yang ingin dijawab?",
        rows=4,
        description="Tulis dengan angka bila ada, misalnya berapa lama warga menunggu.",
        validators=[REQUIRED],
    )
    expected = Long(
        "Hasil apa yang akan dibawa pulang?",
        rows=3,
        description="Misalnya: hitungan biaya, salinan SOP, dan keputusan ditiru atau tidak.",
    )

    def __init__(self, opds: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(**named)
        self.opd.offer(opds)
        self.region.offer(hosts())


class PurposeForm(Saved):
    """What the visit is for."""

    of = Visit
    title = Line(validators=[REQUIRED])
    need_id = Option(empty="Tidak ada di daftar")
    indicator = Option(empty="Belum dipilih")
    purpose = Long(rows=4, validators=[REQUIRED])
    expected = Long(rows=3)
    assumptions = Long(rows=2, description="Untuk telaahan staf: dugaan yang beralasan.")
    runner_opd = Option(validators=[REQUIRED])

    def prepare(self) -> None:
        """Offer this government's needs, indicators and agencies."""
        government = our_government()
        self.need_id.offer((need.id, need.title) for need in government.needs)
        self.indicator.offer((one.id, one.name) for one in government.plan.indicators)
        self.runner_opd.offer(opds(government))


class ModeForm(Saved):
    """How to visit, and why travelling is needed where it is."""

    of = Visit
    mode = RadioField(choices=offers(MODES.items()), coerce=coded(Mode), validators=[REQUIRED])
    travel_reason = Long(
        rows=4,
        description="Diminta Inpres 1/2025. Sebut apa yang hanya terlihat di tempat.",
        validators=[Marked("wajib untuk perjalanan")],
    )
    alternatives = Long(rows=3, description="Daerah yang lebih dekat, panggilan video, dokumen.")


class HostForm(Saved):
    """Who is visited; a contact is an office."""

    of = Visit
    region = Option(empty="Tidak ada di daftar")
    host_name = Line(description=OTHER_HOST)
    host_unit = Line(description="Misalnya: Dinas Pemberdayaan Masyarakat dan Desa.")
    addressee = Line()
    host_contact = Line(is_contact=True, description="Telepon atau surel kantor, bukan milik pribadi.")
    meeting_place = Line()
    objects = Long(rows=3)

    def prepare(self) -> None:
        """Offer the regions of the library that can be visited."""
        self.region.offer(hosts(self.region.object_data or ""))


class ReplyForm(Saved):
    """What the host answered."""

    of = Visit
    reply = Option(coerce=Reply)
    reply_number = Line()
    reply_day = Day()
    reply_officer = Line()


class TimeForm(Saved):
    """When, and how to get there."""

    of = Visit
    start = Day(validators=[NOT_AT_DESK])
    end = Day(validators=[NOT_AT_DESK])
    other_day = Day()
    reply_by = Day()
    departs_from = Line()
    transport = Line()
    directions = Long(rows=3)
    own_contact = Line(is_contact=True, description="Kantor, bukan nomor pribadi.")


class BudgetForm(Saved):
    """Where the money comes from."""

    of = Visit
    is_free = BooleanField()
    year = Whole(least=FIRST_YEAR, most=LAST_YEAR)
    programme = Line()
    activity = Line()
    subactivity = Line(description="Kode dan nama.")
    budget_account = Line()
    fund = Option(empty="Belum dipilih")
    orderer_post = Line()
    basis = Long(rows=3, description="Satu baris satu dasar: peraturan, DPA, undangan.")


class ReportForm(Saved):
    """What the delegation reports."""

    of = Visit
    summary = Long(rows=5, validators=[REQUIRED])
    results = Long(rows=8)
    agreements = Long(rows=3, description="Satu baris satu kesepakatan.")
    conclusion = Long(rows=3)
    suggestion = Long(rows=3)


class NoFollowUpForm(Saved):
    """Why nothing follows."""

    of = Visit
    no_follow_up_reason = Long(rows=3, description="Kosongkan bila ada tindak lanjut.")


class PreparationForm(Saved):
    """How, whom and when, on one page: what a proposal asks for beside people and questions."""

    of = Visit
    mode = RadioField(choices=offers(MODES.items()), coerce=coded(Mode), validators=[REQUIRED])
    travel_reason = Long(
        rows=3,
        description="Diminta Inpres 1/2025. Sebut apa yang hanya terlihat di tempat.",
        validators=[Marked("wajib untuk perjalanan")],
    )
    region = Option(empty="Tidak ada di daftar")
    host_name = Line(description=OTHER_HOST)
    host_unit = Line()
    start = Day(validators=[NOT_AT_DESK])
    end = Day(validators=[NOT_AT_DESK])
    is_free = BooleanField(description="Bila perlu biaya, kosongkan; barisnya ditulis di bagian Biaya.")

    def prepare(self) -> None:
        """Offer the regions of the library that can be visited."""
        self.region.offer(hosts(self.region.object_data or ""))


SUBJECTS = {
    subject.key: subject
    for subject in (
        SubjectPage("tujuan", "Tujuan kunjungan", PurposeForm),
        SubjectPage(
            "cara",
            "Cara berkunjung",
            ModeForm,
            "Mulai dari yang paling murah: dokumen, lalu panggilan video, baru perjalanan.",
            anchor="tujuan",
        ),
        SubjectPage("persiapan", "Cara, tempat, dan waktu", PreparationForm, anchor="tujuan"),
        SubjectPage("tuan-rumah", "Tuan rumah", HostForm),
        SubjectPage("balasan", "Balasan tuan rumah", ReplyForm, anchor="tuan-rumah"),
        SubjectPage("waktu", "Waktu dan perjalanan", TimeForm, anchor="jadwal"),
        SubjectPage("anggaran", "Anggaran", BudgetForm, anchor="biaya"),
        SubjectPage("laporan", "Laporan", ReportForm),
        SubjectPage("tanpa-tindak-lanjut", "Tanpa tindak lanjut", NoFollowUpForm),
    )
}


class ReviewForm(Form):
    """What became of a visit."""

    answer = Option("Apa jadinya?", REVIEW_ANSWERS.items(), empty="Pilih jawaban", validators=[REQUIRED])
    note = Long("Keterangan", rows=3, max_length=2_000)


class ChooseForm(Form):
    """The visit that a case is put into."""

    visit = RadioField("Masukkan ke", validators=[REQUIRED], validate_choice=True)

    def __init__(self, visits: Sequence[tuple[str, str]], **named: Any) -> None:
        super().__init__(**named)
        self.visit.choices = offers([*visits, ("baru", "Kunjungan baru")])
