"""Fields of the forms of records: figures, rupiah, days, long texts; none takes a number of a person."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar

from wtforms import SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import StopValidation, ValidationError

from portal import values
from portal.records.limits import FIRST_DAY, LAST_DAY, MAX_DECIMALS, MAX_FIGURE, MAX_RUPIAH
from portal.records.privacy import refusal
from portal.web.figures import number
from portal.web.forms import TextField, refuse_unseen

LONG = 4_000  # characters of a long text
MAX_TYPED = 60  # characters of a figure or a date


class Required:
    """Something must be filled in; the sentence names what, so that the summary above the form does too."""

    field_flags: ClassVar = {"required": True}

    def __call__(self, _form: Any, field: Any) -> None:
        """Refuse nothing, and nothing but spaces."""
        typed = field.raw_data[0] if field.raw_data else ""
        if not typed or (isinstance(typed, str) and not typed.strip()):
            field.errors = []
            raise StopValidation(f"“{field.label.text}” belum diisi.")


REQUIRED = Required()


def refuse_personal(text: str, *, is_contact: bool = False) -> None:
    """Refuse a text with a number that leads to a person."""
    if reason := refusal(text, is_contact=is_contact):
        raise ValidationError(reason)


class Line(TextField):
    """One line of text; only one for contacts may hold the mobile number of an office."""

    def __init__(self, label: str = "", *, is_contact: bool = False, **named: Any) -> None:
        self.is_contact = is_contact
        super().__init__(label, **named)

    def pre_validate(self, form: Any) -> None:
        """Refuse numbers of persons, and what no line of text holds."""
        refuse_personal(str(self.data or ""), is_contact=self.is_contact)
        super().pre_validate(form)


class Long(TextAreaField):  # type: ignore[misc]
    """Text of several paragraphs, at most `max_length` characters."""

    data: Any

    def __init__(self, label: str = "", *, max_length: int = LONG, rows: int = 5, **named: Any) -> None:
        self.max_length = max_length
        super().__init__(label, render_kw={"rows": rows, **named.pop("render_kw", {})}, **named)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Trim lines and the whole; browsers send CRLF."""
        super().process_formdata(valuelist)
        lines = (self.data or "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self.data = re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines)).strip()

    def pre_validate(self, _form: Any) -> None:
        """Refuse numbers of persons, invisible characters, and more than a page."""
        text = self.data or ""
        if len(text) > self.max_length:
            limit = number(self.max_length)
            raise ValidationError(f"Tulis paling banyak {limit} karakter; sekarang {number(len(text))}.")
        refuse_personal(text)
        refuse_unseen(self)


class Parsed(StringField):  # type: ignore[misc]
    """A line that is read into a value; what was typed stays in the form when it cannot be read."""

    unread = "isian ini tidak dapat dibaca."
    data: Any

    def read(self, text: str) -> object:
        """The value of a text; raises ValueError with a sentence, or with none for the usual one."""
        raise NotImplementedError

    def write(self, value: Any) -> str:
        """The text of a value."""
        raise NotImplementedError

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed."""
        self.typed = (valuelist[0] if valuelist else "").strip()
        self.data = None
        if self.typed:
            try:
                self.data = self.read(self.typed if len(self.typed) <= MAX_TYPED else "")
            except ValueError as error:
                raise ValueError(f"{self.label.text}: {str(error) or self.unread}") from None

    def _value(self) -> str:
        if self.raw_data is not None:
            return getattr(self, "typed", "")
        return "" if self.data is None else self.write(self.data)


class Day(Parsed):
    """A date; typed as 21-11-2026 or 21 November 2026 where the browser has no calendar."""

    unread = "tulis tanggal yang ada, misalnya 21-11-2026."

    def read(self, text: str) -> date:
        """Read a date within the years a record can live in."""
        return self.parse(text)

    @staticmethod
    def parse(text: str) -> date:
        """The date of a text, outside a form too; raises ValueError."""
        day = values.day(text)
        if not FIRST_DAY <= day <= LAST_DAY:
            raise ValueError(f"tahunnya harus antara {FIRST_DAY.year} dan {LAST_DAY.year}.")
        return day

    def write(self, value: date) -> str:
        """ISO 8601, as a date control wants it."""
        return value.isoformat()

    def __call__(self, **named: Any) -> Any:
        """Draw a date control; text that is no date goes into a plain one, so that it stays visible."""
        is_date = not self._value() or re.fullmatch(r"\d{4}-\d{2}-\d{2}", self._value())
        named.setdefault("type", "date" if is_date else "text")
        return super().__call__(**named)


class Figure(Parsed):
    """A figure in Indonesian writing: 1.785.316 or 7,5."""

    unread = "tulis angka dengan koma untuk desimal, misalnya 7,5 atau 1.250."

    def read(self, text: str) -> Decimal:
        """Read a figure; dots part thousands, a comma begins decimals."""
        value = values.number(text, values.Wanted(dots=True))
        if abs(value) > MAX_FIGURE:
            raise ValueError("angka ini terlalu besar. Pakai satuan yang lebih besar, misalnya juta.")
        if -int(value.as_tuple().exponent) > MAX_DECIMALS:
            raise ValueError(f"tulis paling banyak {MAX_DECIMALS} angka di belakang koma.")
        return value

    def write(self, value: Decimal) -> str:
        """As it is written in Indonesia."""
        return _indonesian(value)

    def __call__(self, **named: Any) -> Any:
        """Draw it with a keyboard of figures."""
        named.setdefault("inputmode", "decimal")
        return super().__call__(**named)


class Rupiah(Parsed):
    """Whole rupiah: 1.500.000, Rp1.500.000, 1500000, 150 ribu, 500 juta (jt), 1,3 miliar (M), 2 triliun.

    Before a word both comma and point begin decimals; "1.300 juta" could be either, and is refused.
    """

    description: str
    unread = "tulis rupiah bulat, misalnya 1.500.000, 500 juta, atau 1,3 miliar."

    def read(self, text: str) -> int:
        """Read an amount that a regional budget can hold; one in words is shown as it was understood."""
        value = self.parse(text)
        if values.is_in_words(text):
            said = f"{self.description.rstrip('.')}. " if self.description else ""
            self.description = f"{said}Dibaca: Rp{self.write(value)}."
        return value

    @staticmethod
    def parse(text: str) -> int:
        """The amount of a text, outside a form too; raises ValueError."""
        value = values.rupiah(text)
        if value > MAX_RUPIAH:
            raise ValueError("jumlah ini melebihi Rp1.000.000.000.000.000.")
        return value

    def write(self, value: int) -> str:
        """With dots between thousands."""
        return f"{value:,}".replace(",", ".")

    def __call__(self, **named: Any) -> Any:
        """Draw it with a keyboard of figures."""
        named.setdefault("inputmode", "numeric")
        return super().__call__(**named)


class Whole(Parsed):
    """A whole number within limits, such as a year."""

    def __init__(self, label: str = "", *, least: int, most: int, **named: Any) -> None:
        self.least, self.most = least, most
        self.unread = f"tulis bilangan bulat antara {least} dan {most}."
        super().__init__(label, **named)

    def read(self, text: str) -> int:
        """Read it."""
        if not re.fullmatch(r"[0-9]{1,9}", text) or not self.least <= int(text) <= self.most:
            raise ValueError
        return int(text)

    def write(self, value: int) -> str:
        """As digits."""
        return str(value)

    def __call__(self, **named: Any) -> Any:
        """Draw it with a keyboard of figures."""
        named.setdefault("inputmode", "numeric")
        return super().__call__(**named)


class Option(SelectField):  # type: ignore[misc]
    """One of a list; with `empty`, none of it may be chosen."""

    def __init__(
        self,
        label: str = "",
        options: Iterable[tuple[Any, str]] = (),
        *,
        empty: str | None = None,
        **named: Any,
    ) -> None:
        self.empty = empty
        super().__init__(label, choices=self._offered(options), **named)

    def offer(self, options: Iterable[tuple[Any, str]]) -> None:
        """Set what can be chosen, where that is known only at the request."""
        self.choices = self._offered(options)

    def _offered(self, options: Iterable[tuple[Any, str]]) -> list[SelectChoice]:
        return [*(offers([("", self.empty)]) if self.empty is not None else []), *offers(options)]

    def pre_validate(self, form: Any) -> None:
        """Refuse what is not in the list."""
        if self.data in (None, "") and self.empty is None:
            raise ValidationError("Pilih salah satu dari daftar.")
        super().pre_validate(form)


def offers(options: Iterable[tuple[Any, str]]) -> list[SelectChoice]:
    """Words and their labels, as a field offers them."""
    return [SelectChoice(str(value), label) for value, label in options]


def coded(kind: type[StrEnum]) -> Any:
    """Reads a chosen word into its list; nothing for none."""
    return lambda value: kind(value) if value not in (None, "", "None") else None


def whole(value: Any) -> int | None:
    """A chosen number; nothing for none."""
    return int(value) if value not in (None, "", "None") else None


def _indonesian(value: Decimal) -> str:
    whole, _, decimals = format(value, "f").partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    grouped = f"{int(digits):,}".replace(",", ".")
    decimals = decimals.rstrip("0")
    return f"{sign}{grouped}" + (f",{decimals}" if decimals else "")
