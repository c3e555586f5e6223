"""In which of the three time zones a province lies (Keppres 41/1987; provinces split off since). Pure."""

from __future__ import annotations

from portal.regions.model import Region
from portal.same import same

_WITA = (
    "Kalimantan Selatan",
    "Kalimantan Timur",
    "Kalimantan Utara",
    "Bali",
    "Nusa Tenggara Barat",
    "Nusa Tenggara Timur",
)
_WIT = ("Maluku", "Maluku Utara")
_NAMED = {**{same(name): "WITA" for name in _WITA}, **{same(name): "WIT" for name in _WIT}}


def zone_of(region: Region | None) -> str:
    """WIB, WITA or WIT where the region lies; "" where its province is not told."""
    province = same((region.province or (region.name if region.kind == "provinsi" else "")) if region else "")
    province = province.removeprefix("provinsi ")
    if not province:
        return ""
    if province.startswith("sulawesi") or province == "gorontalo":
        return "WITA"
    return "WIT" if province.startswith("papua") else _NAMED.get(province, "WIB")
