"""Which region or indicator a text names: by id, name or alias, however it is written. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from portal.errors import RuleViolation
from portal.regions.model import Indicator, Region
from portal.same import named, nearest, same, same_place
from portal.values import shown


def find(regions: Mapping[str, Region], text: str, what: str = "Wilayah") -> Region:
    """The region that a text names; raises RuleViolation with the nearest name, or with the rival ones."""
    if not text:
        raise RuleViolation(f"{what} kosong.")
    forms: dict[str, list[Region]] = {}
    for region in regions.values():
        for form in set(names_of(region)):
            forms.setdefault(form, []).append(region)
    found = named(text, forms) or []
    exact = [region for region in found if same_place(region.name) == same_place(text)] or found
    if len(exact) > 1:
        rivals = " atau ".join(sorted(region.name for region in exact))
        raise RuleViolation(f"{what} {shown(text)} dapat berarti {rivals}. Tulis lengkap.")
    if exact:
        return exact[0]
    near = nearest(text, [region.name for region in regions.values()])
    hint = f" Mungkin maksud Anda {near}." if near else ""
    raise RuleViolation(f"{what} {shown(text)} tidak dikenal di portal ini.{hint}")


def names_of(region: Region) -> Iterator[str]:
    """The normal forms of everything that a region is called."""
    for name in (region.id, region.name, region.short_name, *region.aliases):
        yield same_place(name)


def find_indicator(known: Mapping[str, Indicator], text: str) -> Indicator:
    """The indicator that an id, a name or an alias means; an alias of several means none."""
    if not text:
        raise RuleViolation("Indikator kosong.")
    wanted = same(text)
    found = [one for one in known.values() if wanted in (same(one.id), same(one.name))] or [
        one for one in known.values() if wanted in {same(alias) for alias in one.aliases}
    ]
    if len(found) == 1:
        return found[0]
    if found:
        rivals = " atau ".join(one.name for one in found)
        raise RuleViolation(f"Indikator {shown(text)} dapat berarti {rivals}. Tulis lengkap.")
    near = nearest(text, [one.name for one in known.values()])
    hint = f" Mungkin maksud Anda {near}." if near else ""
    raise RuleViolation(f"Indikator {shown(text)} tidak dikenal di portal ini.{hint}")
