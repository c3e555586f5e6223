"""Forms of a visit's parts, and what each part is called."""

from __future__ import annotations

import re
from datetime import time
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from wtforms import BooleanField, RadioField

from portal import clock
from portal.accounts.models import Account
from portal.db import by_name, reading
from portal.government import our_government
from portal.records import PartPage
from portal.records.fields import (
    REQUIRED,
    Day,
    Figure,
    Line,
    Long,
    Option,
    Parsed,
    Rupiah,
    Whole,
    coded,
    offers,
    whole,
)
from portal.records.limits import FIRST_DAY, FIRST_YEAR, LAST_YEAR
from portal.records.saving import Saved
from portal.visits import rates
from portal.visits.bank import THEMES
from portal.visits.forms import opds
from portal.visits.models import Visit
from portal.visits.part_models import (
    AgendaItem,
    Ceiling,
    CostLine,
    FactOffer,
    FollowUp,
    Lesson,
    Member,
    Question,
    VisitCase,
)
from portal.visits.rules import ADVICE, YEAR_MISSING, Advice
from portal.visits.zones import zone_name
from portal.web.figures import number
from portal.web.forms import Marked

_SPOKEN = re.compile(r"(?:Rp\.? ?)?(\S+) ?(ribu|juta|miliar|milyar|triliun)", re.IGNORECASE | re.ASCII)
_SIZES = {"ribu": 3, "juta": 6, "miliar": 9, "milyar": 9, "triliun": 12}  # powers of ten
_TIME = re.compile(r"([01]?\d|2[0-3])[.:]([0-5]\d)", re.ASCII)


class Hour(Parsed):
    """A time of the day: 09.30 or 09:30."""

    unread = "tulis jam, misalnya 09.30."

    def read(self, text: str) -> time:
        """Read hours and minutes."""
        match = _TIME.fullmatch(text)
        if match is None:
            raise ValueError
        return time(int(match[1]), int(match[2]))

    def write(self, value: time) -> str:
        """As a time control wants it."""
        return value.strftime("%H:%M")

    def __call__(self, **named: Any) -> Any:
        """Draw a time control; text that is no time goes into a plain one, so that it stays visible."""
        is_time = not self._value() or re.fullmatch(r"\d{2}:\d{2}", self._value())
        named.setdefault("type", "time" if is_time else "text")
        return super().__call__(**named)


class SpokenFigure(Figure):
    """A figure as people say it: 7,5, 1.250 or 1,2 miliar."""

    unread = "tulis angka saja, misalnya 7,5, 1.250, atau 1,2 miliar; satuannya di isian berikut."

    def read(self, text: str) -> Decimal:
        """Read a figure, with the word for its size where there is one."""
        match = _SPOKEN.fullmatch(text)
        if match is None:
            return super().read(text)
        value = super().read(match[1]).scaleb(_SIZES[match[2].lower()])
        return super().read(f"{value:f}".replace(".", ","))  # the limits hold for what it comes to

    def __call__(self, **named: Any) -> Any:
        """Draw it with a keyboard that has letters."""
        named.setdefault("inputmode", "text")
        return super().__call__(**named)


class PartForm(Saved):
    """A form of a row; `prepare` offers what is known only at the request."""

    def prepare(self, visit: Visit) -> None:
        """Nothing to offer."""


class MemberForm(PartForm):
    """Somebody of the delegation."""

    of = Member
    account_id = Option(
        empty="Tidak punya akun", coerce=whole, description="Nama dan jabatan diambil dari akun."
    )
    name = Line(description="Bila tidak punya akun. Jangan tulis NIP.")
    post = Line()
    rank = Line()
    opd = Option(validators=[REQUIRED])
    duty = Option(empty="Anggota")

    def prepare(self, visit: Visit) -> None:
        """Offer the open accounts and the agencies."""
        people = reading().execute(
            select(Account.id, Account.name, Account.position)
            .where(Account.is_open)
            .order_by(by_name(Account.name), Account.id)
            .limit(2_000)
        )
        self.account_id.offer(
            (key, f"{name}, {position}" if position else name) for key, name, position in people
        )
        self.opd.offer(opds(our_government()))
        if self.opd.data is None:
            self.opd.data = visit.opd


class QuestionForm(PartForm):
    """A question for the host."""

    of = Question
    text = Line(validators=[REQUIRED])
    theme = Option(options=[(theme.id, theme.label) for theme in THEMES], empty="Tanpa tema")
    to_whom = Line()
    member_id = Option(empty="Belum ditunjuk", coerce=whole)
    case_slug = Option(empty="Umum")
    known_url = Line(
        description="Misalnya /inovasi/nama-inovasi. Yang sudah terjawab tidak perlu ditanyakan."
    )
    known = Long(rows=2, max_length=1_000)

    def prepare(self, visit: Visit) -> None:
        """Offer the delegation and the reading list."""
        self.member_id.offer((member.id, member.name) for member in visit.members)
        self.case_slug.offer((case.slug, case.title) for case in visit.cases)


class AgendaForm(PartForm):
    """A line of the rundown."""

    of = AgendaItem
    day = Day(validators=[REQUIRED])
    starts = Hour()
    ends = Hour()
    activity = Line(validators=[REQUIRED])
    place = Line()
    speaker = Line()
    responsible = Line()
    actual_starts = Hour(description="Diisi saat kunjungan.")
    actual_ends = Hour()
    note = Long(rows=2, max_length=1_000)

    def prepare(self, visit: Visit) -> None:
        """Say by whose clock hours are written."""
        self.starts.description = f"Waktu setempat ({zone_name(visit)}), misalnya 09.30."


class CostForm(PartForm):
    """A line of cost."""

    of = CostLine
    rate_id = Option(empty="Tulis sendiri", coerce=whole)
    kind = Line(description="Bila tidak ada di daftar tarif.")
    unit = Line(description="Misalnya: orang/hari.")
    amount = Rupiah()
    basis = Line()
    people = Whole(least=1, most=500, validators=[REQUIRED])
    days = Whole(least=1, most=365, validators=[REQUIRED])

    def prepare(self, visit: Visit) -> None:
        """Offer the rates that hold on the visit's first day."""
        found = rates.valid(reading(), visit.opd, visit.start or clock.today())
        self.rate_id.offer((rate.id, _rate_label(rate)) for rate in found)


def _rate_label(rate: Any) -> str:
    place = f", {rate.place}" if rate.place else ""
    return f"{rate.kind}{place}: Rp{number(rate.amount)}"


class LessonForm(PartForm):
    """Something that was learnt."""

    of = Lesson
    text = Line(validators=[REQUIRED])
    fits = RadioField(
        choices=offers([("ya", "Cocok"), ("tidak", "Tidak cocok")]),
        coerce=lambda value: {"ya": True, "tidak": False, True: True, False: False}.get(value),
        validate_choice=False,
        validators=[REQUIRED],
    )
    reason = Long(rows=2, max_length=1_000, validators=[REQUIRED])


class FollowUpForm(PartForm):
    """An item of the follow-up."""

    of = FollowUp
    action = Line(validators=[REQUIRED])
    case_slug = Option(empty="Umum")
    output = Line(validators=[REQUIRED])
    indicator = Line(validators=[REQUIRED])
    baseline = Line()
    target = Line()
    post = Line(validators=[REQUIRED])
    start = Day()
    due = Day(validators=[REQUIRED])
    document = Line("Dokumen perencanaan", description="Misalnya: Renja 2027, sub kegiatan.")
    fund = Option(empty="Belum dipilih")
    cost = Rupiah()
    risk = Line()
    dropped_reason = Long(rows=2, max_length=1_000, description="Kosongkan bila dilanjutkan.")

    def prepare(self, visit: Visit) -> None:
        """Offer the reading list."""
        self.case_slug.offer((case.slug, case.title) for case in visit.cases)


class AnswerForm(Saved):
    """The answer to a question, typed while it is given."""

    of = Question
    answer = Long(rows=6)
    answered_by = Line()
    document = Line("Dokumen yang diterima")
    figure = SpokenFigure("Angka yang disebut", description="Misalnya 7,5, 1.250, atau 1,2 miliar.")
    unit = Line("Satuan", max_length=40)
    figure_year = Whole(
        least=FIRST_DAY.year,
        most=LAST_YEAR,
        validators=[Marked("wajib bila ada angka")],
    )
    stays_open = BooleanField()

    def validate(self, extra_validators: Any = None) -> bool:
        """Tell in one round what is wrong with a figure: its writing, and that its year is missing."""
        is_sound = bool(super().validate(extra_validators))
        if getattr(self.figure, "typed", "") and not getattr(self.figure_year, "typed", ""):
            self.add_error("figure_year", YEAR_MISSING)
            return False
        return is_sound


class AdviceForm(Saved):
    """What is recommended for a case."""

    of = VisitCase
    advice = RadioField(choices=offers(ADVICE.items()), coerce=coded(Advice), validators=[REQUIRED])
    advice_reason = Long(rows=3, max_length=2_000, validators=[REQUIRED])


class OfferForm(Saved):
    """An answer offered as a fact of a case."""

    of = FactOffer
    case_slug = Option(validators=[REQUIRED])
    section = Option(validators=[REQUIRED])
    text = Long("Kalimat untuk naskah", rows=4, max_length=1_000, validators=[REQUIRED])


class SettleForm(Saved):
    """What the curator did with an offered fact."""

    reason = Long("Catatan", rows=2, max_length=1_000)


class CeilingForm(Saved):
    """What the OPD may spend on visits in a year."""

    of = Ceiling
    year = Whole(least=FIRST_YEAR, most=LAST_YEAR, validators=[REQUIRED])
    amount = Rupiah(validators=[REQUIRED])
    basis = Line()


PARTS = {
    part.key: part
    for part in (
        PartPage("delegasi", "Delegasi", "peserta", MemberForm, "members",
                 "Sekecil mungkin: ketua, pencatat, dan orang yang akan menjalankan programnya.",
                 several=("name", "post", "opd", "duty", "account_id")),
        PartPage("pertanyaan", "Pertanyaan", "pertanyaan", QuestionForm, "questions",
                 "Tanyakan hanya yang tidak dapat dijawab portal.",
                 several=("text", "theme", "to_whom", "member_id")),
        PartPage("jadwal", "Jadwal", "acara", AgendaForm, "agenda",
                 "Rencana dan realisasi dicatat keduanya: pemeriksa mencocokkannya dengan bukti dan foto.",
                 several=("day", "starts", "ends", "activity", "place", "responsible")),
        PartPage("biaya", "Biaya", "baris biaya", CostForm, "costs",
                 "Tarif × orang × hari. Tarif disalin beserta dasar hukumnya.",
                 several=("kind", "unit", "amount", "people", "days", "rate_id")),
        PartPage("pelajaran", "Cocok dan tidak cocok", "pelajaran", LessonForm, "lessons",
                 "Apa yang cocok dan tidak cocok untuk kita, dan mengapa."),
        PartPage("tindak-lanjut", "Tindak lanjut", "tindak lanjut", FollowUpForm, "follow_ups",
                 "Setiap tindak lanjut punya keluaran, ukuran, jabatan, dan tenggat; lalu menjadi rencana.",
                 several=("action", "output", "indicator", "post", "due")),
    )
}  # fmt: skip
