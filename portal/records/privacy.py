"""No numbers that lead to a person in records: posts are named, never persons (UU 27/2022). Pure.

A NIP tells birthday and sex, and so does a NIK; a mobile number is a person's. Word and Excel paste them
with blanks and dashes of every kind. Numbers within links are left alone: news sites have ids of 18 digits.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from portal.same import DASHES

REFUSAL = "Jangan tulis NIP atau NIK di sini. Sebut jabatannya saja."
NO_MOBILE = "Jangan tulis nomor ponsel di sini. Tulis telepon atau surel kantor."
_GAP = rf"[\s._/{re.escape(DASHES)}]{{0,3}}"
_LINK = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/\S*", re.IGNORECASE)
_BEFORE, _AFTER = r"(?<!\d)(?<!\d[.,/])", r"(?![.,/]?\d)"
_NIP = re.compile(_BEFORE + _GAP.join([r"(\d)"] * 18) + _AFTER)
_NIK = re.compile(
    _BEFORE
    + rf"(?:\d{{16}}|\d{{6}}{_GAP}\d{{6}}{_GAP}\d{{4}}|\d{{4}}(?:{_GAP}\d{{4}}){{3}}"
    + rf"|\d\d{_GAP}\d\d{_GAP}\d\d{_GAP}(?:\d{{6}}|\d\d{_GAP}\d\d{_GAP}\d\d){_GAP}\d{{4}})"
    + _AFTER
)
_MOBILE = re.compile(rf"(?<![\d.,/])(?:\+?{_GAP.join('62')}|0){_GAP}8(?:{_GAP}\d){{8,11}}(?![.,/]?\d)")
_LABELLED = re.compile(r"\bNIP\.?\s*:?\s*\d[\d .]{7,23}", re.IGNORECASE)  # whatever number is called so
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PROVINCES = {*range(11, 22), *range(31, 37), *range(51, 54), *range(61, 66), *range(71, 77), 81, 82}
_PROVINCES |= set(range(91, 98))
_AMOUNT = re.compile(r"\d{1,3}(?:\.\d{3})+")
_LEAST_AGE, _FIRST_BIRTH = 16, 1930  # of somebody appointed; of somebody who may still be in office


def refusal(text: str, *, is_contact: bool = False) -> str:
    """Why a text may not be stored, as a sentence; "" where it may. A contact may be a mobile number."""
    if holds_nip(text):
        return REFUSAL
    return NO_MOBILE if not is_contact and holds_mobile(text) else ""


def holds_nip(text: str) -> bool:
    """Is there a NIP or a NIK in the text, however its digits are parted?"""
    plain = _plain(text)
    nips = (found for found in _NIP.finditer(plain) if not _AMOUNT.fullmatch(found[0]))
    return any(_is_nip("".join(found.groups())) for found in nips) or any(
        _is_nik(re.sub(r"\D", "", found[0])) for found in _NIK.finditer(plain)
    )


def holds_mobile(text: str) -> bool:
    """Is there a mobile number in the text: 08… or +62 8…, with 10 to 13 digits?"""
    return _MOBILE.search(_plain(text)) is not None


def without_persons(text: str) -> str:
    """A text without NIP, NIK, mobile numbers and addresses of mail, which files bring and nobody keeps."""
    seen = _seen(text)
    plain = _plain(text)
    spans = [found.span() for found in _LABELLED.finditer(plain)]
    spans += [one.span() for one in _NIP.finditer(plain) if _is_nip("".join(one.groups()))]
    spans += [one.span() for one in _NIK.finditer(plain) if _is_nik(re.sub(r"\D", "", one[0]))]
    spans += [one.span() for one in (*_MOBILE.finditer(plain), *_MAIL.finditer(seen))]
    if not spans:
        return text
    gone = {place for start, end in spans for place in range(start, end)}
    return " ".join("".join(sign for place, sign in enumerate(seen) if place not in gone).split())


def _seen(text: str) -> str:
    return "".join(sign for sign in text if unicodedata.category(sign) != "Cf")


def _plain(text: str) -> str:
    """A text with ASCII digits, without what nobody sees; what stands in a link is told by bars."""
    plain = "".join(str(unicodedata.digit(sign, sign)) for sign in _seen(text))
    return _LINK.sub(lambda link: "|" * len(link[0]), plain)


def _is_nip(digits: str) -> bool:
    """Birth, appointment (a month, or 21–29 for a contract) and sex make a NIP; other numbers fail in one."""
    birth, appointed, month = int(digits[:4]), int(digits[8:12]), int(digits[12:14])
    return (
        _is_day(digits[:8])
        and birth >= _FIRST_BIRTH
        and birth + _LEAST_AGE <= appointed <= 2100
        and (1 <= month <= 12 or 21 <= month <= 29)
        and digits[14] in "12"
    )


def _is_nik(digits: str) -> bool:
    """A province, a birthday (40 more for women) and a sequence make a NIK."""
    day = int(digits[6:8])
    born = f"2000{digits[8:10]}{day - 40 if day > 40 else day:02d}"  # a leap year: the century is not told
    return int(digits[:2]) in _PROVINCES and digits[2:4] != "00" and _is_day(born) and digits[12:] != "0000"


def _is_day(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True
