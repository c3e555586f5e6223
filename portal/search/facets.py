"""The facets readers narrow a result with: their address names, labels and values."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from portal.government import opd_names
from portal.regions import REGIONS, Region
from portal.taxonomy import TAXONOMY, Taxonomy

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
_YEAR = re.compile(rf"(?:19|20)\d\d|{NO_YEAR}", re.A)
MAX_CHOSEN = 10  # values of one facet in an address
MAX_CHOSEN_IN_ALL = 20


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


def chosen(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """The values of an address's (name, value) pairs that a facet has, at most so many; the rest is left out.

    Every link and chip of a list repeats what is chosen: a long address would make a very long page.
    """
    known = _known()
    found: dict[str, dict[str, None]] = {}
    for name, value in pairs:
        values = found.setdefault(name, {})
        is_room = len(values) < MAX_CHOSEN and sum(map(len, found.values())) < MAX_CHOSEN_IN_ALL
        if (
            is_room
            and name in known
            and (_YEAR.fullmatch(value) if name == "tahun" else value in known[name])
        ):
            values[value] = None
    return {name: frozenset(found[name]) for name in FACETS if found.get(name)}


def _is_known(known: Mapping[str, Container[str]], name: str, value: str) -> bool:
    return _YEAR.fullmatch(value) is not None if name == "tahun" else value in known.get(name, ())


def _known() -> dict[str, Container[str]]:
    """The values that each facet has in the edition in use."""
    lists = TAXONOMY.get()
    return {
        "wilayah": REGIONS.get(),
        "sektor": {term.id for term in lists.sectors},
        "status": {ENDED, *(term.id for term in lists.statuses)},
        "jenis": KINDS,
        "bentuk": {term.id for term in lists.forms},
        "tahun": (),  # any year, see _YEAR
        "penghargaan": AWARDS,
        ADOPTED: {ANY_OPD, *opd_names()},
    }


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
