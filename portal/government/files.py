"""Government files, read and checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from portal.documents import coat_of_arms
from portal.edition import Part
from portal.government.model import (
    EarlierPlan,
    Government,
    Mission,
    Need,
    Opd,
    PlanIndicator,
    StudyVisit,
    Zone,
)
from portal.sources import SourcedText, SourceId
from portal.yamlfiles import Report, YamlText, load_folder

Place = tuple[int | str, ...]


def read_governments(content: Path, report: Report) -> dict[str, Government]:
    """Every government file by id; the portal serves the one that its settings name."""
    governments: dict[str, Government] = {}
    for government, parsed, name in load_folder(Government, content / "government", content, report):
        _check(government, parsed, name, report)
        _check_letters(government, parsed, name, report, content / "government")
        governments[government.id] = government
    return governments


def _check(government: Government, parsed: YamlText, name: str, report: Report) -> None:
    known = {source.id for source in government.sources}
    codes = {opd.code for opd in government.opds}
    if len(known) != len(government.sources):
        report.add(name, parsed.line_of(("sources",)), "ada id sumber yang dipakai dua kali")
    used: set[str] = set()
    for place, source_ids in _citations(government):
        used.update(source_ids)
        for source_id in source_ids:
            if source_id not in known:
                report.add(name, parsed.line_of(place), f"rujukan {source_id} tidak ada di daftar sumber")
    for index, source in enumerate(government.sources):
        if source.id not in used:
            report.add(name, parsed.line_of(("sources", index)), f"sumber {source.id} tidak pernah dirujuk")
        if not source.url.startswith(("http://", "https://")):
            report.add(
                name, parsed.line_of(("sources", index)), f"sumber {source.id} tidak punya alamat (url)"
            )
    _check_units(government, parsed, name, report)
    for index, need in enumerate(government.needs):
        add = partial(report.add_at, name, parsed, ("needs", index))
        if sum(other.id == need.id for other in government.needs) > 1:
            add(f"kebutuhan '{need.id}' ditulis dua kali")
        for code in need.opds:
            if code not in codes:
                add(f"OPD '{code}' pada kebutuhan '{need.id}' tidak dikenal")


def _check_units(government: Government, parsed: YamlText, name: str, report: Report) -> None:
    seen: set[str] = set()
    for index, opd in enumerate(government.opds):
        for place, unit in enumerate(opd.units):
            if unit.id in seen:
                line = parsed.line_of(("opds", index, "units", place))
                report.add(name, line, f"unit '{unit.id}' ditulis dua kali")
            seen.add(unit.id)


def _check_letters(government: Government, parsed: YamlText, name: str, report: Report, folder: Path) -> None:
    rules = government.letters
    if rules.coat_of_arms:
        add = partial(report.add_at, name, parsed, ("letters", "coat_of_arms"))
        file = folder / rules.coat_of_arms
        if not file.is_file():
            add(f"berkas lambang '{rules.coat_of_arms}' tidak ada di folder yang sama")
        elif not coat_of_arms(file.read_bytes()):
            add(f"lambang '{rules.coat_of_arms}' harus PNG yang utuh, paling besar 300 KB")
    for code in rules.contacts:
        if government.opd(code) is None:
            line = parsed.line_of(("letters", "contacts", code))
            report.add(name, line, f"OPD '{code}' pada kop surat tidak dikenal")


def _citations(government: Government) -> Iterator[tuple[Place, tuple[SourceId, ...]]]:
    plan = government.plan
    yield ("plan", "vision_sources"), plan.vision_sources
    in_plan: dict[str, Sequence[Mission | Zone | PlanIndicator | SourcedText]] = {
        "missions": plan.missions,
        "zones": plan.zones,
        "indicators": plan.indicators,
        "programmes": plan.programmes,
        "notes": plan.notes,
    }
    for key, entries in in_plan.items():
        for index, entry in enumerate(entries):
            yield ("plan", key, index), entry.sources
    on_top: dict[str, Sequence[Opd | Need | StudyVisit | EarlierPlan]] = {
        "opds": government.opds,
        "needs": government.needs,
        "study_visits": government.study_visits,
        "earlier_plans": government.earlier_plans,
    }
    for key, items in on_top.items():
        for index, item in enumerate(items):
            yield (key, index), item.sources
    for index, opd in enumerate(government.opds):
        for number, unit in enumerate(opd.units):
            yield ("opds", index, "units", number), unit.sources
    for index, need in enumerate(government.needs):
        yield ("needs", index), need.note_sources
        for place_of_figure, figure in enumerate(need.figures):
            yield ("needs", index, "figures", place_of_figure), figure.sources
    for index, earlier in enumerate(government.earlier_plans):
        place: Place = ("earlier_plans", index)
        yield place, earlier.vision_sources
        for point in earlier.points:
            yield place, point.sources
        for note in earlier.notes:
            yield place, note.sources


GOVERNMENTS = Part("government", dict[str, Government], read_governments)
