"""Region, indicator and instrument files, read and checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

from portal.edition import Part
from portal.regions.model import Indicator, IndicatorValue, Instrument, Region, VisitNote
from portal.sources import Fact, SourcedText
from portal.yamlfiles import Report, YamlText, load, load_folder, validate


class IndicatorList(Fact):
    """The file content/indicators.yaml."""

    indicators: tuple[Indicator, ...]


def read_indicators(content: Path, report: Report) -> dict[str, Indicator]:
    """Every indicator by id."""
    name = f"{content.name}/indicators.yaml"
    parsed = load(content / "indicators.yaml", name, report)
    found = validate(IndicatorList, parsed, name, report) if parsed else None
    indicators: dict[str, Indicator] = {}
    for index, indicator in enumerate(found.indicators if found else ()):
        if indicator.id in indicators and parsed:
            report.add(
                name, parsed.line_of(("indicators", index)), f"indikator '{indicator.id}' ditulis dua kali"
            )
        indicators[indicator.id] = indicator
    return indicators


def read_instruments(content: Path, report: Report) -> dict[str, Instrument]:
    """Every instrument by id; bands must not overlap and must run from high to low."""
    instruments: dict[str, Instrument] = {}
    for instrument, parsed, name in load_folder(Instrument, content / "instruments", content, report):
        for index, version in enumerate(instrument.versions):
            edges = [edge for band in version.bands for edge in (band.upper, band.lower)]
            if edges != sorted(edges, reverse=True):
                line = parsed.line_of(("versions", index, "bands"))
                report.add(
                    name, line, f"rentang kategori versi '{version.id}' tumpang tindih atau tidak urut"
                )
        instruments[instrument.id] = instrument
    return instruments


def read_regions(content: Path, report: Report) -> dict[str, Region]:
    """Every region by id, in alphabetical order of its short name."""
    regions: list[Region] = []
    for region, parsed, name in load_folder(Region, content / "regions", content, report):
        _check_sources(region, parsed, name, report)
        regions.append(region)
    return {region.id: region for region in sorted(regions, key=lambda r: (r.short_name, r.kind))}


def check_links(
    regions: dict[str, Region],
    indicators: dict[str, Indicator],
    instruments: dict[str, Instrument],
    content: Path,
    report: Report,
) -> None:
    """Report values of unknown indicators and indicators of unknown instruments."""
    name = f"{content.name}/indicators.yaml"
    for index, indicator in enumerate(indicators.values()):
        if indicator.instrument is not None and indicator.instrument not in instruments:
            line = report.line_of(name, ("indicators", index, "instrument"))
            report.add(name, line, f"instrumen '{indicator.instrument}' tidak dikenal")
    for region in regions.values():
        name = f"{content.name}/regions/{region.id}.yaml"
        for index, value in enumerate(region.indicators):
            if value.indicator not in indicators:
                line = report.line_of(name, ("indicators", index, "indicator"))
                report.add(name, line, f"indikator '{value.indicator}' tidak dikenal")


def _check_sources(region: Region, parsed: YamlText, name: str, report: Report) -> None:
    known = {source.id for source in region.sources}
    if len(known) != len(region.sources):
        report.add(name, parsed.line_of(("sources",)), "ada id sumber yang dipakai dua kali")
    used: set[str] = set()
    lists: dict[str, Sequence[IndicatorValue | VisitNote | SourcedText]] = {
        "indicators": region.indicators,
        "visit": region.visit,
        "notes": region.notes,
    }
    for key, entries in lists.items():
        for index, entry in enumerate(entries):
            used.update(entry.sources)
            for source_id in _unknown(entry.sources, known):
                report.add(
                    name, parsed.line_of((key, index)), f"rujukan {source_id} tidak ada di daftar sumber"
                )
    for index, source in enumerate(region.sources):
        add = partial(report.add_at, name, parsed, ("sources", index))
        if source.id not in used:
            add(f"sumber {source.id} tidak pernah dirujuk")
        if not source.url.startswith(("http://", "https://")):
            add(f"sumber {source.id} tidak punya alamat (url)")


def _unknown(source_ids: Iterable[str], known: set[str]) -> list[str]:
    return [source_id for source_id in source_ids if source_id not in known]


INDICATORS = Part("indicators", dict[str, Indicator], read_indicators)
INSTRUMENTS = Part("instruments", dict[str, Instrument], read_instruments)
REGIONS = Part("regions", dict[str, Region], read_regions)
