"""Forms of the room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, HiddenField, IntegerField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from portal import clock
from portal.config import Settings
from portal.evidence import rules
from portal.evidence.media import ACCEPTED
from portal.evidence.rules import (
    KIND_NAMES,
    NOTED_FIELDS,
    SIGNER_LEVELS,
    Details,
    EvidenceKind,
    SignerLevel,
    Verdict,
)
from portal.records.saving import Saved, Versioned
from portal.web.forms import Form, Marked, TextField

NUMBERED_ONLY = Marked("wajib untuk SK, peraturan, surat, DPA, RKPD, SOP, dan PKS")


def file_hint(settings: Settings) -> str:
    """What may be uploaded."""
    return (
        f"PDF, DOCX, atau XLSX paling besar {settings.evidence_document_mb} MB; JPG atau PNG "
        f"{settings.evidence_image_mb} MB; MP4 {settings.evidence_video_mb} MB."
    )


def _choices(nothing: str, names: Mapping[str, str]) -> list[SelectChoice]:
    return [SelectChoice("", nothing), *(SelectChoice(value, name) for value, name in names.items())]


def _file_field() -> FileField:
    return FileField(
        "Berkas",
        validators=[FileRequired("Pilih berkas yang akan diunggah.")],
        render_kw={"accept": ACCEPTED},
    )


class FileForm(Form):
    """A newer version of the file."""

    file = _file_field()

    def __init__(self, settings: Settings, **named: Any) -> None:
        super().__init__(**named)
        self.file.description = file_hint(settings)


class DetailsForm(Saved):
    """What is stated about a paper."""

    kind = SelectField(
        "Jenis bukti",
        choices=_choices("Pilih jenis", {kind.value: name for kind, name in KIND_NAMES.items()}),
        validators=[InputRequired("Pilih jenis bukti.")],
    )
    number = TextField(
        "Nomor",
        max_length=rules.MAX_NUMBER,
        description="Seperti tertulis di surat, misalnya 188.45/120/2026.",
        validators=[NUMBERED_ONLY],
    )
    dated = DateField("Tanggal", validators=[InputRequired("Isi tanggal surat atau tanggal foto.")])
    issuer = TextField(
        "Penerbit",
        max_length=rules.MAX_NAME,
        description="Misalnya Bupati atau nama OPD.",
        validators=[NUMBERED_ONLY],
    )
    signer = TextField(
        "Penanda tangan", max_length=rules.MAX_NAME, description="Jabatan, misalnya Kepala Dinas Kesehatan."
    )
    signer_level = SelectField(
        "Tingkat penanda tangan",
        choices=_choices("Belum diisi", {level.value: name for level, name in SIGNER_LEVELS.items()}),
        filters=[lambda value: value or ""],
    )
    year = IntegerField(
        "Tahun yang dibuktikan",
        description="Empat angka, misalnya 2026: tahun anggaran atau tahun kegiatannya.",
        validators=[Optional(), Marked("wajib untuk DPA dan RKPD")],
        render_kw={"inputmode": "numeric"},
    )
    page = TextField(
        "Halaman", max_length=rules.MAX_PAGE, description="Halaman yang membuktikan, misalnya 3 atau 12–14."
    )
    note = TextAreaField(
        "Catatan",
        render_kw={"rows": 3, "maxlength": rules.MAX_NOTE},
        validators=[Marked("wajib untuk jenis Lainnya")],
    )

    def details(self) -> Details:
        """What was typed; call after validate()."""
        level = self.signer_level.data
        return Details(
            kind=EvidenceKind(self.kind.data),
            dated=self.dated.data,
            number=self.number.data or "",
            issuer=self.issuer.data or "",
            signer=self.signer.data or "",
            signer_level=SignerLevel(level) if level else None,
            year=self.year.data,
            page=self.page.data or "",
            note=note_text(self.note.data),
        )

    def validate(self, extra_validators: Any = None) -> bool:
        """Is everything typed as the rules want it? Puts each rule's sentence at its field."""
        if not super().validate(extra_validators):
            return False
        found = rules.problems_of(self.details(), clock.today())
        for field, sentence in found.items():
            self.add_error(field, sentence)
        return not found


class NewForm(DetailsForm):
    """A new piece of evidence."""

    version = mark = None  # there is none yet
    file = _file_field()
    again = BooleanField("Tetap simpan sebagai bukti lain")

    def __init__(self, settings: Settings, **named: Any) -> None:
        super().__init__(**named)
        self.file.description = file_hint(settings)

    def ask_for_file_again(self) -> None:
        """Say that the file, which was sent with something wrong beside it, must be chosen anew."""
        if not self.file.errors:
            self.add_error("file", "Pilih lagi berkasnya: peramban tidak menyimpan pilihan berkas.")


class JudgeForm(Versioned):
    """What an examiner found."""

    verdict = RadioField(
        "Hasil pemeriksaan",
        choices=[
            SelectChoice(Verdict.VERIFIED.value, "Terverifikasi: isinya membuktikan"),
            SelectChoice(Verdict.REJECTED.value, "Perlu diperbaiki"),
        ],
        validators=[InputRequired("Pilih hasil pemeriksaan.")],
    )
    note = TextAreaField(
        "Catatan pemeriksaan",
        description="Bila perlu diperbaiki: di sini atau pada isiannya, di bawah.",
        render_kw={"rows": 3, "maxlength": rules.MAX_NOTE},
    )
    uses = HiddenField()  # what the paper is said to prove, as it was seen

    def noted(self) -> dict[str, str]:
        """What was written at single fields."""
        return {name: note_text(self[f"at_{name}"].data) for name in NOTED_FIELDS}

    def notes(self) -> list[Any]:
        """The fields for single notes, in their order."""
        return [self[f"at_{name}"] for name in NOTED_FIELDS]


for _name, _label in NOTED_FIELDS.items():
    setattr(JudgeForm, f"at_{_name}", TextField(_label, max_length=rules.MAX_FIELD_NOTE))


class UseForm(Form):
    """What a paper is said to prove: one indicator, for things that are ticked on the page."""

    indicator = SelectField("Indikator IID", choices=[])
    marked = TextField(
        "Yang ditandai",
        max_length=rules.MAX_FIELD_NOTE,
        description="Apa yang disorot di halaman itu, misalnya baris nama inovasi.",
    )
    page = TextField("Halaman", max_length=rules.MAX_PAGE, description="Misalnya 3 atau 12–14.")

    def __init__(self, names: Mapping[str, str], **named: Any) -> None:
        super().__init__(**named)
        self.indicator.choices = _choices("Tidak untuk satu indikator", names)


class WithdrawForm(Versioned):
    """Why a piece of evidence is taken back."""

    reason = TextField("Alasan ditarik", max_length=300, validators=[InputRequired("Tulis alasannya.")])


def note_text(written: str | None) -> str:
    """Lines as people type them; no control characters."""
    lines = (written or "").replace("\r\n", "\n").strip()
    return "".join(letter for letter in lines if letter == "\n" or letter.isprintable())
