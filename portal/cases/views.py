"""Pages of one case: to read, to print, to take away."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from portal import clock, edition
from portal.access import allow
from portal.cases import sharing
from portal.cases.catalogue import CASES, for_need, get_article, get_case, related, slugs_for_need
from portal.cases.catalogue import ended as ended_cases
from portal.cases.copying import agencies, agency_words, needs_of
from portal.cases.estimate import estimates
from portal.cases.exports import case_document
from portal.cases.figures import changes, lifeline
from portal.cases.model import Case
from portal.cases.pictures import small_picture
from portal.cases.provinces import draw_provinces
from portal.cases.standing import is_due
from portal.cases.words import status_words
from portal.documents import make_pdf
from portal.errors import NotFound
from portal.government import Need, our_government
from portal.regions import INDICATORS, REGIONS, Region
from portal.taxonomy import TAXONOMY
from portal.web.addresses import outside
from portal.web.attachments import PDF, attachment
from portal.web.fresh import fresh

blueprint = Blueprint("cases", __name__, template_folder="templates")


@blueprint.get("/inovasi/<slug>")
@allow("library.read", guests=True)
@fresh
def show(slug: str) -> ResponseReturnValue:
    """One case, as an article."""
    case, government = get_case(slug), our_government()
    article = get_article(case)
    regions = REGIONS.get()
    needs = needs_of(case, government)
    here = {
        "name": government.short_name,
        "is_ours": case.region == government.region,
        "agencies": agency_words(agencies(case, needs, government)),
    }
    return render_template(
        "cases/show.html",
        case=case,
        article=article,
        region=regions.get(case.region),
        regions=regions,
        taxonomy=TAXONOMY.get(),
        needs=needs,
        here=here,
        estimates=estimates(case, needs[:1], regions.get(government.region), INDICATORS.get()),
        changes=changes(case),
        lifeline=lifeline(case, clock.today()),
        related=related(case, CASES.get()),
        successor=CASES.get().get(case.ended.replaced_by) if case.ended else None,
        today=clock.today(),
        address=outside(".show", slug=slug),
        shared_picture=outside(".card", slug=slug),
        shared=sharing.chat_text(case, _place(case), outside(".show", slug=slug)),
    )


@blueprint.get("/inovasi/<slug>.png")
@allow("library.read", guests=True)
@fresh
def card(slug: str) -> ResponseReturnValue:
    """The picture that a chat shows of a case whose address is sent there (1200 by 630 pixels)."""
    case, settings = get_case(slug), edition.settings()
    drawn = sharing.card(case, _place(case), portal=settings.name, government=our_government().name)
    return _download(drawn, f"{slug}.png", "image/png")


@blueprint.get("/belajar-dari-yang-berhenti")
@allow("library.read", guests=True)
@fresh
def ended() -> ResponseReturnValue:
    """The cases that ended, with why: what a region that imitates should know first."""
    return render_template(
        "cases/ended.html",
        cases=ended_cases(CASES.get()),
        regions=REGIONS.get(),
        taxonomy=TAXONOMY.get(),
        today=clock.today(),
    )


@blueprint.get("/inovasi/<slug>.md")
@allow("library.read", guests=True)
@fresh
def markdown(slug: str) -> ResponseReturnValue:
    """The file itself, as it was published."""
    case = get_case(slug)
    path = edition.settings().content.parent / case.path
    folder = edition.in_use()
    kept = folder / "sources" / f"{slug}.md" if folder is not None else path
    try:
        text = (kept if kept.is_file() else path).read_text("utf-8")
    except OSError:
        raise NotFound("Berkas kasus ini sedang tidak dapat dibaca.") from None
    return _download(text.encode(), f"{slug}.md", "text/markdown; charset=utf-8")


@blueprint.get("/inovasi/<slug>.pdf")
@allow("library.read", guests=True)
@fresh
def pdf(slug: str) -> ResponseReturnValue:
    """The case as a document for the desk (PDF/UA-1)."""
    case = get_case(slug)
    region, government = REGIONS.get().get(case.region), our_government()
    settings = edition.settings()
    document = case_document(
        case,
        get_article(case),
        region_name=region.name if region else case.region,
        sector_label=TAXONOMY.get().sector(case.sector),
        status_label=status_words(case, clock.today(), TAXONOMY.get()),
        government=government.name,
        portal_name=settings.name,
        address=outside(".show", slug=slug),
        is_stale=is_due(case, clock.today()),
    )
    return _download(make_pdf(document, keep=edition.papers()), f"{slug}.pdf", PDF)


@blueprint.get("/inovasi/<slug>/gambar/<int:number>.jpg")
@allow("library.read", guests=True)
def picture(slug: str, number: int) -> ResponseReturnValue:
    """A picture of the case, small and without what its camera noted."""
    response = _download(small_picture(get_case(slug), number), f"{slug}-{number}.jpg", "image/jpeg")
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def panel_for_region(region: Region) -> str:
    """The cases of a region, on its page."""
    shelf = CASES.get()
    cases = [shelf[slug] for slug in shelf.by_region.get(region.id, ())]
    heading = "Inovasi yang dapat dibaca"
    return _panel(cases, heading, "Belum ada kasus dari wilayah ini.") if not region.is_reference else ""


def count_for_region(region: Region) -> str:
    """How many cases a region has, for the list of regions."""
    count = len(CASES.get().by_region.get(region.id, ()))
    return f"{count} inovasi" if count else ""


def map_of_regions(provinces: list[tuple[str, str, list[Region]]]) -> str:
    """The provinces as a schematic map, coloured by the number of cases, above the list of regions."""
    drawing, finding = draw_provinces(provinces, CASES.get().by_region, our_government().region)
    return render_template("cases/map.html", drawing=drawing, finding=finding) if drawing else ""


def panel_for_need(need: Need) -> str:
    """The cases that answer a need, on its page."""
    cases = for_need(need.id, need.cases, CASES.get())
    empty = "Belum ada kasus yang menjawab kebutuhan ini. Coba cari dengan kata Anda sendiri."
    return _panel(cases, "Inovasi yang menjawab kebutuhan ini", empty)


def count_for_need(need: Need) -> str:
    """How many cases answer a need, for the list of needs."""
    count = len(slugs_for_need(need.id, need.cases, CASES.get()))
    return (
        f'<span class="count">{count} inovasi</span>'
        if count
        else '<span class="count">belum ada inovasi</span>'
    )


def _place(case: Case) -> str:
    """Region and sector, as a line."""
    region = REGIONS.get().get(case.region)
    return f"{region.name if region else case.region} · {TAXONOMY.get().sector(case.sector)}"


def _panel(cases: list[Any], heading: str, empty: str) -> str:
    return render_template(
        "cases/panel.html",
        cases=cases,
        heading=heading,
        empty=empty,
        regions=REGIONS.get(),
        taxonomy=TAXONOMY.get(),
        today=clock.today(),
    )


def _download(body: bytes, name: str, kind: str) -> Response:
    response = attachment(body, kind, name, how="inline")
    response.add_etag()
    return response.make_conditional(request)  # type: ignore[return-value]
