"""Pages of saved searches."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal import access
from portal.access import allow
from portal.cases import CASES
from portal.db import reading, transaction
from portal.records.saving import done
from portal.regions import REGIONS
from portal.search import facets, saved, service
from portal.search.models import MAX_ADDRESS
from portal.search.views import blueprint
from portal.taxonomy import TAXONOMY


@blueprint.get("/pencarian")
@allow("search.save")
def saved_list() -> ResponseReturnValue:
    """A person's saved searches, with what is new in each."""
    found = [saved.news(one, _slugs(one.address)) for one in saved.listed(reading(), access.actor())]
    return render_template("search/saved.html", searches=found, cases=CASES.get())


@blueprint.post("/pencarian")
@allow("search.save")
def save() -> ResponseReturnValue:
    """Keep a search."""
    address = _clean(request.form.get("address", ""))
    with transaction() as session:
        saved.keep(session, address, _label(address), _slugs(address), actor=access.actor())
    return done("Pencarian disimpan. Kasus baru yang cocok akan ditunjukkan di sini.", url_for(".saved_list"))


@blueprint.post("/pencarian/<int(max=2147483647):saved_id>/buka")
@allow("search.save")
def open_saved(saved_id: int) -> ResponseReturnValue:
    """Go to the results, and note that their news has been seen."""
    with transaction() as session:
        one = saved.own(session, saved_id, access.actor())
        saved.mark_seen(session, saved_id, _slugs(one.address), actor=access.actor())
        address = one.address
    return redirect(address, code=303)


@blueprint.post("/pencarian/<int(max=2147483647):saved_id>/hapus")
@allow("search.save")
def forget(saved_id: int) -> ResponseReturnValue:
    """Take a saved search away; the search itself can be made again at any time."""
    with transaction() as session:
        saved.forget(session, saved_id, actor=access.actor())
    return done("Pencarian tersimpan dihapus.", url_for(".saved_list"))


def menu(_subject: object) -> str:
    """The way to saved searches, in everybody's menu."""
    return f'<li><a href="{url_for("search.saved_list")}">Pencarian tersimpan</a></li>'


def _clean(address: str) -> str:
    """The state of a list as its own address would write it; nothing but /cari can be saved."""
    text, chosen = _read(address[: MAX_ADDRESS * 2])
    return facets.Address(path=url_for(".find"), text=text, chosen=chosen).url()


def _read(address: str) -> tuple[str, dict[str, frozenset[str]]]:
    pairs = parse_qsl(urlsplit(address).query, max_num_fields=200)
    return next((value for name, value in pairs if name == "q"), ""), facets.chosen(pairs)


def _slugs(address: str) -> list[str]:
    text, chosen = _read(address)
    return [hit.key for hit in service.find(text, chosen=chosen, size=saved.MAX_SEEN).hits]


def _label(address: str) -> str:
    text, chosen = _read(address)
    names = [
        facets.label(name, value, REGIONS.get(), TAXONOMY.get())
        for name, values in chosen.items()
        for value in sorted(values)
    ]
    return " · ".join([text, *names]).strip(" ·") or "Semua inovasi"
