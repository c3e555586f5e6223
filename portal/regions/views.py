"""Pages of regions: the list, and one region with its figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.access import allow
from portal.errors import NotFound
from portal.regions.files import INDICATORS, INSTRUMENTS, REGIONS
from portal.regions.model import Indicator, IndicatorValue, Region
from portal.web.fresh import fresh

blueprint = Blueprint("regions", __name__, template_folder="templates")

THEMES = {
    "penduduk-wilayah": "Penduduk dan wilayah",
    "kesejahteraan": "Kesejahteraan",
    "pendidikan-kesehatan": "Pendidikan dan kesehatan",
    "ekonomi-anggaran": "Ekonomi dan anggaran",
    "tata-kelola": "Tata kelola",
    "layanan-publik": "Layanan publik",
    "kunjungan": "Kunjungan dan wisata",
}
TOPICS = {
    "cara-mengajukan": "Cara mengajukan kunjungan",
    "penerima": "Siapa yang menerima",
    "acara-lazim": "Acara yang lazim",
    "perjalanan": "Perjalanan",
    "contoh-jawa-tengah": "Contoh dari Jawa Tengah",
    "celah": "Yang belum diketahui",
}


@blueprint.get("/wilayah")
@allow("library.read", guests=True)
@fresh
def index() -> ResponseReturnValue:
    """Every region."""
    regions = [region for region in REGIONS.get().values() if not region.is_reference]
    return render_template("regions/index.html", provinces=by_province(regions))


@blueprint.get("/wilayah/<region_id>")
@allow("library.read", guests=True)
@fresh
def show(region_id: str) -> ResponseReturnValue:
    """One region: what is known, measured there, and useful for a visit."""
    region = REGIONS.get().get(region_id)
    if region is None:
        other = find_by_name(region_id) or successor_of(region_id)
        if other is None:
            raise NotFound("Wilayah ini belum ada di portal. Lihat daftar wilayah.")
        return redirect(url_for(".show", region_id=other.id), code=301)
    visit = {
        title: notes
        for topic, title in TOPICS.items()
        if (notes := [note for note in region.visit if note.topic == topic])
    }
    return render_template(
        "regions/show.html",
        region=region,
        themes=group_by_theme(region, INDICATORS.get()),
        instruments=INSTRUMENTS.get(),
        visit=visit,
    )


def by_province(regions: Iterable[Region]) -> list[tuple[str, str, list[Region]]]:
    """[(province, its anchor, its regions), …] by name; the province's own government stands first."""
    groups: dict[str, list[Region]] = defaultdict(list)
    for region in regions:
        groups[region.province or region.name].append(region)
    return [
        (name, anchor_of(name), sorted(found, key=_place_in_list)) for name, found in sorted(groups.items())
    ]


def _place_in_list(region: Region) -> tuple[bool, str, str]:
    """A province's own government first, the others by their names without Kabupaten and Kota."""
    bare = region.name.removeprefix("Kabupaten ").removeprefix("Kota ")
    return region.kind != "provinsi", bare, region.name


def anchor_of(province: str) -> str:
    """Where the page of all regions lists a province: "provinsi-jawa-tengah"."""
    return f"provinsi-{province.lower().replace(' ', '-')}"


def find_by_name(name: str) -> Region | None:
    """The region that a readable address means: `kota-bandung` is Bandung."""
    wanted = name.replace("-", " ").casefold()
    for region in REGIONS.get().values():
        if wanted in (region.name.casefold(), region.short_name.casefold()):
            return region
    return None


def successor_of(region_id: str) -> Region | None:
    """The region that had another id."""
    return next((one for one in REGIONS.get().values() if region_id in one.former_ids), None)


def group_by_theme(
    region: Region, indicators: dict[str, Indicator]
) -> list[tuple[str, list[tuple[Indicator, list[IndicatorValue]]]]]:
    """[(theme, [(indicator, values newest first), …]), …]; only what is known."""
    values: dict[str, list[IndicatorValue]] = defaultdict(list)
    for value in region.indicators:
        values[value.indicator].append(value)
    groups = []
    for theme, title in THEMES.items():
        rows = [
            (indicator, sorted(values[indicator.id], key=lambda value: -(value.year or 0)))
            for indicator in indicators.values()
            if indicator.theme == theme and indicator.id in values
        ]
        if rows:
            groups.append((title, rows))
    return groups
