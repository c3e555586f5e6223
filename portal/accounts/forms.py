"""Forms of the room."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    PasswordField,
    SelectChoice,
    SelectField,
)
from wtforms.validators import InputRequired, Optional, ValidationError

from portal import clock
from portal.access import GIVEN_ROLES, Role
from portal.accounts import nip as nips
from portal.accounts import rules
from portal.accounts.people import Person
from portal.accounts.rules import Tenure, Term
from portal.errors import RuleViolation
from portal.records.saving import NOT_STORED, Saved
from portal.web.forms import Form, TextField

MAX_TYPED = 1_000  # characters of a password that are looked at
NEW_HINT = "Paling sedikit 12 karakter. Beberapa kata yang tidak berhubungan mudah diingat dan sulit ditebak."


def _secret(label: str, use: str, hint: str = "") -> PasswordField:
    return PasswordField(
        label,
        description=hint,
        validators=[InputRequired(f"{label}: isian ini wajib diisi.")],
        render_kw={"autocomplete": use, "maxlength": MAX_TYPED},
    )


def _follow(rule: Callable[[str], str], field: TextField) -> None:
    try:
        rule(field.data)
    except RuleViolation as error:
        raise ValidationError(str(error)) from None


class SignInForm(Form):
    """Sign-in, first step."""

    login = TextField(
        "Nama pengguna atau NIP",
        validators=[InputRequired("Tulis nama pengguna atau NIP.")],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        "Kata sandi",
        validators=[InputRequired("Tulis kata sandi.")],
        render_kw={"autocomplete": "current-password", "maxlength": MAX_TYPED},
    )
    lanjut = HiddenField()
    tertahan = HiddenField()  # a form that was sent after the sign-in had ended (portal/web/held.py)


class CodeForm(Form):
    """A code of the authenticator app."""

    code = TextField(
        "Kode",
        max_length=40,
        validators=[InputRequired("Tulis kodenya.")],
        render_kw={"autocomplete": "one-time-code", "inputmode": "text", "autocapitalize": "none"},
    )
    tertahan = HiddenField()


class NewPasswordForm(Form):
    """A new password, typed twice."""

    password = _secret("Kata sandi baru", "new-password", NEW_HINT)
    again = _secret("Ulangi kata sandi baru", "new-password")

    def validate_again(self, field: PasswordField) -> None:
        """Both must be the same."""
        if self.password.data != field.data:
            raise ValidationError("Kedua kata sandi tidak sama. Ketik ulang.")


class ChangePasswordForm(NewPasswordForm):
    """A new password by somebody who knows the old one."""

    current = _secret("Kata sandi sekarang", "current-password")


class FirstAdminForm(NewPasswordForm):
    """The very first account."""

    username = TextField(
        "Nama pengguna",
        max_length=40,
        description="3–40 huruf kecil, angka, titik, atau tanda hubung. Misalnya: budi.santoso",
        validators=[InputRequired("Tulis nama pengguna.")],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    name = TextField("Nama lengkap", max_length=120, validators=[InputRequired("Tulis nama lengkap.")])


class ConfirmForm(Form):
    """The present password, for changes that a passer-by must not make."""

    current = _secret("Kata sandi sekarang", "current-password")


class PersonForm(Form):
    """What is known of a person."""

    username = TextField(
        "Nama pengguna",
        max_length=40,
        description="3–40 huruf kecil, angka, titik, atau tanda hubung. Misalnya: budi.santoso",
        validators=[InputRequired("Tulis nama pengguna.")],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
    name = TextField(
        "Nama lengkap dengan gelar", max_length=120, validators=[InputRequired("Tulis nama orangnya.")]
    )
    nip = TextField(
        "NIP",
        max_length=40,
        description="18 digit. Kosongkan bila orang ini tidak punya NIP.",
        render_kw={"autocomplete": "off", "inputmode": "numeric"},
    )
    email = TextField("Surel", render_kw={"autocomplete": "off", "inputmode": "email"})
    position = TextField("Jabatan", max_length=120)
    rank = TextField("Pangkat/golongan", max_length=60, description="Misalnya: Penata, III/c")

    def validate_username(self, field: TextField) -> None:
        """The rule, so that every wrong field is told at once."""
        _follow(rules.username, field)

    def validate_name(self, field: TextField) -> None:
        """The rule."""
        _follow(rules.person_name, field)

    def validate_nip(self, field: TextField) -> None:
        """The rule."""
        if field.data:
            _follow(lambda text: nips.parse(text, clock.today()), field)

    def validate_email(self, field: TextField) -> None:
        """The rule."""
        _follow(rules.email, field)

    def person(self) -> Person:
        """What was typed."""
        return Person(
            self.username.data,
            self.name.data,
            self.nip.data,
            self.email.data,
            self.position.data,
            self.rank.data,
        )


class EditPersonForm(PersonForm, Saved):
    """A change of what is known; an empty NIP keeps the stored one, which no page shows in full."""

    not_stored = NOT_STORED | {"nip", "clear_nip"}

    nip = TextField(
        "NIP baru",
        max_length=40,
        description="Kosongkan bila NIP tidak berubah.",
        render_kw={"autocomplete": "off", "inputmode": "numeric"},
    )
    clear_nip = BooleanField("Hapus NIP yang tersimpan")

    def person(self) -> Person:
        """What was typed."""
        nip = "" if self.clear_nip.data else (self.nip.data or None)
        return Person(
            self.username.data, self.name.data, nip, self.email.data, self.position.data, self.rank.data
        )


class RoleForm(Form):
    """A role, where, and from when to when."""

    role = SelectField("Peran", choices=[SelectChoice(role.value) for role in GIVEN_ROLES])
    opd = SelectField(
        "OPD", description="Wajib untuk operator, kepala, dan pendamping.", validators=[Optional()]
    )
    kind = SelectField("Sifat", choices=[SelectChoice(kind.value) for kind in Tenure])
    since = DateField("Mulai", validators=[InputRequired("Tulis tanggal mulai.")])
    until = DateField(
        "Hari terakhir",
        description="Wajib untuk Plt. dan Plh.; kosong berarti seterusnya.",
        validators=[Optional()],
    )

    def __init__(self, opd_names: dict[str, str], today: date, **named: Any) -> None:
        super().__init__(**named)
        self.opd.choices = [
            SelectChoice("", "Seluruh pemerintah daerah"),
            *(SelectChoice(code, f"{code} – {name}") for code, name in opd_names.items()),
        ]
        if not self.is_submitted():
            self.since.data = today

    def term(self) -> Term:
        """What was chosen."""
        return Term(
            Role(self.role.data),
            self.opd.data or None,
            self.since.data,
            self.until.data,
            Tenure(self.kind.data),
        )


class ReasonForm(Form):
    """Why."""

    reason = TextField("Alasan", max_length=300)


class ImportForm(Form):
    """A workbook of people."""

    file = FileField(
        "Berkas XLSX",
        validators=[FileRequired("Pilih berkas XLSX.")],
        render_kw={"accept": ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    )
