"""Forms of an innovation: its beginning, and one form a subject of its profile."""

from __future__ import annotations

from typing import Any

from wtforms import SelectMultipleField

from portal.government import our_government
from portal.records.fields import REQUIRED, Day, Line, Long, Option, Parsed, Rupiah, Whole, offers, whole
from portal.records.labels import labels
from portal.records.limits import FIRST_YEAR, LAST_YEAR
from portal.records.saving import Saved
from portal.records.subjects import SubjectPage
from portal.register import coordinates
from portal.register.models import Innovation
from portal.register.rules import STAGE_NAMES, Stage
from portal.taxonomy.profile import PROFILE
from portal.web.forms import Form, Marked

LATER = Marked("wajib sebelum dilaporkan")
OFFICE = "Nama kantor, kelompok, atau jabatan; bukan nama orang."


def owners(codes: frozenset[str] | None) -> list[tuple[str, str]]:
    """The OPDs and the units below them, to choose an owner: "Dinkes" or "Dinkes/puskesmas-batang-1"."""
    found = []
    for opd in our_government().opds:
        if codes is None or opd.code in codes:
            found.append((opd.code, opd.name))
            found += [(f"{opd.code}/{unit.id}", f"– {unit.name} ({opd.code})") for unit in opd.units]
    return found


def owner_of(chosen: str) -> tuple[str, str]:
    """OPD and unit of a choice."""
    opd, _, unit = chosen.partition("/")
    return opd, unit


class Point(Parsed):
    """A point on the map."""

    unread = f"{coordinates.UNREAD}."

    def read(self, text: str) -> str:
        """Read it in any of the usual ways."""
        return coordinates.read(text)[0]

    def write(self, value: str) -> str:
        """As it is stored."""
        return value

    def process_formdata(self, valuelist: list[str]) -> None:
        """Nothing typed is an empty text, as the column holds it."""
        super().process_formdata(valuelist)
        self.data = self.data or ""


class Several(SelectMultipleField):  # type: ignore[misc]
    """Some of a list, stored as codes parted by blanks."""

    def process_data(self, value: Any) -> None:
        """Read what is stored."""
        self.data = str(value or "").split()


class BeginForm(Form):
    """The short beginning; everything else comes later, one subject at a time."""

    owner = Option("Pemilik", validators=[REQUIRED], description="OPD, atau unit di bawahnya.")
    title = Line("Nama inovasi", max_length=200, validators=[REQUIRED])
    stage = Option("Tahapan", list(STAGE_NAMES.items())[:3], default=Stage.INITIATIVE)
    purpose = Long("Tujuan", rows=3, description="Satu atau dua kalimat sudah cukup untuk memulai.")

    def __init__(self, owners: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(**named)
        self.owner.offer(owners)


class OwnerChoice(Form):
    """Whose an innovation is."""

    owner = Option("Pemilik", empty="Pilih pemilik", validators=[REQUIRED])

    def __init__(self, owners: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(**named)
        self.owner.offer(owners)


class OwnerForm(Saved):
    """Who answers for it and who runs it."""

    of = Innovation
    title = Line(validators=[REQUIRED])
    unit = Option(
        empty="OPD itu sendiri", description="Unit di bawah OPD; daftarnya ada di berkas pemerintah."
    )
    initiator = Option(empty="Belum dipilih", validators=[LATER])
    initiator_name = Line(description=OFFICE, validators=[LATER])
    classification = Option(empty="Belum dipilih", validators=[LATER])

    def prepare(self) -> None:
        """Offer the units of every OPD; another OPD's is refused when it is saved."""
        self.unit.offer(
            (unit.id, f"{unit.name} ({opd.code})") for opd in our_government().opds for unit in opd.units
        )


class KindForm(Saved):
    """What kind of innovation it is."""

    of = Innovation
    technology = Option(empty="Belum dipilih", validators=[LATER])
    form = Option(empty="Belum dipilih", validators=[LATER])
    asta_cita = Option(empty="Belum dipilih", coerce=whole, validators=[LATER])
    pkpn = Line(validators=[LATER], description="Klaster dan programnya; tulis “Non PKPN” bila tidak ada.")
    affair = Option(empty="Belum dipilih", validators=[LATER])
    other_affairs = Several("Urusan yang beririsan", description="Boleh lebih dari satu.")
    coordinates = Point(validators=[LATER], description="Lintang, bujur: -6.9081, 109.7305.")

    def prepare(self) -> None:
        """Offer the affairs."""
        names = PROFILE.get().affair_names.items()
        self.affair.offer(names)
        self.other_affairs.choices = offers(names)

    def values(self) -> dict[str, object]:
        """Several codes are stored as one text."""
        return {**super().values(), "other_affairs": " ".join(self.other_affairs.data or [])}


class TimeForm(Saved):
    """When it began, was tried, applied, developed."""

    of = Innovation
    begun_on = Day()
    trial_on = Day(validators=[LATER])
    applied_on = Day(validators=[LATER])
    developed_on = Day(description="Bila dikembangkan lagi sesudah diterapkan.")
    development_note = Long(rows=4, description="Apa yang baru sejak itu.")


class DesignForm(Saved):
    """The design, in words."""

    of = Innovation
    design = Long(
        rows=16,
        max_length=20_000,
        validators=[LATER],
        description="Dasar hukum, masalah, isu, cara baru, keunggulan, tahapannya. Sedikitnya 300 kata.",
    )


class GainForm(Saved):
    """What it is for and what came of it."""

    of = Innovation
    purpose = Long(rows=4, validators=[LATER])
    benefit = Long(rows=4, validators=[LATER])
    result = Long(rows=4, validators=[LATER])


class AttachmentForm(Saved):
    """Money, rights, prizes, video."""

    of = Innovation
    budget = Rupiah()
    business_profile = Line()
    ip = Line(description="Jenis dan nomornya.")
    awards = Long(rows=3)
    video = Line(validators=[LATER], description="Alamat lengkap, misalnya https://youtu.be/….")


SUBJECTS = {
    subject.key: subject
    for subject in (
        SubjectPage("pemilik", "Nama dan pemilik", OwnerForm),
        SubjectPage("jenis", "Bentuk, jenis, dan urusan", KindForm),
        SubjectPage("waktu", "Waktu", TimeForm),
        SubjectPage("rancang-bangun", "Rancang bangun", DesignForm),
        SubjectPage("manfaat", "Tujuan, manfaat, hasil", GainForm),
        SubjectPage("lampiran", "Anggaran, hak, dan video", AttachmentForm),
    )
}


def field_names(form: type[Saved]) -> list[str]:
    """The columns that a form fills, as it lists them."""
    columns = labels(Innovation)
    declared = {name: one for kind in reversed(form.__mro__) for name, one in vars(kind).items()}
    known = [
        (one.creation_counter, name) for name, one in declared.items() if hasattr(one, "creation_counter")
    ]
    return [name for _, name in sorted(known) if name in columns]


class SeasonForm(Saved):
    """A season; an extended one keeps its first day of closing."""

    year = Whole("Tahun musim", least=FIRST_YEAR, most=LAST_YEAR, validators=[REQUIRED])
    opens = Day("Dibuka")
    closes = Day("Ditutup", description="Bila diperpanjang, jendela yang lama tetap tersimpan di sampingnya.")
    letter = Line("Nomor dan asal surat", description="Surat yang menetapkan atau memperpanjang jendela ini.")
    letter_on = Day("Tanggal surat")
    note = Long("Catatan", rows=3)


class EnterForm(Form):
    """Entering an innovation into a season."""

    season = Option("Musim", validators=[REQUIRED])
    development = Long(
        "Yang dikembangkan sejak dilaporkan terakhir",
        rows=4,
        max_length=2_000,
        description="Wajib bila inovasi ini sudah pernah dilaporkan.",
    )
