"""Pages of search: results, catalogue, suggestions, feed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from urllib.parse import parse_qs, urlsplit

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal import access, clock
from portal.access import allow
from portal.cases import CASES, Case
from portal.cases.standing import changed_on
from portal.db import reading
from portal.errors import SearchNotReady
from portal.records.saving import done
from portal.regions import REGIONS
from portal.search import facets, misses, opened, others, service
from portal.search.doubt import LOOKED_AT, Answer
from portal.search.facets import SORTS, Address
from portal.search.grammar import MAX_LENGTH, printable
from portal.search.models import SearchMiss
from portal.search.suggestions import suggestions
from portal.taxonomy import TAXONOMY
from portal.web.addresses import base, outside
from portal.web.filters import number
from portal.web.fresh import fresh
from portal.web.identifiers import identifier
from portal.web.paging import Paging, paging

blueprint = Blueprint("search", __name__, template_folder="templates")
MAX_PAGE = 1_000
FEED_SIZE = 20
MISS_WEEKS, MISSES_A_PAGE = 12, 50
WORTH = {Answer.WEAK: 0.5, Answer.NOTHING: 0.1}
"""What cases that hardly answer are worth beside groups of other things: the best kind stands first."""
ABOVE = ("kebutuhan", "wilayah")
"""What may stand above cases that answer, where it was called by its name."""


@blueprint.get("/cari")
@allow("library.read", guests=True)
def find() -> ResponseReturnValue:
    """Search results."""
    return _answer("search/find.html", _address(url_for(".find")))


@blueprint.get("/inovasi")
@allow("library.read", guests=True)
@fresh
def catalogue() -> ResponseReturnValue:
    """The catalogue: the same list, of everything; it stands even while the index is being made."""
    address = _address(url_for(".catalogue"))
    try:
        return _answer("search/catalogue.html", address)
    except SearchNotReady:
        cases = sorted(CASES.get().values(), key=lambda case: case.title.casefold())
        return render_template("search/plain.html", cases=cases, **_context())


@blueprint.get("/saran")
@allow("library.read", guests=True)
def suggest() -> ResponseReturnValue:
    """What to offer for the letters typed so far (JSON)."""
    offers = suggestions().matching(request.args.get("q", ""))
    answer = jsonify(
        [
            {
                "label": offer.label,
                "kind": offer.kind,
                "url": _offer_url(offer.endpoint, offer.key),
            }
            for offer in offers
        ]
    )
    answer.cache_control.max_age = 60
    return answer


@blueprint.post("/cari/catat")
@allow("library.read", guests=True)
def wish() -> ResponseReturnValue:
    """Write down what the library lacks: the words alone, nothing of who asked."""
    text = printable(request.form.get("q", "")[: MAX_LENGTH * 4]).strip()[:MAX_LENGTH]
    said = "Dicatat, tanpa nama. Kurator melihat apa yang paling sering dicari."
    if not misses.missed(text):
        said = "Belum tercatat. Tulis kebutuhan dalam beberapa kata, tanpa nomor atau alamat pribadi."
    return done(said, url_for(".catalogue"))


@blueprint.get("/cari.atom")
@allow("library.read", guests=True)
def feed() -> ResponseReturnValue:
    """Any search as an Atom feed, newest first (RFC 4287)."""
    address = _address(url_for(".find"))
    found = service.find(address.text, chosen=address.chosen, sort="terbaru", size=FEED_SIZE)
    cases = [case for hit in found.hits if (case := CASES.get().get(hit.key))]
    updated = max((changed_on(case) for case in cases), default=date(2026, 1, 1))
    body = render_template(
        "search/feed.xml",
        cases=cases,
        text=found.text,
        address=base() + address.url(path=url_for(".feed")),
        page=base() + address.url(),
        outside=outside,
        feed_id=f"urn:uuid:{identifier('feed', address.url(path=url_for('.feed')))}",
        entry_id=_entry_id,
        stamp=lambda case: _stamp(changed_on(case)),
        updated=_stamp(updated),
    )
    answer = Response(body, content_type="application/atom+xml; charset=utf-8")
    answer.add_etag()  # readers of feeds ask every hour
    return answer.make_conditional(request)


@blueprint.get("/opensearch.xml")
@allow("portal.open", guests=True)
def opensearch() -> ResponseReturnValue:
    """Lets a browser offer the portal in its search bar."""
    body = render_template("search/opensearch.xml", template=outside(".find"))
    return Response(body, content_type="application/opensearchdescription+xml; charset=utf-8")


def _address(path: str) -> Address:
    """Read the state of the list from the address; what has no meaning is left out."""
    sort = request.args.get("urut", "relevan")
    return Address(
        path=path,
        text=printable(request.args.get("q", "")[: MAX_LENGTH * 4]).strip(),
        chosen=facets.chosen(request.args.items(multi=True)),
        sort=sort if sort in SORTS else "relevan",
        page=min(number(request.args.get("hal", "")) or 1, MAX_PAGE),
    )


def _answer(template: str, address: Address) -> ResponseReturnValue:
    found = service.find(
        address.text, chosen=address.chosen, sort=address.sort, page=address.page, explain=True
    )
    pages = Paging(address.page, found.total, service.PAGE_SIZE)
    if address.page > pages.last and found.total:
        return redirect(address.url(page=pages.last), code=302)
    cases, chosen = CASES.get(), address.chosen or {}
    context = _context()
    return render_template(
        template,
        address=address,
        found=found,
        **_answered(found, address),
        nearest=[cases[hit.key] for hit in found.nearest if hit.key in cases],
        facets=facets.groups(found.counts, chosen, REGIONS.get(), TAXONOMY.get()),
        active=[
            (name, value, facets.label(name, value, REGIONS.get(), TAXONOMY.get()))
            for name, values in chosen.items()
            for value in sorted(values)
        ],
        sorts=SORTS,
        first=pages.offset + 1,
        pages=pages.offered,
        last_page=pages.last,
        query_text=address.text,
        may_save=access.actor().is_signed_in,
        **context,
    )


def _answered(found: service.Found, address: Address) -> dict[str, object]:
    """The hits as far as they answer, and what is found beside cases; what is lacking is written down."""
    cases, answer = CASES.get(), found.verdict.answer
    is_asked = bool(found.text) and not address.chosen and address.page == 1
    if is_asked and answer != Answer.GOOD and (found.total or not found.is_plain):
        misses.missed(found.text)
    if is_asked and (before := _asked_before(found.text)):
        misses.asked_again(before)
    groups = others.find(found.text, opened.knowledge().lexicon) if is_asked else []
    above, below = _beside(groups, answer if found.total else Answer.NOTHING)
    is_nothing = answer == Answer.NOTHING and bool(found.total)
    shown = found.hits[:LOOKED_AT] if is_nothing else found.hits
    return {
        "hits": [(hit, cases[hit.key]) for hit in shown if hit.key in cases],
        "is_nothing": is_nothing,
        "is_weak": answer == Answer.WEAK,
        "before": above,
        "after": below,
    }


def _beside(groups: list[others.Group], answer: Answer) -> tuple[list[others.Group], list[others.Group]]:
    """What stands above the cases and what below: where cases answer, one thing of that name at most."""
    if answer != Answer.GOOD:
        before = [group for group in groups if group.score > WORTH[answer]]
        return before, [group for group in groups if group not in before]
    named = next((group for group in groups if group.kind in ABOVE and group.score >= others.EXACT), None)
    if named is None:
        return [], groups
    rest = replace(named, things=named.things[1:])
    return [replace(named, things=named.things[:1])], [
        rest if group is named else group for group in groups if group is not named or rest.things
    ]


def _asked_before(text: str) -> str:
    """The query from whose results the reader asks this one, if it was another one."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc != request.host or came_from.path != url_for(".find"):
        return ""
    before = printable(parse_qs(came_from.query).get("q", [""])[0][: MAX_LENGTH * 4]).strip()
    return "" if misses.same_words(before) == misses.same_words(text) else before


def _context() -> dict[str, object]:
    return {"regions": REGIONS.get(), "taxonomy": TAXONOMY.get(), "today": clock.today()}


def _offer_url(endpoint: str, key: str) -> str:
    if endpoint == "cases.show":
        return url_for(endpoint, slug=key)
    if endpoint == "government.need":
        return url_for(endpoint, need_id=key)
    if endpoint == "regions.show":
        return url_for(endpoint, region_id=key)
    return url_for(".find", q=key)


def _entry_id(case: Case) -> str:
    """The same entry for feed readers, whichever slug the case has now."""
    first = (*case.former_slugs, case.slug)[0]
    return f"urn:uuid:{identifier('case', first)}"


def _stamp(day: date) -> str:
    return datetime.combine(day, time(), UTC).isoformat()


@blueprint.get("/kurator/pencarian")
@allow("search.misses")
def missed() -> ResponseReturnValue:
    """What readers searched and did not find, for those who fill the gaps."""
    vocabulary = opened.index()[0].vocabulary
    misses.collected().write()
    pages = paging(misses.how_many(reading(), MISS_WEEKS), MISSES_A_PAGE)
    weeks: dict[str, list[tuple[SearchMiss, list[str]]]] = {}
    for miss in misses.page(reading(), MISS_WEEKS, offset=pages.offset, limit=MISSES_A_PAGE):
        near = [word for typed in miss.text.split()[:3] for word in vocabulary.corrections(typed, 2)]
        weeks.setdefault(miss.week, []).append((miss, near[:3]))
    return render_template("search/misses.html", weeks=list(weeks.items()), paging=pages)


def menu(_subject: object) -> str:
    """The way to what was not found, in the menu of those who may see it."""
    if not access.may(access.actor(), "search.misses"):
        return ""
    return f'<li><a href="{url_for("search.missed")}">Pencarian tanpa hasil</a></li>'
