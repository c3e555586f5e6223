"""Pages of the comparison."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from portal.access import allow
from portal.benchmark import service
from portal.benchmark.figures import band_of
from portal.benchmark.fit import advices, against, differing
from portal.benchmark.gaps import gaps
from portal.benchmark.neighbours import FEATURES, MAX_WEIGHT, RANKED
from portal.benchmark.skm import ELEMENTS, survey
from portal.benchmark.trends import trend
from portal.cases import CASES, Case
from portal.errors import RuleViolation
from portal.government import our_government
from portal.regions import INDICATORS, INSTRUMENTS, REGIONS, Region
from portal.web.fresh import fresh

blueprint = Blueprint("benchmark", __name__, template_folder="templates")
MOST_ALIKE = 5
MAX_VALUES = 40  # of one kind in an address


@blueprint.get("/pembanding")
@allow("library.read", guests=True)
@fresh
def compare() -> ResponseReturnValue:
    """Regions side by side, indicator by indicator."""
    choice = service.choose(
        request.args.getlist("wilayah")[:MAX_VALUES], request.args.getlist("indikator")[:MAX_VALUES]
    )
    rows, regions = service.rows(choice), REGIONS.get()
    ours = our_government().region
    return render_template(
        "benchmark/compare.html",
        choice=choice,
        rows=[
            (row, service.chart(f"grafik-{place}", row, regions), trend(f"tren-{place}", row, regions))
            for place, row in enumerate(rows, 1)
        ],
        gaps=gaps(rows, CASES.get(), ours),
        years_differ=any(row.years_differ for row in rows),
        regions=regions,
        comparable=service.comparable(),
        indicators=INDICATORS.get(),
        instruments=INSTRUMENTS.get(),
        ours=ours,
        max_regions=service.MAX_REGIONS,
    )


@blueprint.get("/pembanding/tetangga")
@allow("library.read", guests=True)
@fresh
def neighbours() -> ResponseReturnValue:
    """Which regions resemble ours, with weights the reader may change."""
    weights = {name: _weight(request.args.get(f"bobot-{name}")) for name in FEATURES}
    return render_template(
        "benchmark/neighbours.html",
        neighbours=service.nearest(weights),
        weights=weights,
        features=FEATURES,
        max_weight=MAX_WEIGHT,
        least=RANKED,
        regions=REGIONS.get(),
    )


@blueprint.get("/pembanding/skm")
@allow("library.read", guests=True)
def skm() -> ResponseReturnValue:
    """The satisfaction survey's score from its nine elements, worked out in the open."""
    typed = [request.args.get(f"u{number}", "")[:8] for number in range(1, len(ELEMENTS) + 1)]
    means = [mean for mean in map(_decimal, typed) if mean is not None]
    found, problem = None, ""
    if any(typed):
        try:
            found = survey(means)
        except RuleViolation as error:
            problem = str(error)
    version = service.newest_version("skm")
    band = band_of(version, float(found.score)) if found else None
    return render_template(
        "benchmark/skm.html",
        elements=ELEMENTS,
        typed=typed,
        found=found,
        problem=problem,
        band=band,
        version=version,
    )


def panel_for_case(case: Case) -> str:
    """The origin's circumstances beside ours, on the case's page."""
    fit = service.fit_of(case.region)
    if fit is None:
        return ""
    return render_template(
        "benchmark/fit.html", fit=fit, advices=advices(fit.lines), region=REGIONS.get().get(case.region)
    )


def here_for_case(case: Case) -> str:
    """What stands against a case here, or what would have to be adjusted, in a line."""
    found = service.fit_of(case.region)
    return render_template(
        "benchmark/here.html",
        reasons=against(case, found),
        fit=found,
        differing=differing(found) if found else "",
    )


def panel_for_region(region: Region) -> str:
    """The way from a region's page to the comparison."""
    if region.id == our_government().region or region.id not in service.comparable():
        return ""
    return render_template("benchmark/link.html", region=region)


def likeness_of_region(region: Region) -> str:
    """How near the top a region stands among those that resemble ours, for the list of regions."""
    place = service.place_of(region.id)
    return f"mirip ke-{place}" if place and place <= MOST_ALIKE else ""


def _decimal(text: str) -> Decimal | None:
    """A mean as typed, with comma or point; None for what is none."""
    try:
        return Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None


def _weight(text: str | None) -> float:
    if text is None or not text.isascii() or not text.isdigit() or len(text) > 2:
        return 1.0
    return float(min(int(text), MAX_WEIGHT))
