"""The facets readers narrow a result with: their address names, labels and values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from portal.regions import Region
from portal.taxonomy import Taxonomy

ADOPTED = "adopsi"  # answered by what people do (the database), not by the index
ANY_OPD = "ya"
FACETS = {
    "wilayah": "Wilayah",
    "sektor": "Sektor",
    "status": "Keadaan",
    "jenis": "Jenis",
    "bentuk": "Bentuk",
    "tahun": "Mulai tahun",
    "penghargaan": "Penghargaan",
    ADOPTED: "Diadopsi di sini",
}
KINDS = {"digital": "Digital", "nondigital": "Nondigital"}
NO_YEAR = "tidak-diketahui"
NO_AWARD = "belum-ada"
NOMINATED = "finalis"
ENDED = "berakhir"  # a status of the facet: stopped, ended in part or replaced
AWARDS = {
    "internasional": "Tingkat internasional",
    "nasional": "Tingkat nasional",
    "daerah": "Tingkat provinsi atau daerah",
    "lain": "Tingkat tidak disebut",
    NOMINATED: "Finalis atau nominasi",
    NO_AWARD: "Tidak tercatat di sini",
}
SORTS = {"relevan": "Paling cocok", "terbaru": "Terbaru", "nama": "Nama"}
MAX_CHOSEN = 60  # values in one address


@dataclass(frozen=True)
class FacetChoice:
    """One value of a facet, with how many documents it would give."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """A group of choices."""

    name: str
    label: str
    choices: tuple[FacetChoice, ...]

    @property
    def is_open(self) -> bool:
        """Whether the group is shown open: the first ones, and those in use."""
        return self.name in ("wilayah", "sektor") or any(choice.is_chosen for choice in self.choices)


@dataclass(frozen=True)
class Address:
    """The state of a result list; every state has a stable address."""

    path: str
    text: str = ""
    chosen: Mapping[str, frozenset[str]] | None = None
    sort: str = "relevan"
    page: int = 1

    def url(self, **changes: object) -> str:
        """The address with some things changed; a changed filter goes back to page 1."""
        chosen = changes.get("chosen", self.chosen) or {}
        pairs: list[tuple[str, str]] = []
        if text := changes.get("text", self.text):
            pairs.append(("q", str(text)))
        if isinstance(chosen, Mapping):
            pairs += [(name, value) for name in FACETS for value in sorted(chosen.get(name, ()))]
        if (sort := changes.get("sort", self.sort)) != "relevan":
            pairs.append(("urut", str(sort)))
        if (page := changes.get("page", 1)) != 1:
            pairs.append(("hal", str(page)))
        path = str(changes.get("path", self.path))
        return f"{path}?{urlencode(pairs, errors='replace')}" if pairs else path

    def without(self, name: str, value: str) -> str:
        """The address with one choice taken away."""
        chosen = dict(self.chosen or {})
        chosen[name] = chosen.get(name, frozenset()) - {value}
        return self.url(chosen=chosen)


def label(name: str, value: str, regions: Mapping[str, Region], taxonomy: Taxonomy) -> str:
    """A facet value as readers see it."""
    if name == "wilayah":
        return regions[value].name if value in regions else value
    if name == "sektor":
        return taxonomy.sector(value)
    if name == "status":
        return "Berakhir (semua)" if value == ENDED else taxonomy.status(value)
    if name == "bentuk":
        return taxonomy.form(value)
    if name == "tahun":
        return "Tidak diketahui" if value == NO_YEAR else value
    if name == ADOPTED:
        return "Oleh OPD mana pun" if value == ANY_OPD else f"Oleh {value}"
    return {"jenis": KINDS, "penghargaan": AWARDS}[name].get(value, value)


def groups(
    counts: Mapping[str, Iterable[tuple[str, int]]],
    chosen: Mapping[str, frozenset[str]],
    regions: Mapping[str, Region],
    taxonomy: Taxonomy,
) -> list[Facet]:
    """Every facet with its choices: commonest first (years: newest first), chosen ones always shown."""
    facets = []
    for name, title in FACETS.items():
        counted = {value: count for value, count in counts.get(name, ()) if count}
        for value in chosen.get(name, ()):
            counted.setdefault(value, 0)
        entries = sorted(counted.items(), key=lambda entry: (-entry[1], entry[0]))
        if name == "tahun":
            entries.sort(key=lambda entry: entry[0] if entry[0].isdigit() else "", reverse=True)
        choices = tuple(
            FacetChoice(value, label(name, value, regions, taxonomy), count, value in chosen.get(name, ()))
            for value, count in entries
        )
        if choices:
            facets.append(Facet(name, title, choices))
    return facets
