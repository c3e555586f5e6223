"""Forms: Indonesian messages, trimmed text, and a token without which no change is accepted."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, g, get_flashed_messages, request
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFError, CSRFProtect
from wtforms import PasswordField, SelectField, StringField
from wtforms.validators import ValidationError

from portal import unseen
from portal.web import held

TOKEN_SECONDS = 12 * 3600  # as long as a sign-in lasts at most
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
MESSAGES = {
    "This field is required.": "Isian ini wajib diisi.",
    "Not a valid choice.": "Pilih salah satu dari daftar.",
    "Not a valid choice": "Pilih salah satu dari daftar.",
    "Invalid Choice: could not coerce.": "Pilih salah satu dari daftar.",
    "Not a valid date value.": "Tulis tanggal yang ada, misalnya 2026-11-21.",
    "Not a valid datetime value.": "Tulis tanggal dan jam yang ada.",
    "Not a valid time value.": "Tulis jam yang ada, misalnya 09:30.",
    "Not a valid integer value.": "Tulis bilangan bulat.",
    "Not a valid decimal value.": "Tulis angka, misalnya 12,5.",
    "Not a valid float value.": "Tulis angka, misalnya 12,5.",
    "Invalid input.": "Isian ini tidak dapat dipakai.",
    "Invalid email address.": "Tulis alamat surel yang benar, misalnya nama@instansi.go.id.",
}


FOREIGN, OTHER_NAME, UNTOLD = "foreign origin", "reached under another name", "origin not told"


class _Indonesian:
    """The messages of WTForms in Indonesian; one that is not listed stays as it is."""

    def gettext(self, text: str) -> str:
        return MESSAGES.get(text, text)

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        if "at least" in singular:
            return "Tulis paling sedikit %(min)d karakter."
        if "longer than" in singular:
            return "Tulis paling banyak %(max)d karakter."
        return MESSAGES.get(singular, singular if count == 1 else plural)


def refuse_unseen(field: Any) -> None:
    """Refuse a text with characters that nobody sees."""
    if said := next(filter(None, map(unseen.refusal, field.raw_data or ())), ""):
        raise ValidationError(said)


class Form(FlaskForm):  # type: ignore[misc]
    """The base of every form."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """How WTForms builds our forms."""

        def get_translations(self, _form: object) -> _Indonesian:
            """Indonesian messages."""
            return _Indonesian()

    def validate(self, extra_validators: Any = None) -> bool:
        """Is everything as its field wants it, and nothing in it that nobody sees?"""
        is_valid = bool(super().validate(extra_validators))
        for field in self:
            typed = [one for one in field.raw_data or () if isinstance(one, str)]
            said = next(filter(None, map(unseen.refusal, typed)), "")
            if said and said not in field.errors and not isinstance(field, PasswordField):
                field.errors = [*field.errors, said]
                is_valid = False
        return is_valid

    def add_error(self, field: str, message: str) -> None:
        """Put a rule's sentence at the field it is about."""
        self[field].errors = [*self[field].errors, message]


class Marked:
    """Says beside a label when the field must be filled in, where "boleh kosong" would mislead.

    Refuses nothing: the rule that asks for the field later does. Empty words leave the label bare.
    """

    def __init__(self, words: str) -> None:
        self.field_flags = {"mark": words}

    def __call__(self, _form: FlaskForm, _field: object) -> None:
        """Let everything pass."""


class TextField(StringField):  # type: ignore[misc]
    """One line of text: trimmed, spaces joined, at most `max_length` characters."""

    def __init__(self, label: str = "", *, max_length: int = 200, **named: Any) -> None:
        self.max_length = max_length
        super().__init__(label, **named)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Trim what was typed."""
        super().process_formdata(valuelist)
        self.data: str = " ".join((self.data or "").split())

    def pre_validate(self, _form: FlaskForm) -> None:
        """Refuse what no line of text holds."""
        refuse_unseen(self)
        if len(self.data or "") > self.max_length:
            raise ValidationError(f"Tulis paling banyak {self.max_length} karakter.")


def problems(form: FlaskForm) -> list[tuple[str, str]]:
    """What is wrong in a form, as (id of the field, sentence), for the summary at the top."""
    listed = [(field.id, str(error)) for field in form for error in field.errors]
    return listed + [("", str(error)) for error in form.form_errors]


def is_always_chosen(field: Any) -> bool:
    """Is it a select that offers no empty choice, so that nobody can leave it out?"""
    first = next(iter(field.iter_choices()), None) if isinstance(field, SelectField) else None
    value = getattr(first, "value", None) or (first[0] if isinstance(first, tuple) else "")
    return bool(value)


def unshown_messages() -> list[str]:
    """The messages left by the change just made, for the first place in a page that shows them."""
    if "messages_shown" in g:
        return []
    g.messages_shown = True
    return [str(message) for message in get_flashed_messages()]


def init_app(app: Flask) -> None:
    """Refuse a change without a token, or asked for from another site."""
    # Flask-WTF would ask for a Referer under HTTPS, which some offices' proxies take away;
    # _refuse_foreign_origin takes Origin or Sec-Fetch-Site as well, which they leave.
    app.config.update(WTF_CSRF_TIME_LIMIT=TOKEN_SECONDS, WTF_CSRF_SSL_STRICT=False)
    app.before_request(_refuse_foreign_origin)
    CSRFProtect(app)
    app.jinja_env.globals.update(
        is_always_chosen=is_always_chosen, problems=problems, unshown_messages=unshown_messages
    )


def _refuse_foreign_origin() -> None:
    """A second lock besides the token: browsers say where a form was sent from."""
    if request.method in SAFE_METHODS:
        return
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
    if site not in (None, "same-origin", "none"):
        raise CSRFError(FOREIGN)
    if origin and urlsplit(origin).netloc not in held.own_hosts():
        # Cookies stay at home when another site sends a form (SameSite), so this one came from our own pages.
        is_ours = site == "same-origin" or has_cookie()
        current_app.logger.warning(
            "a form was sent from %s, but the portal was reached as %s: set `address`, or pass on Host",
            origin[:200],
            request.host,
        )
        raise CSRFError(OTHER_NAME if is_ours and origin != "null" else FOREIGN)
    if request.is_secure and not (origin or site or request.referrer):
        raise CSRFError(UNTOLD)
    if (
        request.is_secure
        and not (origin or site)
        and urlsplit(request.referrer or "").netloc not in held.own_hosts()
    ):
        raise CSRFError(FOREIGN)


def has_cookie() -> bool:
    """Did the browser send the portal's cookie, whatever is in it?"""
    return current_app.session_interface.get_cookie_name(current_app) in request.cookies
