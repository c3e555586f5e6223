"""Files of kinds and families, read and checked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import partial
from pathlib import Path

from portal.edition import Part
from portal.guides.kinds import covers
from portal.guides.model import Family, InnovationKind
from portal.taxonomy import Taxonomy
from portal.yamlfiles import Report, load_folder


def read_kinds(content: Path, report: Report) -> dict[str, InnovationKind]:
    """Every kind of innovation by id."""
    return {kind.id: kind for kind, _, _ in load_folder(InnovationKind, content / "kinds", content, report)}


def read_families(content: Path, report: Report) -> dict[str, Family]:
    """Every family by id, in the order in which they are listed."""
    found = [family for family, _, _ in load_folder(Family, content / "families", content, report)]
    return {family.id: family for family in sorted(found, key=lambda one: (one.order, one.id))}


KINDS = Part("kinds", dict[str, InnovationKind], read_kinds)
FAMILIES = Part("families", dict[str, Family], read_families)


def check_kinds(
    kinds: Mapping[str, InnovationKind],
    taxonomy: Taxonomy,
    cases: Collection[str],
    content: Path,
    report: Report,
) -> None:
    """Report what would leave a case without a kind, or with two."""
    if not kinds:
        return
    sectors = {term.id for term in taxonomy.sectors}
    named: dict[str, str] = {}
    for kind in kinds.values():
        name = f"{content.name}/kinds/{kind.id}.yaml"
        line_of = partial(report.line_of, name)
        _check_known(kind.sectors, sectors, "sectors", "sektor", name, report)
        _check_known(kind.cases, cases, "cases", "kasus", name, report)
        for index, slug in enumerate(kind.cases):
            if slug in named:
                message = f"kasus '{slug}' sudah disebut jenis '{named[slug]}'"
                report.add(name, line_of(("cases", index)), message)
            named[slug] = kind.id
        if len({outline.paper for outline in kind.papers}) != len(kind.papers):
            report.add(name, line_of(("papers",)), "ada naskah yang ditulis dua kali")
    first = f"{content.name}/kinds/{next(iter(kinds))}.yaml"
    for sector in sorted(sectors):
        for digital in (False, True):
            found = [kind.id for kind in kinds.values() if covers(kind, sector, digital)]
            if len(found) != 1:
                which = f"sektor '{sector}' ({'digital' if digital else 'nondigital'})"
                has = f"punya {len(found)} jenis ({', '.join(found)})" if found else "belum punya jenis"
                report.add(first, 1, f"{which} {has}; harus tepat satu")


def check_families(
    families: Mapping[str, Family],
    taxonomy: Taxonomy,
    cases: Collection[str],
    needs: Collection[str],
    content: Path,
    report: Report,
) -> None:
    """Report what a family names and nobody knows."""
    sectors = {term.id for term in taxonomy.sectors}
    for family in families.values():
        name = f"{content.name}/families/{family.id}.yaml"
        _check_known(family.sectors, sectors, "sectors", "sektor", name, report)
        _check_known(family.needs, needs, "needs", "kebutuhan", name, report)
        _check_known(family.cases, cases, "cases", "kasus", name, report)
        _check_known(family.without, cases, "without", "kasus", name, report)
        if family.sectors and not family.words:
            report.add(name, report.line_of(name, ("sectors",)), "'sectors' hanya berlaku bersama 'words'")


def _check_known(
    named: Iterable[str], known: Collection[str], key: str, what: str, name: str, report: Report
) -> None:
    for index, one in enumerate(named):
        if one not in known:
            report.add(name, report.line_of(name, (key, index)), f"{what} '{one}' tidak dikenal")
