"""A point on the map as "latitude, longitude" in degrees, however people write it. Pure."""

from __future__ import annotations

import re
from decimal import Decimal

SOUTH, NORTH, WEST, EAST = Decimal(-11), Decimal(6), Decimal(95), Decimal(141)  # Indonesia
_DEGREES = re.compile(
    r"(\d{1,3})\s*[°ºd]\s*(?:(\d{1,2})\s*['′’m]\s*)?(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:[\"″”s]|'')\s*)?"
    r"(LS|LU|BT|BB|S|N|E|W|U|T)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[-−]?\d{1,3}(?:[.,]\d+)?")
UNREAD = "koordinat tidak dapat dibaca; tulis lintang, bujur, misalnya -6.9081, 109.7305"


def read(text: str) -> tuple[str, bool]:
    """The point of a text, and whether latitude and longitude were swapped; raises ValueError."""
    found = _in_degrees(text) or _in_figures(text)
    if found is None:
        raise ValueError(UNREAD)
    first, second = found
    if _inside(first, second):
        return _written(first, second), False
    if _inside(second, first):
        return _written(second, first), True
    raise ValueError("koordinat di luar Indonesia")


def _inside(latitude: Decimal, longitude: Decimal) -> bool:
    return SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST


def _written(latitude: Decimal, longitude: Decimal) -> str:
    return f"{_short(latitude)}, {_short(longitude)}"


def _short(value: Decimal) -> str:
    return format(round(value, 6).normalize(), "f")


def _in_figures(text: str) -> tuple[Decimal, Decimal] | None:
    plain = text.replace("−", "-").replace("–", "-").strip()
    if re.fullmatch(r"-?\d{1,3},\d+\s*,\s*-?\d{1,3},\d+", plain):  # commas as decimals and between the two
        parts = re.findall(r"-?\d{1,3},\d+", plain)
    elif ";" in plain or "|" in plain or "/" in plain:
        parts = _NUMBER.findall(plain)
    elif re.search(r"\d\.\d", plain) or plain.count(",") <= 1:
        parts = _NUMBER.findall(re.sub(r"(?<=\d),(?=\s|-|\d)", " ", plain) if "." in plain else _apart(plain))
    else:
        parts = _NUMBER.findall(plain)
    if len(parts) != 2:
        return None
    return Decimal(parts[0].replace(",", ".")), Decimal(parts[1].replace(",", "."))


def _apart(text: str) -> str:
    """Commas that part two figures become blanks: after a comma that is followed by a blank or a minus."""
    return re.sub(r",(?=\s|-)", " ", text)


def _in_degrees(text: str) -> tuple[Decimal, Decimal] | None:
    found = []
    for degrees, minutes, seconds, side in _DEGREES.findall(text):
        value = Decimal(degrees) + Decimal(minutes or 0) / 60
        value += Decimal((seconds or "0").replace(",", ".")) / 3600
        found.append(-value if side.upper() in ("LS", "S", "BB", "W") else value)
    return (found[0], found[1]) if len(found) == 2 else None
