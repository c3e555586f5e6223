"""Forms of a visit: its beginning, one form a subject, and those of moving it on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wtforms import BooleanField, RadioField

from portal.government import Government, our_government
from portal.records.fields import REQUIRED, Day, Line, Long, Option, Whole, coded, listed, offers
from portal.records.limits import FIRST_YEAR, LAST_YEAR
from portal.records.planning import FUNDS
from portal.records.saving import Saved
from portal.regions import REGIONS
from portal.visits.rules import MODES, REPLIES, Mode, Reply
from portal.visits.stages import REVIEW_ANSWERS
from portal.web.forms import Form, Marked

OTHER_HOST = "Tulis namanya di sini bila daerahnya tidak ada di daftar di atas."
NOT_AT_DESK = Marked("wajib untuk daring dan perjalanan")


def regions() -> list[tuple[str, str]]:
    """The regions of the library; our own is one of them."""
    found = [region for region in REGIONS.get().values() if not region.is_reference]
    return sorted(((region.id, region.name) for region in found), key=lambda entry: entry[1])


def hosts(stored: str = "") -> list[tuple[str, str]]:
    """The regions that can be visited: not our own, unless a visit has it already."""
    own = our_government().region
    return [(key, name) for key, name in regions() if key != own or key == stored]


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

    title = Line("Nama kunjungan", max_length=120, validators=[REQUIRED])
    need_id = Option("Kebutuhan dalam daftar", empty="Tidak ada di daftar")
    indicator = Option("Indikator RPJMD", empty="Belum dipilih")
    purpose = Long("Masalah yang ingin dijawab", rows=4, validators=[REQUIRED])
    expected = Long("Hasil yang diharapkan", rows=3)
    assumptions = Long("Praanggapan", rows=2, description="Untuk telaahan staf: dugaan yang beralasan.")
    runner_opd = Option("OPD yang akan menjalankan programnya", validators=[REQUIRED])

    def prepare(self) -> None:
        """Offer this government's needs, indicators and agencies."""
        government = our_government()
        self.need_id.offer((need.id, need.title) for need in government.needs)
        self.indicator.offer((one.id, one.name) for one in government.plan.indicators)
        self.runner_opd.offer(opds(government))


class ModeForm(Saved):
    """How to visit, and why travelling is needed where it is."""

    mode = RadioField("Cara", choices=offers(MODES.items()), coerce=coded(Mode), validators=[REQUIRED])
    travel_reason = Long(
        "Mengapa studi meja atau daring tidak cukup?",
        rows=4,
        description="Diminta Inpres 1/2025. Sebut apa yang hanya terlihat di tempat.",
        validators=[Marked("wajib untuk perjalanan")],
    )
    alternatives = Long(
        "Yang sudah dipertimbangkan", rows=3, description="Daerah yang lebih dekat, panggilan video, dokumen."
    )


class HostForm(Saved):
    """Who is visited; a contact is an office."""

    region = Option("Daerah tujuan", empty="Tidak ada di daftar")
    host_name = Line("Daerah lain", max_length=120, description=OTHER_HOST)
    host_unit = Line("Unit yang dikunjungi", description="Misalnya: Dinas Pemberdayaan Masyarakat dan Desa.")
    addressee = Line("Surat ditujukan kepada (jabatan)")
    host_contact = Line(
        "Kontak kantor", max_length=300, description="Telepon atau surel kantor, bukan milik pribadi."
    )
    meeting_place = Line("Tempat bertemu")
    objects = Long("Unit yang ditemui dan hal yang dilihat", rows=3)

    def prepare(self) -> None:
        """Offer the regions of the library that can be visited."""
        self.region.offer(hosts(self.region.object_data or ""))


class ReplyForm(Saved):
    """What the host answered."""

    reply = Option("Jawaban tuan rumah", REPLIES.items(), coerce=Reply)
    reply_number = Line("Nomor surat balasan", max_length=120)
    reply_day = Day("Tanggal surat balasan")
    reply_officer = Line("Jabatan yang menerima")


class TimeForm(Saved):
    """When, and how to get there."""

    start = Day("Hari pertama", validators=[NOT_AT_DESK])
    end = Day("Hari terakhir", validators=[NOT_AT_DESK])
    other_day = Day("Tanggal lain yang ditawarkan")
    reply_by = Day("Jawaban diminta paling lambat")
    departs_from = Line("Berangkat dari", max_length=120)
    transport = Line("Alat angkut", max_length=120)
    directions = Long("Petunjuk jalan", rows=3)
    own_contact = Line("Narahubung kita", max_length=300, description="Kantor, bukan nomor pribadi.")


class BudgetForm(Saved):
    """Where the money comes from."""

    is_free = BooleanField("Kunjungan ini tanpa biaya")
    year = Whole("Tahun anggaran", least=FIRST_YEAR, most=LAST_YEAR)
    programme = Line("Program", max_length=120)
    activity = Line("Kegiatan", max_length=120)
    subactivity = Line("Sub kegiatan", description="Kode dan nama.")
    budget_account = Line("Kode rekening", max_length=60)
    fund = Option("Sumber dana", listed(FUNDS), empty="Belum dipilih")
    orderer_post = Line("Jabatan pemberi perintah (PA/KPA)")
    basis = Long("Dasar", rows=3, description="Satu baris satu dasar: peraturan, DPA, undangan.")


class ReportForm(Saved):
    """What the delegation reports."""

    summary = Long("Ringkasan hasil", rows=5, validators=[REQUIRED])
    results = Long("Uraian hasil", rows=8)
    agreements = Long("Kesepakatan dengan tuan rumah", rows=3, description="Satu baris satu kesepakatan.")
    conclusion = Long("Kesimpulan", rows=3)
    suggestion = Long("Saran kepada pimpinan", rows=3)


class NoFollowUpForm(Saved):
    """Why nothing follows."""

    no_follow_up_reason = Long(
        "Mengapa tidak ada tindak lanjut?", rows=3, description="Kosongkan bila ada tindak lanjut."
    )


@dataclass(frozen=True)
class Subject:
    """Fields of a visit that are edited together on one page."""

    key: str
    title: str
    form: type[Saved]
    lead: str = ""


SUBJECTS = {
    subject.key: subject
    for subject in (
        Subject("tujuan", "Tujuan kunjungan", PurposeForm),
        Subject(
            "cara",
            "Cara berkunjung",
            ModeForm,
            "Mulai dari yang paling murah: dokumen, lalu panggilan video, baru perjalanan.",
        ),
        Subject("tuan-rumah", "Tuan rumah", HostForm),
        Subject("balasan", "Balasan tuan rumah", ReplyForm),
        Subject("waktu", "Waktu dan perjalanan", TimeForm),
        Subject("anggaran", "Anggaran", BudgetForm),
        Subject("laporan", "Laporan", ReportForm),
        Subject("tanpa-tindak-lanjut", "Tanpa tindak lanjut", NoFollowUpForm),
    )
}


class MoveForm(Form):
    """A move to another stage, with a reason or a remark."""

    reason = Long("Alasan", rows=3, max_length=1_000)

    def ask_for(self, *, label: str, is_needed: bool) -> None:
        """Call the reason what it is here, and say whether it may stay empty."""
        self.reason.label.text = label
        self.reason.flags.required = is_needed


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
